"""The state of a board out of the tables: the same that applying its changes one by one gives."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp.board import State
from cocreate.camp.board.deciding import ballot_counts
from cocreate.camp.board.hosting import zone_data
from cocreate.camp.board.sight import without_words
from cocreate.camp.models import (
    Board,
    Card,
    CardComment,
    CardFile,
    CardLink,
    CardReaction,
    CardReference,
    CardSource,
    CardVote,
    Seat,
    Zone,
)
from cocreate.camp.models_session import Ballot, VotingRound
from cocreate.themes.models import Theme

Row = TypeVar("Row")


def board_state(session: Session, board: Board) -> State:
    """The whole state, with what only the server knows; `sight.seen_state` makes of it what somebody may see.

    What a hidden card says is in the tables only: see `hidden_card`.
    `number` is read first: whatever is committed while we read comes again as a change.
    """
    row = session.execute(select(Board.number, Board.state, Board.mode).where(Board.id == board.id)).one()
    zones = _zone_rows(session, board)
    cards = _cards(session, board, zones)
    votes = _votes(session, board)
    for card, seats in votes.items():
        cards[card]["votes"] = len(seats)
    open_round, rounds, ballots = _rounds(session, board)
    return {
        "number": row.number,
        "state": row.state,
        "mode": row.mode,
        "zones": {zone.key: _zone(zone) for zone in zones},
        "cards": cards,
        "links": _links(session, board),
        "round": open_round,
        "rounds": rounds,
        "secret": {"votes": votes, "ballots": ballots},
    }


def hidden_card(session: Session, board: Board, public_id: str) -> dict[str, Any]:
    """A card as it is in the tables, with its words though it is hidden."""
    card = _whole_cards(session, board, _zone_rows(session, board))[public_id]
    return {**card, "votes": len(_votes(session, board).get(public_id, ()))}


def board_snapshot(session: Session, board: Board, seat: str = "", *, state: State | None = None) -> dict[str, Any]:
    """A board as a seat's browser keeps it, and the names and titles to show with it. `state`: where it is known."""
    is_anonymous = board.group.camp.is_anonymous
    state = rules.seen_state(state or board_state(session, board), seat, is_anonymous=is_anonymous)
    cards = state["cards"].values()
    people = {card["author"] for card in cards} | {said["author"] for card in cards for said in card["comments"]}
    return {
        "board": board.public_id,
        **state,
        "people": seat_names(session, people),
        "themes": theme_titles(session, {theme for card in cards for theme in card["themes"]}),
    }


def seat_names(session: Session, seats: Iterable[str]) -> dict[str, str]:
    """What people on these seats are called."""
    named = select(Seat.public_id, Seat.name).where(Seat.public_id.in_(set(seats)))
    return {row[0]: row[1] for row in session.execute(named)}


def theme_titles(session: Session, themes: Iterable[str]) -> dict[str, dict[str, str]]:
    """What these themes are called."""
    found = session.scalars(select(Theme).where(Theme.public_id.in_(set(themes))))
    return {theme.public_id: theme.title for theme in found}


def zones_of(session: Session, board: Board) -> dict[str, dict[str, Any]]:
    """The zones as they are."""
    return {zone.key: _zone(zone) for zone in _zone_rows(session, board)}


def _zone_rows(session: Session, board: Board) -> list[Zone]:
    return list(session.scalars(select(Zone).where(Zone.board_id == board.id).order_by(Zone.position)))


def _zone(zone: Zone) -> dict[str, Any]:
    return zone_data(
        zone.key,
        zone.title,
        help=zone.help,
        position=zone.position,
        layout=zone.layout,
        columns=zone.columns,
        is_locked=zone.is_locked,
    )


def file_data(file: CardFile) -> dict[str, Any]:
    """A file as it stands on a card."""
    return {
        "id": file.public_id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "description": file.description,
    }


def _by_card(session: Session, board: Board, table: type[Row]) -> dict[int, list[Row]]:
    """What hangs on the cards of a board, card by card, in the order in which it came."""
    kept: Any = table
    found: dict[int, list[Row]] = {}
    for row in session.scalars(select(kept).join(Card).where(Card.board_id == board.id).order_by(kept.id)):
        found.setdefault(row.card_id, []).append(row)
    return found


def _cards(session: Session, board: Board, zones: Sequence[Zone]) -> dict[str, dict[str, Any]]:
    cards = _whole_cards(session, board, zones)
    return {key: without_words(card) if card["is_hidden"] else card for key, card in cards.items()}


