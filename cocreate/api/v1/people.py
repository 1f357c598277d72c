"""The people whom the organisation of a process knows, for its team; and the experts who agreed to be found."""

from typing import Any

from flask import g
from marshmallow import fields
from marshmallow.validate import OneOf
from sqlalchemy import select

from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.directory import queries
from cocreate.directory.models import Participation, Person
from cocreate.directory.queries import Wanted
from cocreate.directory.rules import Purpose, TakingPart, Use
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

part = resource("people", "People", "The directory of the organisation that runs a process.")
FAMILIES = [family.value for family in HelixCategory]
STANDINGS = [*(one.value for one in TakingPart), "none"]


class ExpertTold(Shape):
    """Somebody who agreed to be found by everybody, with what they agreed to show."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    function = fields.String(required=True)
    helix = fields.String(required=True, metadata={"description": "Family of the quadruple helix; empty: not told."})
    skills = fields.List(fields.String(), required=True)


class PersonTold(ExpertTold):
    """Somebody of the directory. What is told of gender, telephone and help that is needed stays on the page."""

    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, validate=OneOf(LANGUAGES), metadata={"description": "Of letters."})
    speaks = fields.List(fields.String(), required=True, metadata={"description": "Languages beside that one."})
    uses = fields.List(fields.String(validate=OneOf([use.value for use in Use])), required=True)
    agrees_to = fields.List(fields.String(validate=OneOf([one.value for one in Purpose])), required=True)
    standing = fields.String(
        required=True, validate=OneOf(STANDINGS), metadata={"description": "In this process; none: not asked."}
    )


class PeopleWanted(PageWanted):
    """Which people are asked for."""

    helix = fields.String(load_default="", validate=OneOf(["", *FAMILIES]))
    use = fields.String(load_default="", validate=OneOf(["", *(use.value for use in Use)]))
    standing = fields.String(load_default="", validate=OneOf(["", *STANDINGS]))


class ExpertsWanted(PageWanted):
    """Which experts are asked for."""

    helix = fields.String(load_default="", validate=OneOf(["", *FAMILIES]))


def _expert_told(person: Person) -> dict[str, Any]:
    own = {name: getattr(person, name) for name in ("name", "function", "helix", "skills")}
    return {"id": person.public_id, **own, "organisation": person.works_for}


def _person_told(person: Person, here: Participation | None) -> dict[str, Any]:
    return {
        **_expert_told(person),
        **{name: getattr(person, name) for name in ("email", "language", "speaks", "uses")},
        "agrees_to": [one.value for one in Purpose if person.agrees_to(one)],
        "standing": here.state if here is not None else "none",
    }


def _page(asked: Any, wanted: dict[str, Any]) -> tuple[dict[str, Any], list[Person]]:
    """A page of ids, and the people behind them: of many people only those are read."""
    session = db.session()
    page = page_of(({"id": key} for key in session.scalars(asked.with_only_columns(Person.public_id))), wanted)
    ids = [row["id"] for row in page["items"]]
    found = {person.public_id: person for person in session.scalars(select(Person).where(Person.public_id.in_(ids)))}
    return page, [found[key] for key in ids]


@operation(part, "/people", "directory:people:view", answers=paged(PersonTold), wants=PeopleWanted)
def people(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the people of the directory.

    By name; those whom the organisation of the process knows, with what they agreed to.
    """
    asked = Wanted(helix=wanted["helix"], use=wanted["use"], here=wanted["standing"])
    page, rows = _page(queries.people_where(g.process, asked), wanted)
    here = queries.standing(db.session(), g.process, rows)
    return {**page, "items": [_person_told(person, here.get(person.id)) for person in rows]}


@operation(part, "/people/<directory_person_id>", "directory:people:view", answers=PersonTold)
def person(directory_person_id: str) -> dict[str, Any]:
    """Show somebody of the directory."""
    session = db.session()
    row = queries.find_person(session, g.process, directory_person_id)
    return _person_told(row, queries.standing(session, g.process, [row]).get(row.id))


@operation(part, "/experts", "directory:experts:view", answers=paged(ExpertTold), wants=ExpertsWanted)
def experts(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the experts who agreed to be found.

    By name.
    """
    page, rows = _page(queries.experts_where(g.process, helix=wanted["helix"]), wanted)
    return {**page, "items": [_expert_told(person) for person in rows]}
