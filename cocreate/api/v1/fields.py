"""Pieces of schemas that many resources share: texts in several languages, plain text that a database takes, pages."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length, Range

from cocreate.errors import Invalid
from cocreate.settings import LANGUAGES
from cocreate.web.forms import LONG, SHORT, clean

LAST_MOMENT = datetime(2200, 1, 1, tzinfo=UTC)
MOST, USUAL = 200, 50  # things on one page


class Plain(fields.String):
    """Text without control characters, stripped as forms strip it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = clean(super()._deserialize(value, attr, data, **kwargs))
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:  # half a sign, which no database takes
            raise ValidationError("Not valid text.") from error
        return str(text)


def plain(longest: int, *, shortest: int = 0, **options: Any) -> Plain:
    """Text of a limited length."""
    return Plain(validate=Length(min=shortest or None, max=longest), **options)


def moment() -> fields.AwareDateTime:
    """A moment with its zone, in years that every database knows."""
    return fields.AwareDateTime(required=True, validate=Range(datetime(1900, 1, 1, tzinfo=UTC), LAST_MOMENT))


class Shape(Schema):
    """The parent of every schema: what its docstring says stands in the description."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        told = {"description": " ".join((cls.__doc__ or "").split())}
        setattr(cls, "Meta", type("Meta", (Schema.Meta,), told))  # noqa: B010  a class of its own for each


class Texts(Shape):
    """A text in the languages that it has."""

    nl = fields.String()
    fr = fields.String()
    en = fields.String()
    de = fields.String()


class TitleGiven(Shape):
    """A short text in at least one language."""

    nl = plain(SHORT)
    fr = plain(SHORT)
    en = plain(SHORT)
    de = plain(SHORT)

    @validates_schema
    def has_some(self, data: Mapping[str, str], **_kwargs: Any) -> None:
        """A text in no language is none."""
        if not any(data.values()):
            raise ValidationError(f"Give it in at least one of: {', '.join(LANGUAGES)}.")


class TextGiven(Shape):
    """A longer text, in as many languages as you have."""

    nl = plain(LONG)
    fr = plain(LONG)
    en = plain(LONG)
    de = plain(LONG)


def texts() -> fields.Nested:
    """For what is read."""
    return fields.Nested(Texts, required=True)


def filled(given: Mapping[str, str]) -> dict[str, str]:
    """Only the languages that have a text."""
    return {code: given[code] for code in LANGUAGES if given.get(code)}


class PageWanted(Shape):
    """Which part of a list is asked for."""

    limit = fields.Integer(
        load_default=USUAL, validate=Range(1, MOST), metadata={"description": "How many at most (1 to 200)."}
    )
    after = plain(
        64, load_default="", metadata={"description": "The cursor that the page before gave as `next`; empty: begin."}
    )


def paged(item: type[Schema]) -> type[Schema]:
    """The schema of one page of a list."""
    name = f"{item.__name__}Page"
    return type(
        name,
        (Shape,),
        {
            "__doc__": "One page of a list, and where the next one begins.",
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(required=True, allow_none=True),
        },
    )


def page_of(rows: Iterable[Mapping[str, Any]], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a list after a cursor, which is the id of the last thing on the page before."""
    found = list(rows)
    start = 0
    if wanted["after"]:
        places = {row["id"]: place for place, row in enumerate(found)}
        if wanted["after"] not in places:
            raise Invalid("api.cursor.unknown")
        start = places[wanted["after"]] + 1
    shown = found[start : start + wanted["limit"]]
    is_last = start + len(shown) >= len(found)
    return {"items": shown, "next": None if is_last or not shown else shown[-1]["id"]}
