"""The files of a record: everything that the decision rests on, without anybody's name, as it was at that moment.

Marks are numbered by assessor, as in the proposal; of a committee smaller than the process' minimum cell only the marks
are told, not which ones are one person's. Ballots name families of the helix as far as the results do, and stand in an
order that tells nothing about when they came.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, suppress
from cocreate.core.cells import safe_cell
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import CriteriaSet, RankingRound, Shortlist
from cocreate.selection.record.facts import facts_of
from cocreate.selection.record.orders import differences
from cocreate.selection.record.queries import ThreeOrders
from cocreate.selection.record.rules import written
from cocreate.selection.reports import SMALL
from cocreate.selection.rules import Choice
from cocreate.settings import LANGUAGES

Mark = tuple[str, str, str, int | None]  # candidate, criterion, assessor, mark


def freeze(
    session: Session, process: Process, shortlist: Shortlist, choices: Sequence[Choice], orders: ThreeOrders
) -> dict[str, str]:
    """Name → content of every file but the record itself."""
    criteria = queries.criteria_of(session, process)
    assert criteria is not None  # a proposal was made from it
    marks = _marks(session, process, criteria, shortlist)
    files = {
        "scoring.json": written(_scoring(process, criteria, shortlist, marks)),
        "proposal.json": written(shortlist.proposal),
        "orders.json": written(_orders(orders, choices)),
        "method.json": written(facts_of(session, process, shortlist)),
        "candidates.csv": _table(
            ("id", "kind", *(f"title_{code}" for code in LANGUAGES)), _candidates(session, process)
        ),
        "scores.csv": _table(("candidate", "criterion", "assessor", "mark"), _told(process, marks)),
    }
    latest = queries.latest_results(session, process)
    if latest is not None:
        files |= _rankings(session, process, *latest)
    return files


def _marks(session: Session, process: Process, criteria: CriteriaSet, shortlist: Shortlist) -> list[Mark]:
    """In the order and with the numbers that the proposal was computed from."""
    scored = set(shortlist.proposal["candidates"])
    sids = {sid.id: sid.public_id for sid in queries.candidates(session, process, with_withdrawn=True)}
    keys = {criterion.id: criterion.key for criterion in criteria.criteria}
    rows = [row for row in queries.scores_of(session, criteria) if sids.get(row.sid_id) in scored]
    members = {member: f"m{place}" for place, member in enumerate(sorted({row.member_id for row in rows}), start=1)}
    return [(sids[row.sid_id], keys[row.criterion_id], members[row.member_id], row.value) for row in rows]


def _scoring(process: Process, criteria: CriteriaSet, shortlist: Shortlist, marks: list[Mark]) -> dict[str, Any]:
    told = shortlist.proposal
    return {
        "candidates": told["candidates"],
        "criteria": [{"key": row.key, "weight": row.weight} for row in criteria.criteria],
        "entries": sorted(_told(process, marks), key=str),
        "are_assessors_told": _may_tell(process, marks),
        "size": told["size"],
        "seed": told["seed"],
    }


def _may_tell(process: Process, marks: Sequence[Mark]) -> bool:
    return len({assessor for _sid, _key, assessor, _mark in marks}) >= process.minimum_cell


def _told(process: Process, marks: Sequence[Mark]) -> list[list[Any]]:
    """The marks line by line; of few people each cell's marks in their own order, under numbers that mean nothing."""
    if _may_tell(process, marks):
        return [list(mark) for mark in marks]
    cells: dict[tuple[str, str], list[int | None]] = {}
    for sid, key, _assessor, mark in marks:
        cells.setdefault((sid, key), []).append(mark)
    return [
        [sid, key, f"x{number}", mark]
        for (sid, key), given in sorted(cells.items())
        for number, mark in enumerate(sorted(given, key=lambda mark: -1 if mark is None else mark), start=1)
    ]


def _orders(found: ThreeOrders, choices: Sequence[Choice]) -> dict[str, Any]:
    return {
        "size": found.size,
        "orders": [
            {"key": order.key, "base": order.base, "scores": dict(order.scores), "places": order.places}
            for order in found.orders
        ],
        "respondents": {
            "answered": found.respondents.answered,
            "shares": dict(found.respondents.shares),
            "links": {key: dict(links) for key, links in found.respondents.links.items()},
        },
        "left": {sid: list(keys) for sid, keys in differences(choices, found.asked, found.size).items()},
    }


def _rankings(session: Session, process: Process, round_: RankingRound, results: dict[str, Any]) -> dict[str, str]:
    """The ballots of each dimension that enough people ranked, and what was computed from them."""
    shown = {dimension: told for dimension, told in results.items() if told["ballots"] and not told["is_small"]}
    files = {"rankings.json": written({"round": round_.public_id, "results": shown})}
    given = queries.ballots_by_dimension(session, round_)
    for dimension in shown:
        rows = given.get(dimension, ())
        families = suppress(Counter(row.helix for row in rows), process.minimum_cell).cells
        ballots = [{"order": row.order, "group": SMALL if families[row.helix] is HIDDEN else row.helix} for row in rows]
        files[f"ballots-{dimension}.json"] = written(
            {
                "round": round_.public_id,
                "dimension": dimension,
                "rule": round_.counting_rule,
                "items": round_.shown,
                "minimum_cell": process.minimum_cell,
                "ballots": sorted(ballots, key=lambda ballot: json.dumps(ballot, sort_keys=True)),
            }
        )
    return files


def _candidates(session: Session, process: Process) -> list[list[Any]]:
    return [
        [sid.public_id, sid.kind, *(sid.title.get(code, "") for code in LANGUAGES)]
        for sid in queries.candidates(session, process, with_withdrawn=True)
    ]


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if cell is None else safe_cell(str(cell)) for cell in row])
    return out.getvalue()
