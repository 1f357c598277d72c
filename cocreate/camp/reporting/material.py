"""What a report of a camp is made of, read once. No names of people: groups and categories only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import SafeList, suppress
from cocreate.camp import board as rules
from cocreate.camp import queries, snapshots
from cocreate.camp.models import Board, Camp, Operation, Seat, WorkingGroup
from cocreate.camp.rules import BoardState


@dataclass(frozen=True)
class GroupMaterial:
    """One group: its board as everybody may see it, and how many people worked on it."""

    group: WorkingGroup
    board: Board
    state: dict[str, Any]  # see docs/camp.md; without private cards, authors and who voted
    people: int  # seats of the group that somebody took

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards that stand on the board, zone by zone."""
        zones = {key: zone["position"] for key, zone in self.state["zones"].items()}
        live = [card for card in self.state["cards"].values() if stands(card)]
        return sorted(live, key=lambda card: (zones[card["zone"]], card["rank"], card["id"]))


def stands(card: dict[str, Any]) -> bool:
    """Whether a card is on the board, rather than taken off or gone into another one."""
    return not card["is_removed"] and not card["went_into"]


@dataclass(frozen=True)
class Material:
    """A whole camp."""

    camp: Camp
    groups: Sequence[GroupMaterial]
    group_titles: dict[str, dict[str, str]]  # by public id, of all groups
    theme_titles: dict[str, dict[str, str]]  # by public id
    helix: SafeList[str]  # people by category; "" where they did not say
    contributed: int  # of the people of its groups, those who changed a board at least once


def material_of(session: Session, camp: Camp, *, closed_only: bool) -> Material:
    """Read a camp; for the public, the boards that are closed."""
    seats = [seat for seat in queries.seats_of(session, camp) if _counts(seat)]
    people = Counter(seat.group_id for seat in seats)
    groups = [
        GroupMaterial(group, group.board, _public_state(session, group.board), people[group.id])
        for group in camp.groups
        if group.board.state == BoardState.CLOSED or not closed_only
    ]
    themes = {theme for each in groups for card in each.cards for theme in card["themes"]}
    return Material(
        camp=camp,
        groups=groups,
        group_titles={group.public_id: group.title for group in camp.groups},
        theme_titles=snapshots.theme_titles(session, themes),
        helix=suppress(Counter(seat.helix for seat in seats), camp.process.minimum_cell),
        contributed=_contributed(session, groups, seats),
    )


def _counts(seat: Seat) -> bool:
    return seat.taken_at is not None and not seat.is_observer and not seat.is_facilitator


def _public_state(session: Session, board: Board) -> dict[str, Any]:
    """As somebody without a seat sees it, and without saying who wrote what even where the camp names people."""
    return rules.seen_state(snapshots.board_state(session, board), is_anonymous=True)


def _contributed(session: Session, groups: Sequence[GroupMaterial], seats: Sequence[Seat]) -> int:
    """How many of the people of these groups changed one of their boards."""
    boards, own = [each.board.id for each in groups], {each.group.id for each in groups}
    worked = set(session.scalars(select(Operation.seat_id).where(Operation.board_id.in_(boards)).distinct()))
    return sum(seat.id in worked for seat in seats if seat.group_id in own)
