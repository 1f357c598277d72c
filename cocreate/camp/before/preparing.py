"""Boards are filled by those who run the camp: themes and assets as first cards, results of groups in the plenary."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import card_queries, commands, snapshots
from cocreate.camp.before.board_templates import in_languages
from cocreate.camp.board.asking import derived_id
from cocreate.camp.board.deciding_cards import MOST_TAGS, with_fresh_ranks
from cocreate.camp.board.reading import TAG_LIMIT
from cocreate.camp.card_queries import CardLine
from cocreate.camp.commands import journal
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Camp, Card, WorkingGroup
from cocreate.camp.rules import BoardState, CardKind, ReferenceKind
from cocreate.core import audit, provenance
from cocreate.core.grids import decode, guess_separator, read_grid
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Asset
from cocreate.themes.models import Theme
from cocreate.web.language import translate

LARGEST = 2_000_000  # bytes of a file
_HEADINGS = {
    "text": ("text", "content", "note", "sticky note", "card", "description", "tekst", "inhoud", "notitie", "kaart",
             "texte", "contenu", "carte", "inhalt", "karte", "notiz", "beschreibung"),
    "title": ("title", "titel", "titre"),
    "tags": ("tags", "tag", "labels", "label", "étiquettes", "schlagworte"),
    "zone": ("frame", "zone", "column", "section", "list", "kader", "kolom", "cadre", "colonne", "rahmen", "spalte"),
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One note of the file."""

    origin: str  # of the file and its place there: the same note read again is the same
    text: str
    title: str = ""
    tags: tuple[str, ...] = ()
    zone: str = ""  # the name of the frame or column it stood in, as the file has it


