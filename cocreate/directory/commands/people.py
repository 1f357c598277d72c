"""Writes about people: added by hand or from a file, changed, told apart from their consents, erased."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, stages
from cocreate.core.permissions import Actor
from cocreate.directory import letters, queries
from cocreate.directory.commands.consenting import give
from cocreate.directory.commands.stepping import end_role, keep_in_step
from cocreate.directory.models import Person
from cocreate.directory.rules import PersonTold, Purpose, Source, Told
from cocreate.errors import Conflict, NotFound
from cocreate.process.models import Process

BATCH = 500  # addresses looked up at once; SQLite takes no longer lists
LISTS = ("skills", "speaks", "uses")


def told_of(person: Person) -> PersonTold:
    """What is stored of somebody, as it is told."""
    values = {each.name: getattr(person, each.name) for each in fields(PersonTold)}
    return PersonTold(**values | {name: tuple(values[name]) for name in LISTS} | {"email": person.email or ""})


def add_person(
    session: Session,
    actor: Actor,
    process: Process,
    told: PersonTold,
    *,
    source: Source,
    note: str = "",
    public_id: str | None = None,
) -> Person:
    """One more person; an address is in a directory once, and the same form sent twice adds one."""
    if public_id is not None:
        known = session.scalar(select(Person).where(Person.public_id == public_id))
        if known is not None:
            if known.organisation_id != process.organisation_id:
                raise NotFound()
            return known
    checked = told.checked()
    if queries.find_by_email(session, process, checked.email) is not None:
        raise Conflict("directory.person.known")
    made = _row(process, checked, source, note)
    if public_id is not None:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(session, actor, "directory:person:add", made.ref, process=process.public_id, source=source.value)
    return made


def change_person(session: Session, actor: Actor, person: Person, told: PersonTold, *, process: str = "") -> Person:
    """New details; `process` is the public id of the one from which the team does it, "" for the person's own page.

    Gender is the person's own to tell: what the team sends leaves it as it is.
    """
    checked = told.checked()
    if process:
        checked = replace(checked, gender=person.gender)
    other = None
    if checked.email and checked.email != person.email:
        asked = select(Person).where(Person.organisation_id == person.organisation_id, Person.email == checked.email)
        other = session.scalar(asked)
    if other is not None:
        raise Conflict("directory.person.known")
    has_moved = (person.email or "") != checked.email
    terms = queries.terms_of(session, person) if has_moved else []
    for term in terms:  # the role is that of the account with the earlier address
        end_role(session, actor, term)
    _fill(person, checked)
    person.link_number += has_moved
    session.flush()
    audit.record(session, actor, "directory:person:change", person.ref, process=process)
    for term in terms:
        keep_in_step(session, actor, term.group, clock.today())
    return person


@dataclass(frozen=True)
class Imported:
    """What came of a file."""

    added: int
    updated: int


def import_people(
    session: Session, actor: Actor, process: Process, lines: Sequence[PersonTold], *, source: str, agreed: bool
) -> Imported:
    """Add those who are new, and complete what was empty of the others: a file never overwrites what people told."""
    checked = [line.checked() for line in lines]
    known = _known(session, process, [line.email for line in checked if line.email])
    added = 0
    for line in checked:
        person = known.get(line.email)
        if person is None:
            person = _row(process, line, Source.FILE, source)
            session.add(person)
            session.flush()
            added += 1
        else:
            _fill(person, completed(told_of(person), line))
        if agreed and not person.is_let_go:
            give(session, person, Purpose.KEEP, Told.FILE, language=person.language)
    session.flush()
    done = Imported(added, len(checked) - added)
    name = process.public_id
    audit.record(
        session, actor, "directory:people:import", process.ref, process=name, added=done.added, updated=done.updated
    )
    return done


def completed(told: PersonTold, more: PersonTold) -> PersonTold:
    """What was told, with what was left out taken from somewhere else."""
    names = [each.name for each in fields(PersonTold) if each.name not in ("reach", "language")]
    return replace(told, **{name: getattr(told, name) or getattr(more, name) for name in names}).checked()


def send_link(session: Session, actor: Actor, person: Person, *, process: str = "") -> None:
    """Write to somebody where to see what is kept of them."""
    if person.email is None:
        raise Conflict("directory.person.no_mail")
    letters.write_own_link(session, person)
    audit.record(session, actor, "directory:person:write", person.ref, process=process)


def end_links(session: Session, actor: Actor, person: Person) -> None:
    """Links sent until now stop working; a new one is on its way."""
    person.link_number += 1
    session.flush()
    audit.record(session, actor, "directory:person:end_links", person.ref)
    if person.email is not None:
        letters.write_own_link(session, person)


def erase_person(session: Session, actor: Actor, person: Person, *, process: str = "") -> None:
    """Forget somebody: details, consents, participations, and what later stages took along or were told under the
    address. Terms stay without the person; roles they gave end."""
    for term in queries.terms_of(session, person):
        end_role(session, actor, term)
    for stage in stages.announced():
        if person.email:
            stage.forget_person(session, actor, person.organisation_id, person.email)
    audit.record(session, actor, "directory:person:erase", person.ref, process=process, anonymous=not process)
    session.delete(person)
    session.flush()
    session.expire_all()


def _row(process: Process, told: PersonTold, source: Source, note: str) -> Person:
    made = Person(
        organisation_id=process.organisation_id, source=source.value, source_note=note[:200], added_at=clock.now()
    )
    _fill(made, told)
    return made


def _fill(person: Person, told: PersonTold) -> None:
    for each in fields(PersonTold):
        value = getattr(told, each.name)
        setattr(person, each.name, list(value) if each.name in LISTS else value)
    person.email, person.found_by = told.email or None, told.found_by


def _known(session: Session, process: Process, emails: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for start in range(0, len(emails), BATCH):
        asked = queries.directory(process).where(Person.email.in_(emails[start : start + BATCH]))
        found |= {person.email: person for person in session.scalars(asked) if person.email}
    return found
