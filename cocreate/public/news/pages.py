"""The timeline of a process and its feed, for everybody; and the feed of the whole installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app, g, render_template, request

from cocreate import clock
from cocreate.core.cells import printable
from cocreate.core.db import db
from cocreate.process.models import Process
from cocreate.process.queries import public_processes
from cocreate.public.frame import publisher
from cocreate.public.news.timeline import KINDS, Entry, calls_of, milestones_of, split, timeline_of
from cocreate.web.access import requires
from cocreate.web.language import address, current_language, language_of, translate

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


pages = Blueprint("news", __name__)
MOST_PROCESSES = 30  # of the feed of the whole installation, the newest
FORMATS = {"atom": (atom, TYPE), "rss": (rss, RSS_TYPE)}
LASTS = 600  # seconds for which a reader of feeds need not ask again


@pages.get("/p/<process_id>/timeline")
@requires("public:record:view")
def index() -> str:
    """All that happened and is planned."""
    session = db.session()
    coming, past = split(timeline_of(session, g.process), clock.now())
    return render_template(
        "public/news/timeline.html", coming=coming, past=past, kinds=KINDS, calls=calls_of(session, g.process)
    )


@pages.get("/p/<process_id>/news.atom")
@requires("public:record:view")
def feed() -> Any:
    """What is new in one process."""
    return _feed("atom", "news.feed")


@pages.get("/p/<process_id>/news.rss")
@requires("public:record:view")
def feed_rss() -> Any:
    """The same for readers that know RSS only."""
    return _feed("rss", "news.feed_rss")


def _feed(feed_format: str, endpoint: str) -> Any:
    process, language = g.process, current_language()
    told = Feed(
        id=_id(process, "feed"),
        title=translate(process.title),
        author=publisher(),
        url=address(endpoint, language=language, process_id=process.public_id),
        page=address("news.index", language=language, process_id=process.public_id),
        language=language,
        began=process.created_at,
    )
    return _sent(feed_format, told, _items(process)[:MOST])


@pages.get("/news.atom")
@requires("process:list")
def all_news() -> Any:
    """What is new in all public processes."""
    return _all_news("atom", "news.all_news")


@pages.get("/news.rss")
@requires("process:list")
def all_news_rss() -> Any:
    """The same for readers that know RSS only."""
    return _all_news("rss", "news.all_news_rss")


def _all_news(feed_format: str, endpoint: str) -> Any:
    name, language = current_app.extensions["cocreate_settings"].installation_name, current_language()
    processes = public_processes(db.session())[:MOST_PROCESSES]
    items = [item for process in processes for item in _items(process, with_process=True)]
    items.sort(key=lambda item: item.at, reverse=True)
    url = address(endpoint, language=language)
    began = min((process.created_at for process in processes), default=clock.now())
    told = Feed(url, name, name, url, address("process.index", language=language), language, began)
    return _sent(feed_format, told, items[:MOST])


def _items(process: Process, *, with_process: bool = False) -> list[Item]:
    """The milestones of a process as entries of a feed."""
    found = milestones_of(db.session(), process, clock.now())[:MOST]
    return [_item(process, entry, translate(process.title) if with_process else "") for entry in found]


def _item(process: Process, entry: Entry, before: str) -> Item:
    language = current_language()
    title = f"{entry.said} {name_of(entry.title)}".strip()
    url = address(entry.endpoint or "news.index", language=language, process_id=process.public_id, **entry.values)
    return Item(
        id=_id(process, entry.key),
        at=entry.at,
        title=f"{before}: {title}" if before else title,
        url=f"{url}#{entry.anchor}" if entry.anchor else url,
        text="\n".join(part for part in (translate(entry.body), entry.place) if part),
        category=str(KINDS[entry.kind]),
        language=language_of(entry.title) if isinstance(entry.title, dict) else "",
    )


def name_of(title: Any) -> str:
    """People's words in the best language, or our own in the language of the page."""
    return translate(title) if isinstance(title, dict) else str(title)


def _id(process: Process, key: str) -> str:
    """A name that stays the same wherever the installation moves to (RFC 4151)."""
    return f"tag:cocreate,{process.created_at.date().isoformat()}:{process.public_id}/{key}"


def _sent(feed_format: str, told: Feed, items: list[Item]) -> Any:
    write, media_type = FORMATS[feed_format]
    content = write(told, items)
    answer = Response(content, mimetype=media_type, headers={"Cache-Control": f"public, max-age={LASTS}"})
    answer.set_etag(sha256(content).hexdigest()[:32])
    return answer.make_conditional(request)
