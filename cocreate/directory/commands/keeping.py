"""People agree, and take it back. Whoever takes back that they may be kept is erased as soon as nothing needs them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.directory import letters, queries
from cocreate.directory.commands.consenting import give
from cocreate.directory.commands.people import erase_person
from cocreate.directory.models import Person
from cocreate.directory.rules import Purpose, Told


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
    """Erase those who took back that they may be kept and whom nothing needs any more; tells how many."""
    over = [one for one in queries.kept_no_longer(session) if queries.needed_until(session, one, day) is None]
    for person in over:
        erase_person(session, SYSTEM, person)
    return len(over)


def _let_go(session: Session, actor: Actor, person: Person, process: str) -> bool:
    until = queries.needed_until(session, person, clock.today())
    letters.write_let_go(session, person, until)
    if until is None:
        erase_person(session, actor, person, process=process)
    return until is None
