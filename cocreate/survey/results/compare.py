"""Groups of people beside each other: answers to two questions on the same sheets counted, with their doubt."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from cocreate import clock
from cocreate.analysis.comparison import (
    Difference,
    MeanDifference,
    Spread,
    difference_of_means,
    difference_of_shares,
    interval_of_mean,
    spread_of,
)
from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.analysis.representativity import wilson
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import Actor
from cocreate.survey import queries
from cocreate.survey.kinds import Ground, QuestionLike, ResultRow, kind_of
from cocreate.survey.kinds.base import ChoiceSummary, MatrixSummary, NumberSummary, Summary
from cocreate.survey.kinds.choosing import chosen_in
from cocreate.survey.models import Answer, Consultation, PartCount, Question, Submission
from cocreate.survey.part_counts import SLICES
from cocreate.survey.results.disclosure import Cross, cross, point_key, points_as_choices
from cocreate.survey.results.parts import Grouping, Weights, protected, weighted
from cocreate.survey.rules import QuestionKind
from cocreate.survey.tallies import Stored, canonical

JOB = "survey:count_pair"


@dataclass(frozen=True)
class Pair:
    """An answer of people who belong to these groups; to none where they said nothing that groups them."""

    groups: tuple[str, ...]
    row: ResultRow


Key = tuple[tuple[str, ...], str, str, bool, str, str]  # groups, item, canonical value or "", has text, helix, language


def by_trait(rows: Iterable[ResultRow], trait: str) -> list[Pair]:
    """Grouped by what every sheet says of its person: `helix` or `language`."""
    return [Pair((getattr(row, trait),), row) for row in rows]


def count_now(session: Session, by: Question, of: Question) -> list[Pair]:
    """Grouped by the answers to another question, for a page of a consultation that has few sheets."""
    return list(_pairs(_cells(session, by, of)))


def kept(session: Session, by: Question, of: Question) -> PartCount | None:
    """The counts that a worker made, however old."""
    return session.scalar(select(PartCount).where(*_mine(by, of)))


def counted(found: PartCount) -> list[Pair]:
    """Kept counts as a page reads them."""
    return list(_pairs({(tuple(groups), *rest): count for groups, *rest, count in found.cells}))


def count_later(session: Session, actor: Actor, consultation: Consultation, by: Question, of: Question) -> Job:
    """Let a worker count them, unless one is at it; returns its task."""
    waits = (JobState.QUEUED.value, JobState.RUNNING.value)
    given = {"by_id": by.id, "of_id": of.id}
    same = select(Job).where(Job.kind == JOB, Job.process_id == consultation.process_id, Job.state.in_(waits))
    for job in session.scalars(same):
        if job.arguments["given"] == given:
            return job
    return jobs.enqueue(session, actor, JOB, process=consultation.process, **given)


@jobs.job(JOB)
def count_pair(context: jobs.JobContext, by_id: int, of_id: int) -> None:
    """Count a slice of the sheets after the other, and keep what comes out."""
    found = Counter[Key]()
    with context.reading() as session:
        by, of = session.get(Question, by_id), session.get(Question, of_id)
        if by is None or of is None:
            return
        everybody = queries.counted_people(session, session.get_one(Consultation, of.consultation_id)).total
    for number, (low, high) in enumerate(pairwise(SLICES), start=1):
        with context.reading() as session:
            asked = session.get_one(Question, by_id), session.get_one(Question, of_id)
            found += _cells(session, *asked, low, high)
        context.advance(number / len(SLICES))
    db.session.rollback()
    with transaction() as session:
        by, of = session.get_one(Question, by_id), session.get_one(Question, of_id)
        session.execute(delete(PartCount).where(*_mine(by, of)))
        session.add(
            PartCount(
                consultation_id=of.consultation_id,
                cut_hash=_hash(by, of),
                everybody=everybody,
                made_at=clock.now(),
                cells=[[list(groups), *rest, count] for (groups, *rest), count in found.items()],
            )
        )


def _cells(session: Session, by: Question, of: Question, low: str = "", high: str = "g") -> Counter[Key]:
    """The sheets whose keys lie from `low` to below `high`."""
    grouping, said = aliased(Answer), aliased(Answer)
    traits = (said.item, said.value, said.has_text, Submission.helix, Submission.language)
    same_sheet = (grouping.submission_id == said.submission_id) & (grouping.question_id == by.id)
    rows = (
        select(grouping.value.label("group"), *traits, func.count())
        .select_from(said)
        .join(Submission, Submission.id == said.submission_id)
        .outerjoin(grouping, same_sheet & (grouping.item == ""))
        .where(said.question_id == of.id, Submission.is_counted, Submission.left_out == "")
        .where(Submission.id >= low, Submission.id < high)
        .group_by(grouping.value, *traits)
    )
    found, kind = Counter[Key](), kind_of(of)
    for group, item, value, has_text, helix, language, count in session.execute(rows):
        groups = groups_in(by, group or {})
        for key, kept_value in kind.counted(Stored(item, value)):
            text = "" if kept_value is None else canonical(kept_value)
            found[groups, key, text, has_text, helix, language] += count
    return found


def groups_in(by: Question, value: Mapping[str, Any]) -> tuple[str, ...]:
    """The groups that an answer puts somebody into."""
    if by.kind == QuestionKind.MULTIPLE_CHOICE:
        return tuple(chosen_in(value))
    if by.kind == QuestionKind.SCALE:
        return (point_key(value["number"]),) if "number" in value else ()
    return (str(value["choice"]),) if value.get("choice") else ()


def _pairs(cells: Mapping[Key, int]) -> Iterator[Pair]:
    for (groups, item, text, has_text, helix, language), count in cells.items():
        yield Pair(groups, ResultRow(item, json.loads(text) if text else None, has_text, helix, language, count))


def _mine(by: Question, of: Question) -> tuple[Any, ...]:
    return (PartCount.consultation_id == of.consultation_id, PartCount.cut_hash == _hash(by, of))


def _hash(by: Question, of: Question) -> str:
    return sha256(f"pair:{by.id}:{of.id}".encode()).hexdigest()[:32]


IN, OUT = "in", "out"
Summarise = Callable[[Sequence[ResultRow]], Summary]


@dataclass(frozen=True)
class ShareOf:
    """How many of a group said something; `difference` is that to everybody else who answered both questions."""

    count: int
    base: int
    low: float
    high: float
    balanced: float | None
    difference: Difference | None

    @property
    def share(self) -> float:
        """Of the group."""
        return self.count / self.base


@dataclass(frozen=True)
class MeanOf:
    """The mean of a group."""

    spread: Spread
    interval: tuple[float, float] | None
    balanced: float | None
    difference: MeanDifference | None


@dataclass(frozen=True)
class Group:
    """One group; what may not be shown is None."""

    key: str
    name: str
    base: Shown
    shares: Mapping[str, ShareOf | None] = field(default_factory=dict)  # answer -> its share
    mean: MeanOf | None = None


@dataclass(frozen=True)
class Grouped:
    """People in groups; `overlap` where one person can be in several."""

    names: Mapping[str, str]
    pairs: Sequence[Pair]
    overlap: bool = False

    @property
    def mine(self) -> list[Pair]:
        """The answers of people who are in a group."""
        return [pair for pair in self.pairs if any(group in self.names for group in pair.groups)]

    def rows_by_group(self, weights: Weights | None = None) -> list[ResultRow]:
        """Rows with the group in the place of the helix category; one who is in several counts in each."""
        found = []
        for pair in self.mine:
            row = weighted([pair.row], weights)[0] if weights else pair.row
            found += [replace(row, helix=group) for group in pair.groups if group in self.names]
        return found

    def rows_against(self, group: str) -> list[ResultRow]:
        """Rows of one group, and of all others."""
        return [replace(pair.row, helix=IN if group in pair.groups else OUT) for pair in self.mine]


def summary_of(question: QuestionLike, part: str, ground: Ground) -> Summarise:
    """How a question's answers are summed up; `part` is a row of a matrix."""

    def summarise(rows: Sequence[ResultRow]) -> Summary:
        found = kind_of(question).summarise(question, rows, ground)
        return found.rows.get(part) if isinstance(found, MatrixSummary) else found

    return summarise


