"""What is published about moderation: how much was reported, what was decided why, how long it took, and appeals."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.moderation.models import ModerationAppeal, ModerationCase, ModerationDecision, ModerationReport
from cocreate.moderation.rules import Outcome, Verdict
from cocreate.process.models import Process

KEPT, SHOWN_AGAIN, WAITING = "kept", "shown_again", "waiting"


@dataclass(frozen=True)
class Figures:
    """Numbers that everybody may read; a small one is "hidden"."""

    reports: Shown
    waiting: Shown
    decisions: Mapping[str, Shown]  # key of a reason, KEPT or SHOWN_AGAIN -> decisions that stand
    titles: Mapping[str, dict[str, str]]  # reasons that an organisation wrote, as they read when they were given
    total: Shown
    days: float | None  # half of the cases were decided in less; None where too few were
    appeals: Mapping[str, Shown]  # UPHELD, REJECTED, WAITING
    appeals_total: Shown

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return self.reports == 0 and self.total == 0


def figures_of(session: Session, process: Process) -> Figures:
    """Of one process; decisions that were taken back do not count."""
    mine = ModerationCase.process_id == process.id
    reports = session.scalar(select(func.count(ModerationReport.id)).join(ModerationCase).where(mine)) or 0
    waiting = session.scalar(select(func.count(ModerationCase.id)).where(mine, ModerationCase.is_waiting)) or 0
    rows = session.execute(
        select(
            ModerationDecision.verdict,
            ModerationDecision.reason,
            ModerationDecision.waited,
            ModerationDecision.reason_title,
        )
        .join(ModerationCase)
        .where(mine, ModerationDecision.undone_at.is_(None))
    ).all()
    by_end = Counter(_end(row.verdict, row.reason) for row in rows)
    safe, minimum = suppress(by_end, process.minimum_cell), process.minimum_cell
    waited = [row.waited for row in rows if row.waited]
    asked = suppress(_appeals(session, process), minimum)
    return Figures(
        reports=_safe(reports, minimum),
        waiting=_safe(waiting, minimum),
        decisions=safe.cells,
        titles={row.reason: row.reason_title for row in rows if row.reason_title},
        total=safe.total,
        days=median(waited) / 86400 if len(waited) >= minimum else None,
        appeals=asked.cells,
        appeals_total=asked.total,
    )


def _end(verdict: str, reason: str) -> str:
    return {Verdict.KEEP.value: KEPT, Verdict.RESTORE.value: SHOWN_AGAIN}.get(verdict, reason)


def _appeals(session: Session, process: Process) -> dict[str, int]:
    rows = session.execute(
        select(ModerationAppeal.outcome, func.count().label("number"))
        .join(ModerationDecision, ModerationAppeal.decision_id == ModerationDecision.id)
        .join(ModerationCase, ModerationDecision.case_id == ModerationCase.id)
        .where(ModerationCase.process_id == process.id)
        .group_by(ModerationAppeal.outcome)
    )
    found = {row.outcome or WAITING: row.number for row in rows}
    return {key: found.get(key, 0) for key in (Outcome.UPHELD.value, Outcome.REJECTED.value, WAITING)}


def _safe(number: int, minimum: int) -> Shown:
    return HIDDEN if 0 < number < minimum else number
