"""Pages of a camp for those who take part: the camp, the door, the board."""

from typing import Any

from flask import Blueprint, Response, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.camp import board as rules
from cocreate.camp import card_queries, commands, labels, policy, queries, seating, snapshots
from cocreate.camp.commands import seats
from cocreate.camp.forms import CodeForm, seat_form
from cocreate.camp.models import Board, Camp, Seat, WorkingGroup
from cocreate.camp.policy import has_report
from cocreate.camp.rules import BoardState, tidy_code
from cocreate.core import stages
from cocreate.core.db import db, transaction
from cocreate.core.permissions import INSIDERS, require
from cocreate.errors import DomainError, NotAllowed, NotFound
from cocreate.web.access import current_actor, may, requires
from cocreate.web.errors import refused, wants_json
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("camp", __name__)


def load_camp(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Addresses with `<camp_id>` or `<board_id>` load it before anybody asks who is there: a seat belongs to a camp."""
    g.camp = g.board = None
    if values and "camp_id" in values:
        g.camp = queries.find_camp(db.session(), g.process, values.pop("camp_id"))
        if g.camp is None:
            raise NotFound()
    if values and "board_id" in values:
        g.board = queries.find_board_of(db.session(), g.process, values.pop("board_id"))
        if g.board is None:
            raise NotFound()
        g.camp = g.board.group.camp


pages.url_value_preprocessor(load_camp)


@pages.errorhandler(NotAllowed)
def no_seat(error: NotAllowed) -> Any:
    """Whoever comes to a board without a seat is shown the way in, rather than a form for people with an account."""
    if error.code == "sign_in_first" and request.endpoint == "camp.board" and not wants_json():
        flash(_("You need a seat to see this board."), "notice")
        return redirect(url_for("camp.show", camp_id=g.camp.public_id))
    return refused(error)


def own_seat() -> Seat | None:
    """The visitor's seat in the camp at hand."""
    return queries.current_seat(db.session(), current_actor(), g.camp)


def require_sight(seat: Seat | None) -> None:
    """Whether whoever asks may see the board at hand."""
    policy.require_sight(current_actor(), seat, g.board)


@pages.get("/p/<process_id>/camps/")
@requires("camp:camp:view")
def index() -> Any:
    """The camps of a process; straight to the only one."""
    camps = queries.camps_of(db.session(), g.process)
    if len(camps) == 1:
        return redirect(url_for("camp.show", camp_id=camps[0].public_id))
    return render_template("camp/index.html", camps=camps)


@pages.get("/p/<process_id>/camps/<camp_id>/")
@requires("camp:camp:view")
def show() -> str:
    """What a camp is about, its groups, and the way in."""
    seat = own_seat()
    sees_all = not current_actor().roles.isdisjoint(INSIDERS) or (seat is not None and _sees_all(seat))
    return render_template(
        "camp/show.html",
        camp=g.camp,
        seat=seat,
        sees_all=sees_all,
        states=BoardState,
        calls=camp_calls(),
        has_report=has_report(g.camp, current_actor()),
    )


@pages.get("/join")
@requires("camp:seat:open")
@limiter.limit("240 per minute")
def join() -> Any:
    """The door: first the code, then who comes in."""
    code = tidy_code(request.args.get("code", "")[:40])
    camp = queries.camp_by_code(db.session(), code) if code else None
    if camp is None:
        form = CodeForm(data={"code": code})
        return render_template("camp/join_code.html", form=form, error=say("camp.code.unknown") if code else "")
    _stand_at(camp)
    form = seat_form(camp.working_groups)
    form.code.data = code
    return render_template("camp/join.html", form=form, camp=camp, seat=own_seat())


@pages.post("/join")
@requires("camp:seat:open")
@limiter.limit("240 per minute")  # a whole camp comes in at once, often from one building
@limiter.limit("30 per 10 minutes", deduct_when=lambda response: response.status_code == 404)  # guessed codes
def take() -> Any:
    """Take a seat."""
    code = tidy_code(request.form.get("code", "")[:40])
    camp = queries.camp_by_code(db.session(), code)
    if camp is None:
        form = CodeForm(data={"code": code})
        return render_template("camp/join_code.html", form=form, error=say("camp.code.unknown")), 404
    _stand_at(camp)
    form = seat_form(camp.working_groups)
    if not form.validate_on_submit():
        return render_template("camp/join.html", form=form, camp=camp, seat=None), 422
    try:
        require(current_actor(), "camp:seat:take", camp.process.open_phases())
        with transaction() as session:
            seat, token = commands.take_seat(
                session,
                current_actor(),
                code=code,
                name=form.name.data or "",
                helix=form.helix.data or "",
                group=form.group.data or "",
                token=seating.token_for(form.form_id.data or ""),
            )
            return _seated(seat, token)
    except DomainError as problem:
        db.session.rollback()
        form.name.errors = [*form.name.errors, say(problem)]
        return render_template("camp/join.html", form=form, camp=camp, seat=None), problem.status


def _stand_at(camp: Camp) -> None:
    """The camp that a code or link leads to: its process is what the page is about."""
    g.process, g.camp = camp.process, camp


def _seated(seat: Seat, token: str) -> Response:
    response = make_response(redirect(_place_of(seat), 303))
    seating.remember(response, seat.camp, token)
    return response


def _place_of(seat: Seat) -> str:
    """The own board once it is open, until then the waiting room; the camp's page for those who see every board."""
    process, camp = seat.camp.process.public_id, seat.camp.public_id
    if seats.is_ready(seat):
        assert seat.group is not None
        return url_for("camp.board", process_id=process, board_id=seat.group.board.public_id)
    where = "camp_arriving.waiting" if seat.group is not None or seat.awaits_group else "camp.show"
    return url_for(where, process_id=process, camp_id=camp)


@pages.route("/seat/<token>", methods=["GET", "POST"])
@requires("camp:seat:open")
@limiter.limit("120 per minute")
def personal(token: str) -> Any:
    """A personal link: asks before it seats anybody, so that a mail scanner that opens links takes no seat."""
    seat = queries.seat_by_token(db.session(), token[:100])
    if seat is None:
        raise NotFound("camp.seat.unknown")
    if request.method == "GET":
        _stand_at(seat.camp)
        return render_template("camp/personal.html", seat=seat, camp=seat.camp, token=token)
    with transaction() as session:
        return _seated(commands.take_issued_seat(session, current_actor(), token[:100]), token[:100])


@pages.post("/p/<process_id>/camps/<camp_id>/leave")
@requires("camp:seat:leave")
def leave() -> Response:
    """Stand up on this device; the seat itself stays, and a personal link opens it again."""
    response = make_response(redirect(url_for("camp.show", camp_id=g.camp.public_id), 303))
    seating.forget(response, g.camp)
    flash(_("You have left your seat on this device."), "success")
    return response


@pages.get("/p/<process_id>/boards/<board_id>/")
@requires("camp:board:view")
def board() -> Any:
    """The live board; without script, what is on it now."""
    seat = own_seat()
    if seat is not None and seat.group_id != g.board.group_id and _has_gone_on(seat):
        return redirect(_place_of(seat), 303)
    require_sight(seat)
    snapshot = snapshots.board_snapshot(db.session(), g.board, seat.public_id if seat is not None else "")
    return render_template(
        "camp/board.html",
        board=g.board,
        camp=g.camp,
        seat=seat,
        snapshot=snapshot,
        cards_in=lambda zone: rules.cards_in(snapshot, zone),
        boards=_boards_in_sight(seat),
        actions=card_actions(),
        calls=camp_calls(),
        card_words=labels.card_words(),
        settings=_settings(g.board, seat),
        states=BoardState,
    )


def _settings(board: Board, seat: Seat | None) -> dict[str, Any]:
    in_sight = _boards_in_sight(seat)
    return {
        "board": board.public_id,
        "owner": current_actor().ref,  # whose unsent work the browser keeps on this device
        "language": current_language(),
        "socket": request.root_path.removesuffix(f"/{current_language()}") + "/socket.io",
        "themes": url_for("camp.themes", board_id=board.public_id),
        "sources": url_for("camp_cards.card_sources", board_id=board.public_id),
        "files": url_for("camp_cards.upload", board_id=board.public_id),
        "file": url_for("camp_cards.file", card_file_id="ID"),
        "history": url_for("camp_cards.card_history", card_id="ID"),
        "result": url_for("camp_lead.result", camp_id=g.camp.public_id, voting_round_id="ID"),
        "origins": url_for("camp_cards.origins", board_id=board.public_id) if board.group.is_plenary else "",
        "textLimit": rules.TEXT_LIMIT,
        "step": rules.RANK_STEP,
        "actions": card_actions(),
        "boards": url_for("camp.board", board_id="BOARD"),
        "behind": [group.board.public_id for group in g.camp.groups if group.board not in in_sight],
        "group": board.group.public_id,
        "isAnonymous": board.group.camp.is_anonymous,
        "groups": {group.public_id: translate(group.title) for group in board.group.camp.groups},
    }


def _has_gone_on(seat: Seat) -> bool:
    """Whether the groups have rotated: an old address then leads to where the seat is now."""
    return bool(seat.attributes.get("home")) and not g.board.group.is_plenary


def _sees_all(seat: Seat) -> bool:
    return seat.is_observer or (seat.group_id is None and not seat.awaits_group)


def _is_own(seat: Seat | None, group: WorkingGroup) -> bool:
    return seat is not None and seat.group_id == group.id


def _boards_in_sight(seat: Seat | None) -> list[Board]:
    everywhere = not current_actor().roles.isdisjoint(INSIDERS) or (seat is not None and _sees_all(seat))
    return [group.board for group in g.camp.groups if everywhere or group.is_plenary or _is_own(seat, group)]


def card_actions() -> list[dict[str, Any]]:
    """What later stages offer on a card, for whoever asks now: where it leads, without the card."""
    offered = []
    for stage in stages.announced():
        for item in stage.card_actions(db.session(), current_actor(), g.camp):
            if may(item.permission):
                offered.append({"label": str(item.label), "url": url_for(item.endpoint, **item.values)})
    return offered


def camp_calls() -> list[dict[str, Any]]:
    """What later stages ask of whoever reads, as somebody of this camp."""
    called = []
    for stage in stages.announced():
        for item in stage.camp_calls(db.session(), g.camp):
            if may(item.permission):
                called.append({"label": str(item.label), "url": url_for(item.endpoint, **item.values)})
    return called


@pages.get("/p/<process_id>/boards/<board_id>/themes")
@requires("camp:board:view")
def themes() -> Response:
    """The themes that a card can cite, for the board's search."""
    require_sight(own_seat())
    challenge = g.board.group.challenge_id
    found = queries.citable_themes(db.session(), g.process, g.board.group)
    return jsonify(
        themes=[
            {
                "id": theme.public_id,
                "title": theme.title,
                "size": theme.size,
                "near": challenge is not None and theme.challenge_id == challenge,
            }
            for theme in found
        ]
    )


@pages.get("/p/<process_id>/boards/<board_id>/cards")
@requires("camp:record:view")
def record() -> str:
    """All cards of a board as a list: part of the public record once the board is closed, before that for staff."""
    actor = current_actor()
    is_staff = not actor.roles.isdisjoint(INSIDERS)
    if (g.board.state != BoardState.CLOSED or g.camp.is_rehearsal) and not is_staff:
        raise NotFound()
    return render_template(
        "camp/record.html",
        board=g.board,
        camp=g.camp,
        lines=card_queries.cards_of_board(db.session(), g.board, with_removed=is_staff),
        actions=card_actions(),
        is_staff=is_staff,
    )
