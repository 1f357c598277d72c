"""Whoever takes back that they may be kept is told when they are erased, and is erased then."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.before import registering
from cocreate.camp.before.rules import Details
from cocreate.camp.models import Registration
from cocreate.core import stages
from cocreate.core.audit import AuditEntry
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.core.stages import Stage
from cocreate.directory import groups, jobs, letters, people, queries
from cocreate.directory import taking_part as directory_taking_part
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
    directory_taking_part.invite(session, SYSTEM, process, [person])
    (part,) = queries.participations_of(session, person)
    directory_taking_part.set_participation(session, SYSTEM, part, state)
    return person


def take_back(session: Session, person: Person) -> bool:
    return people.set_consents(session, SYSTEM, person, ["write"], Told.FORM, language="en")


def kept(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Person.name)))


def letter(session: Session) -> str:
    """The newest letter."""
    return session.scalars(select(OutgoingMail.text).order_by(OutgoingMail.id.desc())).first() or ""


def an_hour(session: Session) -> None:
    """What the worker does every hour."""
    jobs.follow_the_days(session)
    jobs.forget_unkept(session)


def took_it_back_untold(session: Session, process: Process, **told: str) -> Person:
    """Somebody of an earlier version: only the day on which it was taken back was noted."""
    person = make_person(session, process, agrees=(Purpose.KEEP,), **{"name": "Ada", **told})
    person.consents[0].withdrawn_on = clock.today()
    session.flush()
    return person


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
    an_hour(session)
    assert kept(session) == ["Ada"]
    with later(last):
        an_hour(session)
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
    groups.end_term(session, SYSTEM, process, group, term, days(0, 3))
    an_hour(session)
    assert kept(session) == ["Ada"]
    with later(clock.today() + timedelta(days=3)):
        an_hour(session)
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
    an_hour(session)
    assert kept(session) == ["Ada"] and place.seat is not None and place.seat.ended_at is None
    with later(camp_day):
        an_hour(session)
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
    directory_taking_part.set_participation(session, SYSTEM, part, TakingPart.NO)
    an_hour(session)
    assert kept(session) == []


def test_whoever_agrees_again_stays(session: Session) -> None:
    process = make_process(session)
    person = taking_part(session, process, name="Ada")
    take_back(session, person)
    people.set_consents(session, SYSTEM, person, ["keep"], Told.FORM, language="en")
    (part,) = queries.participations_of(session, person)
    directory_taking_part.set_participation(session, SYSTEM, part, TakingPart.NO)
    an_hour(session)
    assert kept(session) == ["Ada"]


def test_whoever_took_it_back_before_anybody_was_told_gets_a_letter_and_thirty_days(session: Session) -> None:
    took_it_back_untold(session, make_process(session))
    last = clock.today() + timedelta(days=30)
    for _hour in range(2):
        an_hour(session)
    (text,) = session.scalars(select(OutgoingMail.text)).all()
    assert f"is erased after {format_date(last, 'long')}" in text and "/profile/" in text
    assert "can agree again" in text and kept(session) == ["Ada"]
    assert session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id.desc())).first() == "directory:person:let_go"
    with later(last - timedelta(days=1)):
        an_hour(session)
    assert kept(session) == ["Ada"]
    with later(last):
        an_hour(session)
    assert kept(session) == [] and len(session.scalars(select(OutgoingMail.id)).all()) == 1


def test_whoever_is_told_later_and_is_needed_longer_reads_that_day(session: Session) -> None:
    group = make_group(session, make_process(session))
    sit(session, group, took_it_back_untold(session, group.process), days(0, 40))
    an_hour(session)
    assert f"is erased after {format_date(clock.today() + timedelta(days=40), 'long')}" in letter(session)


def test_whoever_agrees_again_after_the_letter_is_told_anew_when_taking_it_back(session: Session) -> None:
    person = took_it_back_untold(session, make_process(session))
    an_hour(session)
    people.set_consents(session, SYSTEM, person, ["keep"], Told.FORM, language="en")
    assert person.let_go_from is None
    with later(clock.today() + timedelta(days=31)):
        an_hour(session)
        assert kept(session) == ["Ada"]
        assert take_back(session, person) and "is erased at once" in letter(session)


def test_the_pages_tell_whoever_was_not_told_before(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada = took_it_back_untold(session, process, email="", reach="phone", phone="02")
    session.commit()
    said = f"is erased after {format_date(clock.today() + timedelta(days=30), 'long')}"
    place = f"/en/profile/{letters.own_token(ada)}"
    assert said in client.get(place).text
    an_hour(session)
    session.commit()
    assert said in client.get(place).text
    assert client.get(f"{place}/data.json").get_json()["let_go_from"] == str(clock.today() + timedelta(days=31))
    sign_in(client, make_member(session, process, Role.ORGANISER))
    page = client.get(f"/en/p/{process.public_id}/manage/directory/{ada.public_id}").text
    assert said in page and "please tell this person" in page


def test_one_who_cannot_be_erased_keeps_no_other(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_session: Session, _actor: Actor, _organisation_id: int, email: str) -> None:
        if email == "ada@example.org":
            raise RuntimeError("a fault of another stage")

    monkeypatch.setattr(stages, "_stages", [*stages.announced(), Stage(name="faulty", forget_person=refuse)])
    process = make_process(session)
    for name in ("Ada", "Ben"):
        took_it_back_untold(session, process, name=name, email=f"{name.lower()}@example.org")
    an_hour(session)
    with later(clock.today() + timedelta(days=30)):
        an_hour(session)
    assert kept(session) == ["Ada"] and [one.message for one in caplog.records] == ["person_not_erased"]
    verbs = list(session.scalars(select(AuditEntry.verb)))
    assert verbs.count("directory:person:erase") == 1, "what did not happen is not in the trail"


def test_erasing_is_a_chore_of_its_own(session: Session) -> None:
    person = make_person(session, make_process(session), name="Ada", agrees=(Purpose.KEEP,))
    person.consents[0].withdrawn_on = person.let_go_from = clock.today()
    session.flush()
    jobs.follow_the_days(session)
    assert kept(session) == ["Ada"]
    jobs.forget_unkept(session)
    assert kept(session) == []


def test_whoever_was_never_asked_stays(session: Session) -> None:
    person = make_person(session, make_process(session), name="Ada", agrees=(Purpose.WRITE,))
    assert not people.set_consents(session, SYSTEM, person, [], Told.PAPER, language="en")
    an_hour(session)
    assert kept(session) == ["Ada"]


def test_whoever_waits_to_be_erased_is_asked_for_nothing_new(session: Session) -> None:
    process, other = make_process(session), make_process(session, title="Another")
    person = taking_part(session, process, email="ada@example.org")
    take_back(session, person)
    assert directory_taking_part.invite(session, SYSTEM, other, [person]).count == 0
    assert queries.may_be_written_to(session, other) == []
    lines = [PersonTold("Ada", "ada@example.org")]
    people.import_people(session, SYSTEM, process, lines, source="A list", agreed=True)
    assert not person.agrees_to(Purpose.KEEP), "a list does not agree in the place of who took it back"


def test_the_own_page_says_what_happens_and_asks_before(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    ada = make_person(session, process, name="Ada", agrees=(Purpose.KEEP, Purpose.WRITE))
    session.commit()
    place = f"/en/profile/{letters.own_token(ada)}"
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
    place = f"/en/profile/{letters.own_token(ada)}"
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
