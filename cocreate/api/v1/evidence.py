"""The library of evidence: what challenges rest on; documents and indicators can be added."""

import math
from collections.abc import Mapping
from typing import Any

from flask import g
from marshmallow import ValidationError, fields
from marshmallow.validate import Length, OneOf

from cocreate.api.rules import Scope
from cocreate.api.v1.fields import PageWanted, Shape, TextGiven, TitleGiven, filled, page_of, paged, plain, texts
from cocreate.api.v1.operations import once, operation, resource
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.process.evidence import commands, queries
from cocreate.process.evidence.periods import period_of
from cocreate.process.evidence.reading import LONGEST_NAME, IndicatorFound
from cocreate.process.evidence.rules import TAGS, EvidenceKind
from cocreate.process.models import Evidence
from cocreate.settings import LANGUAGES
from cocreate.web.access import current_actor, may

part = resource("evidence", "Evidence", "Documents, indicators and interviews on which challenges rest.")
MOST_TERRITORIES, MOST_PERIODS, MOST_INDICATORS = 100, 500, 100
# What is told of a talk with somebody who is not to be named.
UNNAMED: dict[str, Any] = {"title": {}, "summary": {}, "source": "", "url": "", "day": None}
KINDS = [kind.value for kind in EvidenceKind]


class SeriesTold(Shape):
    """The values of an indicator in one territory, by period (2017, 2017-Q2, 2017-05)."""

    territory = fields.String(required=True)
    values = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)


class QuoteTold(Shape):
    """Words of an interview that may be published."""

    text = fields.String(required=True)
    language = fields.String(required=True)
    by = fields.String(required=True, metadata={"description": "Empty where the person did not agree to be named."})


class EvidenceTold(Shape):
    """A document, an indicator or an interview."""

    id = fields.String(required=True)
    kind = fields.String(required=True, validate=OneOf(KINDS))
    title = texts()
    summary = texts()
    source = fields.String(required=True)
    url = fields.String(required=True)
    day = fields.Date(required=True, allow_none=True)
    tags = fields.List(fields.String(), required=True)
    unit = fields.String(required=True)
    series = fields.List(fields.Nested(SeriesTold), required=True)
    quotes = fields.List(fields.Nested(QuoteTold), required=True)


