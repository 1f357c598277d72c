"""Operations of several people in one transaction: each judged for itself, numbered without gaps."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import snapshots
from cocreate.camp.commands import batch, change_board
from cocreate.camp.commands.batch import Asked, apply_batch
from cocreate.camp.kept import KeptBoards
from cocreate.camp.models import Board, Camp, Operation, Seat
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Closed, Conflict, DomainError, NotFound
from tests.factories.camp import guest, make_camp, make_card, make_seat, op_id


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp with open boards."""
    return make_camp(session)


@pytest.fixture
def board(camp: Camp) -> Board:
    """The board of its first group."""
    return camp.groups[0].board


def adding(board: Board, seat: Seat, text: str = "An idea", **options: Any) -> Asked:
    payload = {"card": public_id(), "zone": "market", "text": text, "rank": 1.0} | options
    return asking(board, seat, "add_card", **payload)


def asking(board: Board, seat: Seat, kind: str, **payload: Any) -> Asked:
    operation = rules.parse({"op_id": op_id(), "kind": kind, **payload})
    return Asked(board.public_id, guest(seat), operation)


def stored_matches(session: Session, board: Board, kept: KeptBoards) -> bool:
    """Whether what is kept in memory is what the tables say."""
    return kept.state(session, board) == snapshots.board_state(session, board)


def settle(session: Session, kept: KeptBoards) -> None:
    """What follows a commit."""
    for happened in session.info.get("events", []):
        if isinstance(happened, batch.BoardSettled):
            kept.advance(happened.board, happened.state)


def test_a_batch_is_numbered_in_its_order_and_kept_as_it_is_stored(session: Session, camp: Camp, board: Board) -> None:
    kept, (ada, _), (ben, _) = KeptBoards(), make_seat(session, camp), make_seat(session, camp)
    before = board.number
    first = adding(board, ada)
    card = first.operation.card  # type: ignore[attr-defined]
    asked = [first, adding(board, ben), asking(board, ben, "vote", card=card)]
    asked.append(asking(board, ada, "edit_card", card=card, text="A better idea", was="An idea"))
    answers = apply_batch(session, asked, kept)
    assert [answer["number"] for answer in answers if isinstance(answer, dict)] == [before + n for n in (1, 2, 3, 4)]
    settle(session, kept)
    session.expire_all()
    assert board.number == before + 4
    assert stored_matches(session, board, kept)
    journal = session.scalars(select(Operation.op_id).where(Operation.board_id == board.id).order_by(Operation.number))
    assert list(journal)[-4:] == [one.operation.op_id for one in asked]
    assert audit.verify(session).is_intact


def test_a_refused_operation_touches_no_other(session: Session, camp: Camp, board: Board) -> None:
    kept, (ada, _), (other, _) = KeptBoards(), make_seat(session, camp), make_seat(session, camp, group=camp.groups[1])
    (ended, _), (muted, _) = make_seat(session, camp), make_seat(session, camp)
    ended.ended_at = muted.muted_at = clock.now()
    session.flush()
    asked = [
        adding(board, ada),
        asking(board, ada, "vote", card="000000000000"),
        adding(board, ended),
        adding(board, other),
        adding(board, muted),
        Asked("nothing00000", guest(ada), adding(board, ada).operation),
        adding(board, ada),
    ]
    answers = apply_batch(session, asked, kept)
    refusals = [answer.code if isinstance(answer, DomainError) else "" for answer in answers]
    assert refusals == ["", "camp.card.unknown", "not_allowed", "not_found", "camp.seat.muted", "not_found", ""]
    assert isinstance(answers[3], NotFound)
    settle(session, kept)
    assert stored_matches(session, board, kept)


def test_sent_again_it_is_done_once_and_nobody_takes_the_id_of_another(
    session: Session, camp: Camp, board: Board
) -> None:
    kept, (ada, _), (ben, _) = KeptBoards(), make_seat(session, camp), make_seat(session, camp)
    asked = adding(board, ada)
    once, again = apply_batch(session, [asked, asked], kept)
    assert once == again
    settle(session, kept)
    (later,) = apply_batch(session, [asked], kept)
    assert later == once
    (stolen,) = apply_batch(session, [Asked(board.public_id, guest(ben), asked.operation)], kept)
    assert isinstance(stolen, Conflict)


def test_what_another_process_did_is_seen(session: Session, camp: Camp, board: Board) -> None:
    kept, (ada, _) = KeptBoards(), make_seat(session, camp)
    apply_batch(session, [adding(board, ada)], kept)
    settle(session, kept)
    card = make_card(session, board)  # not through this memory
    (answer,) = apply_batch(session, [asking(board, ada, "vote", card=card.public_id)], kept)
    assert isinstance(answer, dict)
    locked = {"kind": "board_state", "state": "locked"}
    change_board(session, SYSTEM, board, locked, verb="camp:board:lock", op_id=op_id())
    (late,) = apply_batch(session, [adding(board, ada)], kept)
    assert isinstance(late, Closed)


def test_a_batch_that_breaks_is_done_one_by_one(app: Any, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    camp = make_camp(session)
    board, (ada, _) = camp.groups[0].board, make_seat(session, camp)
    asked = [adding(board, ada, "Good"), adding(board, ada, "Bad"), adding(board, ada, "Good too")]
    session.commit()
    store = batch.store

    def breaking(session: Session, actor: Any, board: Board, change: dict[str, Any]) -> None:
        store(session, actor, board, change)
        if change["card"]["text"] == "Bad":
            raise KeyError("a fault of ours")

    monkeypatch.setattr(batch, "store", breaking)
    good, bad, too = batch._commit(app, asked)
    assert isinstance(good, dict)
    assert isinstance(bad, KeyError)
    assert isinstance(too, dict)
    assert too["number"] == good["number"] + 1
    texts = {card["text"] for card in snapshots.board_state(session, board)["cards"].values()}
    assert texts == {"Good", "Good too"}
