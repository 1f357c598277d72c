"""News, documents and the population of a process, as its public record tells them."""

from typing import Any

from flask import g, url_for
from marshmallow import fields
from marshmallow.validate import OneOf

from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged, texts
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.public.documents.commands import documents_of, find_document
from cocreate.public.models import DocumentVersion, NewsPost, RecordDocument
from cocreate.public.news.commands import find_news, news_of
from cocreate.public.population import Attribute, populations_of

part = resource("news", "Public record", "What organisers tell everybody about a process.")


class NewsTold(Shape):
    """A few words for everybody; one that happens at a moment is an event."""

    id = fields.String(required=True)
    title = texts()
    body = texts()
    happens_at = fields.AwareDateTime(required=True, allow_none=True)
    place = fields.String(required=True)
    published_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)


class DocumentVersionTold(Shape):
    """One version of a document; `hash` is the SHA-256 of its file. One that was withdrawn has no file any more."""

    number = fields.Integer(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    hash = fields.String(required=True)
    changes = texts()
    published_at = fields.AwareDateTime(required=True)
    is_withdrawn = fields.Boolean(required=True)
    address = fields.String(required=True)


class DocumentTold(Shape):
    """A document that the organisers offer, with its versions, the newest first."""

    id = fields.String(required=True)
    title = texts()
    versions = fields.List(fields.Nested(DocumentVersionTold), required=True)


class ShareTold(Shape):
    """The share of the population in one category."""

    category = fields.String(required=True)
    percent = fields.Float(required=True)


class PopulationTold(Shape):
    """Whom the population consists of by one attribute, and who says so."""

    id = fields.String(required=True, validate=OneOf([one.value for one in Attribute]))
    shares = fields.List(fields.Nested(ShareTold), required=True)
    source = fields.String(required=True)
    url = fields.String(required=True)
    year = fields.Integer(required=True, allow_none=True)
    changed_at = fields.AwareDateTime(required=True)


def _news_told(row: NewsPost) -> dict[str, Any]:
    own = ("title", "body", "happens_at", "place", "published_at", "changed_at")
    return {"id": row.public_id, **{name: getattr(row, name) for name in own}}


def _document_told(row: RecordDocument) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "title": row.title,
        "versions": [_version_told(row, version) for version in row.versions],
    }


def _version_told(row: RecordDocument, version: DocumentVersion) -> dict[str, Any]:
    own = ("number", "name", "media_type", "size", "hash", "changes", "published_at")
    at: dict[str, Any] = {"record_document_id": row.public_id, "document_number": version.number}
    return {
        **{name: getattr(version, name) for name in own},
        "is_withdrawn": version.withdrawn_at is not None,
        "address": url_for("record_documents.file", **at, _external=True),
    }


@operation(part, "/news", "public:record:view", answers=paged(NewsTold), wants=PageWanted)
def news(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the news.

    Newest first; of the milestones that the process has by itself, phases and consultations tell.
    """
    return page_of(map(_news_told, news_of(db.session(), g.process)), wanted)


@operation(part, "/news/<news_id>", "public:record:view", answers=NewsTold)
def one_news(news_id: str) -> dict[str, Any]:
    """Show a piece of news."""
    return _news_told(find_news(db.session(), g.process, news_id))


@operation(part, "/documents", "public:record:view", answers=paged(DocumentTold), wants=PageWanted)
def documents(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the documents that the organisers offer."""
    return page_of(map(_document_told, documents_of(db.session(), g.process)), wanted)


@operation(part, "/documents/<record_document_id>", "public:record:view", answers=DocumentTold)
def document(record_document_id: str) -> dict[str, Any]:
    """Show a document with its versions."""
    return _document_told(find_document(db.session(), g.process, record_document_id))


@operation(part, "/population", "public:record:view", answers=paged(PopulationTold), wants=PageWanted)
def population(wanted: dict[str, Any]) -> dict[str, Any]:
    """List whom the population consists of.

    An attribute each, as far as the organisers told; who took part in a consultation stands beside it.
    """
    rows = populations_of(db.session(), g.process)
    return page_of(
        (
            {
                "id": attribute.value,
                "shares": [{"category": key, "percent": percent} for key, percent in row.shares.items()],
                **{name: getattr(row, name) for name in ("source", "url", "year", "changed_at")},
            }
            for attribute, row in rows.items()
        ),
        wanted,
    )