def notes_in(content: bytes) -> list[Found]:
    """The notes of a file in their order; Invalid when there are none, too many, or it is no table."""
    if len(content) > LARGEST:
        raise Invalid("camp.bring_in.large", limit=LARGEST // 1_000_000)
    lines = _lines(content)
    columns = _columns(lines[0]) if lines else {}
    name = hashlib.sha256(content).hexdigest()[:12]
    if "text" in columns:
        found = [_note(f"{name}-{number}", line, columns) for number, line in enumerate(lines[1:], start=2)]
    else:
        cells = [(n, c, cell) for n, line in enumerate(lines, start=1) for c, cell in enumerate(line)]
        found = [Found(f"{name}-{n}-{c}", cell[: rules.TEXT_LIMIT]) for n, c, cell in cells]
    found = [note for note in found if note.text or note.title]
    if not found:
        raise Invalid("camp.bring_in.empty")
    return found


def _lines(content: bytes) -> list[list[str]]:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        grid = read_grid(content)
        return [list(grid.headings), *(list(row.cells) for row in grid.rows)]
    text, _encoding = decode(content)
    if sum(text[:5000].count(sign) for sign in map(chr, range(1, 9))) > 5:
        raise Invalid("file.table.no_table")
    try:
        read = list(csv.reader(io.StringIO(text), delimiter=guess_separator(text)))
    except csv.Error as error:
        raise Invalid("file.table.no_table") from error
    return [[cell.strip() for cell in line] for line in read]


def _columns(heads: Sequence[str]) -> dict[str, int]:
    known = [head.strip().lower() for head in heads]
    return {part: known.index(name) for part, names in _HEADINGS.items() for name in names if name in known}


def _note(origin: str, line: Sequence[str], columns: dict[str, int]) -> Found:
    def cell(part: str) -> str:
        place = columns.get(part)
        return line[place] if place is not None and place < len(line) else ""

    return Found(
        origin,
        cell("text")[: rules.TEXT_LIMIT],
        cell("title").split("\n")[0][: rules.TITLE_LIMIT],
        tags_of(cell("tags")),
        cell("zone"),
    )


def tags_of(typed: str) -> tuple[str, ...]:
    """Tags as they are typed, with commas or semicolons between.

    >>> tags_of("Water, heat;Water ,")
    ('Water', 'heat')
    """
    parts = [" ".join(part.split())[:TAG_LIMIT] for part in typed.replace(";", ",").split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_TAGS]


MOST_AT_ONCE = 200
PREPARED = "prepared"  # what the operation ids of prepared cards begin with


def card_at_the_end(state: rules.State, **parts: Any) -> rules.Change:
    """A new card under all others of its zone. Pure."""
    if parts["zone"] not in state["zones"]:
        raise Invalid("camp.zone.unknown")
    beside = rules.cards_in(state, parts["zone"])
    rank = (beside[-1]["rank"] if beside else 0.0) + rules.RANK_STEP
    card = rules.new_card(**parts, rank=rank)
    return with_fresh_ranks(state, card, {"kind": "add_card", "card": card})


class _Filling:
    """One board that gets several cards; each is journaled for itself, and one that is there already is left out."""

    def __init__(self, session: Session, actor: Actor, board: Board) -> None:
        journal.lock(session, board)
        if board.state in (BoardState.LOCKED, BoardState.CLOSED):
            raise Closed(f"camp.board.{board.state}")
        self.session, self.actor, self.board = session, actor, board
        self.state, self.added = snapshots.board_state(session, board), 0

    def add(self, origin: tuple[str, str], relation: Relation | None, **parts: Any) -> None:
        """A card from what it comes from; `relation` records that in the chain of evidence."""
        op_id = f"{PREPARED}-{origin[1]}"
        if journal.done_before(self.session, self.board, op_id) is not None:
            return
        if self.added >= MOST_AT_ONCE:
            raise Invalid("camp.preparing.many", limit=MOST_AT_ONCE)
        name = derived_id(self.board.public_id, *origin)
        change = card_at_the_end(self.state, id=name, **parts)
        change_board(self.session, self.actor, self.board, change, verb="camp:card:prepare", op_id=op_id)
        self.state = rules.apply(self.state, change)
        self.added += 1
        if relation is not None:
            process = self.board.group.camp.process.public_id
            target = (Card.ref_type, name)
            provenance.link(self.session, self.actor, source=origin, target=target, relation=relation, process=process)


def prefill(
    session: Session,
    actor: Actor,
    board: Board,
    *,
    zone: str,
    themes: Sequence[Theme],
    assets: Sequence[Asset],
    language: str,
    is_locked: bool = False,
) -> int:
    """Themes and assets as cards that say where they come from; those on the board already are left out."""
    filling = _Filling(session, actor, board)
    for theme in themes:
        text = translate(theme.title, language)[: rules.TEXT_LIMIT]
        filling.add(theme.ref, None, zone=zone, text=text, themes=[theme.public_id], is_locked=is_locked)
    for asset in assets:
        title, description = translate(asset.title, language), translate(asset.description, language)
        reference = {
            "id": derived_id(board.public_id, "reference", asset.public_id),
            "kind": ReferenceKind.ASSET.value,
            "subject": asset.public_id,
            "url": "",
            "label": title,
        }
        filling.add(
            asset.ref,
            Relation.CITES,
            zone=zone,
            kind=CardKind.ASSET.value,
            title=title[: rules.TITLE_LIMIT] if description else "",
            text=(description or title)[: rules.TEXT_LIMIT],
            references=[reference],
            is_locked=is_locked,
        )
    return filling.added


def bring_in(session: Session, actor: Actor, board: Board, notes: Sequence[tuple[Found, str]]) -> int:
    """Notes of another whiteboard as cards, each into a zone (its key); those brought in before are left out."""
    filling = _Filling(session, actor, board)
    for note, zone in notes:
        filling.add(
            ("file", note.origin), None, zone=zone, title=note.title, text=note.text or note.title, tags=[*note.tags]
        )
    return filling.added


def plenary_of(camp: Camp) -> WorkingGroup | None:
    """The group that everybody is in, if there is one."""
    return next((group for group in camp.groups if group.is_plenary), None)


def add_plenary(session: Session, actor: Actor, camp: Camp) -> WorkingGroup:
    """A board for everybody; asked for twice it is one."""
    known = plenary_of(camp)
    if known is not None:
        return known
    group = commands.add_group(session, actor, camp, title=in_languages(_l("Plenary")))
    group.is_plenary = True
    session.flush()
    return group


def results_of(session: Session, camp: Camp) -> list[CardLine]:
    """The cards that groups could bring to the plenary: in sight, by group, most votes first."""
    lines = [
        line
        for line in card_queries.cards_of_camp(session, camp)
        if not (line.group.is_plenary or line.card.is_private or line.card.went_into)
    ]
    return sorted(lines, key=lambda line: (line.group.position, -line.votes, line.zone.position, line.card.rank))


def bring_to_plenary(session: Session, actor: Actor, camp: Camp, cards: Sequence[str], *, zone: str) -> int:
    """Copies of cards on the plenary's board, each saying which card of which group it comes from."""
    plenary = plenary_of(camp)
    if plenary is None:
        raise Conflict("camp.plenary.none")
    wanted = set(cards)
    filling = _Filling(session, actor, plenary.board)
    for line in results_of(session, camp):
        card = line.card
        if card.public_id not in wanted:
            continue
        filling.add(
            card.ref,
            Relation.COPIED_FROM,
            zone=zone,
            kind=card.kind,
            title=card.title,
            text=card.text,
            colour=card.colour,
            tags=list(card.tags),
            group=line.group.public_id,
            themes=[theme.public_id for theme in line.themes],
            references=_copied_references(session, plenary.board, card),
            parents=[card.public_id],
        )
    return filling.added


def _copied_references(session: Session, board: Board, card: Card) -> list[dict[str, str]]:
    """What the card rests on, under ids of its own."""
    state = snapshots.board_state(session, session.scalars(select(Board).where(Board.id == card.board_id)).one())
    return [
        {**reference, "id": derived_id(board.public_id, "reference", reference["id"])}
        for reference in state["cards"][card.public_id]["references"]
    ]


def set_video_links(session: Session, actor: Actor, camp: Camp, links: dict[str, str]) -> None:
    """Where the camp ("") and its groups (by public id) meet by video; each was checked by `rules.video_link`."""
    camp.video_link = links.get("", "")
    for group in camp.groups:
        group.video_link = links.get(group.public_id, "")
    session.flush()
    audit.record(session, actor, "camp:video:set", camp.ref, process=camp.process.public_id)
