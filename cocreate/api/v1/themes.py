"""Accepted themes of the free answers, with their counts and the words of those who agreed to be quoted."""

from typing import Any

from flask import g
from marshmallow import fields

from cocreate.analysis.disclosure import HIDDEN, suppress
from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.errors import Invalid, NotFound
from cocreate.process.queries import challenges_of
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes import queries
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState

part = resource("themes", "Themes", "What several free answers have in common, as accepted by people.")
QUOTES = 5


class AnswerTold(Shape):
    """Words of somebody who agreed to be quoted, without what would tell who it is."""

    id = fields.String(required=True)
    text = fields.String(required=True)
    language = fields.String(required=True, metadata={"description": "Empty where it is not known."})
    question = fields.String(required=True)
    source = fields.String(required=True, metadata={"description": "In demonstrations: where it is borrowed from."})


Counts = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True), required=True)


class ThemeTold(Shape):
    """A theme. A count that is null is hidden, since it or another would tell of few people."""

    id = fields.String(required=True)
    title = texts()
    size = fields.Integer(required=True, metadata={"description": "Answers whose main theme it is."})
    question = fields.String(required=True)
    consultation = fields.String(required=True)
    belongs_to = fields.String(required=True, metadata={"description": "challenge, sub_challenge, new, transversal…"})
    challenge = fields.String(required=True, allow_none=True)
    sub_challenge = fields.String(required=True, allow_none=True)
    by_helix = Counts
    by_language = Counts


class QuotedTheme(ThemeTold):
    """A theme with the answers that show it best."""

    quotes = fields.List(fields.Nested(AnswerTold), required=True)


def theme_told(theme: Theme, places: dict[int, str], sub_places: dict[int, str]) -> dict[str, Any]:
    """A theme as programs read it."""
    return {
        "id": theme.public_id,
        "title": theme.title,
        "size": theme.size,
        "question": theme.question.public_id,
        "consultation": theme.run.consultation.public_id,
        "belongs_to": theme.belongs_to,
        "challenge": places.get(theme.challenge_id or 0),
        "sub_challenge": sub_places.get(theme.sub_challenge_id or 0),
        "by_helix": _safe(theme.by_helix),
        "by_language": _safe(theme.by_language),
    }


def _safe(counts: dict[str, int]) -> dict[str, int | None]:
    cells = suppress(counts, g.process.minimum_cell).cells
    return {key or "unknown": None if count is HIDDEN else count for key, count in sorted(cells.items())}


def _places() -> tuple[dict[int, str], dict[int, str]]:
    rows = challenges_of(db.session(), g.process)
    subs = {sub.id: sub.public_id for row in rows for sub in row.sub_challenges}
    return {row.id: row.public_id for row in rows}, subs


def _answer_told(answer: PublicAnswer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "text": answer.text,
        "language": answer.text_language,
        "question": answer.question.public_id,
        "source": answer.attribution.get("source", ""),
    }


def theme_of_address(theme_id: str) -> Theme:
    """An accepted theme of this process."""
    theme = queries.find_theme(db.session(), g.process, theme_id)
    if theme.state != ThemeState.ACCEPTED:
        raise NotFound()
    return theme


@operation(part, "/themes", "themes:public:view", answers=paged(ThemeTold), wants=PageWanted)
def themes(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the accepted themes.

    Largest first.
    """
    places, subs = _places()
    rows = queries.accepted_themes(db.session(), g.process)
    return page_of((theme_told(theme, places, subs) for theme in rows), wanted)


@operation(part, "/themes/<theme_id>", "themes:public:view", answers=QuotedTheme)
def theme(theme_id: str) -> dict[str, Any]:
    """Show a theme with its best quotes."""
    row = theme_of_address(theme_id)
    quotes = queries.quotes_of(db.session(), [row], most=QUOTES)[row.id]
    return {**theme_told(row, *_places()), "quotes": [_answer_told(quote) for quote in quotes]}


@operation(part, "/themes/<theme_id>/answers", "themes:public:view", answers=paged(AnswerTold), wants=PageWanted)
def answers(wanted: dict[str, Any], theme_id: str) -> dict[str, Any]:
    """List the answers of a theme.

    Of those who agreed to be quoted, the most telling first. A page may hold fewer than asked for: words that may tell
    who somebody is are left out.
    """
    after = wanted["after"] or "1"
    if not (after.isascii() and after.isdigit() and 0 < len(after) < 7):
        raise Invalid("api.cursor.unknown")
    page = max(1, int(after))
    rows, pages = queries.public_answers_page(db.session(), theme_of_address(theme_id), page, wanted["limit"])
    return {"items": [_answer_told(row) for row in rows], "next": str(page + 1) if page < pages else None}
