"""Roles in the process keep step with terms: given when a term begins, taken back when it ends."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.accounts import invitations
from cocreate.accounts.commands import find_membership
from cocreate.accounts.models import Invitation, User
from cocreate.accounts.rules import may_hand_out
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.directory import queries
from cocreate.directory.models import Group, Person, Term


def keep_in_step(session: Session, actor: Actor, group: Group, day: date) -> int:
    """Give and take the roles that the terms of a group ask for on a day; tells how many changed."""
    changed = 0
    for term in group.terms:
        runs = bool(group.role) and term.person is not None and term.span.holds(day)
        if runs and not term.gave_role:
            changed += begin_role(session, actor, term)
        elif not runs and term.gave_role:
            end_role(session, actor, term)
            changed += 1
    return changed


def begin_role(session: Session, actor: Actor, term: Term) -> bool:
    """Give the group's role, or invite whoever has no account yet. A role that was given by hand stays by hand."""
    person, process, role = term.person, term.group.process, Role(term.group.role)
    if person is None or person.email is None:
        return False
    user = queries.account_of(session, person)
    if _is_given(session, term, person.email, user):
        if not _others(session, term, person):
            return False
    elif user is None:
        invitations.invite(session, actor, process, email=person.email, role=role, language=person.language)
    else:
        accounts.grant_role(session, actor, process, user, role)
    term.gave_role = True
    session.flush()
    return True


def end_role(session: Session, actor: Actor, term: Term) -> None:
    """Take back what came with a term, unless another term of the same person gives the same."""
    if not term.gave_role or term.person is None:
        return
    term.gave_role = False
    session.flush()
    if _others(session, term, term.person) or term.person.email is None:
        return
    process, role = term.group.process, Role(term.group.role)
    user = queries.account_of(session, term.person)
    if user is not None and find_membership(session, process, user, role) is not None:
        accounts.revoke_role(session, _taker(actor, role), process, user, role)
    invitation = _invitation(session, term, term.person.email)
    if invitation is not None:
        invitations.withdraw_invitation(session, _taker(actor, role), process, invitation)


def keep_all_in_step(session: Session, day: date) -> int:
    """The same for every group of the installation, as days pass; tells how many roles changed."""
    asked = select(Group).where(Group.role != "").options(joinedload(Group.process))
    groups = session.scalars(asked.options(selectinload(Group.terms).joinedload(Term.person)))
    return sum(keep_in_step(session, SYSTEM, group, day) for group in groups)


def _taker(actor: Actor, role: Role) -> Actor:
    """Who takes a role back: whoever ends the term, or the program where somebody erases what is kept of oneself."""
    return actor if role in may_hand_out(actor.roles) else SYSTEM


def _is_given(session: Session, term: Term, email: str, user: User | None) -> bool:
    """Whether the person has the role already, or is invited to it."""
    process, role = term.group.process, Role(term.group.role)
    if user is not None and find_membership(session, process, user, role) is not None:
        return True
    invitation = _invitation(session, term, email)
    return invitation is not None and invitation.is_open(clock.now())


def _others(session: Session, term: Term, person: Person) -> bool:
    """Whether another term of the person in this process gave the same role."""
    asked = (
        select(Term.id)
        .join(Group)
        .where(
            Term.person_id == person.id,
            Term.id != term.id,
            Term.gave_role,
            Group.process_id == term.group.process_id,
            Group.role == term.group.role,
        )
    )
    return session.scalar(asked.limit(1)) is not None


def _invitation(session: Session, term: Term, email: str) -> Invitation | None:
    return session.scalar(
        select(Invitation).where(
            Invitation.process_id == term.group.process_id,
            Invitation.email == email,
            Invitation.role == term.group.role,
            Invitation.accepted_at.is_(None),
        )
    )
