"""Pages of the portfolio: coverage, overlaps and reach for those who run it, the way to the shortlist for everybody."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.permissions import INSIDERS
from cocreate.errors import DomainError, NotFound
from cocreate.process.queries import challenges_of
from cocreate.selection import queries, views
from cocreate.selection.evidence import evidence_of
from cocreate.selection.manage import candidate_of_address, manage, refused
from cocreate.selection.models import Sid
from cocreate.selection.portfolio import forms
from cocreate.selection.portfolio import queries as reads
from cocreate.selection.portfolio.architecture import architecture_of
from cocreate.selection.portfolio.commands import LinksRefused, confirm_links, links_of_sid, stamp_of
from cocreate.selection.portfolio.forms import links_form, links_in
from cocreate.selection.portfolio.queries import Portfolio, moves_of
from cocreate.selection.portfolio.way import Station, Step, way_chart, way_of
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, requires
from cocreate.web.charts import MOST_COLUMNS, Chart, heat_grid
from cocreate.web.language import current_language, spoken
from cocreate.web.messages import say


def coverage_chart(portfolio: Portfolio) -> Chart | None:
    """The matrix of candidates and challenges; None where there is nothing to draw, or too much."""
    if not portfolio.sids or not 0 < len(portfolio.challenges) <= MOST_COLUMNS:
        return None
    values = [[strength or None for strength in portfolio.strengths(sid)] for sid in portfolio.sids]
    return heat_grid(
        _("Challenges that each candidate serves, from 1 (a little) to 3 (strongly)"),
        [spoken(sid.title) for sid in portfolio.sids],
        [spoken(challenge.title) for challenge in portfolio.challenges],
        values,
        corner=_("Candidate"),
        maximum=3.0,
        show=lambda value: format_decimal(round(value)),
        ident="coverage",
    )


MOST_OVERLAPS = 12


@manage.get("/portfolio")
@requires("selection:candidate:view")
def portfolio() -> str:
    """What the list covers, which candidates overlap, and which serve many others."""
    session = db.session()
    found = reads.portfolio_of(session, g.process)
    shortlist = queries.shortlist_of(session, g.process)
    return render_template(
        "selection/portfolio/portfolio.html",
        found=found,
        picture=coverage_chart(found),
        basis=forms.BASIS_WORDS[found.basis],
        overlaps=found.overlaps[:MOST_OVERLAPS],
        titles=queries.titles(session, g.process),
        challenge_titles={row.public_id: row.title for row in found.challenges},
        shortlist=shortlist,
        is_decided=shortlist is not None and shortlist.decided_at is not None,
        share=views.share,
        number=views.number,
    )


@manage.get("/portfolio/links/<sid_id>")
@requires("selection:candidate:edit")
def links(sid_id: str) -> Any:
    """How strongly one candidate serves each challenge; what was not confirmed begins with the suggestion."""
    session, sid = db.session(), candidate_of_address(sid_id)
    shown = _links_of(sid)
    data: dict[str, Any] = {"seen": stamp_of(links_of_sid(session, sid))}
    for key, link in shown.items():
        data[f"strength-{key}"] = str(link.strength)
        said = forms.suggestion_words(link.suggested) if link.suggested and not link.is_confirmed else ""
        data[f"reason-{key}"] = said or link.reason.get(current_language(), "")
    return _links_page(sid, links_form(challenges_of(session, g.process))(formdata=None, data=data))


def _links_of(sid: Sid) -> dict[str, reads.Link]:
    session = db.session()
    evidence, challenges = evidence_of(session, g.process, [sid]), challenges_of(session, g.process)
    return reads.links_of(session, g.process, [sid], challenges, evidence)[sid.public_id]


def _links_page(sid: Sid, form: Any, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    shortlist = queries.shortlist_of(session, g.process)
    return (
        render_template(
            "selection/portfolio/links.html",
            sid=sid,
            form=form,
            problem=problem,
            challenges=challenges_of(session, g.process),
            links=_links_of(sid),
            suggestion_words=forms.suggestion_words,
            strength_name=forms.strength_name,
            language=current_language(),
            is_open=not sid.is_withdrawn and (shortlist is None or shortlist.decided_at is None),
        ),
        status,
    )


@manage.post("/portfolio/links/<sid_id>")
@requires("selection:candidate:edit")
def save_links(sid_id: str) -> Any:
    """Confirm the links as they stand on the page."""
    sid, challenges = candidate_of_address(sid_id), challenges_of(db.session(), g.process)
    form = links_form(challenges)()
    if not form.validate():
        return _links_page(sid, form, status=422)
    known = {key: link.reason for key, link in _links_of(sid).items()}
    given = links_in(form, challenges, known)
    try:
        with transaction() as session:
            confirm_links(session, current_actor(), g.process, sid, given, seen=form["seen"].data or "")
    except DomainError as error:
        problem, status = refused(error)
        sid = candidate_of_address(sid_id)
        form["seen"].data = stamp_of(links_of_sid(db.session(), sid))  # saving again is a decision
        for key, code in (error.problems if isinstance(error, LinksRefused) else {}).items():
            form[f"reason-{key}"].errors = [say(code)]
        return _links_page(sid, form, problem, status)
    flash(_("The links are saved."), "success")
    return redirect(url_for("selection_manage.portfolio") + "#links", 303)


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
        move_name=forms.move_name,
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
        "selection/portfolio/architecture.html", architecture=found, strength_name=forms.strength_name
    )
