"""Pages of the portfolio for the people who run the selection: coverage, overlaps, reach, and the links behind them."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.process.queries import challenges_of
from cocreate.selection import queries, views
from cocreate.selection.evidence import evidence_of
from cocreate.selection.manage import candidate_of_address, manage, refused
from cocreate.selection.models import Sid
from cocreate.selection.portfolio import queries as reads
from cocreate.selection.portfolio import words
from cocreate.selection.portfolio.forms import links_form, links_in
from cocreate.selection.portfolio.links import LinksRefused, confirm_links, links_of_sid, stamp_of
from cocreate.selection.portfolio.pictures import coverage_chart
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say

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
        basis=words.BASIS_WORDS[found.basis],
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
        said = words.suggestion_words(link.suggested) if link.suggested and not link.is_confirmed else ""
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
            suggestion_words=words.suggestion_words,
            strength_name=words.strength_name,
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
