"""A board to look at: as of any moment of the camp, and on the big screen while it runs."""

from typing import Any

from flask import Blueprint, g, render_template, request
from markupsafe import Markup
from sqlalchemy import func, select

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import history, session_queries, snapshots
from cocreate.camp.event_words import EVENTS
from cocreate.camp.labels import ROUND_KINDS
from cocreate.camp.models import Operation
from cocreate.camp.picture import drawing_of, svg_of
from cocreate.camp.reporting.material import GroupMaterial, stands
from cocreate.camp.reporting.report import picture_labels
from cocreate.camp.routes import load_camp
from cocreate.core.db import db
from cocreate.web.access import requires
from cocreate.web.language import current_language

pages = Blueprint("camp_watch", __name__, url_prefix="/p/<process_id>/boards/<board_id>")
pages.url_value_preprocessor(load_camp)


def _picture(state: dict[str, Any]) -> Markup:
    """What everybody may see of a state, now or of before, drawn here."""
    seen = rules.seen_state(state, is_anonymous=True, hidden=history.hidden_now(db.session(), g.board))
    drawing = drawing_of(seen, picture_labels(GroupMaterial(g.board.group, g.board, seen, 0), current_language()))
    return Markup(svg_of(drawing))  # of our own making: every text in it was escaped


@pages.get("/replay")
@requires("camp:replay:view")
def replay() -> str:
    """The board after any of its changes; the last one unless asked for another."""
    session = db.session()
    last = session.scalar(select(func.max(Operation.number)).where(Operation.board_id == g.board.id)) or 0
    asked = request.args.get("number", "")
    number = min(int(asked), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else last
    entry = session.scalar(select(Operation).where(Operation.board_id == g.board.id, Operation.number == number))
    state = history.state_at(session, g.board, number)
    return render_template(
        "camp/replay.html",
        camp=g.camp,
        board=g.board,
        number=number,
        last=last,
        entry=entry,
        what=EVENTS.get(entry.kind) if entry is not None else None,
        cards=sum(stands(card) for card in state["cards"].values() if not card["is_private"]),
        picture=_picture(state),
    )


@pages.get("/screen")
@requires("camp:replay:view")
def screen() -> str:
    """The board and the running step for a projector; nothing on it can be pressed by mistake."""
    session = db.session()
    return render_template(
        "camp/screen.html",
        camp=g.camp,
        board=g.board,
        plan=session_queries.plan_message(session, g.camp),
        ends_at=g.camp.step_ends_at,
        remaining=session_queries.clock_of(g.camp).remaining(clock.now()),
        round=session_queries.open_round_on(session, g.board),
        round_kinds=ROUND_KINDS,
        picture=_picture(snapshots.board_state(session, g.board)),
    )
