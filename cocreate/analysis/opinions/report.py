"""Votes in, opinion groups out: who stands where, what each group says, what unites and what divides.

The same votes and seed give the same report, in whatever order people and statements come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from cocreate.analysis.opinions.clusters import MOST_GROUPS, Clustering, cluster, one_group
from cocreate.analysis.opinions.positions import Plane, place
from cocreate.analysis.opinions.statements import (
    SURE,
    Counts,
    Representative,
    consensus,
    counts,
    false_alarms,
    representatives,
    same_everywhere,
    spread,
)
from cocreate.analysis.opinions.votes import Cells, VoteTable
from cocreate.analysis.progress import SILENT, Progress

FEW_PEOPLE = 30  # below this a note says that groups may come and go
APART = 0.25  # silhouette below which groups run into each other


@dataclass(frozen=True)
class Settings:
    """What can be chosen.

    groups         how many groups; None: as many as there are
    minimum_votes  votes that place somebody in a group; None: seven, or half of the statements if that is fewer
    minimum_group  smallest group that is formed, unless `groups` asks for a number
    representative how many statements describe a group
    """

    groups: int | None = None
    minimum_votes: int | None = None
    minimum_group: int = 5
    representative: int = 5


@dataclass(frozen=True)
class OpinionWarning:
    """Something a reader should know, as a code the interface can say in words."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GroupResult:
    """People who vote alike. `centre` is the mean place of its people in the picture."""

    key: str
    size: int
    centre: tuple[float, float]
    representative: tuple[Representative, ...]


@dataclass(frozen=True)
class StatementResult:
    """How all and how each group voted.

    leaning       1: the groups lean towards agreeing, -1: towards disagreeing; consensus: how strongly together, 0 to 1
    is_consensus  at least 60 % of every group vote that way
    spread        how far the groups are apart, 0 to 1; is_divisive: more than chance allows (q at most 0.05)
    pull          which way the statement pulls in the picture
    """

    id: str
    all: Counts
    by_group: Mapping[str, Counts]
    leaning: int
    consensus: float
    is_consensus: bool
    spread: float
    q: float
    is_divisive: bool
    pull: tuple[float, float]


