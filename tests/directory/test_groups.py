"""Groups and committees: seats, chairs, terms, and roles in the process that keep step with them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import invitations
from cocreate.accounts.models import Invitation
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory import groups, people, queries
from cocreate.directory.rules import GroupKind, TermRole
from cocreate.errors import Conflict, Invalid, NotFound
from tests.factories.accounts import make_member, make_user, role_of
from tests.factories.directory import days, make_group, make_person, sit
from tests.factories.process import make_organisation, make_process

MEMBER = Role.COMMITTEE_MEMBER.value


def test_seats_are_counted_on_the_days_of_a_term(session: Session) -> None:
    process = make_process(session)
    group = make_group(session, process, seats=1)
    first, second, third = (make_person(session, process) for _ in range(3))
    sit(session, group, first, days(0, 10))
    with pytest.raises(Conflict, match=r"directory.group.full"):
        sit(session, group, second, days(5, 20))
    sit(session, group, second, days(11, 20))
    sit(session, group, third, days(0), role=TermRole.SUBSTITUTE)
    with pytest.raises(Conflict, match=r"directory.group.full"):
        sit(session, group, make_person(session, process), days(15))


def test_seats_that_are_taken_one_after_the_other_are_one_seat(session: Session) -> None:
    process = make_process(session)
    group = make_group(session, process, seats=2)
    sit(session, group, make_person(session, process), days(0, 4))
    sit(session, group, make_person(session, process), days(5, 9))
    sit(session, group, make_person(session, process), days(0, 9))
    assert len(group.terms) == 3


def test_a_group_has_one_chair_at_a_time_and_a_person_one_term(session: Session) -> None:
    process = make_process(session)
    group, ada = make_group(session, process), make_person(session, process)
    sit(session, group, ada, days(0, 30), role=TermRole.CHAIR)
    with pytest.raises(Conflict, match=r"directory.group.chair"):
        sit(session, group, make_person(session, process), days(30), role=TermRole.CHAIR)
    with pytest.raises(Conflict, match=r"directory.term.twice"):
        sit(session, group, ada, days(10))
    with pytest.raises(Invalid, match=r"directory.term.order"):
        sit(session, group, make_person(session, process), days(3, 2))
    sit(session, group, make_person(session, process), days(31), role=TermRole.CHAIR)


def test_a_longer_term_must_not_take_a_seat_that_is_given(session: Session) -> None:
    process = make_process(session)
    group = make_group(session, process, seats=1)
    first = sit(session, group, make_person(session, process), days(0, 5))
    sit(session, group, make_person(session, process), days(6, 9))
    with pytest.raises(Conflict, match=r"directory.group.full"):
        groups.end_term(session, SYSTEM, process, group, first, days(0, 7))


def test_nobody_of_another_organisation_can_be_seated(session: Session) -> None:
    process = make_process(session)
    elsewhere = make_process(session, organisation=make_organisation(session, "elsewhere"))
    with pytest.raises(NotFound):
        sit(session, make_group(session, process), make_person(session, elsewhere))


def test_a_role_comes_with_a_term_and_goes_with_it(session: Session) -> None:
    process, user = make_process(session), make_user(session, email="ada@example.org")
    group = make_group(session, process, role=MEMBER)
    term = sit(session, group, make_person(session, process, email="ada@example.org"), days(1, 3))
    assert role_of(user, process) == []
    for passed, roles in ((1, [MEMBER]), (3, [MEMBER]), (4, [])):
        groups.keep_all_in_step(session, clock.today() + timedelta(days=passed))
        assert role_of(user, process) == roles, f"after {passed} days"
    assert not term.gave_role
    assert groups.keep_all_in_step(session, clock.today() + timedelta(days=5)) == 0


def test_ending_a_term_takes_the_role_at_once(session: Session) -> None:
    process, user = make_process(session), make_user(session, email="ada@example.org")
    group = make_group(session, process, role=MEMBER)
    term = sit(session, group, make_person(session, process, email="ada@example.org"), days(-5))
    assert role_of(user, process) == [MEMBER]
    groups.end_term(session, SYSTEM, process, group, term, days(-5, -1))
    assert role_of(user, process) == []


def test_a_role_given_by_hand_stays(session: Session) -> None:
    process = make_process(session)
    user = make_member(session, process, MEMBER, email="ada@example.org")
    group = make_group(session, process, role=MEMBER)
    term = sit(session, group, make_person(session, process, email="ada@example.org"))
    groups.remove_term(session, SYSTEM, process, group, term)
    assert role_of(user, process) == [MEMBER]


def test_a_role_offered_by_hand_is_not_taken_back_by_a_term(session: Session) -> None:
    process = make_process(session)
    told = {"email": "new@example.org", "role": Role.COMMITTEE_MEMBER, "language": "en"}
    invitation, token = invitations.invite(session, SYSTEM, process, **told)
    group = make_group(session, process, role=MEMBER)
    term = sit(session, group, make_person(session, process, email="new@example.org"))
    groups.end_term(session, SYSTEM, process, group, term, days(0, 5))
    groups.keep_all_in_step(session, clock.today() + timedelta(days=6))
    assert session.scalars(select(Invitation)).all() == [invitation]
    user = invitations.accept_invitation(session, SYSTEM, token, name="Ada")
    groups.keep_all_in_step(session, clock.today())
    groups.remove_term(session, SYSTEM, process, group, term)
    assert role_of(user, process) == [MEMBER]


def test_an_offer_by_hand_that_ran_out_does_not_keep_the_role_of_a_term_back(session: Session) -> None:
    process = make_process(session)
    told = {"email": "new@example.org", "role": Role.COMMITTEE_MEMBER, "language": "en"}
    invitation, _token = invitations.invite(session, SYSTEM, process, **told)
    invitation.expires_at = clock.now() - timedelta(days=1)
    sit(session, make_group(session, process, role=MEMBER), make_person(session, process, email="new@example.org"))
    assert invitation.is_open(clock.now())


def test_a_role_that_two_groups_give_ends_with_the_last(session: Session) -> None:
    process, user = make_process(session), make_user(session, email="ada@example.org")
    ada = make_person(session, process, email="ada@example.org")
    first, second = (make_group(session, process, role=MEMBER) for _ in range(2))
    terms = [sit(session, group, ada) for group in (first, second)]
    groups.remove_term(session, SYSTEM, process, first, terms[0])
    assert role_of(user, process) == [MEMBER]
    groups.delete_group(session, SYSTEM, process, second)
    assert role_of(user, process) == []


def test_whoever_has_no_account_is_invited_once_and_not_after_the_end(session: Session) -> None:
    process = make_process(session)
    group = make_group(session, process, role=MEMBER)
    term = sit(session, group, make_person(session, process, email="new@example.org"))
    groups.keep_all_in_step(session, clock.today())
    invitation = session.scalars(select(Invitation)).one()
    assert (invitation.email, invitation.role) == ("new@example.org", MEMBER)
    groups.remove_term(session, SYSTEM, process, group, term)
    assert session.scalars(select(Invitation)).all() == []


def test_another_role_of_the_group_is_another_role_of_its_people(session: Session) -> None:
    process, user = make_process(session), make_user(session, email="ada@example.org")
    group = make_group(session, process, role=MEMBER)
    sit(session, group, make_person(session, process, email="ada@example.org"))
    told = groups.GroupTold(group.title, GroupKind(group.kind), Role.OBSERVER.value)
    groups.change_group(session, SYSTEM, process, group, told)
    assert role_of(user, process) == [Role.OBSERVER.value]


def test_erasing_a_person_ends_the_role_and_keeps_the_days(session: Session) -> None:
    process, user = make_process(session), make_user(session, email="ada@example.org")
    group = make_group(session, process, role=MEMBER)
    ada = make_person(session, process, email="ada@example.org")
    sit(session, group, ada)
    people.erase_person(session, SYSTEM, ada, process=process.public_id)
    assert role_of(user, process) == []
    (term,) = queries.find_group(session, process, group.public_id).terms
    assert term.person is None and term.starts == clock.today()


@pytest.mark.parametrize(("ends", "soon"), [(60, True), (61, False), (-1, False), (None, False)])
def test_a_term_that_ends_within_two_months_ends_soon(ends: int | None, soon: bool) -> None:
    assert days(-10, ends).expires_soon(clock.today()) is soon
