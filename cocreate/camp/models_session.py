"""Tables of what drives a session: the plan's steps, voting rounds with their ballots, messages, requests for help."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.camp.models import Board, Camp, Seat
from cocreate.core.db import Base, HasPublicId


class PlanStep(HasPublicId, Base):
    """One step of a camp's session plan; while it runs it decides what everybody sees and may do."""

    __tablename__ = "plan_step"
    ref_type = "plan_step"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))  # rules.StepKind
    title: Mapped[dict[str, str]]
    help: Mapped[dict[str, str]] = mapped_column(default=dict)  # what people are asked to do
    guide: Mapped[dict[str, str]] = mapped_column(default=dict)  # for facilitators only
    minutes: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of the round that a vote opens, and the like
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class VotingRound(HasPublicId, Base):
    """One vote on one board, kept with its result. Rounds opened together on several boards share `batch`."""

    __tablename__ = "voting_round"
    ref_type = "voting_round"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    batch: Mapped[str] = mapped_column(String(16), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))  # rules.RoundKind: dots, approval, gradient, ranking
    question: Mapped[dict[str, str]]
    zones: Mapped[list[str]] = mapped_column(default=list)  # keys; empty: all
    card_kinds: Mapped[list[str]] = mapped_column(default=list)  # empty: all
    votes_each: Mapped[int] = mapped_column(default=5)  # dots a person has, or the longest ranking
    most_per_card: Mapped[int] = mapped_column(default=1)  # dots one person may put on one card
    is_hidden: Mapped[bool] = mapped_column(default=True)  # nobody sees the counts before the close; cannot be undone
    cards: Mapped[list[str]] = mapped_column(default=list)  # what is voted on, fixed at the opening
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    results: Mapped[dict[str, Any]] = mapped_column(default=dict)  # at the close: see rounds.count
    board: Mapped[Board] = relationship()


class Ballot(Base):
    """One seat's vote in a round: {card: dots}, {card: 1}, {card: level 1 to 8}, or {card: place from 1}."""

    __tablename__ = "voting_ballot"
    __table_args__ = (UniqueConstraint("round_id", "seat_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("voting_round.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"), index=True)
    choices: Mapped[dict[str, int]] = mapped_column(default=dict)
    at: Mapped[datetime]


class CampMessage(HasPublicId, Base):
    """A facilitator's message to everybody, or to the board of one group."""

    __tablename__ = "camp_message"
    ref_type = "camp_message"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))  # None: all
    text: Mapped[str] = mapped_column(String(1000))
    sender: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime]


class Moderation(HasPublicId, Base):
    """Something was hidden, or somebody muted or removed, for a reason that the person concerned reads."""

    __tablename__ = "moderation"
    ref_type = "moderation"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[int | None] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"), index=True)  # whom it meets
    kind: Mapped[str] = mapped_column(String(12))  # moderating.Moderated: card, comment, mute, seat
    subject: Mapped[str] = mapped_column(String(16))  # public id of the card, comment or seat
    reason: Mapped[str] = mapped_column(String(500))
    sender: Mapped[str] = mapped_column(String(120), default="")
    was_removed: Mapped[bool] = mapped_column(default=False)  # of a card: it had been taken off the board before
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    camp: Mapped[Camp] = relationship()
    board: Mapped[Board | None] = relationship()
    seat: Mapped[Seat | None] = relationship()


class HelpRequest(HasPublicId, Base):
    """Somebody asks the facilitators to come, or for a word."""

    __tablename__ = "help_request"
    ref_type = "help_request"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    camp: Mapped[Camp] = relationship()
    board: Mapped[Board] = relationship()
    seat: Mapped[Seat | None] = relationship()
