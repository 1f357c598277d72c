"""Reads of a session that runs: its plan, messages, requests for help, rounds of votes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.models import Camp
from cocreate.camp.models_session import PlanStep
from cocreate.camp.plan import Clock


def steps_of(session: Session, camp: Camp) -> list[PlanStep]:
    """The plan of a camp, in order."""
    return list(session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position)))


def find_step(session: Session, camp: Camp, public_id: str) -> PlanStep | None:
    """A step of this camp's plan."""
    return session.scalar(select(PlanStep).where(PlanStep.camp_id == camp.id, PlanStep.public_id == public_id))


def clock_of(camp: Camp) -> Clock:
    """The clock of the running step."""
    return Clock(camp.step_ends_at, camp.step_left)


def plan_message(session: Session, camp: Camp) -> dict[str, Any]:
    """Where the session stands, as every browser hears it: docs/camp.md, "The session on the socket"."""
    steps = steps_of(session, camp)
    at = next((place for place, step in enumerate(steps) if step.public_id == camp.step), None)
    now = clock.now()
    if at is None:
        return {**_NO_STEP, "of": len(steps), "server_time": now.isoformat()}
    running = steps[at]
    return {
        "step": running.public_id,
        "position": at + 1,
        "of": len(steps),
        "kind": running.kind,
        "title": running.title,
        "help": running.help,
        "minutes": running.minutes,
        "ends_at": camp.step_ends_at.isoformat() if camp.step_ends_at else None,
        "left": camp.step_left,
        "server_time": now.isoformat(),
    }


_NO_STEP: dict[str, Any] = {
    **{"step": "", "position": 0, "kind": "", "title": {}, "help": {}},
    **{"minutes": 0, "ends_at": None, "left": None},
}
