"""Writes about groups and committees: made, changed, people seated for a term, terms ended."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.directory.balance import Targets, checked_targets
from cocreate.directory.commands.stepping import end_role, keep_in_step
from cocreate.directory.models import Group, Person, Term
from cocreate.directory.rules import GROUP_ROLES, MOST_SEATS, GroupKind, Span, TermRole
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Process


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
