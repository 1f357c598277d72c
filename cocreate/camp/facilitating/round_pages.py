"""The pages of votes: open one, close it, read its result as a page and as CSV."""

import csv
from io import StringIO
from typing import Any

from flask import Response, g, render_template, request
from flask_babel import gettext as _

from cocreate.analysis.disclosure import HIDDEN
from cocreate.camp import commands, policy, queries, session_queries
from cocreate.camp.facilitating.blueprint import lead
from cocreate.camp.facilitating.forms import round_form
from cocreate.camp.facilitating.talk_pages import attempt, board_named
from cocreate.camp.labels import GRADIENT, ROUND_KINDS, family_name
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rules import RoundKind
from cocreate.core.cells import safe_cell
from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.web.access import current_actor, requires


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
