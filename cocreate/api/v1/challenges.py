"""Challenges with their parts, what they rest on and hang together with."""

from typing import Any

from flask import g
from marshmallow import fields
from marshmallow.validate import OneOf

from cocreate.api.rules import Scope
from cocreate.api.v1.evidence import EvidenceTold, evidence_told
from cocreate.api.v1.fields import PageWanted, Shape, TextGiven, TitleGiven, filled, page_of, paged, texts
from cocreate.api.v1.operations import check_match, once, operation, resource
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.process import commands, queries
from cocreate.process.fiches import fiche_of
from cocreate.process.models import Asset, Challenge, SubChallenge
from cocreate.process.rules import ChallengeState
from cocreate.process.validations import latest_decided
from cocreate.web.access import current_actor, may

part = resource("challenges", "Challenges", "Societal problems that frame the strategy.")


class PartTold(Shape):
    """A sub-challenge or an asset."""

    id = fields.String(required=True)
    title = texts()
    description = texts()


class ChallengeTold(Shape):
    """A societal problem that frames the strategy."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=OneOf([state.value for state in ChallengeState]))
    title = texts()
    description = texts()
    tags = fields.List(fields.String(), required=True)
    sub_challenges = fields.List(fields.Nested(PartTold), required=True)
    assets = fields.List(fields.Nested(PartTold), required=True)


class ReasonTold(Shape):
    """Evidence that a challenge rests on, and what it shows."""

    evidence = fields.Nested(EvidenceTold, required=True)
    reason = texts()


class LinkTold(Shape):
    """Another challenge that it hangs together with, and why."""

    challenge = fields.String(required=True)
    reason = texts()


class FicheTold(ChallengeTold):
    """All about one challenge."""

    evidence = fields.List(fields.Nested(ReasonTold), required=True)
    links = fields.List(fields.Nested(LinkTold), required=True)
    validation = fields.String(
        required=True, allow_none=True, metadata={"description": "What the committee decided last, if it did."}
    )


class ChallengeGiven(Shape):
    """A new challenge; without `state` everybody sees it as soon as the process is public."""

    title = fields.Nested(TitleGiven, required=True)
    description = fields.Nested(TextGiven, load_default=dict)
    state = fields.String(load_default="listed", validate=OneOf(["listed", "draft"]))


class ChallengeChange(Shape):
    """What is to become different; what is left out stays."""

    title = fields.Nested(TitleGiven)
    description = fields.Nested(TextGiven)


class PartGiven(Shape):
    """A new sub-challenge or asset."""

    title = fields.Nested(TitleGiven, required=True)
    description = fields.Nested(TextGiven, load_default=dict)


def challenge_told(row: Challenge) -> dict[str, Any]:
    """A challenge as programs read it."""
    own = {name: getattr(row, name) for name in ("state", "title", "description", "tags")}
    parts = {name: [_part_told(one) for one in getattr(row, name)] for name in ("sub_challenges", "assets")}
    return {"id": row.public_id, **own, **parts}


def _part_told(row: SubChallenge | Asset) -> dict[str, Any]:
    return {"id": row.public_id, "title": row.title, "description": row.description}


def _fiche_told(row: Challenge) -> dict[str, Any]:
    session = db.session()
    fiche = fiche_of(session, row, is_inside=row.state != ChallengeState.LISTED)
    validation = latest_decided(session, row)
    return {
        **challenge_told(row),
        "evidence": [{"evidence": evidence_told(use.evidence), "reason": use.reason} for use in fiche.uses],
        "links": [{"challenge": link.other.public_id, "reason": link.reason} for link in fiche.links],
        "validation": validation.outcome if validation is not None else None,
    }


def challenge_of_address(challenge_id: str) -> Challenge:
    """The challenge; a draft is for insiders only."""
    row = commands.find_challenge(db.session(), g.process, challenge_id)
    if row.state != ChallengeState.LISTED and not may("process:evidence:view"):
        raise NotFound()
    return row


@operation(part, "/challenges", "process:view", answers=paged(ChallengeTold), wants=PageWanted)
def challenges(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the challenges.

    In order; for insiders the drafts come last.
    """
    states = [ChallengeState.LISTED, *([ChallengeState.DRAFT] if may("process:evidence:view") else [])]
    rows = [row for state in states for row in queries.challenges_of(db.session(), g.process, state)]
    return page_of(map(challenge_told, rows), wanted)


@operation(
    part,
    "/challenges",
    "process:edit",
    method="POST",
    status=201,
    answers=FicheTold,
    takes=ChallengeGiven,
    scope=Scope.PROCESSES,
    is_made_once=True,
)
def add_challenge(given: dict[str, Any]) -> dict[str, Any]:
    """Add a challenge.

    It comes last. Where the committee has validated challenges already, it is a draft until that is validated too.
    """
    with transaction() as session:
        made = commands.add_challenge(
            session,
            current_actor(),
            g.process,
            title=filled(given["title"]),
            description=filled(given["description"]),
            form_token=once(current_actor()),
            state=ChallengeState(given["state"]),
        )
        return _fiche_told(made)


@operation(part, "/challenges/<challenge_id>", "process:view", answers=FicheTold)
def challenge(challenge_id: str) -> dict[str, Any]:
    """Show a challenge.

    With its parts, the evidence on which it rests, and the challenges that it hangs together with.
    """
    return _fiche_told(challenge_of_address(challenge_id))


@operation(
    part,
    "/challenges/<challenge_id>",
    "process:edit",
    method="PATCH",
    answers=FicheTold,
    takes=ChallengeChange,
    scope=Scope.PROCESSES,
)
def change_challenge(given: dict[str, Any], challenge_id: str) -> dict[str, Any]:
    """Change the texts of a challenge."""
    row = challenge_of_address(challenge_id)
    check_match(FicheTold, _fiche_told(row))
    with transaction() as session:
        commands.describe_challenge(
            session,
            current_actor(),
            g.process,
            row,
            title=filled(given["title"]) if "title" in given else row.title,
            description=filled(given["description"]) if "description" in given else row.description,
            version=row.version,
        )
        return _fiche_told(row)


def _add_part(given: dict[str, Any], challenge_id: str, kind: type[SubChallenge] | type[Asset]) -> dict[str, Any]:
    with transaction() as session:
        made = commands.add_part(
            session,
            current_actor(),
            g.process,
            commands.find_challenge(session, g.process, challenge_id),
            kind,
            title=filled(given["title"]),
            description=filled(given["description"]),
            form_token=once(current_actor()),
        )
        return _part_told(made)


@operation(
    part,
    "/challenges/<challenge_id>/sub-challenges",
    "process:edit",
    method="POST",
    status=201,
    answers=PartTold,
    takes=PartGiven,
    scope=Scope.PROCESSES,
    is_made_once=True,
)
def add_sub_challenge(given: dict[str, Any], challenge_id: str) -> dict[str, Any]:
    """Add a sub-challenge."""
    return _add_part(given, challenge_id, SubChallenge)


@operation(
    part,
    "/challenges/<challenge_id>/assets",
    "process:edit",
    method="POST",
    status=201,
    answers=PartTold,
    takes=PartGiven,
    scope=Scope.PROCESSES,
    is_made_once=True,
)
def add_asset(given: dict[str, Any], challenge_id: str) -> dict[str, Any]:
    """Add an asset."""
    return _add_part(given, challenge_id, Asset)
