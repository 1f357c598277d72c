"""People whom an organisation knows, and their consents: added, changed, brought from files, erased."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, stages
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.directory import letters, queries
from cocreate.directory.groups import end_role, keep_in_step
from cocreate.directory.models import Consent, Person
from cocreate.directory.rules import SPARED, PersonTold, Purpose, Source, Told, current
from cocreate.errors import Conflict, NotFound
from cocreate.process.models import Process


def give(session: Session, person: Person, purpose: Purpose, told: Told, *, language: str) -> bool:
    """Note that somebody agrees; whoever does already is left as they are. Tells whether it is new."""
    if person.agrees_to(purpose):
        return False
    made = Consent(
        purpose=purpose.value,
        wording=current(purpose),
        language=language,
        told=told.value,
        given_on=clock.today(),
    )
    person.consents.append(made)
    if purpose == Purpose.KEEP:
        person.let_go_from = None
    session.flush()
    return True


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


log = logging.getLogger(__name__)


def set_consents(
    session: Session,
    actor: Actor,
    person: Person,
    agreed: Collection[str],
    told: Told,
    *,
    language: str,
    process: str = "",
) -> bool:
    """What somebody agrees to from now on: what is new is noted, what is no longer among it is taken back.

    Taken back that they may be kept: they are told when all of it is erased, and it is at once where nothing that they
    take part in needs it. Tells whether it was.
    """
    was_kept = person.agrees_to(Purpose.KEEP)
    for purpose in Purpose:
        changed = False
        if purpose in agreed:
            changed = give(session, person, purpose, told, language=language)
        else:
            for one in person.consents:
                if one.purpose == purpose and one.withdrawn_on is None:
                    one.withdrawn_on, changed = clock.today(), True
        if changed:
            verb = "directory:consent:give" if purpose in agreed else "directory:consent:withdraw"
            audit.record(session, actor, verb, person.ref, process=process, purpose=purpose.value, told=told.value)
    session.flush()
    return was_kept and Purpose.KEEP not in agreed and _let_go(session, actor, person, process)


def forget_unkept(session: Session, day: date) -> int:
    """Erase those who took back that they may be kept and whom nothing needs any more; tells how many.

    Whoever does not know that this follows is told instead, and has time to agree again. One person's fault keeps no
    other here.
    """
    erased = 0
    for key in queries.kept_no_longer(session):
        try:
            with session.begin_nested():
                erased += _forget(session, session.get_one(Person, key), day)
        except Exception:
            log.exception("person_not_erased", extra={"person": key})
    return erased


def _forget(session: Session, person: Person, day: date) -> bool:
    """Tell whoever was not told, erase whose time is over; whether it was."""
    until = queries.needed_until(session, person, day)
    if person.let_go_from is None:
        spared = day + SPARED
        person.let_go_from = spared + timedelta(days=1)
        letters.write_let_go(session, person, until, spared)
        audit.record(session, SYSTEM, "directory:person:let_go", person.ref)
        session.flush()
        return False
    if person.let_go_from > day or until is not None:
        return False
    erase_person(session, SYSTEM, person)
    return True


def _let_go(session: Session, actor: Actor, person: Person, process: str) -> bool:
    person.let_go_from = clock.today()
    session.flush()
    until = queries.needed_until(session, person, person.let_go_from)
    letters.write_let_go(session, person, until)
    if until is None:
        erase_person(session, actor, person, process=process)
    return until is None
