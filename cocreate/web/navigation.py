"""Where one can go from a page: all processes, the parts of the process at hand, and the organisers' room."""

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.core import stages
from cocreate.core.db import db
from cocreate.core.stages import NavGroup, NavItem
from cocreate.web.access import may

SIDE_BY_SIDE = 5  # as many lines fit beside each other on a small laptop, in the longest of the languages
GROUPS = {
    NavGroup.TAKE_PART: _l("Take part"),
    NavGroup.ABOUT: _l("What it is about"),
    NavGroup.RESULTS: _l("Results"),
}


def main_navigation() -> list[dict[str, Any]]:
    """The first level: all processes, and the organisers' room of the one at hand."""
    here = request.script_root + request.path
    lines = [{"label": _("Processes"), "url": url_for("process.index"), "is_current": request.path == "/"}]
    if g.get("process") is not None and may("process:manage"):
        url = url_for("process_manage.overview")
        lines.append({"label": _("Organise"), "url": url, "is_current": here.startswith(url)})
    return lines


def process_navigation(process: Any) -> list[dict[str, Any]]:
    """The parts of a process, many of them in groups; asked for by every template of a page, and put together once."""
    key = process.id if process is not None else None
    known: tuple[int | None, list[dict[str, Any]]] | None = g.get("process_navigation")
    if known is None or known[0] != key:
        g.process_navigation = known = (key, _grouped(_lines(process, manage=False)))
    return known[1]


def manage_navigation(process: Any) -> list[dict[str, Any]]:
    """What there is to look after in a process."""
    return [line for _group, line in _lines(process, manage=True)]


def _grouped(lines: list[tuple[NavGroup | None, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Few lines stand side by side; of many, only those that belong to no group, and then the groups that fold out."""
    if len(lines) <= SIDE_BY_SIDE:
        return [line for _group, line in lines]
    found = [line for group, line in lines if group is None]
    for name, label in GROUPS.items():
        entries = [line for group, line in lines if group == name]
        is_current = any(line["is_current"] for line in entries)
        if len(entries) > 1:
            found.append({"label": label, "entries": entries, "is_current": is_current})
        else:
            found += entries
    return found


def _lines(process: Any, *, manage: bool) -> list[tuple[NavGroup | None, dict[str, Any]]]:
    if process is None:
        return []
    items = [
        item
        for stage in stages.announced()
        for item in (stage.manage_navigation if manage else stage.navigation)(db.session, process)
        if may(item.permission)
    ]
    items.sort(key=lambda item: not item.comes_first)
    lines = [{"label": i.label, "url": url_for(i.endpoint, **i.values), "is_current": False} for i in items]
    here = request.script_root + request.path
    # A page below several lines belongs to the nearest.
    above = [line for item, line in zip(items, lines, strict=True) if _holds(item, line["url"], here)]
    if above:
        max(above, key=lambda line: len(line["url"]))["is_current"] = True
    return [(item.group, line) for item, line in zip(items, lines, strict=True)]


def _holds(item: NavItem, url: str, here: str) -> bool:
    """Whether a line leads to a page, or to what the page is a part of."""
    is_below = not item.is_alone and here.startswith(url.rstrip("/") + "/")
    return here == url or is_below or request.blueprint in item.covers
