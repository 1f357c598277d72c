"""The reading of votes, beside the server: read, let `analysis` compute, store what it found."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.themes.opinions import commands, queries
from cocreate.themes.opinions.models import OpinionReading
from cocreate.themes.opinions.queries import Cast

if TYPE_CHECKING:  # loaded by the worker alone, when it computes; the server starts without scikit-learn
    from cocreate.analysis.opinions import Counts, OpinionReport

SMALLEST_GROUP = 5


@jobs.job("themes:opinions")
def read_votes(context: jobs.JobContext, reading_id: int) -> None:
    """Read the votes on a question and store the opinion groups."""
    from cocreate.analysis.opinions import Settings, analyse_votes

    with context.reading() as session:
        reading = session.get(OpinionReading, reading_id)
        if reading is None:
            raise NotFound()
        consultation = reading.question.consultation
        seed, process_id = reading.seed, consultation.process_id
        smallest = max(SMALLEST_GROUP, consultation.process.minimum_cell)
        cast = queries.cast_on(session, reading.question)
    report = analyse_votes(cast.votes, seed=seed, settings=Settings(minimum_group=smallest), progress=context)
    result = stored(report, cast)
    db.session.rollback()
    with transaction() as session:
        reading = session.get_one(OpinionReading, reading_id)
        commands.store_reading(session, context.actor, session.get_one(Process, process_id), reading, result)


def stored(report: "OpinionReport", cast: Cast) -> dict[str, Any]:
    """A report as it is kept: counts and places, and nothing that says which sheet stands where."""
    members = {g.key: [sheet for sheet, key in report.group_of.items() if key == g.key] for g in report.groups}
    return {
        "people": report.people,
        "votes": report.votes,
        "minimum_votes": report.minimum_votes,
        "strength": report.strength,
        "explained": list(report.explained),
        "silhouettes": {str(k): value for k, value in report.silhouettes.items()},
        "versions": dict(report.versions),
        "warnings": [{"code": w.code, "params": dict(w.params)} for w in report.warnings],
        # Sorted by place, so that the order tells nothing either.
        "points": sorted([x, y, report.group_of.get(sheet, "")] for sheet, (x, y) in report.positions.items()),
        "groups": [
            {
                "key": group.key,
                "size": group.size,
                "centre": list(group.centre),
                "typical": [[r.statement, r.direction] for r in group.representative if r.is_sure],
                "by_helix": _counted(cast.helix[sheet] for sheet in members[group.key]),
                "by_language": _counted(cast.language[sheet] for sheet in members[group.key]),
            }
            for group in report.groups
        ],
        "statements": {
            s.id: {
                "all": _three(s.all),
                "by_group": {key: _three(c) for key, c in s.by_group.items()},
                "leaning": s.leaning,
                "is_consensus": s.is_consensus,
            }
            for s in report.statements
        },
        "united": [s.id for s in report.united(len(report.statements)) if s.is_consensus],
        "divided": [s.id for s in report.divided(len(report.statements))],
    }


def _three(counts: "Counts") -> list[int]:
    return [counts.agree, counts.passed, counts.disagree]


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(value for value in values if value).items()))
