"""Reads of a session that runs: its plan, messages, requests for help, rounds of votes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from cocreate import clock
from cocreate.camp.models import Board, Camp, Card, CardComment, Seat, WorkingGroup
from cocreate.camp.models_session import Ballot, CampMessage, HelpRequest, Moderation, PlanStep, VotingRound
from cocreate.camp.rules import Clock


def steps_of(session: Session, camp: Camp) -> list[PlanStep]:
    """The plan of a camp, in order."""
    return list(session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position)))


def find_step(session: Session, camp: Camp, public_id: str) -> PlanStep | None:
    """A step of this camp's plan."""
    return session.scalar(select(PlanStep).where(PlanStep.camp_id == camp.id, PlanStep.public_id == public_id))


def clock_of(camp: Camp) -> Clock:
    """The clock of the running step."""
    return Clock(camp.step_ends_at, camp.step_left)


def plan_message(session: Session, camp: Camp) -> dict[str, Any]:
    """Where the session stands, as every browser hears it: docs/camp.md, "The session on the socket"."""
    steps = steps_of(session, camp)
    at = next((place for place, step in enumerate(steps) if step.public_id == camp.step), None)
    now = clock.now()
    if at is None:
        is_over = any(step.ended_at is not None for step in steps)
        return {**_NO_STEP, "of": len(steps), "is_over": is_over, "server_time": now.isoformat()}
    running = steps[at]
    return {
        "step": running.public_id,
        "position": at + 1,
        "of": len(steps),
        "is_over": False,
        "kind": running.kind,
        "title": running.title,
        "help": running.help,
        "minutes": running.minutes,
        "ends_at": camp.step_ends_at.isoformat() if camp.step_ends_at else None,
        "left": camp.step_left,
        "server_time": now.isoformat(),
    }


_NO_STEP: dict[str, Any] = {
    **{"step": "", "position": 0, "kind": "", "title": {}, "help": {}},
    **{"minutes": 0, "ends_at": None, "left": None},
}


MESSAGES_SHOWN = 20  # to somebody who comes late


def message_data(message: CampMessage) -> dict[str, Any]:
    """A message as browsers hear it."""
    return {"id": message.public_id, "text": message.text, "sender": message.sender, "at": message.at.isoformat()}


def messages_for(session: Session, board: Board) -> list[CampMessage]:
    """What was said to everybody or to this board's group, the latest last."""
    found = session.scalars(
        select(CampMessage)
        .where(
            CampMessage.camp_id == board.group.camp_id,
            or_(CampMessage.board_id.is_(None), CampMessage.board_id == board.id),
        )
        .order_by(CampMessage.id.desc())
        .limit(MESSAGES_SHOWN)
    )
    return list(found)[::-1]


def messages_of(session: Session, camp: Camp) -> list[CampMessage]:
    """The latest messages of a camp, the latest first."""
    mine = select(CampMessage).where(CampMessage.camp_id == camp.id)
    return list(session.scalars(mine.order_by(CampMessage.id.desc()).limit(MESSAGES_SHOWN)))


def help_data(request: HelpRequest) -> dict[str, Any]:
    """A request for help as browsers hear it."""
    return {
        "id": request.public_id,
        "board": request.board.public_id,
        "seat": request.seat.public_id if request.seat is not None else "",
        "name": request.seat.name if request.seat is not None else "",
        "text": request.text,
        "at": request.at.isoformat(),
        "done": request.answered_at is not None,
    }


def open_help(session: Session, camp: Camp, *, seat: Seat | None = None) -> list[HelpRequest]:
    """Who waits for help, the longest first; only a seat's own where one is given."""
    mine = [HelpRequest.seat_id == seat.id] if seat is not None else []
    return list(
        session.scalars(
            select(HelpRequest)
            .where(HelpRequest.camp_id == camp.id, HelpRequest.answered_at.is_(None), *mine)
            .order_by(HelpRequest.id)
            .options(
                joinedload(HelpRequest.seat),
                joinedload(HelpRequest.board).joinedload(Board.group),
            )
        )
    )


def find_help(session: Session, camp: Camp, public_id: str) -> HelpRequest | None:
    """A request for help in this camp."""
    return session.scalar(select(HelpRequest).where(HelpRequest.camp_id == camp.id, HelpRequest.public_id == public_id))


def summary(session: Session, board: Board) -> dict[str, Any]:
    """What happened so far, for somebody who comes late: steps that are over, cards, votes that are closed."""
    live = (Card.board_id == board.id, Card.in_sight())
    closed = session.scalars(
        select(VotingRound)
        .where(VotingRound.board_id == board.id, VotingRound.closed_at.is_not(None))
        .order_by(VotingRound.position)
    )
    return {
        "steps": [
            {
                "title": step.title,
                "kind": step.kind,
                "started_at": step.started_at.isoformat(),
                "ended_at": step.ended_at.isoformat() if step.ended_at else None,
            }
            for step in steps_of(session, board.group.camp)
            if step.started_at is not None
        ],
        "cards": session.scalar(select(func.count()).select_from(Card).where(*live)) or 0,
        "rounds": [_round_in_short(session, done) for done in closed],
    }


