"""After the close helpers enter what came by post, until a day that was named, and the results wait for it."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.errors import Closed, DomainError, Invalid
from cocreate.process.rules import PhaseKind
from cocreate.public.editions import keep_edition
from cocreate.public.models import DataRelease
from cocreate.public.open_data import commands as open_data
from cocreate.public.open_data.tables_asked import given_away
from cocreate.public.population import Attribute, PopulationTold, set_population
from cocreate.public.queries import who_took_part
from cocreate.selection.models import Shortlist
from cocreate.survey.commands.answering import import_submissions, submit_answers
from cocreate.survey.commands.consultations import ConsultationRules, rules_of, settle_rules
from cocreate.survey.commands.opening import allow_late, close_consultation, open_consultation
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
    allow_late(session, SYSTEM, made, clock.today() + SOON)
    session.commit()
    return made


def enter(session: Session, consultation: Consultation, form: str = "letter") -> Any:
    sheet = make_sheet(consultation, fit="yes", source=Source.PAPER)
    return submit_answers(session, SYSTEM, consultation, sheet, form, way_in=WayIn(helper=SYSTEM))


def days_pass(session: Session, days: int = 6) -> None:
    session.commit()
    with clock.told(clock.now() + timedelta(days=days)):
        jobs.do_the_hourly()
    session.expire_all()


def test_after_the_close_helpers_alone_can_enter_and_results_wait(session: Session, consultation: Consultation) -> None:
    close_consultation(session, SYSTEM, consultation)
    assert not consultation.has_public_results and not gives_open_data(consultation)
    assert not may_be_public(consultation) and not consultation.is_complete
    with pytest.raises(Closed):
        submit(session, consultation, fit="yes")
    with pytest.raises(Closed):
        sheet = make_sheet(consultation, fit="yes")
        submit_answers(session, Actor(), consultation, sheet, "mine", way_in=WayIn())
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
    close_consultation(session, SYSTEM, consultation)
    assert consultation.late_until
    with clock.told(clock.end_of(consultation.late_until) - timedelta(minutes=1)):
        enter(session, consultation, "last")
    with clock.told(clock.end_of(consultation.late_until)), pytest.raises(Closed):
        enter(session, consultation, "too late")


def test_it_can_be_longer_while_it_lasts_and_end_before(session: Session, consultation: Consultation) -> None:
    close_consultation(session, SYSTEM, consultation)
    allow_late(session, SYSTEM, consultation, clock.today() + 2 * SOON)
    allow_late(session, SYSTEM, consultation, None)
    assert consultation.has_public_results and not consultation.is_taking_late
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:late:allow").order_by(AuditEntry.id))
    until = [(line.details["before"], line.details["until"]) for line in lines]
    first, second = ((clock.today() + many * SOON).isoformat() for many in (1, 2))
    assert until == [("", first), (first, second)]
    with pytest.raises(Closed, match="published"):
        allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def test_results_that_were_shown_stay_as_they_were_shown(session: Session) -> None:
    closed = make_consultation(session, state=ConsultationState.CLOSED)
    with pytest.raises(Closed, match="published"):
        allow_late(session, SYSTEM, closed, clock.today() + SOON)
    live = make_consultation(session, state=ConsultationState.DRAFT)
    live.results_rule = ResultsRule.LIVE.value
    with pytest.raises(Closed, match="live"):
        allow_late(session, SYSTEM, live, clock.today() + SOON)
    live.results_rule = ResultsRule.AFTER_CLOSE.value
    allow_late(session, SYSTEM, live, clock.today() + SOON)
    rules = rules_of(live)
    with pytest.raises(Closed, match="live"):
        settle_rules(session, SYSTEM, live, ConsultationRules(**vars(rules) | {"results_rule": ResultsRule.LIVE}))


def test_where_only_the_team_sees_results_letters_can_come_after_all_until_themes_are_public(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    consultation.results_rule = ResultsRule.STAFF.value
    for theme in _themes:
        theme.state = "proposed"
    close_consultation(session, SYSTEM, consultation)
    allow_late(session, SYSTEM, consultation, clock.today() + SOON)
    enter(session, consultation)
    _themes[0].state = "accepted"
    session.flush()
    assert not public_themes(session, consultation.process), "themes wait too"
    allow_late(session, SYSTEM, consultation, None)
    assert public_themes(session, consultation.process)
    with pytest.raises(Closed, match="relied_on"):
        allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def release(session: Session, consultation: Consultation) -> DataRelease:
    """Where only the team sees results, open data are what others have seen."""
    consultation.results_rule = ResultsRule.STAFF.value
    open_data.ask_for_release(session, SYSTEM, consultation.process, "CC0-1.0")
    session.commit()
    session.expire_all()
    return session.scalars(select(DataRelease).order_by(DataRelease.number.desc())).first() or pytest.fail("none made")


def test_once_open_data_have_the_answers_nothing_can_be_entered_beside_them(session: Session) -> None:
    consultation = make_consultation(session)
    close_consultation(session, SYSTEM, consultation)
    session.commit()
    made = release(session, consultation)
    with pytest.raises(Closed, match="relied_on"):
        allow_late(session, SYSTEM, consultation, clock.today() + SOON)
    open_data.withdraw_release(session, SYSTEM, consultation.process, made, {"en": "Too early"})
    with pytest.raises(Closed, match="relied_on"):
        allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def test_while_open_data_are_written_the_answers_in_them_are_relied_on(session: Session) -> None:
    consultation = make_consultation(session)
    close_consultation(session, SYSTEM, consultation)
    consultation.results_rule = ResultsRule.STAFF.value
    session.flush()
    open_data.ask_for_release(session, SYSTEM, consultation.process, "CC0-1.0")
    with pytest.raises(Closed, match="relied_on"):
        allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def test_open_data_that_went_without_the_answers_stop_nobody_from_entering(
    session: Session, consultation: Consultation
) -> None:
    release(session, consultation)
    close_consultation(session, SYSTEM, consultation)
    consultation.process.title = {"en": "Changed, so that there is something new"}
    session.commit()
    release(session, consultation)
    enter(session, consultation)
    days_pass(session, 0)
    assert consultation.is_taking_late, "the hour does not end it either"
    allow_late(session, SYSTEM, consultation, None)
    allow_late(session, SYSTEM, consultation, clock.today() + SOON)


def test_before_the_hour_closes_it_no_open_data_have_the_answers(session: Session) -> None:
    consultation = make_consultation(session)
    submit(session, consultation, fit="yes")
    close_phase(session, consultation.process, PhaseKind.CONSULTATION)
    session.expire_all()
    assert consultation.is_over and not consultation.is_complete

    def given() -> int:
        return len(session.scalars(select(Submission).where(given_away(session, consultation.process))).all())

    assert given() == 0, "days for letters can still be named"
    close_consultation(session, SYSTEM, consultation)
    assert given() == 1


def test_once_a_decision_was_taken_nothing_is_entered(session: Session, consultation: Consultation) -> None:
    close_consultation(session, SYSTEM, consultation)
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
        allow_late(session, SYSTEM, consultation, clock.today() + timedelta(days=days))
    assert consultation.late_until == clock.today() + SOON


def test_nothing_is_entered_on_the_day_of_the_erasing(session: Session, consultation: Consultation) -> None:
    close_consultation(session, SYSTEM, consultation)
    consultation.erase_on = clock.today()
    with pytest.raises(Closed):
        enter(session, consultation)


def settle(session: Session, consultation: Consultation, closes_on: date | None) -> None:
    rules = vars(rules_of(consultation)) | {"closes_on": closes_on}
    settle_rules(session, SYSTEM, consultation, ConsultationRules(**rules))


def test_a_later_last_day_does_not_take_the_days_for_letters_away(session: Session, consultation: Consultation) -> None:
    settle(session, consultation, clock.today() + timedelta(days=1))
    for day in (consultation.late_until, clock.today() + 2 * SOON, None):
        with pytest.raises(Invalid, match="would_end"):
            settle(session, consultation, day)
    assert consultation.closes_on == clock.today() + timedelta(days=1)
    allow_late(session, SYSTEM, consultation, clock.today() + 3 * SOON)
    settle(session, consultation, clock.today() + 2 * SOON)


def test_opened_again_for_longer_it_promises_no_days_that_would_be_none(
    session: Session, consultation: Consultation
) -> None:
    allow_late(session, SYSTEM, consultation, clock.today() + 3 * SOON)
    settle(session, consultation, clock.today() + 2 * SOON)
    close_consultation(session, SYSTEM, consultation)
    allow_late(session, SYSTEM, consultation, clock.today() + SOON)
    open_consultation(session, SYSTEM, consultation)
    assert consultation.late_until is None


def test_opened_again_it_begins_anew(session: Session, consultation: Consultation) -> None:
    close_consultation(session, SYSTEM, consultation)
    days_pass(session)
    assert consultation.late_ended_at
    with clock.told(clock.now() + 2 * SOON):
        open_consultation(session, SYSTEM, consultation)
        assert (consultation.late_until, consultation.late_ended_at) == (None, None)


def test_nobody_sees_in_which_group_a_letter_counts(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    process = consultation.process
    sheets = [make_sheet(consultation, helix=helix) for helix in ("citizen", "business") for _each in range(6)]
    import_submissions(session, SYSTEM, consultation, sheets)
    told = PopulationTold({"en": 60.0, "nl": 40.0}, "A census", "", 2025)
    set_population(session, SYSTEM, process, Attribute.LANGUAGE, told)
    session.commit()
    record, figures = (f"/en/p/{process.public_id}/{path}" for path in ("", "figures/"))
    assert "By group" in client.get(record).text
    close_consultation(session, SYSTEM, consultation)
    enter(session, consultation)
    session.commit()
    (part,) = who_took_part(session, process)
    assert (part.total, part.by_helix.cells, part.by_language.cells) == (13, {}, {})
    shown = client.get(record).text
    assert "By group" not in shown and "A census" not in shown and "once helpers have entered" in shown
    assert "By group" not in client.get(figures).text
    (kept,) = keep_edition(session, SYSTEM, process).content["consultations"]
    assert (kept["answers"], kept["by_helix"], kept["by_language"]) == (13, {}, {})
    assert "By group" not in client.get(f"/en/p/{process.public_id}/versions/1").text
    days_pass(session)
    assert "By group" in client.get(record).text and "once helpers have entered" not in client.get(record).text


def test_people_read_one_day_only_on_which_results_become_public(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    at_the_close = "The results become public when the consultation is closed."
    shown = client.get(address(consultation)).text
    assert "The results become public after that." in shown and at_the_close not in shown
    allow_late(session, SYSTEM, consultation, None)
    session.commit()
    assert at_the_close in client.get(address(consultation)).text


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