def is_open(grouped: Grouped, summarise: Summarise, minimum: int, *, is_number: bool) -> bool:
    """Whether everybody may see the comparison: no count in it, nor any that could be worked out from it, is small.

    Whoever said nothing that groups them counts as a group of their own, for the page of all answers has them too.
    """
    rows = [replace(p.row, helix=g) for p in grouped.pairs for g in (p.groups or ("",))]
    summary = summarise(rows)
    if isinstance(summary, NumberSummary):
        people = [sum(values.values()) for values in summary.by_helix.values()]
        cells = [] if is_number else [count for values in summary.by_helix.values() for count in values.values()]
    elif isinstance(summary, ChoiceSummary):
        people = [_base(summary, group) for group in summary.by_helix]
        cells = [count for counts in summary.by_helix.values() for count in counts.values()]
        if summary.is_multiple:
            cells += [_base(summary, g) - n for g, counts in summary.by_helix.items() for n in counts.values()]
    else:
        return False
    if grouped.overlap:  # then also what is left when one group is taken from all
        for group in grouped.names:
            against = summarise(grouped.rows_against(group))
            if isinstance(against, ChoiceSummary):
                cells += [count for counts in against.by_helix.values() for count in counts.values()]
            elif isinstance(against, NumberSummary):
                people += [sum(values.values()) for values in against.by_helix.values()]
    return all(round(count) >= minimum for count in (*people, *cells) if round(count))


