"""What every template can rely on: navigation, versioned static addresses, filters for content, numbers and dates."""

import hashlib
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from flask import Flask, current_app, g, render_template, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, format_percent, get_locale
from flask_login import current_user
from markupsafe import Markup
from werkzeug.routing import BuildError

from cocreate import clock
from cocreate.core import features
from cocreate.core.installation import shown_maintenance
from cocreate.core.paths import resource
from cocreate.settings import Settings
from cocreate.web.access import may
from cocreate.web.language import (
    PageLanguage,
    add_spoken_filter,
    current_language,
    language_of,
    page_languages,
    translate,
)
from cocreate.web.messages import say
from cocreate.web.navigation import main_navigation, manage_navigation, process_navigation
from cocreate.web.security import csp_nonce


@cache
def static_version() -> str:
    """A hash over all static files: imports of modules refresh together."""
    seen = hashlib.sha256()
    root = resource("static")
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        seen.update(path.relative_to(root).as_posix().encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


def static_url(path: str) -> str:
    """The address of a static file, without language, with the version."""
    return f"/static/{static_version()}/{path}"


READY = ("layouts/", "components/", "survey/results")  # templates of every page, and of the heaviest one


def get_ready(app: Flask) -> None:
    """Compile templates before anybody waits for them, or the first page of results would take a second longer."""
    for name in app.jinja_env.list_templates(extensions=("html",)):
        if name.startswith(READY):
            app.jinja_env.get_template(name)
    static_version()


def url_if(endpoint: str, **values: Any) -> str:
    """The address of an endpoint, or nothing where this installation has none."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


def init_app(app: Flask, settings: Settings) -> None:
    """Globals and filters."""
    app.jinja_env.globals.update(
        static_url=static_url,
        url_if=url_if,
        csp_nonce=csp_nonce,
        may=may,
        say=say,
        get_locale=get_locale,
        current_language=current_language,
        page_footer=page_footer,
        shown_maintenance=shown_maintenance,
        installation_name=settings.installation_name,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_spoken_filter(app, lambda v: format_date(v, "long") if v else "", "date")
    add_spoken_filter(app, lambda v: format_datetime(v, "d MMMM y, HH:mm") if v else "", "datetime")
    add_spoken_filter(app, lambda v: "" if v is None else format_decimal(v), "number")
    add_spoken_filter(app, lambda v: "" if v is None else format_percent(v, "#,##0 %"), "percent")
    app.add_template_filter(iso, "iso")
    app.context_processor(_page)


def page_footer() -> Markup:
    """The foot of every page: outside an organisation it depends on the language and where this installation lives."""
    brand = organisation_at_hand()
    if brand is not None:
        return Markup(render_template("layouts/_footer.html"))
    written: dict[tuple[str, str], Markup] = current_app.extensions.setdefault("cocreate_footers", {})
    key = (request.script_root, str(get_locale()))
    if key not in written:
        written[key] = Markup(render_template("layouts/_footer.html"))
    return written[key]


def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of a time element."""
    return value.isoformat() if value else ""


def _page() -> dict[str, Any]:
    process = g.get("process")
    found: dict[str, Any] = {
        "page_languages": offered_languages(),
        "current_user": current_user,
        "process": process,
        "process_nav": process_navigation(process),
        "manage_navigation": lambda: manage_navigation(process),  # asked for by few pages
        "process_phases": _phases(process),
        "nav_items": main_navigation(),
        "is_demo": bool(process is not None and process.is_demo),
        "brand": organisation_at_hand(),
    }
    return found


def offered_languages() -> list[PageLanguage]:
    """The page at hand in each language that its organisation offers, and in the one it is shown in."""
    brand, here = organisation_at_hand(), features.value("languages")
    offered = brand.languages if brand is not None and brand.languages else here
    return [row for row in page_languages() if row.is_current or (row.code in offered and row.code in here)]


def organisation_at_hand() -> Any:
    """The organisation whose page or process this is, if any: it lends the page its name, logo, colour and footer."""
    process = g.get("process")
    return process.organisation if process is not None else g.get("organisation")


def _phases(process: Any) -> list[dict[str, Any]]:
    """The process's place in time."""
    if process is None:
        return []
    now, locale = clock.now(), str(get_locale())
    return [
        {
            "label": translate(phase.title),
            "lang": language_of(phase.title),
            "state": "done" if phase.ends_at <= now else "current" if phase.starts_at <= now else "upcoming",
            "dates": f"{_day(phase.starts_at, locale)} – {_day(phase.ends_at, locale)}",
        }
        for phase in process.phases
    ]


@lru_cache(maxsize=2000)
def _day(moment: datetime, _locale: str) -> str:
    """A day as the visitor's language writes it; the same few stand on every page of a process."""
    return str(format_date(moment, "d MMM y"))
