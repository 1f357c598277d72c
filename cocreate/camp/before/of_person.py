"""What registrations for an organisation's camps hold of one person, told to that person and erased at their wish."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.camp.before import registering
from cocreate.camp.before.rules import RegistrationState
from cocreate.camp.models import Camp
from cocreate.camp.models_before import Registration
from cocreate.core.permissions import Actor
from cocreate.process.models import Process


def kept(session: Session, organisation_id: int, email: str) -> dict[str, list[dict[str, Any]]]:
    """Registrations with the address, as JSON values."""
    rows = [
        {
            "camp": one.camp.public_id,
            "name": one.name,
            "language": one.language,
            "organisation": one.organisation,
            "helix": one.helix,
            "gender": one.gender,
            "wishes": one.wishes,
            "note": one.note,
            "state": one.state,
            "on": one.at.date().isoformat(),
        }
        for one in _registrations(session, organisation_id, email)
    ]
    return {"camp_registrations": rows}


def forget(session: Session, actor: Actor, organisation_id: int, email: str) -> None:
    """Erase them; what was written on boards stays."""
    for one in _registrations(session, organisation_id, email):
        registering.erase(session, actor, one)


def needed_until(session: Session, organisation_id: int, email: str) -> date | None:
    """The day of the last camp for which they were not declined; the last of all days where a camp has none yet."""
    wanted = [one for one in _registrations(session, organisation_id, email) if one.state != RegistrationState.DECLINED]
    return max((_day_of(one.camp) for one in wanted), default=None)


def _day_of(camp: Camp) -> date:
    return camp.starts_at.astimezone(clock.ZONE).date() if camp.starts_at else date.max


def _registrations(session: Session, organisation_id: int, email: str) -> list[Registration]:
    asked = select(Registration).join(Camp).join(Process)
    asked = asked.where(Process.organisation_id == organisation_id, Registration.email == email)
    return list(session.scalars(asked.options(joinedload(Registration.camp)).order_by(Registration.id)))
