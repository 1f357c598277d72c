"""Candidates, criteria, closed rankings, the published decision, and the action plan."""

from typing import Any

from flask import g
from marshmallow import fields

from cocreate.api.v1.fields import PageWanted, Shape, Texts, page_of, paged, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.plan import queries as plan_queries
from cocreate.plan.models import Action, Axis
from cocreate.selection import queries
from cocreate.selection.models import Criterion, Decision, RankingRound, Sid
from cocreate.selection.rules import RoundState

part = resource("selection", "Selection and plan", "From the long list to a decision, and what is done about it.")


class CandidateTold(Shape):
    """A candidate strategic innovation domain, or a lever that serves all domains."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    title = texts()
    description = texts()
    sub_domains = fields.List(fields.Nested(Texts), required=True)
    is_reconstructed = fields.Boolean(required=True, metadata={"description": "In demonstrations: not named there."})


class CriterionTold(Shape):
    """A ground for choosing."""

    id = fields.String(required=True)
    key = fields.String(required=True)
    title = texts()
    description = texts()
    weight = fields.Integer(required=True, metadata={"description": "Of 100."})


class PlaceTold(Shape):
    """What the ballots say of one candidate."""

    candidate = fields.String(required=True)
    place = fields.Float(required=True, allow_none=True)
    mean_rank = fields.Float(required=True, allow_none=True)
    share = fields.Float(required=True, allow_none=True, metadata={"description": "Share of comparisons won, 0 to 1."})
    balanced_place = fields.Float(
        required=True, allow_none=True, metadata={"description": "When each family of the helix counts the same."}
    )
    ranked = fields.Integer(required=True, allow_none=True)


class DimensionTold(Shape):
    """One order of the candidates."""

    dimension = fields.String(required=True)
    ballots = fields.Integer(required=True, allow_none=True)
    places = fields.List(
        fields.Nested(PlaceTold), required=True, metadata={"description": "Empty where there were too few ballots."}
    )


class RankingTold(Shape):
    """A round in which participants ordered the candidates; its results, once it is closed."""

    id = fields.String(required=True)
    camp = fields.String(required=True)
    state = fields.String(required=True)
    rule = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    dimensions = fields.List(fields.Nested(DimensionTold), required=True)


class DecisionTold(Shape):
    """What the committee decided on one candidate."""

    id = fields.String(required=True)
    candidate = fields.String(required=True)
    is_kept = fields.Boolean(required=True)
    was_proposed = fields.Boolean(required=True)
    position = fields.Integer(required=True, metadata={"description": "On the shortlist; 0 when not kept."})
    is_transversal = fields.Boolean(required=True)
    final_title = texts()
    reason = texts()
    taken_up_in = fields.List(fields.String(), required=True)


class ActionTold(Shape):
    """One action, with the actors it needs and the domains it serves."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    title = texts()
    description = texts()
    actors = fields.List(fields.String(), required=True)
    candidates = fields.List(fields.String(), required=True)


class AxisTold(Shape):
    """A line of the action plan."""

    id = fields.String(required=True)
    number = fields.String(required=True)
    title = texts()
    description = texts()
    actions = fields.List(fields.Nested(ActionTold), required=True)


def _candidate_told(row: Sid) -> dict[str, Any]:
    own = ("kind", "title", "description", "sub_domains", "is_reconstructed")
    return {"id": row.public_id, **{name: getattr(row, name) for name in own}}


def _criterion_told(row: Criterion) -> dict[str, Any]:
    own = ("key", "title", "description", "weight")
    return {"id": row.public_id, **{name: getattr(row, name) for name in own}}


def _ranking_told(row: RankingRound) -> dict[str, Any]:
    dimensions = [_dimension_told(name, report) for name, report in row.results.items()] if row.closed_at else []
    return {
        "id": row.public_id,
        "camp": row.camp.public_id,
        "state": row.state,
        "rule": row.counting_rule,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "dimensions": dimensions,
    }


def _dimension_told(name: str, report: dict[str, Any]) -> dict[str, Any]:
    if report["is_small"]:
        return {"dimension": name, "ballots": None, "places": []}
    keys = {"place": "place", "mean_rank": "mean_rank", "share": "borda", "balanced_place": "balanced_place"}
    places = [
        {"candidate": item, "ranked": row["ranked"], **{key: row[stored] for key, stored in keys.items()}}
        for item in report["order"]
        for row in [report["rows"][item]]
    ]
    return {"dimension": name, "ballots": report["ballots"], "places": places}


def _decision_told(row: Decision) -> dict[str, Any]:
    own = ("is_kept", "was_proposed", "position", "is_transversal", "final_title", "reason", "taken_up_in")
    return {"id": row.public_id, "candidate": row.sid.public_id, **{name: getattr(row, name) for name in own}}


def _axis_told(row: Axis) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("number", "title", "description")}
    return {"id": row.public_id, **own, "actions": [_action_told(action) for action in row.actions]}


def _action_told(row: Action) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ("number", "title", "description", "actors")}
    return {"id": row.public_id, **own, "candidates": [sid.public_id for sid in row.sids]}


@operation(part, "/candidates", "public:record:view", answers=paged(CandidateTold), wants=PageWanted)
def candidates(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the candidates.

    The long list in order, without those that were withdrawn or went into others.
    """
    return page_of(map(_candidate_told, queries.candidates(db.session(), g.process)), wanted)


@operation(part, "/criteria", "selection:result:view", answers=paged(CriterionTold), wants=PageWanted)
def criteria(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the criteria with their weights."""
    found = queries.criteria_of(db.session(), g.process)
    return page_of(map(_criterion_told, found.criteria if found is not None else ()), wanted)


@operation(part, "/rankings", "selection:result:view", answers=paged(RankingTold), wants=PageWanted)
def rankings(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the rankings.

    Latest first, with the results of those that are closed; a ranking in preparation is left out.
    """
    rows = [row for row in queries.rounds_of(db.session(), g.process) if row.state != RoundState.DRAFT]
    return page_of(map(_ranking_told, rows), wanted)


@operation(part, "/decisions", "selection:result:view", answers=paged(DecisionTold), wants=PageWanted)
def decisions(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the decisions of the committee.

    Once they are published: the shortlist in its order, then the others.
    """
    session = db.session()
    shortlist = queries.shortlist_of(session, g.process)
    is_public = shortlist is not None and shortlist.decided_at is not None
    rows = queries.decisions_of(session, shortlist) if shortlist is not None and is_public else []
    return page_of(map(_decision_told, rows), wanted)


@operation(part, "/plan", "plan:view", answers=paged(AxisTold), wants=PageWanted)
def plan(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the axes of the action plan with their actions."""
    return page_of(map(_axis_told, plan_queries.axes_of(db.session(), g.process)), wanted)
