"""Who asks, and what a decision needs to know of the camp around a board: only what the operation speaks of is read."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.camp import card_queries, policy, queries
from cocreate.camp.board import Around, By, Operation
from cocreate.camp.board.reading import LABEL_LIMIT
from cocreate.camp.commands.storing_rows import seat_key
from cocreate.camp.models import Board, Card, CardComment, CardFile, CardLink, CardReference, Seat
from cocreate.camp.rules import ReferenceKind
from cocreate.camp.snapshots import file_data
from cocreate.core.db import tables
from cocreate.core.permissions import Actor


def by(session: Session, actor: Actor, board: Board) -> By:
    """The actor as a board knows people; a seat of another camp is none here."""
    is_host = not actor.roles.isdisjoint(policy.HOSTS)
    seat = session.get(Seat, actor.seat_id) if actor.seat_id is not None else None
    if seat is not None and seat.camp_id == board.group.camp_id:
        group = seat.group.public_id if seat.group is not None else ""
        return By(
            seat.public_id,
            seat.name,
            group=group,
            seat=seat.public_id,
            is_host=is_host,
            is_observer=seat.is_observer,
            is_muted=seat.muted_at is not None,
        )
    if actor.user_id is not None and (user := session.get(User, actor.user_id)) is not None:
        return By(user.public_id, user.name, is_host=is_host)
    return By(actor.ref, is_host=is_host)


def around(session: Session, board: Board, asked: Operation, who: By, *, taken: frozenset[str] | None = None) -> Around:
    """What is known around this operation; `taken` is asked for many operations at once, or for this one here."""
    camp = board.group.camp
    parts: dict[str, Any] = {}
    if asked.kind in ("vote", "unvote", "cast_ballot"):
        parts["votes_elsewhere"] = _votes_elsewhere(session, board, who)
    if themes := {*getattr(asked, "themes", ()), getattr(asked, "theme", "")} - {""}:
        parts["themes"] = frozenset(
            theme for theme in themes if queries.find_citable_theme(session, camp.process, theme) is not None
        )
    if subjects := _subjects(session, board, asked):
        parts["subjects"] = subjects
    if asked.kind == "attach_file":
        parts["uploads"] = _uploads(session, board, str(getattr(asked, "file", "")))
    if taken is None:
        taken = taken_ids(session, [asked])
    return Around(now=clock.now(), votes_per_seat=camp.votes_per_seat, taken=taken, **parts)


def _votes_elsewhere(session: Session, board: Board, who: By) -> int:
    """The seat is locked, as it may vote on two boards at once; on SQLite the transaction itself is the lock."""
    seat = seat_key(session, who.seat)
    if seat is None:
        return 0
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_LOCK_SEAT, {"seat": seat})
    return queries.votes_elsewhere(session, seat, board.id)


_seats = Seat.__table__
_LOCK_SEAT = select(_seats.c.id).where(_seats.c.id == bindparam("seat")).with_for_update()


def _subjects(session: Session, board: Board, asked: Operation) -> dict[str, str]:
    """What the assets and answers that are referred to are called, as far as this process has them for everybody."""
    asked_for = [*getattr(asked, "references", ())]
    if asked.kind == "add_reference":
        asked_for.append(asked.reference)  # type: ignore[attr-defined]
    process, found = board.group.camp.process, {}
    for kind, subject in {(reference["kind"], reference["subject"]) for reference in asked_for}:
        if kind == ReferenceKind.ASSET and (asset := card_queries.find_asset(session, process, subject)) is not None:
            found[f"{kind}:{subject}"] = (asset.title.get("en") or next(iter(asset.title.values()), ""))[:LABEL_LIMIT]
        if (
            kind == ReferenceKind.ANSWER
            and (answer := card_queries.find_quotable(session, process, subject)) is not None
        ):
            found[f"{kind}:{subject}"] = " ".join((answer.text or "").split())[:LABEL_LIMIT]
    return found


def _uploads(session: Session, board: Board, file: str) -> dict[str, dict[str, Any]]:
    wanted = select(CardFile).where(
        CardFile.public_id == file, CardFile.board_id == board.id, CardFile.card_id.is_(None)
    )
    return {row.public_id: file_data(row) for row in session.scalars(wanted)}


def taken_ids(session: Session, asked: Iterable[Operation]) -> frozenset[str]:
    """Of the ids that browsers chose for new things, those that something has already, on any board."""
    chosen: dict[Any, set[str]] = {}
    for operation in asked:
        for table, ids in _chosen_ids(operation):
            chosen.setdefault(table, set()).update(ids)
    looked_for = [(table, sorted(ids)) for table, ids in chosen.items() if ids]
    return frozenset(
        found for table, ids in looked_for for found in tables(session).scalars(_among(table), {"ids": ids})
    )


@cache
def _among(table: Any) -> Any:
    return select(table.public_id).where(table.public_id.in_(bindparam("ids", expanding=True)))


def _chosen_ids(asked: Any) -> Iterator[tuple[Any, Iterable[str]]]:
    if asked.kind in ("add_card", "merge_cards"):
        yield Card, [asked.card]
    elif asked.kind == "split_card":
        yield Card, [part["card"] for part in asked.into]
    elif asked.kind == "comment":
        yield CardComment, [asked.comment]
    elif asked.kind == "link_cards":
        yield CardLink, [asked.link]
    if asked.kind == "add_reference":
        yield CardReference, [asked.reference["id"]]
    else:
        yield CardReference, [reference["id"] for reference in getattr(asked, "references", ())]
