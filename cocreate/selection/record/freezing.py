"""The files of a record: all that the decision rests on, without names, and as one file of open data."""

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from io import BytesIO, StringIO
from typing import Any

from sqlalchemy.orm import Session

from cocreate.analysis.choice.criteria import ScoreEntry
from cocreate.core.cells import safe_cell
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.counting import ballots_from, terms_of
from cocreate.selection.grounds.queries import crowd_round
from cocreate.selection.inputs import scoring_inputs
from cocreate.selection.models import RankingRound, Shortlist
from cocreate.selection.rankings.ballots import pool
from cocreate.selection.record.facts import facts_of
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.queries import ThreeOrders
from cocreate.selection.record.rules import PUBLICATION, differences, written
from cocreate.selection.reports import ScoringInputs, without_persons
from cocreate.selection.rules import Choice
from cocreate.settings import LANGUAGES


def freeze(
    session: Session,
    process: Process,
    shortlist: Shortlist,
    choices: Sequence[Choice],
    orders: ThreeOrders,
    *,
    opens_sheets: bool,
) -> dict[str, str]:
    """Name → content of every file but the record itself. `opens_sheets` tells assessors apart, by numbers."""
    inputs = _inputs(session, process, shortlist)
    may_tell = opens_sheets and len({entry.assessor for entry in inputs.entries}) >= process.minimum_cell
    told = inputs if may_tell else _without_assessors(inputs)
    has_crowd = inputs.crowd is None or _opens_crowd(session, process)
    scoring = {
        "inputs": (told if has_crowd else replace(told, crowd=None)).plain(),
        "seed": shortlist.proposal["seed"],
        "are_assessors_told": may_tell,
        "is_crowd_told": has_crowd,
    }
    marks = [(each.candidate, each.criterion, each.assessor, each.value) for each in told.entries]
    heads = ("id", "kind", *(f"title_{code}" for code in LANGUAGES))
    files = {
        "scoring.json": written(scoring),
        "proposal.json": written(shortlist.proposal if may_tell else without_persons(shortlist.proposal)),
        "orders.json": written(_orders(orders, choices)),
        "method.json": written(facts_of(session, process, shortlist)),
        "candidates.csv": _table(heads, _candidates(session, process)),
        "scores.csv": _table(("candidate", "criterion", "assessor", "mark"), marks),
    }
    latest = queries.latest_results(session, process)
    if latest is not None:
        files |= _rankings(session, process, *latest)
    return files


def _inputs(session: Session, process: Process, shortlist: Shortlist) -> ScoringInputs:
    """What the proposal was computed from: the candidates of then, also those that were split since."""
    criteria = queries.criteria_of(session, process)
    assert criteria is not None  # a proposal was made from them
    found = scoring_inputs(session, process, criteria, among=shortlist.proposal["candidates"])
    return replace(found, size=shortlist.proposal["size"])


def _opens_crowd(session: Session, process: Process) -> bool:
    """Whether those whose ballots mark a criterion were told that anybody may count them again."""
    criteria = queries.criteria_of(session, process)
    round_ = crowd_round(session, criteria) if criteria is not None else None
    return round_ is not None and round_.opens_ballots


def _without_assessors(inputs: ScoringInputs) -> ScoringInputs:
    """Each cell's marks in their own order, under numbers that mean nothing; no member's weights."""
    cells: dict[tuple[str, str], list[float | None]] = {}
    for entry in inputs.entries:
        cells.setdefault((entry.candidate, entry.criterion), []).append(entry.value)
    entries = tuple(
        ScoreEntry(candidate, criterion, f"x{number}", mark)
        for (candidate, criterion), given in sorted(cells.items())
        for number, mark in enumerate(sorted(given, key=lambda mark: -1 if mark is None else mark), start=1)
    )
    return replace(inputs, entries=entries, members=())


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
    """What was counted of each dimension that enough people ranked; the ballots, where people were told so before."""
    shown = {dimension: told for dimension, told in results.items() if told["ballots"] and not told["is_small"]}
    told = {"round": round_.public_id, "are_ballots_told": round_.opens_ballots, "results": shown}
    files = {"rankings.json": written(told)}
    given = queries.ballots_by_dimension(session, round_) if round_.opens_ballots else {}
    terms = asdict(terms_of(round_))
    for dimension in shown if round_.opens_ballots else ():
        ballots = ballots_from(given.get(dimension, ()), round_.shown)
        pooled = pool(ballots, round_.targets, process.minimum_cell)
        files[f"ballots-{dimension}.json"] = written(
            {
                "round": round_.public_id,
                "dimension": dimension,
                "items": round_.shown,
                "minimum_cell": process.minimum_cell,
                "terms": {**terms, "targets": dict(pooled.targets)},
                "ballots": [asdict(ballot) for ballot in pooled.ballots],
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


MOST_BYTES = 64_000_000  # unpacked; a decision has some hundred kilobytes
_STAMP = (2020, 1, 1, 0, 0, 0)  # so that the same record is always the same file

README = """\
The open data of a public decision, without anybody's marks or ballots under their name.

record.json       what was decided and signed, with the SHA-256 of every other file
publication.json  when it was published, and who signed which record
scoring.json      criteria, weights, marks by numbered assessors, size of the shortlist, seed
proposal.json     what was computed from them
ballots-*.json    the ballots of the camp, by dimension; rankings.json what was counted
orders.json       the orders of respondents, camp and committee, and where the decision leaves them
method.json       how many were asked, answered and were left out; rules, versions, changes with their days
*.csv             candidates and marks, to open in a spreadsheet

To compute it all again, with the free program cocreate: cocreate verify THIS-FILE.zip
The seal of a file alone: sha256sum record.json
"""


def publication(record: DecisionRecord) -> dict[str, Any]:
    """What came after the record was drawn up."""
    assert record.published_at is not None
    return {
        "id": record.public_id,
        "hash": record.hash,
        "published_at": record.published_at.isoformat(),
        "signatures": [
            {"name": row.name, "at": row.at.isoformat(), "hash": row.hash, "how": row.how} for row in record.signatures
        ],
    }


def files_of(record: DecisionRecord) -> dict[str, str]:
    """Every file by name."""
    return {
        **{row.name: row.content for row in record.files},
        PUBLICATION: written(publication(record)),
        "README.txt": README,
    }


def pack(files: Mapping[str, str]) -> bytes:
    """One ZIP file; the same files give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(content: bytes) -> dict[str, str]:
    """The other way round; ValueError for what is no such file, or unpacks to more than a decision can have.

    >>> unpack(pack({"a.json": "é"}))
    {'a.json': 'é'}
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(line.file_size for line in archive.infolist()) > MOST_BYTES:
                raise ValueError("the file is too large for a decision")
            return {name: archive.read(name).decode() for name in archive.namelist()}
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise ValueError("this is no ZIP file of a decision") from error
