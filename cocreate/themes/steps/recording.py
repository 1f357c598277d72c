"""Recording a step: what was before, what is after, who did it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import Actor
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.steps.models import StepKind, ThemeStep
from cocreate.themes.steps.pictures import decision_of, places_of


@dataclass
class Doing:
    """A step under way; whoever makes a theme in it says so."""

    made: Theme | None = None


@contextmanager
def recorded(
    session: Session,
    actor: Actor,
    run: AnalysisRun,
    kind: StepKind,
    themes: Sequence[Theme],
    answers: Sequence[str] = (),
) -> Iterator[Doing]:
    """What happens inside is one step. If it is refused, nothing is recorded, as the caller's transaction goes back."""
    lock(session, run)
    before = {"themes": {str(theme.id): decision_of(theme) for theme in themes}}
    if answers:
        before["answers"] = places_of(session, run, answers)
    doing = Doing()
    yield doing
    session.flush()
    touched = [*themes, *([doing.made] if doing.made is not None else [])]
    after = {"themes": {str(theme.id): decision_of(theme) for theme in touched}}
    if answers:
        after["answers"] = places_of(session, run, answers)
    last = session.scalar(select(func.max(ThemeStep.number)).where(ThemeStep.run_id == run.id)) or 0
    session.add(
        ThemeStep(
            run_id=run.id,
            number=last + 1,
            kind=kind.value,
            actor_id=actor.user_id,
            at=clock.now(),
            before=before,
            after=after,
            made=doing.made.id if doing.made is not None else None,
        )
    )
    session.flush()


def lock(session: Session, run: AnalysisRun) -> None:
    """One step of a run at a time, whoever makes it."""
    session.execute(select(AnalysisRun.id).where(AnalysisRun.id == run.id).with_for_update())
