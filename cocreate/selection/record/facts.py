"""What the method statement is written from: how many were asked, answered, were left out; rules, seeds, changes."""

from collections import Counter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp, Seat
from cocreate.core.audit import AuditEntry
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.grounds import queries as grounds
from cocreate.selection.grounds.rules import Outcome
from cocreate.selection.models import CriteriaSet, RankingRound, Shortlist
from cocreate.selection.sheets import queries as sheets
from cocreate.survey import queries as survey_queries
from cocreate.survey.inviting.queries import invited

# Steps of the audit trail that a reader of the method should know of, in the order in which they are told.
CHANGES = (
    "selection:candidate:add",
    "selection:candidate:promote",
    "selection:candidate:describe",
    "selection:candidate:merge",
    "selection:candidate:split",
    "selection:candidate:turn",
    "selection:candidate:withdraw",
    "selection:candidate:restore",
    "selection:move:undo",
    "selection:round:open",
    "selection:round:close",
    "selection:criteria:start",
    "selection:criteria:describe",
    "selection:criteria:template",
    "selection:criteria:add",
    "selection:criteria:remove",
    "selection:criteria:move",
    "selection:criteria:crowd",
    "selection:criteria:weigh",
    "selection:weighing:open",
    "selection:weighing:close",
    "selection:criteria:freeze",
    "selection:scoring:open",
    "selection:scoring:close",
    "selection:scoring:reopen",
    "selection:conflict:rule",
    "selection:conflict:declare",
    "selection:conflict:end",
    "selection:scoring:again",
    "selection:decision:move",
    "selection:record:take_back",
    "selection:record:publish",
    "selection:record:amend",
)


def facts_of(session: Session, process: Process, shortlist: Shortlist) -> dict[str, Any]:
    """As plain data, kept with the record; a number too small to be told is null."""
    criteria = queries.criteria_of(session, process)
    told = shortlist.proposal
    return {
        "is_demo": process.is_demo,
        "minimum_cell": process.minimum_cell,
        "consultations": _consultations(session, process),
        "camps": _camps(session, process),
        "rankings": [_ranking(session, row) for row in reversed(queries.rounds_of(session, process)) if row.closed_at],
        "criteria": _criteria(session, criteria) if criteria is not None else None,
        "committee": {
            "members": len(queries.committee(session, process)),
            "scored": told["assessors"],
            "marks": told["marks"],
            "declined": told["declined"],
        },
        "proposal": {
            key: told.get(key)
            for key in ("rule", "size", "seed", "draws", "members", "selected", "tied_at_cut", "warnings")
        }
        | {"inputs_hash": told["inputs_hash"], "versions": told["versions"], "at": _at(shortlist.proposed_at)},
        "candidates": {
            "listed": len(queries.candidates(session, process, with_withdrawn=True)),
            "scored": len(told["order"]),
            "split_later": len(queries.came_later(session, process, shortlist)),
        },
        "changes": _changes(session, process),
    }


def _at(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


def _consultations(session: Session, process: Process) -> list[dict[str, Any]]:
    found = []
    for consultation in reversed(survey_queries.published_consultations(session, process)):
        people = survey_queries.participation(session, consultation)
        tickets = invited(session, consultation).tickets
        found.append(
            {
                "title": consultation.title,
                "opened_at": _at(consultation.opened_at),
                "closed_at": _at(consultation.closed_at),
                "invited": tickets or None,
                "answered": people.total if people.total >= process.minimum_cell else None,
                "left_out": sum(people.left_out.values()),
                "is_anonymous": consultation.is_anonymous,
                "revision": consultation.revision,
            }
        )
    return found


def _camps(session: Session, process: Process) -> list[dict[str, Any]]:
    camps = select(Camp).where(Camp.process_id == process.id, Camp.is_rehearsal.is_(False)).order_by(Camp.id)
    found = []
    for camp in session.scalars(camps):
        seats = select(func.count()).where(Seat.camp_id == camp.id, Seat.taken_at.is_not(None))
        found.append(
            {
                "title": camp.title,
                "starts_at": _at(camp.starts_at),
                "groups": len(camp.working_groups),
                "seats": session.scalar(seats) or 0,
            }
        )
    return found


def _ranking(session: Session, round_: RankingRound) -> dict[str, Any]:
    return {
        "camp": round_.camp.title,
        "rule": round_.counting_rule,
        "weighting": round_.weighting,
        "targets": round_.targets,
        "seed": round_.seed,
        "opened_at": _at(round_.opened_at),
        "closed_at": _at(round_.closed_at),
        "candidates": len(round_.shown),
        "seats": queries.voters_of(session, round_),
        "ballots": {key: None if told["is_small"] else told["ballots"] for key, told in round_.results.items()},
    }


def _criteria(session: Session, criteria: CriteriaSet) -> dict[str, Any]:
    kept, asked = grounds.latest_version(session, criteria), grounds.settled(session, criteria)
    return {
        "kept": {"number": kept.number, "hash": kept.hash} if kept is not None else None,
        "asked": {
            "members": len(grounds.who_weighed(session, asked)),
            "closed_at": _at(asked.closed_at),
            "is_pooled": asked.outcome == Outcome.POOLED,
            "reason": asked.reason,
        }
        if asked is not None
        else None,
        "crowd": dict(criteria.crowd),
        "weights": [{"key": row.key, "title": row.title, "weight": row.weight} for row in criteria.criteria],
        "version": criteria.version,
        "opened_at": _at(criteria.scoring_opened_at),
        "frozen_at": _at(criteria.frozen_at),
        "closed_at": _at(criteria.scoring_closed_at),
        "rounds": [
            {"opened_at": _at(row.opened_at), "closed_at": _at(row.closed_at), "purpose": row.purpose}
            for row in sheets.rounds_closed(session, criteria)
        ],
    }


def _changes(session: Session, process: Process) -> list[dict[str, Any]]:
    """How often each step was taken on which day."""
    lines = select(AuditEntry.verb, AuditEntry.at).where(
        AuditEntry.process == process.public_id, AuditEntry.verb.in_(CHANGES)
    )
    times = Counter((at.date().isoformat(), verb) for verb, at in session.execute(lines))
    ordered = sorted(times.items(), key=lambda line: (line[0][0], CHANGES.index(line[0][1])))
    return [{"day": day, "step": verb, "times": count} for (day, verb), count in ordered]
