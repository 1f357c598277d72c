"""The search, with the same rows for whoever asks as its page has."""

from functools import partial
from typing import Any

from marshmallow import fields
from marshmallow.validate import OneOf, Range

from cocreate.api.v1 import operations
from cocreate.api.v1.fields import Shape, plain
from cocreate.api.v1.operations import operation, resource
from cocreate.errors import Invalid
from cocreate.search.finding import Shown, find
from cocreate.search.rules import LONGEST_QUESTION, MOST_FOUND, PAGE, Kind, Wanted
from cocreate.settings import LANGUAGES
from cocreate.web.access import find_actor

part = resource("search", "Search", "One search over everything that one may see.", beneath_process=False)
KINDS = [kind.value for kind in Kind]


class SearchWanted(Shape):
    """What is looked for."""

    q = plain(LONGEST_QUESTION, required=True, metadata={"description": "Words; in quotation marks, side by side."})
    kind = fields.String(load_default="", validate=OneOf(["", *KINDS]))
    process = plain(16, load_default="", metadata={"description": "The id of a process, to look in it only."})
    language = fields.String(load_default="", validate=OneOf(["", *LANGUAGES]))
    limit = fields.Integer(load_default=PAGE, validate=Range(1, 100))
    after = plain(8, load_default="", metadata={"description": "The cursor that the page before gave as `next`."})


class PieceTold(Shape):
    """Some characters of a text, marked where they are what was looked for."""

    text = fields.String(required=True)
    is_marked = fields.Boolean(required=True)


class HitTold(Shape):
    """One thing that was found; `title` is empty for what has none, such as an answer."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=OneOf(KINDS))
    process = fields.String(required=True)
    address = fields.String(required=True, metadata={"description": "Of its page for people."})
    title = fields.String(required=True)
    language = fields.String(required=True, metadata={"description": "Of the snippet; empty where it is not known."})
    snippet = fields.List(fields.Nested(PieceTold), required=True)


class FoundTold(Shape):
    """One page of what was found, the best first; it counts only what one may see."""

    items = fields.List(fields.Nested(HitTold), required=True)
    next = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True)
    is_more = fields.Boolean(required=True, metadata={"description": "Whether there is more than `total`."})
    is_near = fields.Boolean(
        required=True, metadata={"description": "Whether nothing has the words as written, and this comes nearest."}
    )


def _hit_told(row: Shown) -> dict[str, Any]:
    pieces = [{"text": piece.text, "is_marked": piece.is_marked} for piece in row.snippet.pieces]
    known = {"id": row.ref, "kind": row.kind.value, "process": row.process.public_id, "address": row.url}
    return {**known, "title": row.name, "language": row.snippet.language, "snippet": pieces}


@operation(part, "/search", "search:everything", answers=FoundTold, wants=SearchWanted)
def everything(wanted: dict[str, Any]) -> dict[str, Any]:
    """Search everything that one may see.

    All the words have to be there, whatever their accents and endings; where nothing has them all, words that are
    written alike and single words count, and `is_near` says so.
    """
    page = _page(wanted["after"])
    token = operations.shown().token
    actor_in = partial(operations.actor_of, token.user) if token is not None else find_actor
    asked = Wanted(wanted["q"], wanted["kind"], wanted["process"], wanted["language"])
    found, shown = find(asked, page, wanted["limit"], actor_in=actor_in, external=True)
    is_last = page * wanted["limit"] >= found.total
    return {
        "items": [_hit_told(row) for row in shown],
        "next": None if is_last else str(page + 1),
        "total": found.total,
        "is_more": found.is_more,
        "is_near": found.is_near,
    }


def _page(after: str) -> int:
    if not after:
        return 1
    if not (after.isascii() and after.isdigit() and 1 <= int(after) <= MOST_FOUND):
        raise Invalid("api.cursor.unknown")
    return int(after)
