"""What became of all contributions: the sums, and the chains from theme to action."""

from collections.abc import Mapping
from typing import Any

from flask import g
from marshmallow import fields
from marshmallow.validate import OneOf

from cocreate.api.v1.fields import Shape, plain, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.public.fates import chain as chains
from cocreate.public.fates.counting import Whole, by_helix, steps_of, whole_of
from cocreate.public.fates.remembering import remembered_groups
from cocreate.public.fates.rules import FateKind, Reason, Source, Step

part = resource("fates", "What became of it", "What became of every contribution, in sums and as chains.")
SOURCES, KINDS = [source.value for source in Source], [kind.value for kind in FateKind]


class FateCountTold(Shape):
    """How many contributions from one place ended so. All of them together are all contributions."""

    source = fields.String(required=True, validate=OneOf(SOURCES))
    fate = fields.String(required=True, validate=OneOf(KINDS))
    contributions = fields.Integer(required=True)


class ReasonCountTold(Shape):
    """How many are out of scope for a reason of the published list."""

    reason = fields.String(required=True, validate=OneOf([reason.value for reason in Reason]))
    contributions = fields.Integer(required=True)


class StepCountTold(Shape):
    """How many of what was taken up came so far."""

    step = fields.String(required=True, validate=OneOf([step.value for step in Step]))
    source = fields.String(required=True, validate=OneOf(SOURCES))
    contributions = fields.Integer(required=True)


class GroupCountTold(Shape):
    """The same of one group of the helix; null where it would tell of few people."""

    source = fields.String(required=True, validate=OneOf(SOURCES))
    helix = fields.String(required=True, metadata={"description": "`unsaid` where people did not say it."})
    fate = fields.String(required=True, metadata={"description": "`taken_up` is kept and merged together."})
    contributions = fields.Integer(required=True, allow_none=True)


class FatesTold(Shape):
    """The sums of a process."""

    contributions = fields.Integer(required=True)
    minimum_cell = fields.Integer(required=True, metadata={"description": "Smallest group whose count is shown."})
    fates = fields.List(fields.Nested(FateCountTold), required=True)
    out_of_scope = fields.List(fields.Nested(ReasonCountTold), required=True)
    steps = fields.List(fields.Nested(StepCountTold), required=True)
    by_helix = fields.List(fields.Nested(GroupCountTold), required=True)


class ThingTold(Shape):
    """One thing in a chain. `answers` is the size of a theme, null if too small; `decision` that about a candidate."""

    type = fields.String(required=True, validate=OneOf(chains.KINDS))
    id = fields.String(required=True)
    title = texts()
    text = fields.String(required=True, metadata={"description": "Of an answer or a card: its own words."})
    answers = fields.Integer(required=True, allow_none=True)
    decision = fields.String(required=True, allow_none=True)


class StepTold(Shape):
    """That one thing led to the next; each is named by its type and id, such as `theme-k3v9`."""

    source = fields.String(required=True)
    target = fields.String(required=True)


class ChainTold(Shape):
    """Things, and what led to what."""

    things = fields.List(fields.Nested(ThingTold), required=True)
    steps = fields.List(fields.Nested(StepTold), required=True)


class ChainWanted(Shape):
    """Where the chains go through."""

    at = plain(
        80, load_default="", metadata={"description": "A thing by its type and id, such as `sid-k3v9`; empty: all."}
    )


def _groups_told(whole: Whole) -> list[dict[str, Any]]:
    return [
        {
            "source": source.value,
            "helix": helix,
            "fate": fate,
            "contributions": number if isinstance(number, int) else None,
        }
        for source in (Source.ANSWER, Source.CARD)
        for helix, row in by_helix(whole, source).rows.items()
        for fate, number in row.items()
    ]


def _thing_told(thing: Mapping[str, Any]) -> dict[str, Any]:
    said = thing["title"]
    words = {"title": said, "text": ""} if isinstance(said, dict) else {"title": {}, "text": said}
    told = {name: thing.get(name) for name in ("answers", "decision")}
    return {"type": thing["type"], "id": thing["id"], **words, **told}


@operation(part, "/fates", "public:fate:view", answers=FatesTold)
def fates() -> dict[str, Any]:
    """Show what became of all contributions, in sums."""
    whole = whole_of(db.session(), g.process, read=remembered_groups)
    return {
        "contributions": whole.total,
        "minimum_cell": g.process.minimum_cell,
        "fates": [
            {"source": source.value, "fate": kind.value, "contributions": whole.of(kind, source)}
            for source in whole.sources
            for kind in FateKind
        ],
        "out_of_scope": [{"reason": reason.value, "contributions": number} for reason, number in whole.reasons],
        "steps": [
            {"step": step.value, "source": source.value, "contributions": number}
            for step, row in steps_of(whole).items()
            for source, number in row.items()
        ],
        "by_helix": _groups_told(whole),
    }


@operation(part, "/chain", "public:fate:view", answers=ChainTold, wants=ChainWanted)
def chain(wanted: dict[str, Any]) -> dict[str, Any]:
    """Show what led to what.

    Everything that everybody may see from themes to actions, or what led to one thing and came of it.
    """
    view = chains.view_of(db.session(), g.process, chains.parse(wanted["at"]))
    return {
        "things": [_thing_told(thing) for thing in chains.things_of(view)],
        "steps": [{"source": "-".join(source), "target": "-".join(target)} for source, target in chains.steps(view)],
    }