def _round_in_short(session: Session, done: VotingRound) -> dict[str, Any]:
    first = done.results.get("order", [])[:3]
    texts = texts_of(session, first)
    return {
        "id": done.public_id,
        "question": done.question,
        "kind": done.kind,
        "base": done.results.get("base", {}),
        "top": [
            {"card": card, "text": texts.get(card, ""), "total": done.results["cards"][card]["total"]} for card in first
        ],
    }


def open_rounds(session: Session, camp: Camp) -> list[VotingRound]:
    """The votes that are open in a camp, in the order of boards."""
    return list(session.scalars(_rounds_of(camp).where(VotingRound.closed_at.is_(None)).order_by(VotingRound.board_id)))


def rounds_of(session: Session, camp: Camp) -> list[VotingRound]:
    """All votes of a camp, the latest first; those opened together stand together."""
    return list(session.scalars(_rounds_of(camp).order_by(VotingRound.opened_at.desc(), WorkingGroup.position)))


def find_round(session: Session, camp: Camp, public_id: str) -> VotingRound | None:
    """A vote of this camp."""
    return session.scalar(_rounds_of(camp).where(VotingRound.public_id == public_id))


def _rounds_of(camp: Camp) -> Select[VotingRound]:
    return (
        select(VotingRound)
        .join(Board, VotingRound.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(WorkingGroup.camp_id == camp.id)
        .options(contains_eager(VotingRound.board).contains_eager(Board.group))
    )


def voters_of(session: Session, board: Board) -> set[int]:
    """Keys of the seats that vote on a board: of its group, or of the whole camp on the plenary one."""
    group = board.group
    mine = [] if group.is_plenary else [Seat.group_id == group.id]
    return set(
        session.scalars(
            select(Seat.id).where(
                Seat.camp_id == group.camp_id,
                Seat.ended_at.is_(None),
                Seat.taken_at.is_not(None),
                Seat.is_observer.is_(False),
                *mine,
            )
        )
    )


def ballots_cast(session: Session, rounds: Iterable[VotingRound]) -> dict[int, int]:
    """How many seats have voted in each of these rounds."""
    counted = (
        select(Ballot.round_id, func.count())
        .where(Ballot.round_id.in_([row.id for row in rounds]))
        .group_by(Ballot.round_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def moderation_of(session: Session, camp: Camp) -> list[Moderation]:
    """What was hidden or ended in a camp and why, the latest first."""
    return list(
        session.scalars(
            select(Moderation)
            .where(Moderation.camp_id == camp.id)
            .order_by(Moderation.id.desc())
            .options(joinedload(Moderation.seat), joinedload(Moderation.board).joinedload(Board.group))
        )
    )


def find_moderation(session: Session, camp: Camp, public_id: str) -> Moderation | None:
    """A step of moderation in this camp."""
    return session.scalar(select(Moderation).where(Moderation.camp_id == camp.id, Moderation.public_id == public_id))


def hidden_words(session: Session, rows: Iterable[Moderation]) -> dict[str, str]:
    """What the cards say that were hidden by these steps, for those who run the camp."""
    subjects = [row.subject for row in rows if row.undone_at is None]
    found = session.scalars(select(Card).where(Card.public_id.in_(subjects), Card.is_hidden))
    return {card.public_id: card.title or card.text for card in found}


def moderation_about(session: Session, seat: Seat) -> list[Moderation]:
    """What concerns a seat and is not undone, the latest last."""
    mine = select(Moderation).where(Moderation.seat_id == seat.id, Moderation.undone_at.is_(None))
    return list(session.scalars(mine.order_by(Moderation.id)))


def open_round_on(session: Session, board: Board) -> VotingRound | None:
    """The vote that is open on a board."""
    return session.scalar(
        select(VotingRound).where(VotingRound.board_id == board.id, VotingRound.closed_at.is_(None)).limit(1)
    )


def ballot_of(session: Session, row: VotingRound, seat: Seat) -> dict[str, int]:
    """How somebody voted, for that person's own eyes."""
    mine = select(Ballot.choices).where(Ballot.round_id == row.id, Ballot.seat_id == seat.id)
    return session.scalar(mine) or {}


def texts_of(session: Session, cards: Iterable[str]) -> dict[str, str]:
    """What cards say in a list: their title, else their text; of those that were hidden a dash."""
    found = session.scalars(select(Card).where(Card.public_id.in_(list(cards))))
    return {card.public_id: "–" if card.is_hidden else card.title or card.text for card in found}


def comments_on(session: Session, board: Board) -> list[CardComment]:
    """What is said about the cards of a board, the latest first."""
    return list(
        session.scalars(
            select(CardComment)
            .join(Card, CardComment.card_id == Card.id)
            .where(Card.board_id == board.id, CardComment.is_removed.is_(False))
            .where(Card.is_private.is_(False), Card.is_hidden.is_(False))
            .order_by(CardComment.id.desc())
        )
    )
