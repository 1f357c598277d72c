"""Processes with their phases, and who one is."""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_login import current_user
from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Range

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.accounts.organisations.queries import organisation_to_create_in
from cocreate.accounts.rules import SHORT_NAME_MAX
from cocreate.api.rules import Scope
from cocreate.api.v1 import operations
from cocreate.api.v1.fields import (
    PageWanted,
    Shape,
    TextGiven,
    TitleGiven,
    filled,
    moment,
    page_of,
    paged,
    plain,
    texts,
)
from cocreate.api.v1.operations import check_match, once, operation, resource
from cocreate.core.db import db, transaction
from cocreate.process import commands, queries
from cocreate.process.models import Process
from cocreate.process.patterns import PHASE_TITLES
from cocreate.process.rules import PhaseKind
from cocreate.web.access import current_actor

every = resource("processes", "Processes", "Runs of the method, each by one organisation.", beneath_process=False)
one = resource("process", "Processes", "One run of the method.")


class PhaseTold(Shape):
    """A stretch of time in which one kind of work is open."""

    kind = fields.String(required=True, validate=OneOf([kind.value for kind in PhaseKind]))
    title = texts()
    summary = texts()
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    is_open = fields.Boolean(required=True)


class ProcessTold(Shape):
    """One run of the method."""

    id = fields.String(required=True)
    organisation = fields.String(required=True, metadata={"description": "Short name of whoever runs it."})
    title = texts()
    summary = texts()
    region = fields.String(required=True)
    is_public = fields.Boolean(required=True)
    is_demo = fields.Boolean(required=True, metadata={"description": "Whether its answers are borrowed."})
    minimum_cell = fields.Integer(required=True, metadata={"description": "Smallest group whose count is shown."})
    created_at = fields.AwareDateTime(required=True)
    phases = fields.List(fields.Nested(PhaseTold), required=True)


class PhaseGiven(Shape):
    """When a phase is open."""

    kind = fields.String(required=True, validate=OneOf([kind.value for kind in PhaseKind]))
    starts_at = moment()
    ends_at = moment()

    @validates_schema
    def ends_later(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """A phase ends after it starts."""
        if data["ends_at"] <= data["starts_at"]:
            raise ValidationError("A phase ends after it starts.", "ends_at")


class ProcessGiven(Shape):
    """A new process; it is hidden until somebody publishes it."""

    organisation = plain(
        SHORT_NAME_MAX,
        load_default="",
        metadata={"description": "Short name of an organisation that one belongs to; needed where these are several."},
    )
    title = fields.Nested(TitleGiven, required=True)
    summary = fields.Nested(TextGiven, load_default=dict)
    region = plain(200, load_default="")
    minimum_cell = fields.Integer(load_default=5, validate=Range(1, 50), strict=True)
    phases = fields.List(fields.Nested(PhaseGiven), load_default=list, validate=Length(max=len(PhaseKind)))

    @validates_schema
    def one_of_each(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        """A process has one phase of a kind."""
        kinds = [phase["kind"] for phase in data["phases"]]
        if len(set(kinds)) < len(kinds):
            raise ValidationError("One phase of each kind.", "phases")


class ProcessChange(Shape):
    """What is to become different; what is left out stays."""

    title = fields.Nested(TitleGiven)
    summary = fields.Nested(TextGiven)
    region = plain(200)
    minimum_cell = fields.Integer(validate=Range(1, 50), strict=True)


class RoleTold(Shape):
    """What one is in a process."""

    process = fields.String(required=True)
    role = fields.String(required=True)


class MeTold(Shape):
    """Whose token this is, and what it is for."""

    id = fields.String(required=True)
    roles = fields.List(fields.Nested(RoleTold), required=True)
    scopes = fields.List(fields.String(), required=True, metadata={"description": "Empty for a browser's visit."})
    expires_at = fields.AwareDateTime(required=True, allow_none=True)


def process_told(process: Process) -> dict[str, Any]:
    """A process as programs read it."""
    now = clock.now()
    phases = [
        {
            "kind": phase.kind,
            "title": phase.title,
            "summary": phase.summary,
            "starts_at": phase.starts_at,
            "ends_at": phase.ends_at,
            "is_open": phase.is_open(now),
        }
        for phase in process.phases
    ]
    own = ("title", "summary", "region", "is_public", "is_demo", "minimum_cell", "created_at")
    ids = {"id": process.public_id, "organisation": process.organisation.short_name}
    return {**ids, **{name: getattr(process, name) for name in own}, "phases": phases}


@operation(every, "/me", "accounts:own", answers=MeTold)
def me() -> dict[str, Any]:
    """Say whose token this is.

    A program asks this first, to see whether its token still counts and what it is for.
    """
    token = operations.shown().token
    user: User = token.user if token is not None else current_user._get_current_object()
    processes = {process.id: process.public_id for process in queries.processes_of(db.session(), user.id)}
    roles = [{"process": processes[row.process_id], "role": row.role} for row in user.memberships]
    return {
        "id": user.public_id,
        "roles": sorted(roles, key=lambda row: (row["process"], row["role"])),
        "scopes": token.scopes if token is not None else [],
        "expires_at": token.expires_at if token is not None else None,
    }


@operation(every, "/processes", "process:list", answers=paged(ProcessTold), wants=PageWanted)
def processes(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the processes.

    The public ones, and those in which one has a role; newest first.
    """
    session, user_id = db.session(), current_actor().user_id
    mine = queries.processes_of(session, user_id) if user_id else []
    rows = {process.id: process for process in [*queries.public_processes(session), *mine]}
    return page_of((process_told(rows[key]) for key in sorted(rows, reverse=True)), wanted)


@operation(
    every,
    "/processes",
    "process:create",
    method="POST",
    status=201,
    answers=ProcessTold,
    takes=ProcessGiven,
    scope=Scope.PROCESSES,
    is_made_once=True,
)
def create(given: dict[str, Any]) -> dict[str, Any]:
    """Create a process.

    One becomes its owner. It is hidden until somebody publishes it. With the same Idempotency-Key header sent again,
    the answer is the process already made.
    """
    phases = [
        commands.PhaseDates(kind, PHASE_TITLES[kind], phase["starts_at"], phase["ends_at"])
        for phase in given["phases"]
        for kind in [PhaseKind(phase["kind"])]
    ]
    with transaction() as session:
        made = commands.create_process(
            session,
            current_actor(),
            organisation=organisation_to_create_in(session, current_actor(), given["organisation"]),
            title=filled(given["title"]),
            summary=filled(given["summary"]),
            region=given["region"],
            phases=phases,
            minimum_cell=given["minimum_cell"],
            form_token=once(current_actor()),
        )
        return process_told(made)


@operation(one, "", "process:view", answers=ProcessTold)
def show() -> dict[str, Any]:
    """Show a process with its phases."""
    return process_told(g.process)


@operation(
    one,
    "",
    "process:edit",
    method="PATCH",
    answers=ProcessTold,
    takes=ProcessChange,
    scope=Scope.PROCESSES,
)
def change(given: dict[str, Any]) -> dict[str, Any]:
    """Change the texts of a process."""
    process: Process = g.process
    check_match(ProcessTold, process_told(process))
    with transaction() as session:
        commands.describe_process(
            session,
            current_actor(),
            process,
            title=filled(given["title"]) if "title" in given else process.title,
            summary=filled(given["summary"]) if "summary" in given else process.summary,
            region=given.get("region", process.region),
            minimum_cell=given.get("minimum_cell", process.minimum_cell),
            version=process.version,
        )
        return process_told(process)
