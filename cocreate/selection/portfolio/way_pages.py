"""Pages for everybody once the decision is published: the way to the shortlist, and the architecture of the domains."""

from flask import g, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core.db import db
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotFound
from cocreate.selection import queries
from cocreate.selection.portfolio import words
from cocreate.selection.portfolio.architecture import architecture_of
from cocreate.selection.portfolio.queries import moves_of
from cocreate.selection.portfolio.way import Station, Step, way_of
from cocreate.selection.portfolio.way_picture import way_chart
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, requires
from cocreate.web.charts import Chart


def _is_insider() -> bool:
    return not current_actor().roles.isdisjoint(INSIDERS)


@pages.get("/way")
@requires("selection:result:view")
def way() -> str:
    """From the long list to the shortlist, with every move and its reason."""
    session = db.session()
    found = way_of(session, g.process)
    if not found.is_decided and not _is_insider():
        raise NotFound()
    return render_template(
        "selection/portfolio/way.html",
        way=found,
        list_picture=_list_picture(found.to_list) if found.to_list else None,
        shortlist_picture=_shortlist_picture(found.to_shortlist) if found.to_shortlist else None,
        said=_said(found.to_shortlist) if found.to_shortlist else "",
        moves=moves_of(session, g.process) if _is_insider() else [],
        titles=queries.titles(session, g.process),
        move_name=words.move_name,
    )


def _list_picture(step: Step) -> Chart:
    heads = _("What was proposed"), _("Long list")
    return way_chart(step, title=_("From what was proposed to the long list"), heads=heads, ident="way-list")


def _shortlist_picture(step: Step) -> Chart:
    heads = _("Long list"), _("Shortlist")
    return way_chart(step, title=_("From the long list to the shortlist"), heads=heads, ident="way-shortlist")


def _said(step: Step) -> str:
    """The numbers in a sentence, such as 8 domains and 3 levers that became 5 and 1."""
    return _(
        "%(domains)s and %(levers)s became %(thematic)s and %(transversal)s.",
        domains=_domains(_own(step.before)),
        levers=ngettext("%(num)s transversal lever", "%(num)s transversal levers", _across(step.before)),
        thematic=ngettext("%(num)s thematic domain", "%(num)s thematic domains", _own(step.after)),
        transversal=ngettext("%(num)s transversal domain", "%(num)s transversal domains", _across(step.after)),
    )


def _domains(count: int) -> str:
    return ngettext("%(num)s candidate domain", "%(num)s candidate domains", count)


def _own(stations: tuple[Station, ...]) -> int:
    return sum(not station.is_transversal for station in stations)


def _across(stations: tuple[Station, ...]) -> int:
    return sum(station.is_transversal for station in stations)


@pages.get("/architecture")
@requires("selection:result:view")
def architecture() -> str:
    """The adopted domains as a picture: thematic ones side by side, transversal ones across."""
    found = architecture_of(db.session(), g.process)
    if not found.is_decided and not _is_insider():
        raise NotFound()
    return render_template(
        "selection/portfolio/architecture.html", architecture=found, strength_name=words.strength_name
    )
