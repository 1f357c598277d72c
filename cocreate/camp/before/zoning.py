"""The zones of boards as those who prepare a camp write them; a board that is open follows at once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import snapshots
from cocreate.camp.board import hosting
from cocreate.camp.board.reading import KEY
from cocreate.camp.commands import journal
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Card, Operation, WorkingGroup, Zone
from cocreate.camp.rules import BoardState, Layout
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey.making.parts import key_from

MOST_ZONES, MOST_COLUMNS = 12, 8
KEY_STEM = 20  # characters of a key that is made of a title; a number behind it finds room in the 24 of a key

Texts = Mapping[str, Any]  # of a zone: {key, title, help, layout, columns: [{key, title}]}; the key of a new one is ""


def zones_of(session: Session, boards: Sequence[Board]) -> list[dict[str, Any]]:
    """The zones of the first of these boards, then those that only others have."""
    found: dict[str, dict[str, Any]] = {}
    for board in boards:
        for key, zone in snapshots.zones_of(session, board).items():
            found.setdefault(key, zone)
    return list(found.values())


def held(session: Session, boards: Sequence[Board]) -> dict[str, list[WorkingGroup]]:
    """The zones (their keys) in which cards are, taken off or not, each with the groups on whose boards they are."""
    groups = {board.id: board.group for board in boards}
    rows = session.execute(
        select(Zone.key, Zone.board_id)
        .join(Card, Card.zone_id == Zone.id)
        .where(Zone.board_id.in_(groups))
        .distinct()
        .order_by(Zone.board_id)
    )
    found: dict[str, list[WorkingGroup]] = {}
    for key, board in rows:
        found.setdefault(key, []).append(groups[board])
    return found


def mark_of(session: Session, boards: Sequence[Board]) -> str:
    """What somebody has seen who looks at the zones of these boards now; with another change it is another."""
    changed = (
        select(Operation.board_id, func.max(Operation.number))
        .where(Operation.board_id.in_([board.id for board in boards]), Operation.kind == "set_zones")
        .group_by(Operation.board_id)
    )
    numbers = {row[0]: row[1] for row in session.execute(changed)}
    return " ".join(f"{board.public_id}:{numbers.get(board.id, 0)}" for board in boards)


def set_zones(session: Session, actor: Actor, boards: Sequence[Board], zones: Sequence[Texts], *, seen: str) -> None:
    """Give boards these zones in this order; `seen` is the mark that whoever wrote them had before their eyes.

    Zones are kept by key: what is known under it is renamed and put in its place, with the cards in it.
    """
    if not 1 <= len(zones) <= MOST_ZONES:
        raise Invalid("camp.zone.number", limit=MOST_ZONES)
    ordered = sorted(boards, key=lambda board: board.id)
    for board in ordered:
        journal.lock(session, board)
        if board.state == BoardState.CLOSED:
            raise Closed("camp.board.closed")
    if mark_of(session, boards) != seen:
        raise Conflict("changed_meanwhile")
    told = [
        hosting.zone_data(
            zone["key"],
            zone["title"],
            position=position,
            help=zone["help"],
            layout=zone["layout"],
            columns=_with_keys(zone["columns"]) if zone["layout"] == Layout.COLUMNS else (),
        )
        for position, zone in enumerate(_with_keys(zones))
    ]
    for board in ordered:
        give_zones(session, actor, board, told)


def give_zones(session: Session, actor: Actor, board: Board, zones: Sequence[Texts]) -> None:
    """Write the zones of one board, unless they are so already; a zone that is kept as it is stays so."""
    journal.lock(session, board)
    state = snapshots.board_state(session, board)
    known = state["zones"]
    wanted = [{**zone, "is_locked": known.get(zone["key"], zone)["is_locked"]} for zone in zones]
    change = hosting.set_zones(state, wanted)
    if change["zones"] != known:
        change_board(session, actor, board, change, verb="camp:board:zones", op_id=f"zones-{public_id()}")


def _with_keys(parts: Iterable[Texts]) -> list[dict[str, Any]]:
    """Zones or columns, each under its own key; a new one under a key made of its title."""
    parts = list(parts)
    taken: set[str] = set()
    named = []
    for part in parts:
        is_known = KEY.fullmatch(part["key"]) is not None and part["key"] not in taken
        named.append({**part, "key": part["key"] if is_known else ""})
        taken.add(part["key"])
    for part in named:
        if not part["key"]:
            words = part["title"].get("en") or next(iter(part["title"].values()), "")
            part["key"] = key_from(key_from(words)[:KEY_STEM], taken)
            taken.add(part["key"])
    return named
