"""People agree, and take it back; each time is kept with its day and the wording that they read."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.directory.consents import current
from cocreate.directory.models import Consent, Person
from cocreate.directory.rules import Purpose, Told


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
    session.flush()
    return True


def set_consents(
    session: Session,
    actor: Actor,
    person: Person,
    agreed: Collection[str],
    told: Told,
    *,
    language: str,
    process: str = "",
) -> None:
    """What somebody agrees to from now on: what is new is noted, what is no longer among it is taken back."""
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
