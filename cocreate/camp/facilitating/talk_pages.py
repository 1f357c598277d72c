"""The console's forms beside the plan: messages, help that was given, the reveal, votes, moderation and locks."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from flask import Response, flash, g, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN
from cocreate.camp import card_queries, commands, policy, queries, session_queries
from cocreate.camp.commands.moderating import Moderated
from cocreate.camp.facilitating.forms import round_form
from cocreate.camp.facilitating.plan_pages import back, lead, refuse
from cocreate.camp.labels import GRADIENT, ROUND_KINDS, family_name
from cocreate.camp.models import Board, Seat
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rules import RoundKind
from cocreate.core.cells import safe_cell
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.web.access import current_actor, requires


def attempt(do: Callable[[Any], Any], said: str = "") -> Any:
    """Do it in a transaction and go back; a refusal is said on the page."""
    try:
        with transaction() as session:
            do(session)
    except DomainError as refused:
        return refuse(refused)
    if said:
        flash(said, "success")
    return back()


def board_named(public_id: str) -> Board | None:
    """A board of the camp at hand; None for all."""
    if not public_id:
        return None
    for group in g.camp.groups:
        if group.board.public_id == public_id:
            return group.board  # type: ignore[no-any-return]
    raise NotFound()


@lead.post("/p/<process_id>/manage/camps/<camp_id>/messages")
@requires("camp:message:send")
def send_message() -> Any:
    """Tell everybody, or one group."""
    to = board_named(request.form.get("to", ""))
    text = request.form.get("text", "")
    return attempt(
        lambda session: commands.send_message(session, current_actor(), g.camp, text, board=to),
        _("The message is sent."),
    )


@lead.post("/p/<process_id>/manage/camps/<camp_id>/help/<help_request_id>/done")
@requires("camp:help:answer")
def end_help(help_request_id: str) -> Any:
    """Somebody came."""
    found = session_queries.find_help(db.session(), g.camp, help_request_id)
    if found is None:
        raise NotFound()
    return attempt(lambda session: commands.end_help(session, current_actor(), found))


@lead.post("/p/<process_id>/manage/camps/<camp_id>/reveal")
@requires("camp:plan:run")
def reveal() -> Any:
    """Show everybody what people wrote in private, where the plan went past the reveal."""
    return attempt(lambda session: commands.reveal(session, current_actor(), g.camp))


@lead.get("/p/<process_id>/manage/camps/<camp_id>/order")
@requires("camp:card:moderate")
def moderation() -> str:
    """Hide, mute, remove, lock; and what was done so far, to be undone."""
    session = db.session()
    done = session_queries.moderation_of(session, g.camp)
    return render_template(
        "camp/lead/moderation.html",
        camp=g.camp,
        boards=[
            (group.board, _cards_on(session, group.board), session_queries.comments_on(session, group.board))
            for group in g.camp.groups
        ],
        seats=[seat for seat in queries.seats_of(session, g.camp) if seat.ended_at is None],
        done=done,
        hidden=session_queries.hidden_words(session, done),
    )


def _cards_on(session: Session, board: Board) -> list[card_queries.CardLine]:
    """What can be hidden: cards in sight, and those that were taken off and can be brought back."""
    lines = card_queries.cards_of_board(session, board, with_removed=True)
    return [line for line in lines if not line.card.went_into]


@lead.post("/p/<process_id>/manage/camps/<camp_id>/order")
@requires("camp:card:moderate")
def moderate() -> Any:
    """Hide a card or comment, mute or remove a seat; with a reason."""
    do = _MODERATE.get(request.form.get("what", ""))
    if do is None:
        raise Invalid("camp.moderation.unknown")
    subject, reason = request.form.get("subject", "")[:16], request.form.get("reason", "")
    return attempt(lambda session: do(session, subject, reason), _("Done. The person concerned reads the reason."))


def _board() -> Board:
    found = board_named(request.form.get("board", ""))
    if found is None:
        raise NotFound()
    return found


def _seat(public_id: str) -> Seat:
    found = queries.find_seat(db.session(), g.camp, public_id)
    if found is None:
        raise NotFound()
    return found


_MODERATE: dict[str, Callable[[Any, str, str], Any]] = {
    Moderated.CARD: lambda session, card, why: commands.hide_card(session, current_actor(), _board(), card, why),
    Moderated.COMMENT: lambda session, comment, why: commands.hide_comment(
        session, current_actor(), _board(), comment, why
    ),
    Moderated.MUTE: lambda session, seat, why: commands.mute_seat(session, current_actor(), _seat(seat), why),
    Moderated.SEAT: lambda session, seat, why: commands.remove_seat(session, current_actor(), _seat(seat), why),
}


@lead.post("/p/<process_id>/manage/camps/<camp_id>/order/<moderation_id>/undo")
@requires("camp:card:moderate")
def undo(moderation_id: str) -> Any:
    """Give back what was taken."""
    found = session_queries.find_moderation(db.session(), g.camp, moderation_id)
    if found is None:
        raise NotFound()
    return attempt(lambda session: commands.undo_moderation(session, current_actor(), found), _("Undone."))


@lead.post("/p/<process_id>/manage/camps/<camp_id>/locks")
@requires("camp:board:steer")
def lock() -> Any:
    """Keep a card, a zone or all prepared cards as they are, or free them."""
    board, subject = _board(), request.form.get("subject", "")[:24]
    keep = request.form.get("keep") == "yes"
    what = request.form.get("what", "")
    if what == "card":
        return attempt(lambda session: commands.lock_card(session, current_actor(), board, subject, is_locked=keep))
    if what == "zone":
        return attempt(lambda session: commands.lock_zone(session, current_actor(), board, subject, is_locked=keep))
    if what == "prepared":
        return attempt(lambda session: commands.lock_prepared(session, current_actor(), board), _("Locked."))
    raise Invalid("camp.moderation.unknown")


@lead.route("/p/<process_id>/manage/camps/<camp_id>/votes", methods=["GET", "POST"])
@requires("camp:round:run")
def votes() -> Any:
    """All votes of a camp, and one more."""
    form = round_form(g.camp)
    if form.validate_on_submit():
        to = board_named(request.form.get("to", ""))
        boards = [to] if to is not None else [group.board for group in g.camp.groups]
        return attempt(
            lambda session: commands.open_rounds(session, current_actor(), boards, form.spec()), _("The vote is open.")
        )
    rounds = session_queries.rounds_of(db.session(), g.camp)
    page = render_template(
        "camp/lead/votes.html",
        camp=g.camp,
        form=form,
        rounds=rounds,
        cast=session_queries.ballots_cast(db.session(), rounds),
        round_kinds=ROUND_KINDS,
    )
    return page, 422 if form.errors else 200


@lead.post("/p/<process_id>/manage/camps/<camp_id>/votes/close")
@requires("camp:round:run")
def close_votes() -> Any:
    """Close every vote that is open, or the one that is named."""
    named = request.form.get("round", "")
    if not named:
        return attempt(lambda session: commands.close_rounds(session, current_actor(), g.camp))
    found = _round(named)
    return attempt(lambda session: commands.close_round(session, current_actor(), found))


def _round(public_id: str) -> VotingRound:
    found = session_queries.find_round(db.session(), g.camp, public_id)
    if found is None:
        raise NotFound()
    return found


def _closed_round(public_id: str) -> VotingRound:
    """A result that whoever asks may see: of a board that they see, once the vote is closed."""
    found = _round(public_id)
    seat = queries.current_seat(db.session(), current_actor(), g.camp)
    policy.require_sight(current_actor(), seat, found.board)
    if found.closed_at is None:
        raise NotFound()
    return found


@lead.get("/p/<process_id>/camps/<camp_id>/votes/<voting_round_id>")
@requires("camp:board:view")
def result(voting_round_id: str) -> str:
    """What came of a vote."""
    found = _closed_round(voting_round_id)
    return render_template(
        "camp/lead/result.html",
        camp=g.camp,
        round=found,
        columns=columns(found),
        rows=rows(found, say_hidden=_("hidden")),
        families=[(family_name(code), size) for code, size in found.results["families"].items()],
        round_kinds=ROUND_KINDS,
        gradient=[str(label) for label in GRADIENT] if found.kind == RoundKind.GRADIENT else [],
    )


@lead.get("/p/<process_id>/camps/<camp_id>/votes/<voting_round_id>.csv")
@requires("camp:board:view")
def result_csv(voting_round_id: str) -> Response:
    """The same as a file."""
    found = _closed_round(voting_round_id)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns(found))
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows(found, say_hidden="hidden"))
    name = f"vote-{found.public_id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


_TOTALS = {
    RoundKind.DOTS: lambda: _("Dots"),
    RoundKind.APPROVAL: lambda: _("Approvals"),
    RoundKind.GRADIENT: lambda: _("Mean level (1 is best)"),
    RoundKind.RANKING: lambda: _("Share of comparisons won"),
}


def columns(found: VotingRound) -> list[str]:
    """The headings of a result's table."""
    levels = [str(level) for level in range(1, len(GRADIENT) + 1)] if found.kind == RoundKind.GRADIENT else []
    families = [family_name(code) for code in found.results["families"]]
    return [_("Place"), _("Card"), _TOTALS[RoundKind(found.kind)](), _("People"), *levels, *families]


def rows(found: VotingRound, *, say_hidden: str) -> list[list[Any]]:
    """One line a card, best first; a number that would point at people says that it is hidden."""
    texts = session_queries.texts_of(db.session(), found.cards)
    lines = []
    for card in found.results["order"]:
        row = found.results["cards"][card]
        split = [row["by_helix"].get(code) for code in found.results["families"]]
        cells = [_number(cell) if cell != HIDDEN else say_hidden for cell in split]
        lines.append(
            [row["place"], texts.get(card, card), _number(row["total"]), row["people"], *row.get("levels", []), *cells]
        )
    return lines


def _number(value: Any) -> Any:
    return "" if value is None else round(value, 2)
