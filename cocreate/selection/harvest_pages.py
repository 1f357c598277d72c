"""From the boards to the long list without retyping: many cards become candidates in one step."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.camp import queries as camp_queries
from cocreate.camp.models import Camp
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.selection import commands, queries
from cocreate.selection.harvesting import Bundle, Grouping, bundles_of
from cocreate.selection.manage import manage, refused
from cocreate.selection.rules import TITLE_LIMIT, CandidateKind
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language, translate

MOST = 200  # bundles that one page shows
ZONE = "candidates"  # where groups of the reference put what could become a domain


def _camp() -> Camp:
    """The camp asked for, or the latest one that is not a rehearsal."""
    camps = [camp for camp in camp_queries.camps_of(db.session(), g.process) if not camp.is_rehearsal]
    wanted = request.values.get("camp", "")
    found = next((camp for camp in camps if camp.public_id == wanted), None) if wanted else next(iter(camps), None)
    if found is None:
        raise NotFound()
    return found


def _grouping() -> Grouping:
    asked = request.values.get("by", "")
    return Grouping(asked) if asked in set(Grouping) else Grouping.CARDS


@manage.get("/long-list/harvest")
@requires("camp:card:promote")
def harvest() -> Any:
    """All that the boards offer, most votes first."""
    return _page()


def _page(problem: str = "", status: int = 200) -> Any:
    session, camp, grouping = db.session(), _camp(), _grouping()
    zones = _zones(camp)
    chosen = request.values.get("zone", ZONE if ZONE in zones else "")
    found = bundles_of(session, camp, grouping, zone_key=chosen)
    return (
        render_template(
            "selection/manage/harvest.html",
            camp=camp,
            camps=[row for row in camp_queries.camps_of(session, g.process) if not row.is_rehearsal],
            grouping=grouping,
            zones=zones,
            zone=chosen,
            bundles=found[:MOST],
            more=max(len(found) - MOST, 0),
            picked=set(request.form.getlist("pick")),
            typed=request.form,
            kinds=CandidateKind,
            candidates=queries.candidates(session, g.process),
            is_closed=queries.shortlist_of(session, g.process) is not None,
            problem=problem,
            title_limit=TITLE_LIMIT,
        ),
        status,
    )


def _zones(camp: Camp) -> dict[str, Any]:
    """The zones of all boards by key; boards of one camp mostly share them."""
    return {zone.key: zone.title for group in camp.groups for zone in group.board.zones}


@manage.post("/long-list/harvest")
@requires("camp:card:promote")
def make_candidates() -> Any:
    """The ticked lines become candidates, each one of its own or all of them one."""
    camp = _camp()
    found = bundles_of(db.session(), camp, _grouping())
    picked = [bundle for bundle in found if bundle.key in set(request.form.getlist("pick"))]
    try:
        if not picked:
            raise Invalid("selection.harvest.nothing_picked")
        with transaction() as session:
            if request.form.get("how") == "together":
                cards = [card for bundle in picked for card in bundle.cards]
                _promote(session, picked[0], list(dict.fromkeys(cards)))
            else:
                for bundle in picked:
                    _promote(session, bundle, list(bundle.cards))
    except DomainError as error:
        return _page(*refused(error))
    made = 1 if request.form.get("how") == "together" else len(picked)
    flash(
        ngettext("%(num)s candidate is on the long list now.", "%(num)s candidates are on the long list now.", made),
        "success",
    )
    return redirect(url_for("selection_manage.long_list"), 303)


def _promote(session: Any, bundle: Bundle, cards: list[Any]) -> None:
    title = request.form.get(f"title-{bundle.key}", "").strip()
    kind = request.form.get(f"kind-{bundle.key}", bundle.kind.value)
    if len(title) > TITLE_LIMIT:
        raise Invalid("too_long", limit=TITLE_LIMIT)
    commands.promote_cards(
        session,
        current_actor(),
        g.process,
        cards,
        title={current_language(): title or bundle.title},
        kind=CandidateKind(kind) if kind in set(CandidateKind) else bundle.kind,
    )


@manage.post("/long-list/rank")
@requires("selection:round:steer")
def rank_long_list() -> Any:
    """The short questionnaire from the long list, open to the camp's participants at once."""
    camp = _camp()
    try:
        with transaction() as session:
            round_ = commands.rank_long_list(session, current_actor(), g.process, camp)
    except DomainError as error:
        flash(refused(error)[0], "danger")
        return redirect(url_for("selection_manage.long_list"), 303)
    flash(_("Participants of %(camp)s can rank the candidates now.", camp=translate(camp.title)), "success")
    return redirect(url_for("selection_manage.so_far", round_id=round_.public_id), 303)