def _whole_cards(session: Session, board: Board, zones: Sequence[Zone]) -> dict[str, dict[str, Any]]:
    rows = list(session.scalars(select(Card).where(Card.board_id == board.id).order_by(Card.id)))
    if not rows:
        return {}
    keys = {zone.id: zone.key for zone in zones}
    comments, reactions = _by_card(session, board, CardComment), _by_card(session, board, CardReaction)
    references, files = _by_card(session, board, CardReference), _files(session, board)
    themes = _themes(session, board)
    wanted = {card.author_id for card in rows} | {said.author_id for some in comments.values() for said in some}
    wanted |= {reaction.seat_id for some in reactions.values() for reaction in some}
    named = select(Seat.id, Seat.public_id).where(Seat.id.in_(wanted - {None}))
    seats: dict[int | None, str] = {row[0]: row[1] for row in session.execute(named)}
    found = {}
    for card in rows:
        found[card.public_id] = rules.new_card(
            id=card.public_id,
            zone=keys[card.zone_id],
            author=seats.get(card.author_id, ""),
            group=card.author_group,
            themes=themes.get(card.id, []),
            references=[_reference(reference) for reference in references.get(card.id, ())],
            files=[file_data(file) for file in files.get(card.id, ())],
            comments=[_comment(said, seats) for said in comments.get(card.id, ())],
            reactions=_reactions(reactions.get(card.id, ()), seats),
            **{name: getattr(card, name) for name in PLAIN_COLUMNS},
        )
    return found


# What a card's row and its state call the same.
PLAIN_COLUMNS = (
    "column", "x", "y", "rank", "kind", "title", "text", "revision", "colour", "tags", "parents_votes", "stack",
    "parents", "went_into", "is_removed", "is_hidden", "is_promoted", "is_locked", "is_private",
)  # fmt: skip


def _reference(row: CardReference) -> dict[str, str]:
    return {"id": row.public_id, "kind": row.kind, "subject": row.subject, "url": row.url, "label": row.label}


def _comment(row: CardComment, seats: dict[int | None, str]) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "author": seats.get(row.author_id, ""),
        "text": "" if row.is_removed else row.text,
        "at": row.at.isoformat(),
        "is_removed": row.is_removed,
    }


def _reactions(rows: Iterable[CardReaction], seats: dict[int | None, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.reaction, []).append(seats[row.seat_id])
    return found


def _files(session: Session, board: Board) -> dict[int, list[CardFile]]:
    """The files on each card, in the order in which they were attached."""
    on_cards = select(CardFile).where(CardFile.board_id == board.id, CardFile.card_id.is_not(None))
    found: dict[int, list[CardFile]] = {}
    for file in session.scalars(on_cards.order_by(CardFile.place, CardFile.id)):
        found.setdefault(file.card_id or 0, []).append(file)
    return found


def _themes(session: Session, board: Board) -> dict[int, list[str]]:
    cited = (
        select(CardSource.card_id, Theme.public_id)
        .join(Theme, CardSource.theme_id == Theme.id)
        .join(Card, CardSource.card_id == Card.id)
        .where(Card.board_id == board.id)
        .order_by(CardSource.id)
    )
    found: dict[int, list[str]] = {}
    for card, theme in session.execute(cited):
        found.setdefault(card, []).append(theme)
    return found


def _votes(session: Session, board: Board) -> dict[str, list[str]]:
    given = (
        select(Card.public_id, Seat.public_id)
        .join(CardVote, CardVote.card_id == Card.id)
        .join(Seat, CardVote.seat_id == Seat.id)
        .where(Card.board_id == board.id)
        .order_by(CardVote.id)
    )
    found: dict[str, list[str]] = {}
    for card, seat in session.execute(given):
        found.setdefault(card, []).append(seat)
    return found


def _links(session: Session, board: Board) -> dict[str, dict[str, str]]:
    rows = list(session.scalars(select(CardLink).where(CardLink.board_id == board.id).order_by(CardLink.id)))
    ends = {row.source_id for row in rows} | {row.target_id for row in rows}
    named = select(Card.id, Card.public_id).where(Card.id.in_(ends))
    cards: dict[int, str] = {row[0]: row[1] for row in session.execute(named)} if rows else {}
    return {
        row.public_id: {
            "id": row.public_id,
            "source": cards[row.source_id],
            "target": cards[row.target_id],
            "relation": row.relation,
        }
        for row in rows
    }


def _rounds(
    session: Session, board: Board
) -> tuple[dict[str, Any] | None, list[dict[str, Any]], dict[str, dict[str, int]]]:
    """The open round, the closed ones, and the ballots of the open one by seat."""
    rows = list(
        session.scalars(select(VotingRound).where(VotingRound.board_id == board.id).order_by(VotingRound.position))
    )
    cast: dict[int, dict[str, dict[str, int]]] = {}
    if rows:
        ballots = (
            select(Ballot.round_id, Seat.public_id, Ballot.choices)
            .join(Seat, Ballot.seat_id == Seat.id)
            .where(Ballot.round_id.in_([row.id for row in rows]))
            .order_by(Ballot.id)
        )
        for round_id, seat, choices in session.execute(ballots):
            cast.setdefault(round_id, {})[seat] = choices
    still_open = next((row for row in rows if row.closed_at is None), None)
    closed = [
        {**_round(row, cast.get(row.id, {})), "results": row.results} for row in rows if row.closed_at is not None
    ]
    if still_open is None:
        return None, closed, {}
    ballots_now = cast.get(still_open.id, {})
    return _round(still_open, ballots_now), closed, ballots_now


def _round(row: VotingRound, ballots: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "kind": row.kind,
        "question": row.question,
        "cards": row.cards,
        "votes_each": row.votes_each,
        "most_per_card": row.most_per_card,
        "is_hidden": row.is_hidden,
        "counts": {} if row.is_hidden else ballot_counts(row.kind, ballots.values()),
        "voters": len(ballots),
    }
