"""People agree, and take it back. Whoever takes back that they may be kept is erased as soon as nothing needs them."""

import logging
from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.directory import letters, queries
from cocreate.directory.commands.consenting import give
from cocreate.directory.commands.people import erase_person
from cocreate.directory.models import Person
from cocreate.directory.rules import SPARED, Purpose, Told

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
