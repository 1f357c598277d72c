"""Open data of the choice and the plan: candidates, rankings, scores without their givers, decisions, actions."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from cocreate.plan import queries as plan_queries
from cocreate.process.models import Process
from cocreate.public.open_data.table import Column, Row, Table, flag, number, share, translated, words
from cocreate.public.open_data.tables_asked import ID
from cocreate.selection import queries
from cocreate.selection.models import CriteriaSet, Shortlist
from cocreate.selection.sheets import queries as sheets
from cocreate.settings import LANGUAGES

CANDIDATE = Column("candidate", "id of the candidate")


def tables(session: Session, process: Process) -> list[Table]:
    """What is public: no ranking that is open, no mark before scoring is closed, no draft of a decision."""
    found = [_candidates(session, process), _rankings(session, process)]
    criteria = queries.criteria_of(session, process)
    if criteria is not None:
        found.append(_criteria(criteria))
        if criteria.scoring_closed_at is not None:
            found.append(_scores(session, process, criteria))
    shortlist = queries.shortlist_of(session, process)
    if shortlist is not None and shortlist.decided_at is not None:
        found.append(_decisions(session, shortlist))
    return [*found, *_plan(session, process)]


def _candidates(session: Session, process: Process) -> Table:
    columns = (
        ID,
        Column("kind", "sid: a domain of its own; lever: serves all domains"),
        *translated("title", "Title"),
        *translated("description", "Description"),
        *translated("sub_domains", "Sub-domains, parted by semicolons"),
        flag("is_reconstructed", "In demonstrations: not named by the source"),
        flag("is_withdrawn", "Taken off the long list, or merged into another"),
    )
    rows = []
    for sid in queries.candidates(session, process, with_withdrawn=True):
        parts = {code: "; ".join(part.get(code, "") for part in sid.sub_domains) for code in LANGUAGES}
        rows.append(
            {
                "id": sid.public_id,
                "kind": sid.kind,
                **words("title", sid.title),
                **words("description", sid.description),
                **words("sub_domains", parts),
                "is_reconstructed": sid.is_reconstructed,
                "is_withdrawn": sid.is_withdrawn,
            }
        )
    return Table("candidates", "Candidates", "The long list.", columns, rows)


def _rankings(session: Session, process: Process) -> Table:
    columns = (
        Column("round", "id of the round of rankings"),
        Column("dimension", "impact, innovation or prosperity"),
        CANDIDATE,
        number("place", "Place by the rule and the weights fixed before the round"),
        share("mean_rank", "Mean place, ballots weighing as fixed before the round"),
        share("share", "Share of comparisons won, ballots weighing as fixed before the round, 0 to 1"),
        number("balanced_place", "Place when each family of the helix counts the same"),
        number("ranked", "Ballots that named the candidate"),
        number("ballots", "Ballots on this dimension"),
    )

    def rows() -> Iterator[Row]:
        for round_ in reversed(queries.rounds_of(session, process)):
            if round_.closed_at is None:
                continue
            for dimension, report in round_.results.items():
                for item in [] if report["is_small"] else report["order"]:
                    row = report["rows"][item]
                    yield {
                        "round": round_.public_id,
                        "dimension": dimension,
                        "candidate": item,
                        "place": row["place"],
                        "mean_rank": row["mean_rank"],
                        "share": row["borda"],
                        "balanced_place": row["balanced_place"],
                        "ranked": row["ranked"],
                        "ballots": report["ballots"],
                    }

    return Table("rankings", "Rankings", "Results of closed rounds, over all participants.", columns, rows())


def _criteria(criteria: CriteriaSet) -> Table:
    columns = (ID, Column("key", "Short name"), *translated("title", "Title"), number("weight", "Weight, of 100"))
    rows = [
        {"id": row.public_id, "key": row.key, **words("title", row.title), "weight": row.weight}
        for row in criteria.criteria
    ]
    return Table("criteria", "Criteria", "On which the committee scored, weighed beforehand.", columns, rows)


def _scores(session: Session, process: Process, criteria: CriteriaSet) -> Table:
    columns = (
        CANDIDATE,
        Column("criterion", "Short name of the criterion"),
        number("mark", '0 to 4; empty for "cannot judge"'),
    )
    keys = {row.id: row.key for row in criteria.criteria}
    sids = {sid.id: sid.public_id for sid in queries.candidates(session, process)}
    marks = [
        (sids[score.sid_id], keys[score.criterion_id], score.value)
        for score in sheets.counted_scores(session, process, criteria)
    ]
    # Sorted by mark, so that the order of lines does not tell which marks are one member's.
    marks.sort(key=lambda mark: (mark[0], mark[1], -1 if mark[2] is None else mark[2]))
    rows = [dict(zip(("candidate", "criterion", "mark"), mark, strict=True)) for mark in marks]
    return Table("scores", "Scores", "The committee's marks, without who gave them.", columns, rows)


def _decisions(session: Session, shortlist: Shortlist) -> Table:
    columns = (
        ID,
        CANDIDATE,
        flag("was_proposed", "Whether the weighted scores put it on the shortlist"),
        flag("is_kept", "Whether the committee kept it"),
        number("position", "Place on the shortlist; 0 when not kept"),
        flag("is_transversal", "Whether it serves all others"),
        *translated("final_title", "Name under which it was adopted"),
        *translated("reason", "Written reason"),
        Column("taken_up_in", "ids of the candidates in which it lives on, parted by blanks"),
    )
    rows = [
        {
            "id": row.public_id,
            "candidate": row.sid.public_id,
            "was_proposed": row.was_proposed,
            "is_kept": row.is_kept,
            "position": row.position,
            "is_transversal": row.is_transversal,
            **words("final_title", row.final_title),
            **words("reason", row.reason),
            "taken_up_in": " ".join(row.taken_up_in),
        }
        for row in queries.decisions_of(session, shortlist)
    ]
    return Table("decisions", "Decisions", "What the committee decided on each candidate.", columns, rows)


def _plan(session: Session, process: Process) -> list[Table]:
    axes = plan_queries.axes_of(session, process)
    texts = (*translated("title", "Title"), *translated("description", "Description"))
    axis_columns = (ID, Column("number", "Number in the plan"), *texts)
    action_columns = (
        ID,
        Column("axis", "id of the axis"),
        Column("number", "Number in the plan"),
        *texts,
        Column("actors", "Actors to mobilise, parted by semicolons"),
        Column("candidates", "ids of the candidates that it serves, parted by blanks"),
    )
    axis_rows = [
        {
            "id": axis.public_id,
            "number": axis.number,
            **words("title", axis.title),
            **words("description", axis.description),
        }
        for axis in axes
    ]
    action_rows = [
        {
            "id": action.public_id,
            "axis": axis.public_id,
            "number": action.number,
            **words("title", action.title),
            **words("description", action.description),
            "actors": "; ".join(action.actors),
            "candidates": " ".join(sid.public_id for sid in action.sids),
        }
        for axis in axes
        for action in axis.actions
    ]
    return [
        Table("axes", "Axes", "The lines of the action plan.", axis_columns, axis_rows),
        Table(
            "actions", "Actions", "With the actors they need and the domains they serve.", action_columns, action_rows
        ),
    ]
