"""What the pages of the public record share: their own navigation, and how a page is cited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavItem
from cocreate.process.queries import organisation_of
from cocreate.web.access import may
from cocreate.web.language import NAMES, address, current_language, translate

PAGES = (
    NavItem(_l("Overview"), "public.record", "public:record:view", is_alone=True),
    NavItem(_l("Timeline and news"), "news.index", "public:record:view"),
    NavItem(_l("How we work"), "public.method", "public:record:view"),
    NavItem(_l("Documents"), "record_documents.index", "public:record:view"),
    NavItem(_l("Figures"), "figures.index", "public:record:view"),
    NavItem(_l("Open data"), "open_data.index", "public:data:view"),
    NavItem(_l("Versions"), "editions.index", "public:record:view"),
)
MANAGE = (
    NavItem(_l("News and events"), "news_manage.index", "public:record:edit"),
    NavItem(_l("Documents"), "record_documents_manage.index", "public:record:edit"),
    NavItem(_l("Population"), "population_manage.index", "public:record:edit"),
    NavItem(_l("Open data"), "open_data_manage.index", "public:data:release"),
)


def record_tabs() -> list[dict[str, Any]]:
    """The pages of the record."""
    return _lines(PAGES)


def record_manage_tabs() -> list[dict[str, Any]]:
    """The pages on which organisers look after the record."""
    return _lines(MANAGE)


def _lines(items: Any) -> list[dict[str, Any]]:
    here, found = request.script_root + request.path, []
    for item in items:
        if may(item.permission):
            url = url_for(item.endpoint, **item.values)
            is_current = here == url or (not item.is_alone and here.startswith(url.rstrip("/") + "/"))
            found.append({"label": item.label, "url": url, "is_current": is_current})
    return found


@dataclass(frozen=True)
class Citation:
    """How something is cited: by whom, what, which version, where, and the fingerprint of its content."""

    title: str
    version: int
    at: datetime
    url: str
    hash: str

    @property
    def text(self) -> str:
        """In one paragraph."""
        told = {
            "publisher": publisher(),
            "title": self.title,
            "version": self.version,
            "day": format_date(self.at, "long"),
            "url": self.url,
            "hash": self.hash,
        }
        return _("%(publisher)s: %(title)s. Version %(version)s, %(day)s. %(url)s (SHA-256 %(hash)s)", **told)


def publisher() -> str:
    """Who publishes the process at hand."""
    return translate(organisation_of(g.process).title)


def cite(what: str, version: int, at: datetime, found_hash: str, endpoint: str, **values: Any) -> Citation:
    """The citation of a page of the process at hand, with its permanent address in the language of the page."""
    url = address(endpoint, language=current_language(), process_id=g.process.public_id, **values)
    return Citation(f"{translate(g.process.title)}: {what}", version, at, url, found_hash)


def language_name(code: str) -> str:
    """A language by its own name."""
    return NAMES.get(code, code)


def for_templates() -> dict[str, Any]:
    """What templates of the record call."""
    return {
        "record_tabs": record_tabs,
        "record_manage_tabs": record_manage_tabs,
        "cite": cite,
        "language_name": language_name,
    }
