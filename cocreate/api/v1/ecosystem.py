"""The register of the ecosystem: actors with what they bring to which challenge, as everybody sees it."""

from typing import Any

from flask import g
from marshmallow import fields
from marshmallow.validate import OneOf

from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.ecosystem.register import Line, Wanted, register
from cocreate.ecosystem.rules import ActorType, Part
from cocreate.process.rules import HelixCategory

part = resource("ecosystem", "Ecosystem", "Actors that help with the challenges.")
TYPES, FAMILIES = [kind.value for kind in ActorType], [family.value for family in HelixCategory]


class StrengthTold(Shape):
    """What an actor brings to a challenge; without a title, that it is there."""

    challenge = fields.String(required=True)
    part = fields.String(required=True, validate=OneOf([one.value for one in Part]))
    title = texts()


class ActorTold(Shape):
    """An organisation or initiative that is shown to everybody; nobody's mail address is."""

    id = fields.String(required=True)
    name = texts()
    spellings = fields.List(fields.String(), required=True, metadata={"description": "Every way it is written."})
    type = fields.String(required=True, validate=OneOf(TYPES))
    helix = fields.String(required=True)
    description = texts()
    website = fields.String(required=True)
    municipality = fields.String(required=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    trl_from = fields.Integer(required=True, allow_none=True)
    trl_to = fields.Integer(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    strengths = fields.List(fields.Nested(StrengthTold), required=True)


class ActorsWanted(PageWanted):
    """Which actors are asked for."""

    type = fields.String(load_default="", validate=OneOf(["", *TYPES]))
    helix = fields.String(load_default="", validate=OneOf(["", *FAMILIES]))


def _actor_told(line: Line) -> dict[str, Any]:
    actor = line.actor
    own = (
        *("name", "type", "helix", "description", "website", "municipality", "latitude", "longitude"),
        *("trl_from", "trl_to", "tags"),
    )
    strengths = [
        {"challenge": one.challenge.public_id, "part": one.part.value, "title": one.title} for one in line.strengths
    ]
    told = {name: getattr(actor, name) for name in own}
    return {"id": actor.public_id, **told, "spellings": list(line.names), "strengths": strengths}


@operation(part, "/actors", "ecosystem:map:view", answers=paged(ActorTold), wants=ActorsWanted)
def actors(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the actors of the ecosystem.

    By name, as everybody sees them; an organisation that was entered under several spellings comes once.
    """
    asked = Wanted(type=wanted["type"], helix=wanted["helix"])
    return page_of(map(_actor_told, register(db.session(), g.process, asked)), wanted)
