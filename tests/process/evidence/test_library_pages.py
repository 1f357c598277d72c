"""The library on its pages: filled by hand and by table, searched, and shown to everybody as far as people agreed."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.evidence import contexts
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence
from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.models import Context, Evidence, Interview, Process
from cocreate.process.queries import contexts_of
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def manage(process: Process, path: str = "") -> str:
    return f"/en/p/{process.public_id}/manage/evidence{path}"


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found
    return found[1]


def make_interview(session: Session, process: Process, consent: Consent) -> Evidence:
    talk = InterviewTold("Ada Example", "City lab", consent, "said in confidence", ("We lack space.",), "en")
    told = EvidenceTold(title={"en": "Talk with the city lab"}, interview=talk)
    return add_evidence(session, SYSTEM, process, EvidenceKind.INTERVIEW, told)


def test_the_megatrends_of_the_reference_are_added_once(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    for _time in range(2):
        organiser.submit(manage(process, "/frame"), to=manage(process, "/frame/starter"))
    found = contexts_of(session, process)["megatrend"]
    assert [len(row.points) for row in found] == [3, 3, 3, 2, 4, 4, 2, 2]
    assert "Democracy in crisis" in organiser.get(manage(process, "/frame")).text


def test_a_transition_gets_priorities_which_are_changed_and_removed(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    page = manage(process, "/frame/new/transition")
    form = {"form_id": hidden(organiser.get(page).text, "form_id"), "title-en": "Ecological transition"}
    made = organiser.submit(page, form)
    organiser.submit(page, form)  # a double click
    (context,) = session.scalars(select(Context)).all()
    add = made.headers["Location"] + "/new"
    form = {"form_id": hidden(organiser.get(add).text, "form_id"), "title-en": "Green mobility"}
    organiser.submit(add, form)
    organiser.submit(add, form)
    session.refresh(context)
    (point,) = context.points
    one = manage(process, f"/frame/{context.public_id}/points/{point.public_id}")
    organiser.submit(one, {"title-en": "Cleaner mobility"})
    assert "Cleaner mobility" in organiser.get(manage(process, "/frame")).text
    organiser.submit(one, {"remove": "yes"})
    session.refresh(context)
    assert context.points == []


def test_a_document_is_added_once_changed_and_removed(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    page = manage(process, "/new/document")
    form: dict[str, Any] = {"form_id": hidden(organiser.get(page).text, "form_id"), "version": "1"}
    form |= {"title-en": "Plan for the air", "url": "https://example.org/air", "goals": ["sdg-3", "sdg-11"]}
    organiser.submit(page, form)
    organiser.submit(page, form)
    (row,) = session.scalars(select(Evidence)).all()
    assert row.tags == ["sdg-3", "sdg-11"]
    assert "Plan for the air" in organiser.get(f"/en/p/{process.public_id}/evidence?tag=sdg-11&q=air").text
    assert "Plan for the air" not in organiser.get(f"/en/p/{process.public_id}/evidence?tag=sdg-14").text
    item = manage(process, f"/items/{row.public_id}")
    stale = organiser.submit(item, form | {"version": "77", "title-en": "Mine"})
    assert stale.status_code == 409 and 'value="Mine"' in stale.text
    refused = organiser.submit(item, form | {"version": "1", "url": "javascript:alert(1)"})
    assert refused.status_code == 422 and "begins with https" in refused.text
    organiser.submit(manage(process), to=item + "/remove")
    assert session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_values_of_an_indicator_are_typed_and_drawn(session: Session, organiser: FlaskClient, process: Process) -> None:
    page = manage(process, "/new/indicator")
    wrong = organiser.submit(page, {"version": "1", "title-en": "R&D", "numbers": "Brussels 2017"})
    assert wrong.status_code == 422 and "Brussels 2017" in wrong.text
    typed = "Brussels; 2016; 1.9\nBrussels; 2017; 2.04\nEU; 2017; 2.14"
    organiser.submit(page, {"version": "1", "title-en": "R&D", "unit": "%", "numbers": typed})
    shown = organiser.get(f"/en/p/{process.public_id}/evidence").text
    assert "Brussels: from 1.9 in 2016 to 2.04 in 2017" in shown
    assert "EU: 2.14 in 2017" in shown
    (row,) = session.scalars(select(Evidence)).all()
    assert typed in organiser.get(manage(process, f"/items/{row.public_id}")).text.replace("&amp;", "&")


def test_a_table_is_looked_at_before_it_is_taken_in_and_again_changes_nothing(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    page, table = (
        manage(process, "/table"),
        b"indicator;territory;2016;2017\nStaff;Brussels;12798;13245\nStaff;Mars;x;1\n",
    )
    told = {"decimal": "point", "language": "en"}
    looked = organiser.submit(page, {**told, "step": "look", "file": (io.BytesIO(table), "staff.csv")})
    assert "Staff" in looked.text and "has a value that is no number" in looked.text
    assert session.scalar(select(func.count()).select_from(Evidence)) == 0
    carried = re.search(r'<textarea[^>]*name="table"[^>]*>\s*([^<]*)</textarea>', looked.text)
    assert carried
    for _time in range(2):
        organiser.submit(page, {**told, "step": "store", "table": carried[1]})
    (row,) = session.scalars(select(Evidence)).all()
    assert {one.territory: one.numbers for one in row.series} == {
        "Brussels": {"2016": 12798, "2017": 13245},
        "Mars": {"2017": 1},
    }
    out = organiser.get(f"/en/p/{process.public_id}/evidence/indicators.csv").text
    assert out.splitlines()[1] == "Staff,,,Brussels,2016,12798"


def test_a_table_is_asked_for_where_none_is_given(organiser: FlaskClient, process: Process) -> None:
    answer = organiser.submit(manage(process, "/table"), {"decimal": "point", "language": "en"})
    assert answer.status_code == 422 and "paste a table" in answer.text


@pytest.mark.parametrize("consent", list(Consent))
def test_of_an_interview_everybody_reads_what_the_person_agreed_to(
    consent: Consent, session: Session, client: FlaskClient, process: Process
) -> None:
    make_interview(session, process, consent)
    session.commit()
    shown = client.get(f"/en/p/{process.public_id}/evidence").text
    assert ("We lack space." in shown) == (consent is not Consent.NOTHING)
    assert ("Ada Example" in shown) == (consent is Consent.NAMED)
    assert ("city lab" in shown.lower()) == (consent is Consent.NAMED)
    assert "said in confidence" not in shown


@pytest.mark.parametrize("words", ["Ada", "Example", "city lab", "sources"])
def test_searching_the_library_does_not_tell_who_gave_an_interview_without_a_name(
    words: str, session: Session, client: FlaskClient, process: Process
) -> None:
    row = make_interview(session, process, Consent.UNNAMED)
    row.title, row.source = {"en": "Talk with Ada Example of the city lab"}, "Our sources"
    session.commit()
    page = f"/en/p/{process.public_id}/evidence"
    assert row.public_id not in client.get(page, query_string={"q": words}).text
    assert row.public_id in client.get(page, query_string={"q": "lack space"}).text
    inside = sign_in(client, make_member(session, process, Role.ANALYST))
    assert row.public_id in inside.get(manage(process), query_string={"q": words}).text


def test_notes_of_an_interview_are_read_by_those_who_prepare_the_challenges_only(
    session: Session, client: FlaskClient, process: Process
) -> None:
    row = make_interview(session, process, Consent.NAMED)
    item = manage(process, f"/items/{row.public_id}")
    for role, may in ((Role.ANALYST, True), (Role.COMMITTEE_MEMBER, False), (Role.OBSERVER, False)):
        one = sign_in(client.application.test_client(), make_member(session, process, role))
        assert ("said in confidence" in one.get(manage(process)).text) == may
        assert (one.get(item).status_code == 200) == may


def test_a_removed_interview_leaves_no_notes_and_no_words_in_the_audit_trail(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    row = make_interview(session, process, Consent.NAMED)
    organiser.submit(manage(process), to=manage(process, f"/items/{row.public_id}/remove"))
    assert session.scalar(select(func.count()).select_from(Interview)) == 0
    lines = session.scalars(select(AuditEntry).where(AuditEntry.process == process.public_id)).all()
    assert "process:evidence:remove" in [line.verb for line in lines]
    assert "confidence" not in str([line.details for line in lines])


def test_evidence_of_another_process_is_not_there(session: Session, organiser: FlaskClient, process: Process) -> None:
    elsewhere = make_process(session, title="Elsewhere")
    row = make_interview(session, elsewhere, Consent.NAMED)
    foreign = contexts.start_from_the_reference(session, SYSTEM, elsewhere)
    assert foreign == 8
    context = contexts_of(session, elsewhere)["megatrend"][0]
    session.commit()
    assert organiser.get(manage(process, f"/items/{row.public_id}")).status_code == 404
    assert organiser.get(manage(process, f"/frame/{context.public_id}")).status_code == 404
