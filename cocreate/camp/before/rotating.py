"""Groups go on to the next board, and home again; who keeps a table stays."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cocreate.camp.before import queries
from cocreate.camp.commands import journal
from cocreate.camp.models import Camp, Seat, WorkingGroup
from cocreate.camp.models_session import PlanStep
from cocreate.core import audit, events
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict

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
