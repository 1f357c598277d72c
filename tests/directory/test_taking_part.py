"""How people come to a process: invited, or registered, confirmed and accepted."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM
from cocreate.directory import queries, taking_part
from cocreate.directory.models import Participation, Request
from cocreate.directory.rules import PersonTold, Purpose, RequestState, TakingPart
from cocreate.errors import Closed, Conflict, Invalid, NotFound
from tests.factories.directory import make_person, make_request
from tests.factories.process import make_organisation, make_process


def letters(session: Session) -> list[tuple[str, str]]:
    return [(one.recipient, one.subject) for one in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]


def test_only_those_who_agreed_are_written_to(session: Session) -> None:
    process = make_process(session)
    willing = make_person(session, process, email="willing@example.org", agrees=(Purpose.WRITE,))
    silent = make_person(session, process)
    by_phone = make_person(session, process, reach="phone", agrees=(Purpose.WRITE,))
    done = taking_part.invite(session, SYSTEM, process, [willing, silent, by_phone])
    assert (done.count, done.unwritten) == (3, 2)
    assert [address for address, _subject in letters(session)] == ["willing@example.org"]


def test_nobody_is_asked_twice(session: Session) -> None:
    process = make_process(session)
    person = make_person(session, process, agrees=(Purpose.WRITE,))
    for _ in range(2):
        taking_part.invite(session, SYSTEM, process, [person])
    assert len(letters(session)) == 1
    assert len(session.scalars(select(Participation)).all()) == 1


def test_a_registration_waits_for_its_address_and_for_people(session: Session) -> None:
    process = make_process(session)
    request = make_request(session, process, is_confirmed=False, email="new@example.org", skills=("law",))
    with pytest.raises(Conflict, match=r"directory.request.not_confirmed"):
        taking_part.accept_request(session, SYSTEM, process, request)
    assert queries.find_by_email(session, process, "new@example.org") is None
    taking_part.confirm_request(session, SYSTEM, request)
    person = taking_part.accept_request(session, SYSTEM, process, request)
    assert (person.skills, person.source, person.agrees_to("keep")) == (["law"], "request", True)
    (part,) = queries.participants(session, process)
    assert (part.person_id, part.state) == (person.id, TakingPart.YES)
    with pytest.raises(Conflict, match=r"directory.request.decided"):
        taking_part.decline_request(session, SYSTEM, request)


def test_a_registration_fills_only_what_was_empty(session: Session) -> None:
    process = make_process(session)
    known = make_person(session, process, name="Ada", email="ada@example.org", works_for="Her lab")
    request = make_request(session, process, name="Not Ada", email="ada@example.org", works_for="X", function="Head")
    assert taking_part.accept_request(session, SYSTEM, process, request) is known
    assert (known.name, known.works_for, known.function) == ("Ada", "Her lab", "Head")


def test_a_second_registration_of_an_address_changes_nothing(session: Session) -> None:
    process = make_process(session)
    first = make_request(session, process, name="First", email="ada@example.org")
    again = make_request(session, process, name="Second", email="ada@example.org")
    assert again is first and first.name == "First"
    assert len(letters(session)) == 1


def test_a_closed_form_and_a_missing_consent_are_refused(session: Session) -> None:
    process, told = make_process(session), PersonTold("Ada", "ada@example.org")
    with pytest.raises(Closed, match=r"directory.request.closed"):
        taking_part.send_request(session, SYSTEM, process, told, ["keep"], language="en")
    taking_part.set_setup(session, SYSTEM, process, takes_requests=True, introduction={})
    with pytest.raises(Invalid, match=r"directory.request.consent"):
        taking_part.send_request(session, SYSTEM, process, told, ["write"], language="en")


@pytest.mark.parametrize(
    ("state", "is_confirmed", "days", "stays"),
    [
        (RequestState.DECLINED, True, 29, True),
        (RequestState.DECLINED, True, 31, False),
        (RequestState.ACCEPTED, True, 2, False),
        (RequestState.WAITING, False, 15, False),
        (RequestState.WAITING, True, 15, True),
        (RequestState.WAITING, True, 366, False),
    ],
)
def test_registrations_are_forgotten(
    session: Session, state: RequestState, is_confirmed: bool, days: int, stays: bool
) -> None:
    process = make_process(session)
    request = make_request(session, process, is_confirmed=is_confirmed)
    if state is RequestState.DECLINED:
        taking_part.decline_request(session, SYSTEM, request)
    elif state is RequestState.ACCEPTED:
        taking_part.accept_request(session, SYSTEM, process, request)
    with clock.told(clock.now() + timedelta(days=days)):
        taking_part.forget_requests(session)
    assert bool(session.scalars(select(Request.id)).all()) is stays


def test_a_registration_of_another_process_is_not_there(session: Session) -> None:
    request = make_request(session, make_process(session))
    elsewhere = make_process(session, organisation=make_organisation(session, "elsewhere"))
    with pytest.raises(NotFound):
        queries.find_request(session, elsewhere, request.public_id)
