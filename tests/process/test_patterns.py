"""A process begins from a pattern, and a list says what is still to do before people can be asked."""

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.process import commands
from cocreate.process.models import Process
from cocreate.process.patterns import PATTERNS, start_process
from cocreate.process.queries import contexts_of
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.models import Consultation
from tests.factories.accounts import make_colleague, make_member, sign_in
from tests.factories.process import make_organisation

START = datetime(2027, 1, 4, tzinfo=UTC)


def started(session: Session, name: str, **told: object) -> Process:
    organisation = make_organisation(session)
    words = {"title": {"en": "Region 2040"}, "summary": {}, "region": ""}
    given = {"organisation": organisation, "starts": START, "needs_validation": False, **words, **told}
    return start_process(session, SYSTEM, PATTERNS[name], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "phases", "questions"),
    [
        ("ris3", ["challenges", "consultation", "camp", "selection", "plan"], "fit"),
        ("consultation", ["consultation", "plan"], "choice"),
        ("jury", ["challenges", "consultation", "camp", "selection"], "criteria"),
    ],
)
def test_a_pattern_makes_phases_and_a_questionnaire_ready(
    session: Session, name: str, phases: list[str], questions: str
) -> None:
    process = started(session, name)
    assert [phase.kind for phase in process.phases] == phases
    assert process.phases[0].starts_at == START
    assert all(one.ends_at == next_.starts_at for one, next_ in zip(process.phases, process.phases[1:], strict=False))
    consultation = session.scalars(select(Consultation).where(Consultation.process_id == process.id)).one()
    assert questions in [question.key for question in consultation.questions]
    assert len(contexts_of(session, process).get("megatrend", [])) == (8 if name == "ris3" else 0)


def test_the_same_form_twice_makes_one_process_with_one_questionnaire(session: Session) -> None:
    first, again = (started(session, "ris3", form_token="once") for _ in range(2))
    assert first is again
    assert len(session.scalars(select(Consultation)).all()) == 1


def lines(html: str) -> dict[str, str]:
    """What the list says of each line: its words -> done or to do."""
    return {
        re.sub(r"\s+", " ", label): state
        for label, state in re.findall(r'<li class="row.*?<a [^>]*>(.*?)</a>.*?badge--\w+">(.*?)</span>', html, re.S)
    }


def test_the_list_says_what_is_left_and_ends_with_nothing(session: Session, client: FlaskClient) -> None:
    process = started(session, "ris3", needs_validation=True)
    owner = make_member(session, process, Role.OWNER)
    sign_in(client, owner)
    page = f"/en/p/{process.public_id}/manage/checklist"
    before = lines(client.get(page).text)
    assert list(before)[-2:] == ["Publish the process", "Open the consultation"]
    done = [label for label, state in before.items() if state == "done"]
    assert done == ["Look at the phases", "Make the questionnaire yours"]
    assert "Let the committee validate them" in before
    session.refresh(process)
    process.needs_validation = False
    process.summary = {"en": "What comes next"}
    commands.add_challenge(session, SYSTEM, process, title={"en": "Climate"}, description={})
    commands.publish_process(session, SYSTEM, process, is_public=True)
    make_member(session, process, Role.ANALYST)
    ready = client.get(page).text
    left = [label for label, state in lines(ready).items() if state == "to do"]
    assert left == ["Open the consultation"] and "Everything is ready" in ready
    consultation = session.scalars(select(Consultation)).one()
    open_consultation(session, SYSTEM, consultation)
    shown = client.get(page).text
    assert set(lines(shown).values()) == {"done"} and "Everything is done" in shown


def test_an_unknown_pattern_is_the_method_s_own(session: Session, client: FlaskClient) -> None:
    sign_in(client, make_colleague(session, make_organisation(session)))
    assert "Innovation Camp" in client.get("/en/processes/new?pattern=nothing").text


@pytest.mark.parametrize("day", ["", "tomorrow", "0001-01-01", "9999-12-31"])
def test_a_first_day_that_is_none_is_asked_for_again(session: Session, client: FlaskClient, day: str) -> None:
    sign_in(client, make_colleague(session, make_organisation(session)))
    form = {"token": "t", "title-en": "Kept", "minimum_cell": "5", "organisation": "testland", "starts_on": day}
    answer = client.submit("/en/processes/new", form)  # type: ignore[attr-defined]
    assert answer.status_code == 422 and 'value="Kept"' in answer.text
    assert session.scalars(select(Process)).all() == []


def test_a_phase_can_be_left_out_and_half_of_one_cannot(session: Session, client: FlaskClient) -> None:
    process = started(session, "ris3")
    sign_in(client, make_member(session, process, Role.OWNER))
    page = f"/en/p/{process.public_id}/manage/phases"
    shown = client.get(page).text
    form = dict(re.findall(r'name="(\w+_(?:starts|ends)_at)"[^>]*value="([^"]*)"', shown))
    assert len(form) == 10
    half = client.submit(page, {**form, "camp_ends_at": ""})  # type: ignore[attr-defined]
    assert half.status_code == 422 and "give a day and an hour" in half.text
    assert client.submit(page, dict.fromkeys(form, "")).status_code == 422  # type: ignore[attr-defined]
    without = {**form, "camp_ends_at": "", "camp_starts_at": ""}
    assert client.submit(page, without).status_code == 302  # type: ignore[attr-defined]
    session.refresh(process)
    assert [phase.kind for phase in process.phases] == ["challenges", "consultation", "selection", "plan"]
