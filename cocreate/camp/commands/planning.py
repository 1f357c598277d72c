"""The session plan is written: steps are added, changed, put in order and taken out."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rules import MINUTES_AT_MOST, STEPS_AT_MOST, StepKind
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid


@dataclass(frozen=True)
class StepTexts:
    """What a step says and is: as a form, a template or a copy gives it."""

    kind: StepKind
    title: dict[str, str]
    minutes: int
    help: dict[str, str] = field(default_factory=dict)
    guide: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)  # of the round that a vote opens: rounds.RoundSpec


def add_step(session: Session, actor: Actor, camp: Camp, texts: StepTexts, *, form_id: str | None = None) -> PlanStep:
    """Put a step at the end of the plan; the same form sent twice adds one."""
    if form_id is not None:
        known = session.scalar(select(PlanStep).where(PlanStep.camp_id == camp.id, PlanStep.public_id == form_id))
        if known is not None:
            return known
    count, last = session.execute(
        select(func.count(), func.max(PlanStep.position)).where(PlanStep.camp_id == camp.id)
    ).one()
    if count >= STEPS_AT_MOST:
        raise Invalid("camp.plan.too_many", limit=STEPS_AT_MOST)
    step = PlanStep(
        public_id=form_id or public_id(),
        camp_id=camp.id,
        position=0 if last is None else last + 1,
        **_columns(texts),
    )
    session.add(step)
    session.flush()
    _note(session, actor, "camp:plan:add", camp, step, kind=step.kind)
    return step


def edit_step(session: Session, actor: Actor, camp: Camp, step: PlanStep, texts: StepTexts) -> None:
    """Change a step. The one that runs keeps its kind and its clock: what people may do changes with the next."""
    if camp.step == step.public_id and step.kind != texts.kind:
        raise Conflict("camp.plan.step_runs")
    for name, value in _columns(texts).items():
        setattr(step, name, value)
    session.flush()
    _note(session, actor, "camp:plan:edit", camp, step, kind=step.kind)


def move_step(session: Session, actor: Actor, camp: Camp, step: PlanStep, *, up: bool) -> None:
    """Exchange a step with the one before or after it; at the end of the list nothing happens."""
    there = PlanStep.position < step.position if up else PlanStep.position > step.position
    other = session.scalar(
        select(PlanStep)
        .where(PlanStep.camp_id == camp.id, there)
        .order_by(PlanStep.position.desc() if up else PlanStep.position)
        .limit(1)
    )
    if other is None:
        return
    step.position, other.position = other.position, step.position
    session.flush()
    _note(session, actor, "camp:plan:move", camp, step, up=up)


def remove_step(session: Session, actor: Actor, camp: Camp, step: PlanStep) -> None:
    """Take a step out of the plan, unless it runs now."""
    if camp.step == step.public_id:
        raise Conflict("camp.plan.step_runs")
    _note(session, actor, "camp:plan:remove", camp, step, kind=step.kind)
    session.delete(step)
    session.flush()


def _columns(texts: StepTexts) -> dict[str, Any]:
    if not texts.title:
        raise Invalid("camp.plan.title_missing")
    if not 1 <= texts.minutes <= MINUTES_AT_MOST:
        raise Invalid("camp.plan.minutes", limit=MINUTES_AT_MOST)
    return {
        "kind": texts.kind.value,
        "title": texts.title,
        "help": texts.help,
        "guide": texts.guide,
        "minutes": texts.minutes,
        "settings": texts.settings,
    }


def _note(session: Session, actor: Actor, verb: str, camp: Camp, step: PlanStep, **details: Any) -> None:
    audit.record(session, actor, verb, step.ref, process=camp.process.public_id, **details)
