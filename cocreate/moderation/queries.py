"""Reads for the queue, one case, one's own contributions and the appeals; and what is published about moderation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.moderation.kinds import ALL, Subject
from cocreate.moderation.models import ModerationAppeal, ModerationCase, ModerationDecision, ModerationReport
from cocreate.moderation.rules import Kind, Outcome, Standing, Verdict
from cocreate.process.models import Process

PAGE = 20
LOADED = (
    selectinload(ModerationCase.reports),
    selectinload(ModerationCase.decisions).selectinload(ModerationDecision.appeal),
)
LISTS = ("waiting", "hidden", "edited", "decided")


@dataclass(frozen=True)
class Filter:
    """Which cases somebody wants to see; "" for all."""

    list: str = "waiting"
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A case with what it is about; None where that was erased."""

    case: ModerationCase
    subject: Subject | None

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Keys of the reasons given, the most frequent first."""
        return Counter(report.reason for report in self.case.reports).most_common()

    @property
    def notes(self) -> list[ModerationReport]:
        """The reports that say more than a reason."""
        return [report for report in self.case.reports if report.note]


def queue_page(session: Session, process: Process, wanted: Filter, page: int) -> tuple[list[Line], int]:
    """One page of the cases that somebody wants to see, those that wait longest first, and the number of pages."""
    rows = _of_list(_cases(process), wanted.list)
    if wanted.kind:
        rows = rows.where(ModerationCase.kind == wanted.kind)
    if wanted.reason:
        given = select(ModerationReport.case_id).where(ModerationReport.reason == wanted.reason)
        decided = select(ModerationDecision.case_id).where(ModerationDecision.reason == wanted.reason)
        rows = rows.where(ModerationCase.id.in_(given.union(decided)))
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    when = ModerationCase.opened_at if wanted.list == "waiting" else ModerationCase.opened_at.desc()
    found = session.scalars(
        rows.order_by(when, ModerationCase.id).limit(PAGE).offset((page - 1) * PAGE).options(*LOADED)
    )
    return lines_of(session, process, list(found)), max(1, -(-total // PAGE))


def counts(session: Session, process: Process) -> dict[str, int]:
    """How many cases are in each list."""
    found = {}
    for name in LISTS:
        rows = _of_list(_cases(process), name)
        found[name] = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    return found


def _cases(process: Process) -> Select[Any]:
    return select(ModerationCase).where(ModerationCase.process_id == process.id)


def _of_list(rows: Select[Any], name: str) -> Select[Any]:
    if name in (Standing.HIDDEN, Standing.EDITED):
        return rows.where(ModerationCase.standing == name)
    return rows.where(ModerationCase.is_waiting.is_(name == "waiting"))


def lines_of(session: Session, process: Process, cases: Sequence[ModerationCase]) -> list[Line]:
    """Cases with what they are about, in their order."""
    subjects = subjects_of(session, process, cases)
    return [Line(case, subjects.get((case.kind, case.subject))) for case in cases]


def subjects_of(
    session: Session, process: Process, cases: Sequence[ModerationCase]
) -> Mapping[tuple[str, str], Subject]:
    """What cases are about, by kind and key."""
    found: dict[tuple[str, str], Subject] = {}
    for kind, handler in ALL.items():
        keys = [case.subject for case in cases if case.kind == kind]
        rows = handler.find(session, process, keys) if keys else {}
        found |= {(kind.value, key): subject for key, subject in rows.items()}
    return found


def find_case(session: Session, process: Process, public_id: str) -> ModerationCase:
    """The case of an address, of this process only."""
    mine = _cases(process).where(ModerationCase.public_id == public_id).options(*LOADED)
    found: ModerationCase | None = session.scalar(mine)
    if found is None:
        raise NotFound()
    return found


def find_cases(session: Session, process: Process, public_ids: Sequence[str]) -> list[ModerationCase]:
    """Some cases of this process, in their order."""
    rows = _cases(process).where(ModerationCase.public_id.in_(public_ids)).options(*LOADED)
    return list(session.scalars(rows.order_by(ModerationCase.id)))


def find_decision(session: Session, process: Process, public_id: str) -> ModerationDecision:
    """The decision of an address, of this process only."""
    found: ModerationDecision | None = session.scalar(
        _decisions(process).where(ModerationDecision.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def _decisions(process: Process) -> Select[Any]:
    return (
        select(ModerationDecision)
        .join(ModerationCase, ModerationDecision.case_id == ModerationCase.id)
        .where(ModerationCase.process_id == process.id)
        .options(joinedload(ModerationDecision.appeal), joinedload(ModerationDecision.case))
    )


def decisions_about(
    session: Session, process: Process, kind: Kind, keys: Sequence[str]
) -> list[tuple[ModerationDecision, Subject]]:
    """What was decided about some contributions and stands, the earliest first, each with its words."""
    if not keys:
        return []
    about = (ModerationCase.kind == kind.value, ModerationCase.subject.in_(keys))
    rows = session.scalars(
        _decisions(process)
        .where(*about, ModerationDecision.undone_at.is_(None), ModerationDecision.verdict != "keep")
        .order_by(ModerationDecision.id)
    ).all()
    subjects = ALL[kind].find(session, process, [row.case.subject for row in rows])
    return [(row, subjects[row.case.subject]) for row in rows if row.case.subject in subjects]


def own_decisions(session: Session, process: Process, actor: Actor) -> list[tuple[ModerationDecision, Subject]]:
    """The same about what an account or a seat wrote."""
    found = []
    for kind, handler in ALL.items():
        found += decisions_about(session, process, kind, handler.mine(session, process, actor))
    return found


def appeals(session: Session, process: Process) -> list[ModerationAppeal]:
    """Those that wait first, then the latest."""
    rows = session.scalars(
        select(ModerationAppeal)
        .join(ModerationDecision, ModerationAppeal.decision_id == ModerationDecision.id)
        .join(ModerationCase, ModerationDecision.case_id == ModerationCase.id)
        .where(ModerationCase.process_id == process.id)
        .options(joinedload(ModerationAppeal.decision).joinedload(ModerationDecision.case))
        .order_by(ModerationAppeal.outcome != "", ModerationAppeal.id.desc())
    )
    return list(rows)


def find_appeal(session: Session, process: Process, public_id: str) -> ModerationAppeal:
    """The appeal of an address, of this process only."""
    found = next((row for row in appeals(session, process) if row.public_id == public_id), None)
    if found is None:
        raise NotFound()
    return found


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
