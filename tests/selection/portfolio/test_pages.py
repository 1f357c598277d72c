"""The pages of the portfolio: what is typed stays, a second click does nothing, outsiders wait for the decision."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.commands import LinkGiven, confirm_links, links_of_sid
from cocreate.selection.portfolio.in_decision import draft_of, move_in_draft
from cocreate.selection.portfolio.queries import moves_of
from cocreate.selection.portfolio.rules import MoveKind
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_shortlist


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}"


def browser_of(session: Session, client: FlaskClient, process: Process, role: Role) -> FlaskClient:
    """A browser in which somebody with this role is signed in."""
    return sign_in(client.application.test_client(), make_member(session, process, role))


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def test_an_organiser_confirms_links_and_the_page_of_coverage_says_what_is_missing(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    sid, *_ = make_candidates(session, process, "Circular city", "Healthy food")
    organiser = browser_of(session, client, process, Role.ORGANISER)
    climate, mobility, health = (challenge.public_id for challenge in process.challenges)
    address = f"{base}/manage/portfolio/links/{sid.public_id}"
    typed = {f"strength-{key}": "0" for key in (climate, mobility, health)} | {f"strength-{climate}": "3", "seen": ""}
    silent = organiser.submit(address, typed)
    assert silent.status_code == 422
    assert "Please say why it serves this challenge" in silent.text
    assert re.search(rf'<input checked[^>]*name="strength-{climate}"[^>]*value="3"', silent.text)
    typed[f"reason-{climate}"] = "Less waste, less heat <script>alert(1)</script>"
    for _ in range(2):
        assert organiser.submit(address, typed).status_code == 303
    assert [row.strength for row in links_of_sid(session, sid)] == [3, 0, 0]
    page = organiser.get(f"{base}/manage/portfolio").text
    assert page.count("No candidate serves it.") == 2
    assert page.count("Only this one serves it:") == 1
    assert "<script>alert" not in organiser.get(address).text


def test_two_people_at_the_same_links_do_not_overwrite_each_other_unseen(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    sid, *_ = make_candidates(session, process, "Circular city", "Healthy food")
    organiser = browser_of(session, client, process, Role.ORGANISER)
    address = f"{base}/manage/portfolio/links/{sid.public_id}"
    seen = hidden(organiser.get(address).text, "seen")
    key = process.challenges[0].public_id
    confirm_links(session, SYSTEM, process, sid, [LinkGiven(key, 1, {"en": "Theirs"})])
    session.commit()
    rest = {f"strength-{challenge.public_id}": "0" for challenge in process.challenges}
    typed = {**rest, f"strength-{key}": "3", f"reason-{key}": "Mine", "seen": seen}
    stale = organiser.submit(address, typed)
    assert stale.status_code == 409
    assert "Mine</textarea>" in stale.text
    assert organiser.submit(address, {**typed, "seen": hidden(stale.text, "seen")}).status_code == 303
    assert db.session.get_one(Sid, sid.id)
    assert links_of_sid(db.session(), sid)[0].reason == {"en": "Mine"}


def test_a_split_keeps_what_was_typed_and_is_taken_back_on_the_long_list(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    (sid,) = make_candidates(session, process, "Buildings")
    sid.sub_domains = [{"en": "Green"}, {"en": "Clay"}]
    session.commit()
    organiser = browser_of(session, client, process, Role.ORGANISER)
    address = f"{base}/manage/long-list/{sid.public_id}/split"
    typed = {"form_id": "abcdefghijkl", "title-1-en": "Roofs", "goes-0": "1", "reason-en": "Two subjects"}
    refused = organiser.submit(address, typed)
    assert refused.status_code == 422
    assert 'value="Roofs"' in refused.text
    for _ in range(2):
        assert organiser.submit(address, {**typed, "title-2-fr": "Murs"}).status_code == 303
    assert [row.title for row in queries.candidates(db.session(), process)] == [{"en": "Roofs"}, {"fr": "Murs"}]
    listed = organiser.get(f"{base}/manage/long-list").text
    assert "Two subjects" in listed
    (move,) = moves_of(db.session(), process)
    undo = f"{base}/manage/long-list/moves/{move.public_id}/undo"
    token = csrf_token(listed)
    for _ in range(2):
        assert organiser.post(undo, data={"csrf_token": token}).status_code == 303
    assert [row.id for row in queries.candidates(db.session(), process)] == [sid.id]
    assert "Taken back" in organiser.get(f"{base}/manage/long-list").text


def test_a_candidate_is_turned_with_a_reason_and_a_second_click_does_not_turn_it_back(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    (sid,) = make_candidates(session, process, "Digital services")
    organiser = browser_of(session, client, process, Role.ORGANISER)
    address = f"{base}/manage/long-list/{sid.public_id}/transversal"
    assert organiser.submit(address, {"reason-en": ""}).status_code == 422
    for _ in range(2):
        assert organiser.submit(address, {"reason-en": "It serves all"}).status_code == 303
    assert db.session.get_one(Sid, sid.id).kind == "lever"
    assert "Make it a domain of its own" in organiser.get(f"{base}/manage/long-list/{sid.public_id}").text


def test_a_committee_member_moves_candidates_in_the_draft_and_takes_a_move_back(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    first, _second, third, fourth, _ = make_candidates(session, process)
    shortlist = make_shortlist(session, process)
    session.commit()
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    moves = f"{base}/manage/shortlist/moves"
    merge = f"{moves}/merge/{third.public_id}"
    nowhere = member.submit(merge, {"reason-en": "Alike", "form_id": "abcdefghijkl"})
    assert nowhere.status_code == 422
    assert "Choose at least one other candidate" in nowhere.text
    assert "Alike</textarea>" in nowhere.text
    typed = {"reason-en": "Alike", "into": [first.public_id], "form_id": "abcdefghijkl"}
    for _ in range(2):
        assert member.submit(merge, typed).status_code == 303
    assert member.submit(f"{moves}/transversal/{fourth.public_id}", {"reason-en": "For all"}).status_code == 303
    page = member.get(moves).text
    assert "Kept as transversal" in page
    assert page.count("Alike") == 1
    draft = draft_of(db.session(), shortlist)
    assert draft[third.public_id].taken_up_in == (first.public_id,)
    assert draft[fourth.public_id].is_transversal
    move = moves_of(db.session(), process)[0]
    assert member.submit(moves, {}, to=f"{moves}/{move.public_id}/undo").status_code == 303
    assert draft_of(db.session(), shortlist)[third.public_id].taken_up_in == ()
    sheet = member.get(f"{base}/manage/shortlist/decision").text
    assert "For all" in sheet


def test_the_way_and_the_architecture_are_for_insiders_until_the_decision_is_published(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    first, _second, third, *_ = make_candidates(session, process)
    shortlist = make_shortlist(session, process)
    move_in_draft(session, SYSTEM, process, MoveKind.MERGE, third, reason={"en": "Alike"}, into=[first])
    session.commit()
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    for page in ("way", "architecture"):
        assert client.get(f"{base}/selection/{page}").status_code == 404
        assert "Only insiders see this page" in member.get(f"{base}/selection/{page}").text
    draft = list(draft_of(session, shortlist).values())
    commands.decide(session, SYSTEM, process, shortlist, draft, version=shortlist.version)
    session.commit()
    way = client.get(f"{base}/selection/way").text
    assert "5 candidate domains and 0 transversal levers became 2 thematic domains and 0 transversal domains." in way
    assert "Taken up in others" in way
    assert "Alike" in way
    assert "Every move" not in way
    assert "Resilient buildings" in client.get(f"{base}/selection/architecture").text
    assert f"{base}/selection/way" in client.get(f"{base}/selection/").text


def test_nobody_but_organisers_confirms_links_or_splits(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    (sid,) = make_candidates(session, process, "Circular city")
    for role in (Role.FACILITATOR, Role.OBSERVER, Role.COMMITTEE_MEMBER):
        browser = browser_of(session, client, process, role)
        for address in (f"portfolio/links/{sid.public_id}", f"long-list/{sid.public_id}/split"):
            assert browser.get(f"{base}/manage/{address}").status_code == 403
