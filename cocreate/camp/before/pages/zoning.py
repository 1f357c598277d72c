"""The zones of a board on a page of their own: those of one group, of the plenary, or of all groups at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, g, render_template, request
from flask_babel import gettext as _

from cocreate.camp.before import zoning
from cocreate.camp.before.pages.preparing import back, pages
from cocreate.camp.before.zone_forms import Pressed, Told, ZonesForm, rearranged
from cocreate.camp.models import Board, WorkingGroup
from cocreate.camp.rules import BoardState
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.language import translate
from cocreate.web.messages import say

Held = Mapping[str, Sequence[WorkingGroup]]


@pages.route("/p/<process_id>/manage/boards/<board_id>/zones", methods=["GET", "POST"])
@requires("camp:camp:edit")
def zones() -> Any:
    """The zones of one board."""
    return _answer([g.board])


@pages.route("/p/<process_id>/manage/camps/<camp_id>/prepare/zones", methods=["GET", "POST"])
@requires("camp:camp:edit")
def zones_of_groups() -> Any:
    """The zones of the boards of all groups."""
    return _answer([group.board for group in g.camp.working_groups])


def _answer(asked: Sequence[Board]) -> Any:
    boards = [board for board in asked if board.state != BoardState.CLOSED]
    if not boards:
        flash(_("The zones of a closed board stay as they are."), "notice")
        return back()
    if request.method == "GET":
        return _page(boards, _as_they_are(boards))
    form = ZonesForm()
    pressed = Pressed.read(request.form.get("do", ""), len(form.zones))
    if pressed is not None:
        return _rearrange(boards, form, pressed)
    if not form.validate():
        return _page(boards, form, status=422)
    return _save(boards, form)


def _as_they_are(boards: Sequence[Board]) -> ZonesForm:
    session = db.session()
    return ZonesForm.of(zoning.zones_of(session, boards), seen=zoning.mark_of(session, boards))


def _rearrange(boards: Sequence[Board], form: ZonesForm, pressed: Pressed) -> Any:
    """Nothing is saved: the form comes back with its rows elsewhere, or says why a zone stays."""
    told = form.told()
    if pressed.what == "remove":
        problem = _why_it_stays(told[pressed.place], zoning.held(db.session(), boards), told)
        if problem:
            return _page(boards, form, problem=problem, place=pressed.place, status=409)
    after, place = rearranged(told, pressed)
    fresh = ZonesForm.of(after, seen=form.seen.data or "")
    return _page(boards, fresh, pressed=pressed, place=place)


def _why_it_stays(zone: Told, held: Held, others: Sequence[Told]) -> str:
    if len(others) < 2:
        return _("A board needs at least one zone.")
    return _holds_cards(zone["title"], held[zone["key"]]) if zone["key"] in held else ""


def _holds_cards(title: Mapping[str, str], groups: Sequence[WorkingGroup]) -> str:
    return _(
        "“%(zone)s” stays: it holds cards, taken off the board or not, here: %(boards)s. It can be renamed and moved.",
        zone=translate(title),
        boards=", ".join(translate(group.title) for group in groups),
    )


def _save(boards: Sequence[Board], form: ZonesForm) -> Any:
    texts = form.texts()
    problem = _what_stays(boards, texts)
    if problem:
        return _page(boards, form, problem=problem, status=409)
    try:
        with transaction() as session:
            zoning.set_zones(session, current_actor(), boards, texts, seen=form.seen.data or "")
    except DomainError as refused:
        db.session.rollback()
        now = _as_they_are(boards)
        form.seen.data = now.seen.data
        return _page(boards, form, problem=say(refused), now=now.told(), status=refused.status)
    flash(_("The zones are saved."), "success")
    return back()


def _what_stays(boards: Sequence[Board], texts: Sequence[Told]) -> str:
    """Why a zone that is not in the form any more, or never was, is not taken out."""
    left = {zone["key"] for zone in texts}
    held = zoning.held(db.session(), boards)
    stays = (zone for zone in zoning.zones_of(db.session(), boards) if zone["key"] in held.keys() - left)
    return next((_holds_cards(zone["title"], held[zone["key"]]) for zone in stays), "")


def _page(
    boards: Sequence[Board],
    form: ZonesForm,
    *,
    pressed: Pressed | None = None,
    place: int | None = None,
    problem: str = "",
    now: Sequence[Told] = (),
    status: int = 200,
) -> Any:
    page = render_template(
        "camp/before/zones.html",
        camp=g.camp,
        boards=boards,
        is_for_all=g.board is None,
        is_live=any(board.state != BoardState.PREPARING for board in boards),
        form=form,
        pressed=pressed,
        place=place,
        problem=problem,
        now=now,
        limits=(zoning.MOST_ZONES, zoning.MOST_COLUMNS),
    )
    return page, status
