"""The sheet of a domain: one's own page, and the same words as PDF, DOCX and a page to keep, in every language."""

from io import BytesIO

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.plan import commands as plan
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.commands import LinkGiven, confirm_links
from cocreate.selection.portfolio.in_decision import draft_of, move_in_draft
from cocreate.selection.portfolio.rules import MoveKind
from tests.factories.camp import FACILITATOR, make_camp, make_card, make_theme
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_shortlist


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def adopted(session: Session, process: Process) -> Sid:
    """A domain with a card of each kind behind it, a link, a sub-domain, one that lives on in it, and an action."""
    board, theme = make_camp(session, process).groups[0].board, make_theme(session, process)
    cards = [
        make_card(session, board, "Repair hubs", themes=(theme.public_id,)),
        make_card(session, board, "The bicycle makers"),
    ]
    cards[1].kind = "actor"
    title = {"en": "Circular city", "fr": "Ville circulaire"}
    sid = commands.promote_cards(session, FACILITATOR, process, cards, title=title)
    sid.sub_domains = [{"en": "Second life", "fr": "Seconde vie"}]
    make_candidates(session, process, "B", "C", "D", "E")
    link = LinkGiven(process.challenges[1].public_id, 2, {"en": "Bicycles are repaired", "fr": "On répare des vélos"})
    confirm_links(session, SYSTEM, process, sid, [link])
    session.commit()
    return sid


def publish(session: Session, process: Process, sid: Sid) -> None:
    """The first two are kept, the third lives on in this one, and an action serves it."""
    shortlist = make_shortlist(session, process)
    third = named(session, process, "C")
    move_in_draft(session, SYSTEM, process, MoveKind.MERGE, third, reason={"en": "Alike"}, into=[sid])
    draft = list(draft_of(session, shortlist).values())
    commands.decide(session, SYSTEM, process, shortlist, draft, version=shortlist.version)
    axis = plan.add_axis(session, SYSTEM, process, number="1", title={"en": "Axis"})
    options = {"number": "1.1", "title": {"en": "Open hubs"}, "actors": ["The region"]}
    plan.add_action(session, SYSTEM, process, axis, sids=[sid], **options)
    session.commit()


def named(session: Session, process: Process, title: str) -> Sid:
    return next(sid for sid in queries.candidates(session, process) if sid.title["en"] == title)


def test_the_page_of_a_candidate_tells_links_and_actors_and_no_marks_before_the_decision(
    session: Session, client: FlaskClient, process: Process, adopted: Sid
) -> None:
    make_shortlist(session, process)
    session.commit()
    page = client.get(f"/en/p/{process.public_id}/sids/{adopted.public_id}").text
    for told in ("Mobility", "clearly", "Bicycles are repaired", "Mobility lab", "The bicycle makers"):
        assert told in page
    assert "Profile on the criteria" not in page
    sheet = client.get(f"/en/p/{process.public_id}/sids/{adopted.public_id}/sheet.html").text
    assert "nothing is decided yet" in sheet
    assert "Profile on the criteria" not in sheet
    assert client.get(f"/en/p/{process.public_id}/sids/sheets.html").status_code == 404


def test_the_sheet_has_the_same_words_on_the_page_and_in_each_file(
    session: Session, client: FlaskClient, process: Process, adopted: Sid
) -> None:
    publish(session, process, adopted)
    told = ("Second life", "Bicycles are repaired", "Mobility lab", "The bicycle makers", "Repair hubs", "The region")
    told = (*told, "Profile on the criteria", "Open hubs", "Total 100.0 of 100")
    address = f"/en/p/{process.public_id}/sids/{adopted.public_id}"
    page = client.get(address).text
    html = client.get(f"{address}/sheet.html").text
    assert client.get(f"{address}/sheet.pdf").data.startswith(b"%PDF")
    office = docx.Document(BytesIO(client.get(f"{address}/sheet.docx").data))
    cells = [cell.text for table in office.tables for row in table.rows for cell in row.cells]
    written = " ".join([*(paragraph.text for paragraph in office.paragraphs), *cells])
    for words in told:
        for where in (page, html, written):
            assert " ".join(words.split()) in " ".join(where.split())


def test_the_sheet_is_in_the_language_of_its_address(
    session: Session, client: FlaskClient, process: Process, adopted: Sid
) -> None:
    publish(session, process, adopted)
    sheet = client.get(f"/fr/p/{process.public_id}/sids/{adopted.public_id}/sheet.html")
    assert '<html lang="fr">' in sheet.text
    for told in ("Ville circulaire", "Seconde vie", "On répare des vélos"):
        assert told in sheet.text
    assert sheet.headers["Content-Disposition"].endswith('-fr.html"')


def test_a_domain_serves_further_challenges_through_what_lives_on_in_it(
    session: Session, client: FlaskClient, process: Process, adopted: Sid
) -> None:
    health = LinkGiven(process.challenges[2].public_id, 3, {"en": "Fewer exhausts"})
    again = LinkGiven(process.challenges[1].public_id, 3, {"en": "More bicycles"})
    confirm_links(session, SYSTEM, process, named(session, process, "C"), [health, again])
    publish(session, process, adopted)
    sheet = client.get(f"/en/p/{process.public_id}/sids/{adopted.public_id}/sheet.html").text
    assert "strongly, through “C”" in sheet
    assert "Fewer exhausts" in sheet
    assert "More bicycles" not in sheet
    assert "through:" in client.get(f"/en/p/{process.public_id}/selection/architecture").text


def test_all_adopted_domains_stand_in_one_file_with_their_architecture(
    session: Session, client: FlaskClient, process: Process, adopted: Sid
) -> None:
    publish(session, process, adopted)
    html = client.get(f"/en/p/{process.public_id}/sids/sheets.html").text
    assert html.count("<h2") == 2
    assert "<svg" in html
    pdf = client.get(f"/en/p/{process.public_id}/sids/sheets.pdf").data
    assert pdf.count(b"/Type /Page\n") >= 3
    assert pdf.count(b"/Subtype /Image") >= 1
    assert "sheets.pdf" in client.get(f"/en/p/{process.public_id}/selection/").text
