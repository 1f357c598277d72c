"""A consultation closes by itself after its last day, and those who run it are told before."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from cocreate.survey.commands import files
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import close_phase, make_process
from tests.factories.survey import make_consultation, submit


def in_days(number: int) -> date:
    return clock.today() + timedelta(days=number)


@pytest.fixture
def process(session: Session) -> Process:
    """A process whose phases last from a month ago to two months from now."""
    made = make_process(session)
    for phase in made.phases:
        phase.starts_at, phase.ends_at = (clock.now() + timedelta(days=days) for days in (-30, 60))
    session.commit()
    return made


@pytest.fixture
def consultation(session: Session, process: Process) -> Consultation:
    return make_consultation(session, process)


def an_hour_passes(session: Session) -> None:
    session.commit()
    jobs.do_the_hourly()
    session.expire_all()


def subjects(session: Session) -> list[str]:
    return list(session.scalars(select(OutgoingMail.subject).order_by(OutgoingMail.id)))


def test_after_its_last_day_nobody_can_answer_and_it_closes_by_itself(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}"
    consultation.closes_on = in_days(0)
    an_hour_passes(session)
    assert consultation.state == "open" and "You can answer until the end of" in client.get(page).text
    consultation.closes_on = in_days(-2)
    session.commit()
    assert "The time for answering is over" in client.get(page).text
    an_hour_passes(session)
    assert consultation.state == "closed" and consultation.has_public_results
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:consultation:close")).one()
    assert line.actor_kind == "system"
    open_consultation(session, SYSTEM, consultation)
    an_hour_passes(session)
    assert consultation.state == "open" and consultation.closes_on is None, "opened again, the old last day is gone"


def test_a_closed_consultation_still_offers_its_documents(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}"
    told = {"name": "plan.pdf", "content": b"%PDF-1.7", "title": {"en": "The plan"}}
    files.add_document(session, SYSTEM, consultation, **told)
    close_consultation(session, SYSTEM, consultation)
    session.commit()
    shown = client.get(page).text
    assert "This consultation is closed" in shown
    link = re.search(r'href="([^"]+)"[^>]*><span[^>]*>The plan', shown)
    assert link and client.get(link[1]).data == b"%PDF-1.7"


def test_it_closes_with_its_phase_and_one_in_preparation_stays(
    session: Session, process: Process, consultation: Consultation
) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    consultation.closes_on = in_days(90)
    close_phase(session, process, PhaseKind.CONSULTATION)
    an_hour_passes(session)
    assert (consultation.state, draft.state) == ("closed", "draft")


def test_before_the_phase_begins_nothing_closes(session: Session, process: Process, consultation: Consultation) -> None:
    for phase in process.phases:
        phase.starts_at = clock.now() + timedelta(days=2)
    an_hour_passes(session)
    assert consultation.state == "open"


def test_organisers_are_told_a_week_and_two_days_before_once_each_and_anew_of_another_day(
    session: Session, process: Process, consultation: Consultation
) -> None:
    make_member(session, process, Role.ORGANISER, email="o@example.org")
    make_member(session, process, Role.OBSERVER)
    consultation.opened_at = clock.now() - timedelta(days=20)
    for days, letters in ((30, 0), (6, 1), (5, 2), (1, 3), (1, 3)):
        consultation.closes_on = in_days(days)
        an_hour_passes(session)
        an_hour_passes(session)
        assert len(subjects(session)) == letters, days
    last = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert last is not None and last.recipient == "o@example.org"
    assert "0 answers have arrived so far." in last.text and "It then closes by itself." in last.text
    assert f"/manage/consultations/{consultation.public_id}/rules" in last.text and "lack" not in last.text


def test_a_consultation_of_three_days_brings_one_letter(
    session: Session, process: Process, consultation: Consultation
) -> None:
    make_member(session, process, Role.OWNER)
    consultation.closes_on = in_days(2)
    an_hour_passes(session)
    assert subjects(session) == []
    consultation.opened_at = clock.now() - timedelta(days=2)
    consultation.closes_on = in_days(1)
    an_hour_passes(session)
    assert len(subjects(session)) == 1


def test_halfway_organisers_hear_once_which_groups_are_missing_each_in_their_language(
    session: Session, process: Process, consultation: Consultation
) -> None:
    make_member(session, process, Role.ORGANISER, language="nl")
    make_member(session, process, Role.OWNER)
    consultation.targets = {"helix": {"business": 4, "citizen": 1}}
    for number in range(2):
        submit(session, consultation, form=f"form {number}", helix=("business", "citizen")[number])
    consultation.opened_at, consultation.closes_on = clock.now() - timedelta(days=10), in_days(20)
    an_hour_passes(session)
    assert subjects(session) == [], "a third of the time"
    consultation.closes_on = in_days(9)
    an_hour_passes(session)
    an_hour_passes(session)
    letters = session.scalars(select(OutgoingMail).order_by(OutgoingMail.language)).all()
    assert [letter.language for letter in letters] == ["en", "nl"]
    assert "Groups are missing" in letters[0].subject and "2 answers have arrived so far." in letters[0].text
    assert "- Businesses: 1 of 4" in letters[0].text and "Citizens" not in letters[0].text
    assert "- Bedrijven: 1" in letters[1].text


def test_who_keeps_up_with_the_time_is_not_told_halfway(
    session: Session, process: Process, consultation: Consultation
) -> None:
    make_member(session, process, Role.OWNER)
    consultation.targets = {"helix": {"business": 3}}
    for number in range(2):
        submit(session, consultation, form=f"form {number}", helix="business")
    consultation.opened_at, consultation.closes_on = clock.now() - timedelta(days=10), in_days(8)
    an_hour_passes(session)
    assert subjects(session) == []


def test_the_last_day_is_chosen_with_the_rules_and_is_none_of_the_past(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    organiser = sign_in(client, make_member(session, consultation.process, Role.ORGANISER))
    page = f"/en/p/{consultation.process.public_id}/manage/consultations/{consultation.public_id}"
    rules = {"results_rule": "after_close", "paging": "all", "allows_editing": "y"}
    for day, status in ((in_days(-1), 422), (in_days(10), 302)):
        typed = {**rules, "version": str(consultation.version), "closes_on": day.isoformat()}
        assert organiser.submit(f"{page}/rules", typed).status_code == status
        session.refresh(consultation)
    assert consultation.closes_on == in_days(10)
    assert "and then closes by itself" in organiser.get(page).text
    assert organiser.submit(f"{page}/rules", {**typed, "closes_on": "tomorrow\x00"}).status_code == 422