def compare_shares(
    grouped: Grouped, summarise: Summarise, answers: Sequence[str], minimum: int, weights: Weights | None
) -> list[Group]:
    """Each group's shares of each answer, with what is too small, and what could give it away, left out."""
    tables = _tables(grouped, summarise, answers, minimum)
    balanced = summarise(grouped.rows_by_group(weights)) if weights else None
    if isinstance(balanced, NumberSummary):
        balanced = points_as_choices(balanced, [float(answer) for answer in answers])
    comparisons = max(1, len(tables) * len(answers))
    found = []
    for group, (table, column) in tables.items():
        shares = {key: _share(table, column, key, comparisons) for key in answers}
        if isinstance(balanced, ChoiceSummary):
            shares = {key: _balanced(share, key, group, balanced) for key, share in shares.items()}
        found.append(Group(group, grouped.names[group], table.columns.get(column, 0), shares))
    return found


def _tables(
    grouped: Grouped, summarise: Summarise, answers: Sequence[str], minimum: int
) -> dict[str, tuple[Cross, str]]:
    """Group -> the safe table it stands in, and its column there."""
    if not grouped.overlap:
        table = cross(_choices(summarise(grouped.rows_by_group()), answers), answers, _grouping(grouped.names), minimum)
        return {group: (table, group) for group in grouped.names if group in table.columns}
    sides = _grouping({IN: IN, OUT: OUT})
    found = {}
    for group in grouped.names:
        table = cross(_choices(summarise(grouped.rows_against(group)), answers), answers, sides, minimum)
        if IN in table.columns:
            found[group] = (table, IN)
    # All of them are over the same people: a total that one hides may not stand in another.
    totals: dict[str, Shown] = {
        key: HIDDEN if any(table.rows[key] is HIDDEN for table, _ in found.values()) else 0 for key in answers
    }
    return {
        group: (
            replace(table, rows={key: HIDDEN if totals[key] is HIDDEN else table.rows[key] for key in answers}),
            column,
        )
        for group, (table, column) in found.items()
    }


def _grouping(names: Mapping[str, str]) -> Grouping:
    return Grouping("", names)


def _choices(summary: Summary, answers: Sequence[str]) -> ChoiceSummary:
    if isinstance(summary, NumberSummary):
        return points_as_choices(summary, [float(answer) for answer in answers])
    return summary if isinstance(summary, ChoiceSummary) else ChoiceSummary(0, dict.fromkeys(answers, 0.0), {})


def _share(table: Cross, column: str, key: str, comparisons: int) -> ShareOf | None:
    count, base = table.cells[key].get(column, 0), table.columns[column]
    if count is HIDDEN or base is HIDDEN or not base:
        return None
    row, total = table.rows[key], table.total
    difference = None
    if row is not HIDDEN and total is not HIDDEN and total > base:
        difference = difference_of_shares(count, base, row - count, total - base, comparisons=comparisons)
    low, high = wilson(count, base)
    return ShareOf(count, base, low, high, None, difference)


def _balanced(share: ShareOf | None, key: str, group: str, balanced: ChoiceSummary) -> ShareOf | None:
    """With its balanced share, which is made of the group's own answers and tells nothing of a hidden other group."""
    base = _base(balanced, group)
    if share is None or not base:
        return share
    return replace(share, balanced=balanced.by_helix.get(group, {}).get(key, 0) / base)


def _base(summary: ChoiceSummary, group: str) -> float:
    if summary.is_multiple:
        return summary.answered_by_helix.get(group, 0)
    return sum(summary.by_helix.get(group, {}).values())


def compare_means(grouped: Grouped, summarise: Summarise, minimum: int, weights: Weights | None) -> list[Group]:
    """Each group's mean, for groups that are large enough."""
    values = _numbers(summarise(grouped.rows_by_group()))
    balanced = _numbers(summarise(grouped.rows_by_group(weights))) if weights else {}
    everybody = _numbers(summarise([replace(pair.row, helix="") for pair in grouped.mine])).get("", {})
    counts = {group: round(sum(values.get(group, {}).values())) for group in grouped.names}
    # Groups that overlap have no common total from which the small ones could be worked out.
    alone: dict[str, Shown] = {g: HIDDEN if 0 < n < minimum else n for g, n in counts.items()}
    safe = alone if grouped.overlap else protected(counts, minimum)
    found = []
    for group, name in grouped.names.items():
        base = safe.get(group, HIDDEN)
        mean = None
        if base is not HIDDEN and base:
            mine = values[group]
            others = {number: count - mine.get(number, 0) for number, count in everybody.items()}
            mean = _mean(mine, others, balanced.get(group, {}), minimum, max(1, len(grouped.names)))
        found.append(Group(group, name, base, mean=mean))
    return found


def _mean(
    mine: Mapping[float, float],
    others: Mapping[float, float],
    balanced: Mapping[float, float],
    minimum: int,
    comparisons: int,
) -> MeanOf:
    spread, rest = spread_of(mine), spread_of(others)
    difference = difference_of_means(spread, rest, comparisons=comparisons) if rest.base >= minimum else None
    return MeanOf(spread, interval_of_mean(spread), spread_of(balanced).mean if balanced else None, difference)


def _numbers(summary: Summary) -> Mapping[str, Mapping[float, float]]:
    return summary.by_helix if isinstance(summary, NumberSummary) else {}
