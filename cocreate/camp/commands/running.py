"""The session runs: a step starts, pauses, is extended or skipped. The server's clock decides; nobody has to tick."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import session_queries, snapshots
from cocreate.camp.before import queries
from cocreate.camp.board import hosting
from cocreate.camp.commands import journal, voting
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Camp, Seat, WorkingGroup
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import MINUTES_AT_MOST, BoardState, Clock, StepKind, mode_of
from cocreate.core import audit, events
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid

GROUPS = "groups"  # in the settings of a step: what its first start does with the groups
NEXT, HOME = "next", "home"


@dataclass(frozen=True)
class SeatsMoved:
    """People sit at another board now; told to each of their browsers, which hear nothing more of the old one."""

    boards: tuple[tuple[str, str], ...]  # public ids: seat, board
    left: tuple[tuple[str, str], ...] = ()  # public ids: seat, the board that it had
    by: str = ""  # name of who moved them


def by_plan(session: Session, actor: Actor, camp: Camp, step: PlanStep) -> int:
    """What a step of the plan says about the groups, as it starts for the first time; tells how many people moved."""
    where = step.settings.get(GROUPS)
    if where == NEXT and len(camp.working_groups) > 1:
        return rotate(session, actor, camp)
    return bring_home(session, actor, camp) if where == HOME else 0


def rotate(session: Session, actor: Actor, camp: Camp) -> int:
    """Everybody in a group goes on to the board after theirs, from the last to the first; tells how many."""
    groups = queries.working_groups(session, camp)
    if len(groups) < 2:
        raise Conflict("camp.rotation.one_group")
    after = {group.id: groups[(place + 1) % len(groups)] for place, group in enumerate(groups)}
    by_id = {group.id: group.public_id for group in groups}
    moves = []
    for seat in queries.seats_to_group(session, camp):
        if seat.group_id in after and not seat.attributes.get("stays"):
            home = seat.attributes.get("home") or by_id[seat.group_id]
            seat.attributes = {**seat.attributes, "home": home}
            moves.append((seat, after[seat.group_id]))
    return _move(session, actor, camp, moves, "camp:groups:rotate")


def bring_home(session: Session, actor: Actor, camp: Camp) -> int:
    """Everybody goes back to the group they began in; tells how many."""
    groups = {group.public_id: group for group in queries.working_groups(session, camp)}
    moves = []
    for seat in queries.seats_to_group(session, camp):
        home = groups.get(seat.attributes.get("home", ""))
        if home is None:
            continue
        seat.attributes = {key: value for key, value in seat.attributes.items() if key != "home"}
        if seat.group_id != home.id:
            moves.append((seat, home))
    return _move(session, actor, camp, moves, "camp:groups:home")


def are_away(session: Session, camp: Camp) -> bool:
    """Whether somebody sits elsewhere than they began."""
    return any(seat.attributes.get("home") for seat in queries.seats_to_group(session, camp))


def _move(session: Session, actor: Actor, camp: Camp, moves: list[tuple[Seat, WorkingGroup]], verb: str) -> int:
    left = tuple((seat.public_id, seat.group.board.public_id) for seat, _group in moves if seat.group is not None)
    for seat, group in moves:
        seat.group = group
    session.flush()
    audit.record(session, actor, verb, camp.ref, process=camp.process.public_id, people=len(moves))
    boards = tuple((seat.public_id, group.board.public_id) for seat, group in moves)
    events.announce(session, SeatsMoved(boards, left, journal.who(session, actor)["name"]))
    return len(moves)


@dataclass(frozen=True)
class PlanChanged:
    """The session stands elsewhere now; told to every browser of the camp."""

    camp: str
    plan: dict[str, Any]


@dataclass(frozen=True)
class CallsChanged:
    """A later stage asks something else of the people of the camp now, or nothing any more (`Stage.camp_calls`)."""

    camp: str


def start_step(session: Session, actor: Actor, camp: Camp, step: PlanStep, *, seen: str | None = None) -> None:
    """Begin a step, from anywhere in the plan; it begins anew if it ran before.

    `seen` is the step that ran when the page was made: two people who both press "next" go on by one step, not two.
    """
    _lock(session, camp, seen)
    _finish(session, actor, camp)
    now, is_first_time = clock.now(), step.started_at is None
    step.started_at, step.ended_at = now, None
    _set(session, camp, step=step.public_id, clock_=Clock.started(step.minutes, now))
    _note(session, actor, "camp:plan:start", camp, step, kind=step.kind)
    if is_first_time:
        by_plan(session, actor, camp, step)
    kind = StepKind(step.kind)
    _drive(session, actor, camp, mode_of(kind, step=step.public_id, is_anonymous=camp.is_anonymous))
    if kind is StepKind.REVEAL:
        reveal(session, actor, camp)
    elif kind is StepKind.VOTE:
        _open_votes(session, actor, camp, step)


def go_on(session: Session, actor: Actor, camp: Camp, *, seen: str | None = None, back: bool = False) -> None:
    """To the next step, or the one before. After the last the session is over."""
    _lock(session, camp, seen)
    steps = session_queries.steps_of(session, camp)
    if not steps:
        raise Conflict("camp.plan.empty")
    at = next((place for place, step in enumerate(steps) if step.public_id == camp.step), -1)
    wanted = max(0, at - 1) if back else at + 1
    if wanted < len(steps):
        start_step(session, actor, camp, steps[wanted])
    else:
        end_plan(session, actor, camp)


def end_plan(session: Session, actor: Actor, camp: Camp, *, seen: str | None = None) -> None:
    """No step runs any more: boards allow everything that a role does."""
    _lock(session, camp, seen)
    if not camp.step:
        return
    _finish(session, actor, camp)
    _set(session, camp, step="", clock_=Clock(None))
    _note(session, actor, "camp:plan:end", camp, None)
    _drive(session, actor, camp, {})


def pause(session: Session, actor: Actor, camp: Camp) -> None:
    """Stop the clock; people may go on with what the step allows."""
    step = _running(session, camp)
    _set(session, camp, step=camp.step, clock_=session_queries.clock_of(camp).paused(clock.now()))
    _note(session, actor, "camp:plan:pause", camp, step)


def resume(session: Session, actor: Actor, camp: Camp) -> None:
    """Let the clock go on."""
    step = _running(session, camp)
    _set(session, camp, step=camp.step, clock_=session_queries.clock_of(camp).resumed(clock.now()))
    _note(session, actor, "camp:plan:resume", camp, step)


def extend(session: Session, actor: Actor, camp: Camp, minutes: int) -> None:
    """Give the running step more time."""
    if not 1 <= minutes <= MINUTES_AT_MOST:
        raise Invalid("camp.plan.minutes", limit=MINUTES_AT_MOST)
    step = _running(session, camp)
    _set(session, camp, step=camp.step, clock_=session_queries.clock_of(camp).extended(minutes, clock.now()))
    _note(session, actor, "camp:plan:extend", camp, step, minutes=minutes)


def _lock(session: Session, camp: Camp, seen: str | None) -> None:
    """Wait for our turn and see what is true now (on SQLite the transaction itself is the lock)."""
    mine = select(Camp).where(Camp.id == camp.id).with_for_update(key_share=True)
    session.scalars(mine.execution_options(populate_existing=True)).one()
    if seen is not None and seen != camp.step:
        raise Conflict("camp.plan.moved_on")


def _running(session: Session, camp: Camp) -> PlanStep:
    _lock(session, camp, None)
    step = session_queries.find_step(session, camp, camp.step) if camp.step else None
    if step is None:
        raise Conflict("camp.plan.nothing_runs")
    return step


def _finish(session: Session, actor: Actor, camp: Camp) -> None:
    """The running step is over, and with it the votes that are open."""
    step = session_queries.find_step(session, camp, camp.step) if camp.step else None
    if step is None:
        return
    step.ended_at = clock.now()
    if step.kind == StepKind.VOTE:
        voting.close_rounds(session, actor, camp)


def _boards(session: Session, camp: Camp) -> list[Board]:
    """Boards whose work is not done, always in one order, so that two hosts never block each other."""
    boards = (group.board for group in camp.groups)
    return sorted((board for board in boards if board.state != BoardState.CLOSED), key=lambda board: board.id)


def _drive(session: Session, actor: Actor, camp: Camp, mode: dict[str, Any]) -> None:
    """Tell every board what people may do now."""
    for board in _boards(session, camp):
        journal.lock(session, board)
        change = hosting.board_mode(mode)
        change_board(session, actor, board, change, verb="camp:board:mode", op_id=f"mode-{public_id()}")


def reveal(session: Session, actor: Actor, camp: Camp) -> None:
    """Show everybody what people wrote in private; boards that hold nothing private stay as they are."""
    for board in _boards(session, camp):
        journal.lock(session, board)
        change = hosting.reveal(snapshots.board_state(session, board))
        if change["cards"]:
            change_board(session, actor, board, change, verb="camp:board:reveal", op_id=f"reveal-{public_id()}")


def _open_votes(session: Session, actor: Actor, camp: Camp, step: PlanStep) -> None:
    """The vote of the step, on every board that has cards for it; boards without any do not keep the others waiting."""
    try:
        voting.open_rounds(session, actor, _boards(session, camp), RoundSpec.unpacked(step.settings))
    except Conflict as refused:
        if refused.code != "camp.round.none_opened":
            raise


def _set(session: Session, camp: Camp, *, step: str, clock_: Clock) -> None:
    """Written past the camp's version: a step that starts must not make somebody's form about the camp stale."""
    told = {"step": step, "step_ends_at": clock_.ends_at, "step_left": clock_.left}
    session.execute(update(Camp).where(Camp.id == camp.id).values(**told))
    session.refresh(camp, [*told])
    session.flush()
    events.announce(session, PlanChanged(camp.public_id, session_queries.plan_message(session, camp)))


def _note(session: Session, actor: Actor, verb: str, camp: Camp, step: PlanStep | None, **details: Any) -> None:
    subject = step.ref if step is not None else camp.ref
    audit.record(session, actor, verb, subject, process=camp.process.public_id, **details)
