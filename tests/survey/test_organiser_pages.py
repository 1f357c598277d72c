"""What organisers do on their pages, and what others may not."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Consultation
from cocreate.survey.rules import Access, ConsultationState, ResultsRule
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def manage(process: Process, *rest: str) -> str:
    return "/".join([f"/en/p/{process.public_id}/manage/consultations", *rest])


def in_four(field: str, **words: str) -> dict[str, str]:
    """What a browser sends for a text in four languages."""
    return {f"{field}-{code}": words.get(code, "") for code in ("nl", "fr", "en", "de")}


def test_an_organiser_makes_previews_opens_and_closes_a_consultation(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    new = organiser.get(manage(process, "new")).text
    token = re.search(r'name="token"[^>]* value="(\w+)"', new)[1]
    words = {
        "token": token,
        **in_four("title", en="Have your say", fr="À vous"),
        **in_four("introduction", en="Five minutes."),
    }
    first = organiser.submit(manage(process, "new"), words)
    again = organiser.submit(manage(process, "new"), words)
    assert first.status_code == 302 and first.location == again.location
    made = session.scalars(select(Consultation)).one()
    assert made.title == {"en": "Have your say", "fr": "À vous"}

    page = manage(process, made.public_id)
    preview = organiser.get(f"{page}/preview").text
    assert "Nothing can be sent from here" in preview and "Send my answers" not in preview
    opened = organiser.submit(page, {}, to=f"{page}/open", follow_redirects=True)
    assert "The consultation is open." in opened.text
    assert f"http://localhost/p/{process.public_id}/consultations/{made.public_id}" in opened.text
    qr = re.search(r'<svg class="qr".*?</svg>', opened.text, re.S)[0]
    assert "style" not in qr and 'aria-label="QR code of the address"' in qr
    closed = organiser.submit(page, {}, to=f"{page}/close", follow_redirects=True)
    assert "its results are public" in closed.text


def test_the_page_of_a_consultation_for_invited_people_offers_no_public_address(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    for_invited = make_consultation(session, process)
    for_invited.access = Access.LINK
    session.commit()
    page = organiser.get(manage(process, for_invited.public_id)).text
    assert "People with a personal link can answer, once each." in page
    assert "QR code of the address" not in page and "Address to give to people" not in page


def test_closing_promises_no_public_results_where_only_the_team_sees_them(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    kept = make_consultation(session, process)
    kept.results_rule = ResultsRule.STAFF
    session.commit()
    page = manage(process, kept.public_id)
    assert "the results become public" not in organiser.get(page).text
    closed = organiser.submit(page, {}, to=f"{page}/close", follow_redirects=True).text
    assert "The consultation is closed." in closed and "its results are public" not in closed


@pytest.mark.parametrize("state", [ConsultationState.DRAFT, ConsultationState.OPEN])
def test_every_part_of_a_consultation_shows_its_tabs_with_itself_marked(
    organiser: FlaskClient, session: Session, process: Process, state: ConsultationState
) -> None:
    here = make_consultation(session, process, state=state)
    parts = {
        "edit": "Title and introduction",
        "rules": "Rules",
        "documents": "Documents",
        "translate": "Translations",
        "translations": "Translations as files",
        "look": "Preview",
        "try/answers": "Test answers",
        "invitations/": "Invitations",
        "meter": "Recruitment meter",
        "sheets/": "Single answers",
        "odd": "Odd answers",
        "export": "Export",
        "privacy": "Privacy",
    }
    if here.opened_at:
        parts["versions"] = "Versions"
    assert 'aria-current="page">Overview</a>' in organiser.get(manage(process, here.public_id)).text
    for path, label in parts.items():
        page = organiser.get(manage(process, here.public_id, path)).text
        assert f'aria-current="page">{label}</a>' in page, path
    results = organiser.get(f"/en/p/{process.public_id}/consultations/{here.public_id}/results").text
    assert 'aria-current="page">Results</a>' in results


def test_a_question_changed_by_somebody_else_shows_both_versions(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    page = manage(process, draft.public_id, "questions", draft.questions[1].public_id)
    saved = organiser.submit(
        page, {"version": "1", **in_four("title", en="Does it fit?"), "is_active": "y", "requirement": "required"}
    )
    assert saved.status_code == 302
    late = organiser.submit(page, {"version": "1", **in_four("title", en="Is it right?"), "is_active": "y"})
    assert late.status_code == 409
    assert "Does it fit?" in late.text and 'value="Is it right?"' in late.text
    session.refresh(draft.questions[1])
    assert draft.questions[1].is_required and draft.questions[1].title == {"en": "Does it fit?"}


def test_a_title_in_no_language_is_asked_for(organiser: FlaskClient, process: Process) -> None:
    shown = organiser.submit(manage(process, "new"), in_four("title") | in_four("introduction", en="Kept"))
    assert shown.status_code == 422
    assert "in at least one language" in shown.text and "Kept" in shown.text


def test_the_export_has_a_line_per_sheet_and_runs_no_formula(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    first, second, _third = (challenge.public_id for challenge in process.challenges)
    sheets = [
        make_sheet(
            consultation, order=[second, first], fit="no", comment='=HYPERLINK("http://x")', assets={first: "A,\nB"}
        ),
        make_sheet(consultation, new_challenge="  +1", helix="research", language="nl"),
    ]
    import_submissions(session, SYSTEM, consultation, sheets)
    file = organiser.get(manage(process, consultation.public_id, "export.csv"))
    assert file.mimetype == "text/csv" and "attachment" in file.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert len(lines) == 2
    ranked = next(line for line in lines if line["fit"] == "no")
    other = next(line for line in lines if line is not ranked)
    assert (ranked["rank_challenges [Mobility]"], ranked["rank_challenges [Climate]"]) == ("1", "2")
    assert ranked["fit [comment]"] == '\'=HYPERLINK("http://x")' and ranked["assets [Climate]"] == "A,\nB"
    assert (other["new_challenge"], other["helix"], other["language"]) == ("'+1", "research", "nl")
    assert "survey:answers:export" in session.scalars(select(AuditEntry.verb)).all()


def test_staff_watch_the_counts_and_see_results_before_the_close(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    sheets = [make_sheet(consultation, fit="yes", helix="research", language="fr") for _ in range(6)]
    import_submissions(session, SYSTEM, consultation, sheets)
    sign_in(client, make_member(session, process, Role.FACILITATOR))
    counts = client.get(manage(process, consultation.public_id, "counts")).text
    assert ">6</p>" in counts and "Research" in counts and "FR" in counts and "<html" not in counts
    results = client.get(f"/en/p/{process.public_id}/consultations/{consultation.public_id}/results").text
    assert "Only the team sees this page" in results and "6 (100 %)" in results


def test_only_organisers_change_and_only_staff_look(session: Session, client: FlaskClient, process: Process) -> None:
    consultation = make_consultation(session, process)
    page = manage(process, consultation.public_id)
    assert client.get(page).status_code == 302  # a visitor is asked to sign in
    sign_in(client, make_member(session, process, Role.COMMITTEE_MEMBER))
    assert client.get(page).status_code == 403
    facilitator = client.application.test_client()
    sign_in(facilitator, make_member(session, process, Role.FACILITATOR))
    shown = facilitator.get(page)
    assert shown.status_code == 200 and "/close" not in shown.text
    assert facilitator.get(f"{page}/export.csv").status_code == 403
    refused = facilitator.submit(
        f"/en/p/{process.public_id}/consultations/{consultation.public_id}", {}, to=f"{page}/close"
    )
    assert refused.status_code == 403
    session.refresh(consultation)
    assert consultation.state == "open"


def test_the_smallest_published_group_does_not_shrink_once_people_were_asked(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    edit = f"/en/p/{process.public_id}/manage/process"

    def save(minimum: int) -> int:
        words = {**in_four("title", en="Region 2030"), **in_four("summary"), "region": "Here"}
        return organiser.submit(edit, {**words, "minimum_cell": minimum, "version": process.version}).status_code

    assert (save(4), process.minimum_cell) == (302, 4)
    make_consultation(session, process)
    assert (save(6), process.minimum_cell) == (302, 6)
    assert (save(3), process.minimum_cell) == (422, 6)
    words = {**in_four("title", en="Region 2031"), **in_four("summary"), "region": "Here"}
    refused = organiser.submit(edit, {**words, "minimum_cell": 3, "version": process.version}).text
    assert "but not shrink" in refused and "Region 2031" in refused
