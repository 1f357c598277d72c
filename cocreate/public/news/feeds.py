"""Feeds, as Atom (RFC 4287) and RSS 2.0: pure, entries in, one document out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from cocreate.core.cells import printable

ATOM = "http://www.w3.org/2005/Atom"
TYPE = "application/atom+xml"
RSS_TYPE = "application/rss+xml"
HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'
MOST = 50


@dataclass(frozen=True)
class Item:
    """One entry: an id that never changes, when, what it is called, where it stands, and its text."""

    id: str
    at: datetime
    title: str
    url: str
    text: str = ""
    category: str = ""
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed at its own address, in one language."""

    id: str
    title: str
    author: str
    url: str  # of the feed
    page: str  # that says the same for people
    language: str
    began: datetime  # when there is no entry yet, the feed is as old as what it is about


def atom(feed: Feed, items: Sequence[Item]) -> bytes:
    """The document."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    for name, text in (
        ("id", feed.id),
        ("title", feed.title),
        ("updated", max((item.at for item in items), default=feed.began).isoformat(timespec="seconds")),
        ("generator", "cocreate"),
    ):
        _add(root, name, text)
    _add(SubElement(root, "author"), "name", feed.author)
    SubElement(root, "link", {"rel": "self", "type": TYPE, "href": feed.url})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for item in items:
        entry = SubElement(root, "entry", {"xml:lang": item.language} if item.language else {})
        _add(entry, "id", item.id)
        _add(entry, "title", item.title)
        _add(entry, "updated", item.at.isoformat(timespec="seconds"))
        _add(entry, "published", item.at.isoformat(timespec="seconds"))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.url})
        if item.category:
            SubElement(entry, "category", {"term": item.category})
        if item.text:
            _add(entry, "content", item.text).set("type", "text")
    return HEAD + tostring(root, encoding="utf-8")


def rss(feed: Feed, items: Sequence[Item]) -> bytes:
    """The same for readers that know RSS 2.0 only; the feed's own address stands in it as its best practices ask."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = SubElement(root, "channel")
    for name, text in (
        ("title", feed.title),
        ("link", feed.page),
        ("description", f"{feed.title} – {feed.author}"),
        ("language", feed.language),
        ("lastBuildDate", _rfc822(max((item.at for item in items), default=feed.began))),
        ("generator", "cocreate"),
    ):
        _add(channel, name, text)
    SubElement(channel, "atom:link", {"rel": "self", "type": RSS_TYPE, "href": feed.url})
    for item in items:
        entry = SubElement(channel, "item")
        _add(entry, "title", item.title)
        _add(entry, "link", item.url)
        _add(entry, "guid", item.id).set("isPermaLink", "false")
        _add(entry, "pubDate", _rfc822(item.at))
        if item.category:
            _add(entry, "category", item.category)
        if item.text:
            _add(entry, "description", escape(item.text).replace("\n", "<br>"))  # which is read as HTML
    return HEAD + tostring(root, encoding="utf-8")


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _add(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = printable(text)
    return made
