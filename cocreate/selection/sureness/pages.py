"""Pages on how sure the shortlist is: for insiders once scoring is closed, for all once the decision is public."""

from typing import Any

from flask import g, render_template, request
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded

from cocreate.core.db import db
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotFound
from cocreate.selection import queries
from cocreate.selection.models import CriteriaSet, Shortlist
from cocreate.selection.routes import pages
from cocreate.selection.sureness import glance, views, what_if
from cocreate.selection.sureness.again import compute_again
from cocreate.selection.sureness.forms import trying_form, written
from cocreate.selection.views import doubts, number, number2, share
from cocreate.web.access import current_actor, may, requires
from cocreate.web.security import limiter

AGAIN = limiter.shared_limit("12 per minute", scope="selection:again")  # it takes part of a second of the processor


def proposal_of_process() -> tuple[Shortlist, CriteriaSet]:
    """The proposal with its criteria, or NotFound; outsiders see it once the decision is published."""
    session = db.session()
    found, criteria = queries.shortlist_of(session, g.process), queries.criteria_of(session, g.process)
    if found is None or criteria is None or (found.decided_at is None and not may("selection:proposal:view")):
        raise NotFound()
    return found, criteria


def _words(found: Shortlist, criteria: CriteriaSet) -> dict[str, Any]:
    """What every page of these reads: the report, and names for its keys."""
    lines = queries.score_table(db.session(), g.process)
    names = queries.titles(db.session(), g.process)
    return {
        "shortlist": found,
        "told": found.proposal,
        "titles": views.named(names, lines),
        "criterion_titles": {each.key: each.title for each in criteria.criteria},
        "number": number,
        "number2": number2,
        "share": share,
    }


@pages.get("/how-sure")
@requires("selection:result:view")
def how_sure() -> str:
    """The picture, and the full table behind it."""
    return _page()


def _page(problem: str = "") -> str:
    found, criteria = proposal_of_process()
    told, words = found.proposal, _words(found, criteria)
    titles, grounds = words["titles"], words["criterion_titles"]
    is_insider = not current_actor().roles.isdisjoint(INSIDERS)
    return render_template(
        "selection/sureness/how_sure.html",
        **words | views.at_a_glance(told, titles),
        grid=views.places_grid(told, titles),
        kinds=glance.kinds(told, with_names=is_insider or told["assessors"] >= g.process.minimum_cell),
        singles=glance.single(told, with_persons=is_insider),
        rules=views.rule_table(told, titles, glance.places_by_rule(told)),
        stable=views.stable_rows(told, grounds),
        nearest={name: told["swaps"][name] for name in told["order"] if name in told.get("swaps", {})},
        doubts=doubts(told),
        kind_words=views.KINDS,
        what_of=lambda line: views.what_of(line, grounds),
        moves_of=lambda swap: views.moves(told, swap, grounds),
        tries_of=lambda swap: written(what_if.just_beyond(told, swap) or {}),
        problem=problem,
    )


@pages.post("/how-sure/again")
@requires("selection:result:view")
def compute_shortlist_again() -> Any:
    """Compute the proposal again from what is stored, and say whether every figure is the same."""
    found, criteria = proposal_of_process()
    try:
        with AGAIN:
            compared = compute_again(db.session(), g.process, found)
    except RateLimitExceeded:
        return _page(problem=_("Too many at once. Please try again in a minute.")), 429
    return render_template("selection/sureness/again.html", compared=compared, **_words(found, criteria))


@pages.get("/what-if")
@requires("selection:result:view")
def what_if_weights() -> Any:
    """The order under other weights; they stand in the address, and nothing is stored."""
    found, criteria = proposal_of_process()
    told = found.proposal
    kind, data = trying_form(criteria.criteria), written(told["weights"])
    is_asked = not request.args.keys().isdisjoint(data)
    form = kind(request.args if is_asked else None, data=data)
    imagined = what_if.imagine(told, form.weights()) if is_asked and form.validate() else None
    return (
        render_template(
            "selection/sureness/what_if.html",
            form=form,
            imagined=imagined,
            swap=told["swap"],
            tries=written(what_if.just_beyond(told, told["swap"]) or {}) if told["swap"] else {},
            equal=written(dict.fromkeys(told["weights"], 100 / len(told["weights"]))),
            **_words(found, criteria),
        ),
        422 if is_asked and imagined is None else 200,
    )
