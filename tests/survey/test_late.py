"""After the close helpers enter what came by post, until a day that was named, and the results wait for it."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.errors import Closed, DomainError
from cocreate.process.rules import PhaseKind
from cocreate.public.open_data.tables.asked import given_away
from cocreate.selection.models import Shortlist
from cocreate.survey import commands
from cocreate.survey.exporting.open_data import is_public as gives_open_data
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.rules import ConsultationState, ResultsRule, Source
from cocreate.themes.publishing import may_be_public, public_themes
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import close_phase
from tests.factories.survey import make_consultation, make_sheet, submit
from tests.factories.themes import read_consultation
from tests.survey.inviting.forms import address, filled, manage

SOON = timedelta(days=5)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Open, with five days for letters after the close."""
    made = make_consultation(session)
    commands.allow_late(session, SYSTEM, made, clock.today() + SOON)
    session.commit()
    return made


def enter(session: Session, consultation: Consultation, form: str = "letter") -> Any:
    sheet = make_sheet(consultation, fit="yes", source=Source.PAPER)
    return commands.submit_answers(session, SYSTEM, consultation, sheet, form, way_in=WayIn(helper=SYSTEM))


def days_pass(session: Session, days: int = 6) -> None:
    session.commit()
    with clock.told(clock.now() + timedelta(days=days)):
        jobs.do_the_hourly()
    session.expire_all()


def test_after_the_close_helpers_alone_can_enter_and_results_wait(session: Session, consultation: Consultation) -> None:
    commands.close_consultation(session, SYSTEM, consultation)
    assert not consultation.has_public_results and not gives_open_data(consultation)
    assert not may_be_public(consultation) and not consultation.is_complete
    with pytest.raises(Closed):
        submit(session, consultation, fit="yes")
    with pytest.raises(Closed):
        sheet = make_sheet(consultation, fit="yes")
        commands.submit_answers(session, Actor(), consultation, sheet, "mine", way_in=WayIn())
    enter(session, consultation)
    (line,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:enter"))
    assert line.details == {"source": "paper", "late": True}
    assert not session.scalars(select(Submission).where(given_away(session, consultation.process))).all(), (
        "no open data while another sheet may come"
    )
    days_pass(session)
    assert consultation.has_public_results and may_be_public(consultation) and gives_open_data(consultation)
    assert session.scalars(select(Submission).where(given_away(session, consultation.process))).all()
    with pytest.raises(Closed):
        enter(session, consultation, "another")
    (ended,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:late:end"))
    assert ended.actor_kind == "system"


def test_it_works_after_the_phase_and_before_the_hour_closes_it(session: Session, consultation: Consultation) -> None:
    close_phase(session, consultation.process, PhaseKind.CONSULTATION)
    session.expire_all()
    assert consultation.state == "open" and consultation.is_over and not consultation.is_taking_answers
    enter(session, consultation)


def test_the_day_itself_is_the_last(session: Session, consultation: Consultation) -> None:
    commands.close_consultation(session, SYSTEM, consultation)
    assert consultation.late_until
    with clock.told(clock.end_of(consultation.late_until) - timedelta(minutes=1)):
        enter(session, consultation, "last")
    with clock.told(clock.end_of(consultation.late_until)), pytest.raises(Closed):
        enter(session, consultation, "too late")


def test_it_can_be_longer_while_it_lasts_and_end_before(session: Session, consultation: Consultation) -> None:
    commands.close_consultation(session, SYSTEM, consultation)
    commands.allow_late(session, SYSTEM, consultation, clock.today() + 2 * SOON)
    commands.allow_late(session, SYSTEM, consultation, None)
    assert consultation.has_public_results and not consultation.is_taking_late
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:late:allow").order_by(AuditEntry.id))
    until = [(line.details["before"], line.details["until"]) for line in lines]
    first, second = ((clock.today() + many * SOON).isoformat() for many in (1, 2))
    assert until == [("", first), (first, second)]
    with pytest.raises(Closed, match="published"):
        commands.allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def test_results_that_were_shown_stay_as_they_were_shown(session: Session) -> None:
    closed = make_consultation(session, state=ConsultationState.CLOSED)
    with pytest.raises(Closed, match="published"):
        commands.allow_late(session, SYSTEM, closed, clock.today() + SOON)
    live = make_consultation(session, state=ConsultationState.DRAFT)
    live.results_rule = ResultsRule.LIVE.value
    with pytest.raises(Closed, match="live"):
        commands.allow_late(session, SYSTEM, live, clock.today() + SOON)
    live.results_rule = ResultsRule.AFTER_CLOSE.value
    commands.allow_late(session, SYSTEM, live, clock.today() + SOON)
    rules = commands.rules_of(live)
    with pytest.raises(Closed, match="live"):
        commands.settle_rules(
            session, SYSTEM, live, commands.ConsultationRules(**vars(rules) | {"results_rule": ResultsRule.LIVE})
        )


def test_where_only_the_team_sees_results_letters_can_come_after_all_until_themes_are_public(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    consultation.results_rule = ResultsRule.STAFF.value
    for theme in _themes:
        theme.state = "proposed"
    commands.close_consultation(session, SYSTEM, consultation)
    commands.allow_late(session, SYSTEM, consultation, clock.today() + SOON)
    enter(session, consultation)
    _themes[0].state = "accepted"
    session.flush()
    assert not public_themes(session, consultation.process), "themes wait too"
    commands.allow_late(session, SYSTEM, consultation, None)
    assert public_themes(session, consultation.process)
    with pytest.raises(Closed, match="relied_on"):
        commands.allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def test_once_a_decision_was_taken_nothing_is_entered(session: Session, consultation: Consultation) -> None:
    commands.close_consultation(session, SYSTEM, consultation)
    taken = Shortlist(process_id=consultation.process_id, proposal={}, proposed_at=clock.now(), decided_at=clock.now())
    session.add(taken)
    session.flush()
    with pytest.raises(Closed, match="relied_on"):
        enter(session, consultation)
    days_pass(session, 0)
    assert consultation.late_ended_at and consultation.has_public_results


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "past_day"), (2, "before_end"), (40, "erasing")], ids=["past", "before the end", "erased"]
)
def test_a_day_that_cannot_be_is_refused(session: Session, consultation: Consultation, days: int, code: str) -> None:
    consultation.closes_on, consultation.erase_on = (clock.today() + timedelta(days=many) for many in (3, 40))
    with pytest.raises(DomainError, match=code):
        commands.allow_late(session, SYSTEM, consultation, clock.today() + timedelta(days=days))
    assert consultation.late_until == clock.today() + SOON


