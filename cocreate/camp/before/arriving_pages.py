"""The entrance on a big screen, the hosts' list of who is here, name tags, and the waiting room."""

from typing import Any

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.camp import queries as camp_queries
from cocreate.camp.before import queries
from cocreate.camp.commands import seats
from cocreate.camp.models import Seat
from cocreate.camp.routes import load_camp, own_seat
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.survey.qr import qr_svg
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import clean
from cocreate.web.language import current_language

pages = Blueprint("camp_arriving", __name__)
pages.url_value_preprocessor(load_camp)
COLOURS = 6


@pages.get("/p/<process_id>/camps/<camp_id>/waiting")
@requires("camp:waiting:view")
def waiting() -> Any:
    """Where one waits until the own board opens; then this address leads there."""
    seat = own_seat()
    is_asked = request.args.get("ask") == "ready"
    if seat is not None and seats.is_ready(seat):
        assert seat.group is not None
        board = url_for("camp.board", board_id=seat.group.board.public_id)
        return jsonify(ready=True, url=board) if is_asked else redirect(board, 303)
    if is_asked:
        return jsonify(ready=False, group=seat.group.public_id if seat is not None and seat.group else "")
    if seat is None:
        return redirect(url_for("camp.show", camp_id=g.camp.public_id), 303)
    return render_template(
        "camp/before/waiting.html",
        camp=g.camp,
        seat=seat,
        number=_numbers().get(seat.group_id, 0),
        is_time=seats.is_time_to_arrive(g.camp),
    )


@pages.post("/p/<process_id>/camps/<camp_id>/arrive")
@requires("camp:seat:arrive")
def arrive() -> Any:
    """Say that one is here."""
    with transaction() as session:
        seat = own_seat()
        if seat is not None:
            seats.check_in(session, current_actor(), seat)
    return redirect(url_for("camp_arriving.waiting", camp_id=g.camp.public_id), 303)


@pages.get("/p/<process_id>/camps/<camp_id>/here/<seat_id>")
@requires("camp:camp:view")
def tag(seat_id: str) -> Any:
    """What a name tag leads to: for hosts the person on their list, for anybody else the camp. It tells nothing."""
    if may("camp:seat:check_in"):
        return redirect(url_for("camp_arriving.index", camp_id=g.camp.public_id, seat=seat_id))
    where = "camp_arriving.waiting" if own_seat() is not None else "camp.show"
    return redirect(url_for(where, camp_id=g.camp.public_id))


@pages.get("/p/<process_id>/manage/camps/<camp_id>/entrance")
@requires("camp:seat:check_in")
def entrance() -> str:
    """For a screen at the door: a square to scan and a code to type."""
    link = url_for("camp.join", code=g.camp.join_code, _external=True)
    seats = queries.seats_to_group(db.session(), g.camp)
    return render_template(
        "camp/before/entrance.html",
        camp=g.camp,
        link=link,
        qr=qr_svg(link, _("The link as a square to scan with a phone")),
        here=sum(seat.checked_in_at is not None for seat in seats),
        expected=len(seats),
    )


@pages.get("/p/<process_id>/manage/camps/<camp_id>/check-in")
@requires("camp:seat:check_in")
def index() -> str:
    """Everybody who is expected, to be found by name; one alone after scanning a name tag."""
    wanted = (clean(request.args.get("search", "")) or "")[:80]
    alone = request.args.get("seat", "")
    seats = [seat for seat in camp_queries.seats_of(db.session(), g.camp) if seat.ended_at is None]
    found = [s for s in seats if (not alone or s.public_id == alone) and wanted.casefold() in s.name.casefold()]
    return render_template(
        "camp/before/check_in.html",
        camp=g.camp,
        seats=found,
        here=sum(seat.checked_in_at is not None for seat in seats),
        expected=len(seats),
        wanted=wanted,
        alone=alone,
        numbers=_numbers(),
    )


def _numbers() -> dict[int | None, int]:
    """The number that each group has on name tags, from 1."""
    return {group.id: number for number, group in enumerate(queries.working_groups(db.session(), g.camp), start=1)}


def _seat(public_id: str) -> Seat:
    seat = camp_queries.find_seat(db.session(), g.camp, public_id)
    if seat is None:
        raise NotFound()
    return seat


@pages.post("/p/<process_id>/manage/camps/<camp_id>/check-in/<seat_id>")
@requires("camp:seat:check_in")
def check_in(seat_id: str) -> Any:
    """Somebody is here, or is not after all."""
    with transaction() as session:
        seat = _seat(seat_id)
        change = seats.undo_check_in if request.form.get("here") == "no" else seats.check_in
        change(session, current_actor(), seat)
        name = seat.name
    flash(_("%(name)s: noted.", name=name), "success")
    wanted = request.form.get("search", "")[:80] or None  # None stands in no address
    return redirect(url_for("camp_arriving.index", camp_id=g.camp.public_id, search=wanted), 303)


@pages.get("/p/<process_id>/manage/camps/<camp_id>/name-tags")
@requires("camp:seat:check_in")
def name_tags() -> str:
    """Name tags to print, group by group, each in its person's language."""
    groups = queries.working_groups(db.session(), g.camp)
    seats = [seat for seat in camp_queries.seats_of(db.session(), g.camp) if seat.ended_at is None]
    chosen = request.args.get("group") or next((one.public_id for one in groups), "none")
    wanted = next((one.id for one in groups if one.public_id == chosen), None)
    numbers = _numbers()
    return render_template(
        "camp/before/name_tags.html",
        camp=g.camp,
        groups=groups,
        chosen=chosen,
        counts={one.public_id: sum(seat.group_id == one.id for seat in seats) for one in groups},
        without=sum(seat.group_id is None for seat in seats),
        tags=[
            {
                "seat": seat,
                "number": numbers.get(seat.group_id, 0),
                "colour": (numbers.get(seat.group_id, 0) - 1) % COLOURS + 1 if seat.group_id in numbers else 0,
                "language": seat.attributes.get("language", ""),
                "qr": _tag_qr(seat),
            }
            for seat in seats
            if seat.group_id == wanted
        ],
    )


def _tag_qr(seat: Seat) -> Markup:
    link = url_for("camp_arriving.tag", camp_id=g.camp.public_id, seat_id=seat.public_id, _external=True)
    with force_locale(seat.attributes.get("language") or current_language()):
        return qr_svg(link, _("Square for the entrance"))
