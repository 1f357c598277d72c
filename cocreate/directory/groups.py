"""Groups and the terms in them, and the roles that keep in step with terms."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.accounts import invitations
from cocreate.accounts.commands import find_membership
from cocreate.accounts.models import Invitation, User
from cocreate.accounts.rules import may_hand_out
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.directory import queries
from cocreate.directory.balance import Targets, checked_targets
from cocreate.directory.models import Group, Person, Term
from cocreate.directory.rules import GROUP_ROLES, MOST_SEATS, GroupKind, Span, TermRole
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Process


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


@dataclass(frozen=True)
class GroupTold:
    """What is told of a group."""

    title: Translated
    kind: GroupKind
    role: str = ""
    seats: int | None = None

    def check(self) -> None:
        """Raise Invalid for what cannot be stored."""
        if not self.title:
            raise Invalid("required")
        if self.role and self.role not in GROUP_ROLES:
            raise Invalid("unknown")
        if self.seats is not None and not 1 <= self.seats <= MOST_SEATS:
            raise Invalid("directory.group.seats", most=MOST_SEATS)


def make_group(
    session: Session, actor: Actor, process: Process, told: GroupTold, *, public_id: str | None = None
) -> Group:
    """One more group; the same form sent twice makes one."""
    if public_id is not None:
        known = session.scalar(select(Group).where(Group.public_id == public_id))
        if known is not None:
            if known.process_id != process.id:
                raise NotFound()
            return known
    told.check()
    made = Group(process=process, made_at=clock.now(), targets={}, terms=[])
    _fill(made, told)
    if public_id is not None:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(session, actor, "directory:group:make", made.ref, process=process.public_id, role=told.role)
    return made


def change_group(session: Session, actor: Actor, process: Process, group: Group, told: GroupTold) -> Group:
    """New details. Another role: the earlier one is taken back from the members, and the new one given."""
    told.check()
    if told.role != group.role:
        for term in group.terms:
            end_role(session, actor, term)
    _fill(group, told)
    session.flush()
    audit.record(session, actor, "directory:group:change", group.ref, process=process.public_id, role=told.role)
    keep_in_step(session, actor, group, clock.today())
    return group


def set_group_targets(session: Session, actor: Actor, process: Process, group: Group, targets: Targets) -> None:
    """What mix of people the group aims for; none: that of the process."""
    group.targets = checked_targets(targets)
    session.flush()
    audit.record(session, actor, "directory:group:aim", group.ref, process=process.public_id)


def delete_group(session: Session, actor: Actor, process: Process, group: Group) -> None:
    """Take a group away with its terms; roles that came with them end."""
    for term in group.terms:
        end_role(session, actor, term)
    audit.record(session, actor, "directory:group:delete", group.ref, process=process.public_id)
    session.delete(group)
    session.flush()


def seat(
    session: Session,
    actor: Actor,
    process: Process,
    group: Group,
    person: Person,
    role: TermRole,
    span: Span,
    *,
    public_id: str | None = None,
) -> Term:
    """Somebody sits in a group for a term; substitutes take no seat."""
    if public_id is not None and (known := next((t for t in group.terms if t.public_id == public_id), None)):
        return known
    span.check()
    if person.organisation_id != process.organisation_id:
        raise NotFound()
    meeting = [term for term in group.terms if term.span.meets(span)]
    if any(term.person_id == person.id for term in meeting):
        raise Conflict("directory.term.twice")
    if role is TermRole.CHAIR and any(term.role == TermRole.CHAIR for term in meeting):
        raise Conflict("directory.group.chair")
    if role is not TermRole.SUBSTITUTE and group.seats and _most_at_once(meeting, span) >= group.seats:
        raise Conflict("directory.group.full", seats=group.seats)
    made = Term(group=group, person=person, role=role.value, starts=span.starts, ends=span.ends)
    if public_id is not None:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(session, actor, "directory:term:begin", made.ref, process=process.public_id, role=role.value)
    keep_in_step(session, actor, group, clock.today())
    return made


def end_term(session: Session, actor: Actor, process: Process, group: Group, term: Term, span: Span) -> None:
    """Another last day; a term that ends before today has ended, and its role with it."""
    span.check()
    others = [one for one in group.terms if one.id != term.id and one.span.meets(span)]
    if any(one.person_id == term.person_id and one.person_id is not None for one in others):
        raise Conflict("directory.term.twice")
    if term.role == TermRole.CHAIR and any(one.role == TermRole.CHAIR for one in others):
        raise Conflict("directory.group.chair")
    if term.role != TermRole.SUBSTITUTE and group.seats and _most_at_once(others, span) >= group.seats:
        raise Conflict("directory.group.full", seats=group.seats)
    term.ends = span.ends
    session.flush()
    audit.record(session, actor, "directory:term:end", term.ref, process=process.public_id)
    keep_in_step(session, actor, group, clock.today())


def remove_term(session: Session, actor: Actor, process: Process, group: Group, term: Term) -> None:
    """Take back what was entered by mistake."""
    end_role(session, actor, term)
    audit.record(session, actor, "directory:term:remove", term.ref, process=process.public_id)
    group.terms.remove(term)
    session.delete(term)
    session.flush()


def _most_at_once(terms: list[Term], span: Span) -> int:
    """How many seats are taken at most on any day of the span: the most are on a day on which one begins."""
    seated = [term for term in terms if term.role != TermRole.SUBSTITUTE]
    days = [span.starts, *(term.starts for term in seated if span.holds(term.starts))]
    return max(sum(term.span.holds(day) for term in seated) for day in days)


def _fill(group: Group, told: GroupTold) -> None:
    group.title, group.kind, group.role, group.seats = told.title, told.kind.value, told.role, told.seats
