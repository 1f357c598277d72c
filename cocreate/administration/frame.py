"""The frame of the administration's pages: their navigation, the same on each."""

from dataclasses import dataclass
from typing import Any

from babel.units import format_unit
from flask import request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Line:
    """One line of the navigation."""

    label: Any  # lazy string
    endpoint: str


LINES = (
    Line(_l("What needs attention"), "administration.start"),
    Line(_l("People"), "administration.users"),
    Line(_l("Organisations"), "administration.organisations"),
    Line(_l("Tasks"), "administration.jobs"),
    Line(_l("Mails"), "outbox.index"),
    Line(_l("Audit trail"), "administration.audit"),
    Line(_l("Storage and backups"), "administration.storage"),
    Line(_l("Health"), "administration.health"),
    Line(_l("Maintenance"), "administration.maintenance"),
    Line(_l("Settings"), "administration.features"),
)


UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


def file_size(size: float) -> str:
    """A number of bytes as people read it."""
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            break
        size /= 1000
    shown = round(size, 1 if unit != UNITS[0] and size < 100 else None)
    return str(format_unit(shown, f"digital-{unit}", length="short", locale=get_locale()))


def navigation() -> list[dict[str, Any]]:
    """The lines, with the one that the page at hand belongs to."""
    here = request.script_root + request.path
    found = [{"label": line.label, "url": url_for(line.endpoint), "is_current": False} for line in LINES]
    above = [line for line in found if here == line["url"] or here.startswith(line["url"].rstrip("/") + "/")]
    if above:
        max(above, key=lambda line: len(line["url"]))["is_current"] = True
    return found