@dataclass(frozen=True)
class OpinionReport:
    """The groups of one set of statements; sizes of `groups` and those in no group add up to `people`.

    positions    everybody with a vote, -1..1 both ways; group_of: those who cast enough votes
    strength     above 1: people vote alike more than chance makes them; see `positions.Plane`
    silhouettes  per number of groups tried, how far they are apart (-1 to 1)
    """

    settings: Settings
    seed: int
    versions: Mapping[str, str]
    warnings: tuple[OpinionWarning, ...]
    people: int
    votes: int
    minimum_votes: int
    groups: tuple[GroupResult, ...]
    statements: tuple[StatementResult, ...]
    group_of: Mapping[str, str]
    positions: Mapping[str, tuple[float, float]]
    explained: tuple[float, ...]
    strength: float
    silhouettes: Mapping[int, float]

    def united(self, most: int = 10) -> list[StatementResult]:
        """The statements on which the groups lean most strongly together."""
        return sorted(self.statements, key=lambda s: (-s.consensus, s.id))[:most]

    def divided(self, most: int = 10) -> list[StatementResult]:
        """The statements that part the groups most, of those where that is no chance."""
        found = [s for s in self.statements if s.is_divisive]
        return sorted(found, key=lambda s: (-s.spread, s.id))[:most]

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dictionaries, lists, strings and numbers, ready for JSON."""
        return asdict(self)


def analyse_votes(
    votes: Mapping[str, Mapping[str, int]],
    *,
    seed: int,
    settings: Settings = Settings(),
    progress: Progress = SILENT,
) -> OpinionReport:
    """Find the opinion groups in person -> statement -> vote (1 agrees, 0 passes, -1 disagrees; nothing: not seen).

    Few votes, equal votes or votes without a pattern give one group, and a warning says why.
    """
    table = VoteTable.of({person: cast for person, cast in votes.items() if cast})
    needed = settings.minimum_votes or min(7, -(-len(table.statements) // 2))
    with threadpool_limits(1):  # one thread: the same bits each time, and no fight with the web process
        plane = place(table.cells, seed) if table.people else None
        progress.advance(0.5, "opinions:placed")
        enough = np.flatnonzero(table.seen.sum(axis=1) >= needed)
        found = _groups(table, plane, enough, settings, seed) if plane is not None and len(enough) else None
    progress.advance(0.8, "opinions:grouped")
    labels = found.labels if found is not None else np.zeros(0, dtype=np.intp)
    parts = [table.cells[enough[labels == g]] for g in range(int(labels.max()) + 1 if len(labels) else 0)]
    keys = [f"g{g + 1}" for g in range(len(parts))]
    positions = _positions(table, plane)
    tallied = [counts(part) for part in parts]
    report = OpinionReport(
        settings=settings,
        seed=seed,
        versions={name: metadata.version(name) for name in ("numpy", "scipy", "scikit-learn")},
        warnings=_warnings(votes, table, plane, len(enough), found),
        people=len(votes),
        votes=int(table.seen.sum()),
        minimum_votes=needed,
        groups=_group_results(table, keys, parts, tallied, positions, enough, labels, settings),
        statements=_statement_results(table, plane, keys, tallied),
        group_of={table.people[row]: keys[label] for row, label in zip(enough, labels, strict=True)},
        positions=positions,
        explained=plane.explained if plane is not None else (),
        strength=plane.strength if plane is not None else 0.0,
        silhouettes=found.silhouettes if found is not None else {},
    )
    progress.advance(1.0, "opinions:done")
    return report


def _groups(table: VoteTable, plane: Plane, enough: Any, settings: Settings, seed: int) -> Clustering:
    points, cells = plane.points[enough], table.cells[enough]
    if settings.groups is None and plane.strength <= 1:
        return one_group(points)
    weights = (~np.isnan(cells)).sum(axis=1).astype(float)
    if settings.groups is not None:
        return cluster(points, weights, [settings.groups], smallest=1, seed=seed)
    return cluster(points, weights, range(2, MOST_GROUPS + 1), smallest=settings.minimum_group, seed=seed)


def _positions(table: VoteTable, plane: Plane | None) -> dict[str, tuple[float, float]]:
    if plane is None:
        return {}
    reach = float(np.abs(plane.points).max()) or 1.0
    return {
        person: (round(float(x) / reach, 4), round(float(y) / reach, 4))
        for person, (x, y) in zip(table.people, plane.points, strict=True)
    }


def _group_results(
    table: VoteTable,
    keys: Sequence[str],
    parts: Sequence[Cells],
    tallied: Sequence[Sequence[Counts]],
    positions: Mapping[str, tuple[float, float]],
    enough: Any,
    labels: Any,
    settings: Settings,
) -> tuple[GroupResult, ...]:
    results = []
    for g, key in enumerate(keys):
        others = [part for h, part in enumerate(parts) if h != g]
        rest = counts(np.vstack(others)) if others else [Counts(0, 0, 0)] * len(table.statements)
        centre = np.mean([positions[table.people[row]] for row in enough[labels == g]], axis=0)
        results.append(
            GroupResult(
                key=key,
                size=len(parts[g]),
                centre=(round(float(centre[0]), 4), round(float(centre[1]), 4)),
                representative=representatives(table.statements, tallied[g], rest, settings.representative),
            )
        )
    return tuple(results)


def _statement_results(
    table: VoteTable, plane: Plane | None, keys: Sequence[str], tallied: Sequence[Sequence[Counts]]
) -> tuple[StatementResult, ...]:
    if plane is None:
        return ()
    q = false_alarms(np.array([same_everywhere([t[j] for t in tallied]) for j in range(len(table.statements))]))
    results = []
    for j, (name, overall) in enumerate(zip(table.statements, counts(table.cells), strict=True)):
        mine = [t[j] for t in tallied]
        leaning, strength, is_united = consensus(mine or [overall])
        results.append(
            StatementResult(
                id=name,
                all=overall,
                by_group=dict(zip(keys, mine, strict=True)),
                leaning=leaning,
                consensus=strength,
                is_consensus=is_united,
                spread=spread(mine),
                q=round(float(q[j]), 4),
                is_divisive=bool(q[j] <= SURE),
                pull=(round(float(plane.loadings[j, 0]), 4), round(float(plane.loadings[j, 1]), 4)),
            )
        )
    return tuple(results)


def _warnings(
    votes: Mapping[str, Mapping[str, int]],
    table: VoteTable,
    plane: Plane | None,
    enough: int,
    found: Clustering | None,
) -> tuple[OpinionWarning, ...]:
    warnings = []
    if len(votes) > enough:
        warnings.append(OpinionWarning("opinions.too_few_votes", {"count": len(votes) - enough, "people": len(votes)}))
    if enough and enough < FEW_PEOPLE:
        warnings.append(OpinionWarning("opinions.few_people", {"count": enough}))
    if plane is not None and enough and plane.strength <= 1:
        warnings.append(OpinionWarning("opinions.no_pattern"))
    elif found is not None and not found.silhouettes:
        warnings.append(OpinionWarning("opinions.no_groups"))
    elif found is not None and max(found.silhouettes.values()) < APART:
        warnings.append(OpinionWarning("opinions.run_together", {"silhouette": max(found.silhouettes.values())}))
    return tuple(warnings)
