"""Whoever takes back that they may be kept is told when they are erased, and is erased then."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.before import registering
from cocreate.camp.before.rules import Details
from cocreate.camp.models_before import Registration
from cocreate.core.audit import AuditEntry
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory import commands, jobs, links, queries
from cocreate.directory.models import Person, Term
from cocreate.directory.rules import PersonTold, Purpose, TakingPart, Told
from cocreate.process.models import Process
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp
from tests.factories.directory import days, make_group, make_person, sit
from tests.factories.process import make_organisation, make_process


def taking_part(session: Session, process: Process, state: TakingPart = TakingPart.YES, **told: str) -> Person:
    """Somebody who may be kept, and said whether they take part in a process."""
    person = make_person(session, process, agrees=(Purpose.KEEP, Purpose.WRITE), **told)
    commands.invite(session, SYSTEM, process, [person])
    (part,) = queries.participations_of(session, person)
    commands.set_participation(session, SYSTEM, part, state)
    return person


def take_back(session: Session, person: Person) -> bool:
    return commands.set_consents(session, SYSTEM, person, ["write"], Told.FORM, language="en")


def kept(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Person.name)))


def letter(session: Session) -> str:
    """The newest letter."""
    return session.scalars(select(OutgoingMail.text).order_by(OutgoingMail.id.desc())).first() or ""


def last_day(process: Process) -> date:
    return max(clock.last_day(phase.ends_at) for phase in process.phases)


def later(day: date) -> AbstractContextManager[None]:
    return clock.told(clock.end_of(day) + timedelta(hours=3))


@pytest.mark.parametrize("state", [TakingPart.INVITED, TakingPart.NO])
def test_whom_nothing_needs_is_erased_at_once_and_told(session: Session, state: TakingPart) -> None:
    person = taking_part(session, make_process(session), state)
    assert take_back(session, person)
    assert kept(session) == [] and "is erased at once" in letter(session) and "/profile/" not in letter(session)
    verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    assert verbs[-2:] == ["directory:consent:withdraw", "directory:person:erase"]


def test_whoever_takes_part_is_kept_to_the_end_of_the_process(session: Session) -> None:
    process = make_process(session)
    last = last_day(process)
    person = taking_part(session, process, name="Ada", language="nl")
    assert not take_back(session, person)
    assert "/profile/" in letter(session) and str(last.year) in letter(session)
    jobs.follow_the_days(session)
    assert kept(session) == ["Ada"]
    with later(last):
        jobs.follow_the_days(session)
    assert kept(session) == []
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "directory:person:erase")).one()
    assert line.actor == ""


def test_a_process_that_is_over_needs_nobody(session: Session) -> None:
    process = make_process(session)
    last = last_day(process)
    person = taking_part(session, process)
    with later(last):
        assert take_back(session, person)
    assert kept(session) == []


def test_a_seat_without_an_end_keeps_until_it_is_ended(session: Session) -> None:
    process = make_process(session)
    group, person = make_group(session, process), make_person(session, process, name="Ada", agrees=(Purpose.KEEP,))
    term = sit(session, group, person)
    take_back(session, person)
    assert "No day is set" in letter(session)
    commands.end_term(session, SYSTEM, process, group, term, days(0, 3))
    jobs.follow_the_days(session)
    assert kept(session) == ["Ada"]
    with later(clock.today() + timedelta(days=3)):
        jobs.follow_the_days(session)
    assert kept(session) == [] and session.scalars(select(Term.person_id)).all() == [None]


def registered(session: Session, process: Process, starts_at: datetime | None) -> tuple[Person, Registration]:
    """Ada, with a place in a camp."""
    camp = make_camp(session, process, starts_at=starts_at)
    person = make_person(session, process, name="Ada", email="ada@example.org", agrees=(Purpose.KEEP,))
    place = registering.enter(session, SYSTEM, camp, Details("Ada", "ada@example.org"))
    registering.accept(session, SYSTEM, place)
    return person, place


def test_whoever_registered_for_a_camp_is_kept_with_the_seat_until_it_was(session: Session) -> None:
    camp_day = clock.today() + timedelta(days=1)
    person, place = registered(session, make_process(session), clock.start_of(camp_day) + timedelta(hours=9))
    assert not take_back(session, person)
    jobs.follow_the_days(session)
    assert kept(session) == ["Ada"] and place.seat is not None and place.seat.ended_at is None
    with later(camp_day):
        jobs.follow_the_days(session)
    assert kept(session) == [] and session.scalars(select(Registration)).all() == []


def test_a_camp_without_a_day_keeps_until_it_has_one(session: Session) -> None:
    person, _place = registered(session, make_process(session), None)
    assert not take_back(session, person) and "No day is set" in letter(session)


def test_a_camp_keeps_nobody_who_was_declined_or_registered_with_another_organisation(session: Session) -> None:
    process, elsewhere = make_process(session), make_process(session, organisation=make_organisation(session, "other"))
    person, place = registered(session, process, None)
    registering.decline(session, SYSTEM, place)
    registering.enter(session, SYSTEM, make_camp(session, elsewhere), Details("Ada", "ada@example.org"))
    assert take_back(session, person)


def test_whoever_no_longer_takes_part_waits_for_no_end(session: Session) -> None:
    process = make_process(session)
    person = taking_part(session, process, name="Ada")
    assert not take_back(session, person)
    (part,) = queries.participations_of(session, person)
    commands.set_participation(session, SYSTEM, part, TakingPart.NO)
    jobs.follow_the_days(session)
    assert kept(session) == []


def test_whoever_agrees_again_stays(session: Session) -> None:
    process = make_process(session)
    person = taking_part(session, process, name="Ada")
    take_back(session, person)
    commands.set_consents(session, SYSTEM, person, ["keep"], Told.FORM, language="en")
    (part,) = queries.participations_of(session, person)
    commands.set_participation(session, SYSTEM, part, TakingPart.NO)
    jobs.follow_the_days(session)
    assert kept(session) == ["Ada"]


def test_whoever_was_never_asked_stays(session: Session) -> None:
    person = make_person(session, make_process(session), name="Ada", agrees=(Purpose.WRITE,))
    assert not commands.set_consents(session, SYSTEM, person, [], Told.PAPER, language="en")
    jobs.follow_the_days(session)
    assert kept(session) == ["Ada"]


def test_whoever_waits_to_be_erased_is_asked_for_nothing_new(session: Session) -> None:
    process, other = make_process(session), make_process(session, title="Another")
    person = taking_part(session, process, email="ada@example.org")
    take_back(session, person)
    assert commands.invite(session, SYSTEM, other, [person]).count == 0
    assert queries.may_be_written_to(session, other) == []
    lines = [PersonTold("Ada", "ada@example.org")]
    commands.import_people(session, SYSTEM, process, lines, source="A list", agreed=True)
    assert not person.agrees_to(Purpose.KEEP), "a list does not agree in the place of who took it back"


def test_the_own_page_says_what_happens_and_asks_before(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada = make_person(session, process, name="Ada", agrees=(Purpose.KEEP, Purpose.WRITE))
    session.commit()
    place = f"/en/profile/{links.own_token(ada)}"
    assert "If you take this back: All that the directory keeps is erased at once" in client.get(place).text
    asked = client.submit(place, {"write": "y"}, to=f"{place}/consents").text
    assert "Be kept no longer?" in asked and 'name="write" value="y"' in asked
    assert kept(session) == ["Ada"]
    assert "is erased" in client.submit(place, {"write": "y", "sure": "yes"}, to=f"{place}/consents").text
    assert kept(session) == [] and client.get(place).status_code == 404


def test_the_own_page_says_until_when_one_is_kept(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada = taking_part(session, process, name="Ada")
    session.commit()
    place = f"/en/profile/{links.own_token(ada)}"
    assert client.submit(place, {"sure": "yes"}, to=f"{place}/consents").status_code == 303
    page = client.get(place).text
    assert "All that the directory keeps is erased after" in page and "If you take this back" not in page


def test_the_team_notes_it_for_somebody(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada = make_person(session, process, name="Ada", agrees=(Purpose.KEEP,), email="", reach="phone", phone="02")
    sign_in(client, make_member(session, process, Role.ORGANISER))
    place = f"/en/p/{process.public_id}/manage/directory/{ada.public_id}"
    asked = client.submit(place, {"told": "spoken"}, to=f"{place}/consents").text
    assert "Keep Ada no longer?" in asked and "please tell this person" in asked and 'value="spoken"' in asked
    done = client.submit(place, {"told": "spoken", "sure": "yes"}, to=f"{place}/consents")
    assert done.status_code == 302 and kept(session) == []
