"""Accepted themes of the free answers, with their counts and the words of those who agreed to be quoted."""

from collections.abc import Mapping
from typing import Any

from flask import g
from marshmallow import fields

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.errors import Invalid, NotFound
from cocreate.process.queries import challenges_of
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes import publishing, queries, views
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
    size = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Answers whose main theme it is; where it is null, no groups and no words are told."},
    )
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
    told = views.told(theme)
    return {
        "id": theme.public_id,
        "title": theme.title,
        "size": _shown(told.size),
        "question": theme.question.public_id,
        "consultation": theme.run.consultation.public_id,
        "belongs_to": theme.belongs_to,
        "challenge": places.get(theme.challenge_id or 0),
        "sub_challenge": sub_places.get(theme.sub_challenge_id or 0),
        "by_helix": _cells(told.by_helix),
        "by_language": _cells(told.by_language),
    }


def _shown(count: Shown) -> int | None:
    return None if count is HIDDEN else count


def _cells(counts: Mapping[str, Shown]) -> dict[str, int | None]:
    return {key or "unknown": _shown(count) for key, count in sorted(counts.items())}


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
    """An accepted theme of this process that whoever asks may see."""
    theme = queries.find_theme(db.session(), g.process, theme_id)
    if theme.state != ThemeState.ACCEPTED or not views.may_be_seen(theme.run.consultation):
        raise NotFound()
    return theme


@operation(part, "/themes", "themes:public:view", answers=paged(ThemeTold), wants=PageWanted)
def themes(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the accepted themes.

    Largest first.
    """
    places, subs = _places()
    rows = queries.accepted_themes(db.session(), g.process)
    seen = (theme for theme in rows if views.may_be_seen(theme.run.consultation))
    return page_of((theme_told(theme, places, subs) for theme in seen), wanted)


@operation(part, "/themes/<theme_id>", "themes:public:view", answers=QuotedTheme)
def theme(theme_id: str) -> dict[str, Any]:
    """Show a theme with its best quotes."""
    row = theme_of_address(theme_id)
    quotes = publishing.quotes_of(db.session(), [row], most=QUOTES)[row.id]
    return {**theme_told(row, *_places()), "quotes": [_answer_told(quote) for quote in quotes]}


@operation(part, "/themes/<theme_id>/answers", "themes:public:view", answers=paged(AnswerTold), wants=PageWanted)
def answers(wanted: dict[str, Any], theme_id: str) -> dict[str, Any]:
    """List the answers of a theme.

    Of those who agreed to be quoted, the most telling first. A page may hold fewer than asked for: words that may tell
    who somebody is are left out. A theme whose size is not told has none.
    """
    after = wanted["after"] or "1"
    if not (after.isascii() and after.isdigit() and 0 < len(after) < 7):
        raise Invalid("api.cursor.unknown")
    page = max(1, int(after))
    theme = theme_of_address(theme_id)
    if views.told(theme).size is HIDDEN:
        return {"items": [], "next": None}
    rows, pages = queries.public_answers_page(db.session(), theme, page, wanted["limit"])
    return {"items": [_answer_told(row) for row in rows], "next": str(page + 1) if page < pages else None}
