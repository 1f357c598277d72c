"""People agree; each time is kept with its day and the wording that they read."""

from sqlalchemy.orm import Session

from cocreate import clock
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
    if purpose == Purpose.KEEP:
        person.let_go_from = None
    session.flush()
    return True