class Period(fields.String):
    """A year, half-year, quarter or month."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        found = period_of(super()._deserialize(value, attr, data, **kwargs))
        if not found:
            raise ValidationError("Not a period such as 2017, 2017-S1, 2017-Q2 or 2017-05.")
        return found


def _number(value: float) -> None:
    if not math.isfinite(value):
        raise ValidationError("Not a number.")


def series_given() -> fields.Dict:
    """Territory -> period -> value."""
    values = fields.Dict(keys=Period(), values=fields.Float(validate=_number), validate=Length(min=1, max=MOST_PERIODS))
    return fields.Dict(
        keys=plain(LONGEST_NAME, shortest=1), values=values, load_default=dict, validate=Length(max=MOST_TERRITORIES)
    )


class EvidenceGiven(Shape):
    """A new document or indicator."""

    kind = fields.String(required=True, validate=OneOf(["document", "indicator"]))
    title = fields.Nested(TitleGiven, required=True)
    summary = fields.Nested(TextGiven, load_default=dict)
    source = plain(300, load_default="")
    url = plain(1000, load_default="", metadata={"description": "http:// or https://, or empty."})
    day = fields.Date(load_default=None, allow_none=True)
    tags = fields.List(fields.String(validate=OneOf(list(TAGS))), load_default=list)
    unit = plain(80, load_default="")
    series = series_given()


class IndicatorGiven(Shape):
    """New values of an indicator; one with the same title and unit that is there gets them beside its own."""

    title = plain(300, shortest=1, required=True)
    unit = plain(80, load_default="")
    source = plain(300, load_default="")
    series = series_given()


class ImportGiven(Shape):
    """Indicators with their values, whose titles are in one language."""

    language = fields.String(required=True, validate=OneOf(LANGUAGES))
    indicators = fields.List(fields.Nested(IndicatorGiven), required=True, validate=Length(min=1, max=MOST_INDICATORS))


class ImportTold(Shape):
    """What came of it."""

    new = fields.Integer(required=True)
    known = fields.Integer(required=True)
    values = fields.Integer(required=True)


class EvidenceWanted(PageWanted):
    """Which evidence is asked for."""

    kind = fields.String(load_default="", validate=OneOf(["", *KINDS]))
    tag = fields.String(load_default="", validate=OneOf(["", *TAGS]))


def evidence_told(row: Evidence) -> dict[str, Any]:
    """A piece of evidence as programs read it: never the notes of an interview, and who gave it only as agreed."""
    own = {name: getattr(row, name) for name in ("kind", "title", "summary", "source", "url", "day", "tags", "unit")}
    if not queries.may_name(row, may("process:evidence:view")):
        own |= UNNAMED
    quotes = [{"text": quote.text, "language": quote.language, "by": quote.by} for quote in queries.public_quotes(row)]
    series = [{"territory": one.territory, "values": one.numbers} for one in row.series]
    return {"id": row.public_id, **own, "series": series, "quotes": quotes}


@operation(part, "/evidence", "process:view", answers=paged(EvidenceTold), wants=EvidenceWanted)
def library(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the library of evidence.

    What everybody may see of it: an interview with somebody who did not agree to be named has quotes and tags only.
    Insiders see all interviews with their titles, without the notes.
    """
    asked = queries.Wanted(kind=wanted["kind"], tag=wanted["tag"])
    rows = queries.library(db.session(), g.process, asked, is_inside=may("process:evidence:view"))
    return page_of(map(evidence_told, rows), wanted)


@operation(part, "/evidence/<evidence_id>", "process:view", answers=EvidenceTold)
def evidence(evidence_id: str) -> dict[str, Any]:
    """Show a piece of evidence."""
    row = commands.find_evidence(db.session(), g.process, evidence_id)
    if not queries.is_public(row) and not may("process:evidence:view"):
        raise NotFound()
    return evidence_told(row)


@operation(
    part,
    "/evidence",
    "process:evidence:edit",
    method="POST",
    status=201,
    answers=EvidenceTold,
    takes=EvidenceGiven,
    scope=Scope.EVIDENCE,
    is_made_once=True,
)
def add_evidence(given: dict[str, Any]) -> dict[str, Any]:
    """Add a document or an indicator."""
    told = commands.EvidenceTold(
        title=filled(given["title"]),
        summary=filled(given["summary"]),
        source=given["source"],
        url=given["url"],
        day=given["day"],
        tags=tuple(given["tags"]),
        unit=given["unit"],
        series=given["series"],
    )
    with transaction() as session:
        made = commands.add_evidence(
            session,
            current_actor(),
            g.process,
            EvidenceKind(given["kind"]),
            told,
            public_id=once(current_actor())[:12] or None,
        )
        return evidence_told(made)


@operation(
    part,
    "/evidence/indicators",
    "process:evidence:edit",
    method="POST",
    answers=ImportTold,
    takes=ImportGiven,
    scope=Scope.EVIDENCE,
)
def take_in(given: dict[str, Any]) -> dict[str, Any]:
    """Bring in values of indicators.

    Indicators that are new are added; those that are there get the values beside their own, or instead of those of the
    same period. Sending the same again changes nothing.
    """
    found = [
        IndicatorFound(title=one["title"], unit=one["unit"], source=one["source"], series=one["series"])
        for one in given["indicators"]
    ]
    with transaction() as session:
        done = commands.take_in(session, current_actor(), g.process, found, language=given["language"])
    return {"new": done.new, "known": done.known, "values": done.values}
