"""What a report of a camp is made of, read once. No names of people: groups and categories only."""

import csv
import io
import json
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
from cocreate.core.cells import safe_cell
from cocreate.web.language import translate


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


COLUMNS = (
    "card", "board", "group", "zone", "column", "kind", "title", "text", "tags", "colour", "written_by_group",
    "votes", "comments", "stack", "parents", "went_into", "is_removed", "is_promoted", "themes", "references",
)  # fmt: skip


def cards_csv(material: Material, language: str) -> str:
    """Every card with its history in short; cells are safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in material.groups:
        zones = each.state["zones"]
        for card in each.state["cards"].values():
            row = (
                card["id"], each.board.public_id, translate(each.group.title, language),
                translate(zones[card["zone"]]["title"], language), card["column"], card["kind"], card["title"],
                card["text"], ";".join(card["tags"]), card["colour"],
                translate(material.group_titles.get(card["group"], {}), language), card["votes"],
                sum(not said["is_removed"] for said in card["comments"]), card["stack"], ";".join(card["parents"]),
                ";".join(card["went_into"]), card["is_removed"], card["is_promoted"], ";".join(card["themes"]),
                ";".join(reference["url"] or reference["label"] for reference in card["references"]),
            )  # fmt: skip
            writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + out.getvalue()


def camp_json(material: Material) -> str:
    """The state of every board as docs/camp.md describes it, and what its keys mean."""
    camp = material.camp
    told: dict[str, Any] = {
        "format": "cocreate-camp-1",
        "camp": {"id": camp.public_id, "title": camp.title, "starts_at": camp.starts_at},
        "themes": material.theme_titles,
        "groups": [
            {
                "id": each.group.public_id,
                "title": each.group.title,
                "board": each.board.public_id,
                "people": each.people,
                "state": each.state,
            }
            for each in material.groups
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def cards_markdown(camp: Camp, material: Material, language: str) -> str:
    """Group by group and zone by zone, a card an item; signs that would mean something in Markdown are escaped."""
    lines = [f"# {escaped(translate(camp.title, language))}", ""]
    for each in material.groups:
        lines += [f"## {escaped(translate(each.group.title, language))}", ""]
        for zone in sorted(each.state["zones"].values(), key=lambda zone: zone["position"]):
            lines += [f"### {escaped(translate(zone['title'], language))}", ""]
            own = [card for card in each.cards if card["zone"] == zone["key"]]
            lines += [_item(card) for card in own] + ([""] if own else [])
    return "\n".join(lines).rstrip() + "\n"


def _item(card: dict[str, Any]) -> str:
    title = f"**{escaped(card['title'])}** " if card["title"] else ""
    text = escaped(card["text"]).replace("\n", "  \n  ")
    votes = f" ({card['votes']})" if card["votes"] else ""
    return f"- {title}{text}{votes}"


def escaped(text: str) -> str:
    """Text that Markdown shows as it was typed.

    >>> escaped("*no* [link](x)")
    '\\\\*no\\\\* \\\\[link\\\\](x)'
    """
    plain = "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~" else letter for letter in text)
    return plain.strip()