def test_nothing_is_entered_on_the_day_of_the_erasing(session: Session, consultation: Consultation) -> None:
    commands.close_consultation(session, SYSTEM, consultation)
    consultation.erase_on = clock.today()
    with pytest.raises(Closed):
        enter(session, consultation)


def test_opened_again_it_begins_anew(session: Session, consultation: Consultation) -> None:
    commands.close_consultation(session, SYSTEM, consultation)
    days_pass(session)
    assert consultation.late_ended_at
    with clock.told(clock.now() + 2 * SOON):
        commands.open_consultation(session, SYSTEM, consultation)
        assert (consultation.late_until, consultation.late_ended_at) == (None, None)


def test_an_organiser_names_the_day_and_a_helper_enters_what_came(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session)
    sign_in(client, make_member(session, consultation.process, Role.ORGANISER))
    page, day = manage(consultation, "late"), clock.today() + SOON
    typed = {"csrf_token": csrf_token(client.get(page).text), "version": str(consultation.version)}
    wrong = client.post(page, data=typed | {"until": str(clock.today() - SOON)})
    assert wrong.status_code == 422 and "lies in the past" in wrong.text
    assert client.post(page, data=typed | {"until": str(day)}).status_code == 302
    told = "Helpers enter what comes on paper or by telephone until the end of"
    assert told in client.get(manage(consultation, "rules")).text and told in client.get(address(consultation)).text
    client.post(manage(consultation, "close"), data=typed)
    close_phase(session, consultation.process, PhaseKind.CONSULTATION)
    session.commit()
    assert "No results yet" in client.application.test_client().get(address(consultation, "results")).text
    helper = sign_in(client.application.test_client(), make_member(session, consultation.process, Role.FACILITATOR))
    form = helper.get(manage(consultation, "enter"))
    assert form.status_code == 200
    done = helper.post(manage(consultation, "enter"), data=filled(form.text, fit="yes") | {"source": "paper"})
    assert done.status_code == 303
    assert session.scalars(select(Submission.source)).all() == ["paper"]
    assert told in client.get(manage(consultation)).text and told in client.get(address(consultation)).text
