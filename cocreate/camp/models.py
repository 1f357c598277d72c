"""Tables of an Innovation Camp: groups, seats, registrations, boards with zones and cards, the journal."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Challenge, Process


class Camp(HasPublicId, Base):
    """Half a day online in working groups on shared boards."""

    __tablename__ = "camp"
    ref_type = "camp"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    introduction: Mapped[dict[str, str]] = mapped_column(default=dict)
    join_code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    join_code: Mapped[str] = mapped_column(String(20), default="")  # shown to facilitators, read aloud at the start
    is_open: Mapped[bool] = mapped_column(default=False)  # whether people can take seats
    votes_per_seat: Mapped[int] = mapped_column(default=5)
    starts_at: Mapped[datetime | None]
    is_anonymous: Mapped[bool] = mapped_column(default=False)  # nobody sees who wrote a card; fixed at the first seat
    is_rehearsal: Mapped[bool] = mapped_column(default=False)  # its cards never reach the record or the long list
    rehearses: Mapped[str] = mapped_column(String(16), default="")  # of a rehearsal: public id of the camp it tries out
    takes_registrations: Mapped[bool] = mapped_column(default=False)  # whether the page for registering is open
    video_link: Mapped[str] = mapped_column(String(500), default="")  # of the plenary; a group has its own
    shows_cursors: Mapped[bool] = mapped_column(default=True)
    step: Mapped[str] = mapped_column(String(16), default="")  # public id of the running step of the plan
    step_ends_at: Mapped[datetime | None]  # of the running step; nobody has to tick
    step_left: Mapped[int | None]  # seconds that were left when the step was paused; None: it runs, or there is none
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship()
    groups: Mapped[list["WorkingGroup"]] = relationship(order_by="WorkingGroup.position", back_populates="camp")

    __mapper_args__ = {"version_id_col": version}

    @property
    def working_groups(self) -> list["WorkingGroup"]:
        """The groups that people sit in: all but the plenary."""
        return [group for group in self.groups if not group.is_plenary]


class WorkingGroup(HasPublicId, Base):
    """People around one challenge, with a board of their own."""

    __tablename__ = "working_group"
    ref_type = "working_group"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    challenge_id: Mapped[int | None] = mapped_column(ForeignKey("challenge.id", ondelete="SET NULL"))
    title: Mapped[dict[str, str]]
    position: Mapped[int]
    is_plenary: Mapped[bool] = mapped_column(default=False)  # everybody in the camp is at its board
    video_link: Mapped[str] = mapped_column(String(500), default="")
    camp: Mapped[Camp] = relationship(back_populates="groups")
    challenge: Mapped[Challenge | None] = relationship()
    board: Mapped["Board"] = relationship(back_populates="group", uselist=False)


class Seat(HasPublicId, Base):
    """Somebody's place in a camp, by personal link or code, without an account."""

    __tablename__ = "seat"
    ref_type = "seat"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    helix: Mapped[str] = mapped_column(String(16), default="")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    is_facilitator: Mapped[bool] = mapped_column(default=False)
    is_observer: Mapped[bool] = mapped_column(default=False)  # reads every board, changes nothing
    # What the forming of groups looks at: gender, language, wishes (groups, best first), apart (seats), pin (a group).
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    taken_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    muted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    camp: Mapped[Camp] = relationship()
    group: Mapped[WorkingGroup | None] = relationship()

    @property
    def awaits_group(self) -> bool:
        """Whether a group will still be found; until then the seat opens no group's board."""
        return self.group_id is None and bool(self.attributes.get("awaits_group"))

    @property
    def only_reads(self) -> bool:
        """Whether this person changes no board: an observer, or somebody muted."""
        return self.is_observer or self.muted_at is not None


class Board(HasPublicId, Base):
    """A board is data with a shape: zones holding ordered cards; `number` counts the operations applied to it."""

    __tablename__ = "board"
    ref_type = "board"
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id", ondelete="CASCADE"), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="preparing")  # rules.BoardState
    number: Mapped[int] = mapped_column(default=0)
    mode: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the running step allows; see board.state
    group: Mapped[WorkingGroup] = relationship(back_populates="board")
    zones: Mapped[list["Zone"]] = relationship(order_by="Zone.position", back_populates="board")


class Zone(HasPublicId, Base):
    """One of the aspects that a group works on."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("board_id", "key"),)
    ref_type = "zone"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(24))  # market, strengths, candidates
    title: Mapped[dict[str, str]]
    help: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    layout: Mapped[str] = mapped_column(String(8), default="list")  # rules.Layout: list, columns, free
    columns: Mapped[list[Any]] = mapped_column(default=list)  # of layout "columns": [{"key": …, "title": {…}}]
    is_locked: Mapped[bool] = mapped_column(default=False)
    board: Mapped[Board] = relationship(back_populates="zones")


class Card(HasPublicId, Base):
    """One idea on a board. `rank` orders the cards of a zone; `revision` counts changes of its text."""

    __tablename__ = "card"
    __table_args__ = (Index("ix_card_board_id_zone_id", "board_id", "zone_id"),)
    ref_type = "card"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12), default="note")  # rules.CardKind
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    colour: Mapped[str] = mapped_column(String(12), default="")  # rules.Colour; its meaning is said by the board
    tags: Mapped[list[str]] = mapped_column(default=list)
    column: Mapped[str] = mapped_column("column_key", String(24), default="")
    x: Mapped[float | None]  # place in a zone of free placement, in units of its width and height times 1000
    y: Mapped[float | None]
    rank: Mapped[float]
    revision: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    author_group: Mapped[str] = mapped_column(
        String(16), default=""
    )  # public id of its author's group as it was written
    is_removed: Mapped[bool] = mapped_column(default=False)
    is_hidden: Mapped[bool] = mapped_column(default=False)  # by moderation, and taken off: its words are for hosts only
    is_promoted: Mapped[bool] = mapped_column(default=False)  # became a candidate SID
    is_locked: Mapped[bool] = mapped_column(default=False)  # only those who run the camp change it
    is_private: Mapped[bool] = mapped_column(default=False)  # only its author sees it, until the reveal
    stack: Mapped[str] = mapped_column(String(16), default="")  # public id of the card it lies under
    parents: Mapped[list[str]] = mapped_column(default=list)  # cards it was merged from, split from or copied from
    went_into: Mapped[list[str]] = mapped_column(default=list)  # cards that took its place; with any it is out of sight
    parents_votes: Mapped[int] = mapped_column(default=0)  # seats that voted for what it was made of
    created_at: Mapped[datetime]
    board: Mapped[Board] = relationship()
    zone: Mapped[Zone] = relationship()
    sources: Mapped[list["CardSource"]] = relationship(lazy="selectin")

    @classmethod
    def in_sight(cls) -> ColumnElement[bool]:
        """Condition of a query: neither taken off, nor gone into another card, nor private."""
        return and_(cls.is_removed.is_(False), cls.is_private.is_(False), cls.went_into == [])


class CardSource(Base):
    """A theme that a card cites."""

    __tablename__ = "card_source"
    __table_args__ = (UniqueConstraint("card_id", "theme_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)


class CardVote(Base):
    """One seat's vote for one card."""

    __tablename__ = "card_vote"
    __table_args__ = (UniqueConstraint("card_id", "seat_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]


class Operation(Base):
    """The journal: every change of a board, numbered without gaps, applied once however often it is sent."""

    __tablename__ = "operation"
    __table_args__ = (UniqueConstraint("board_id", "number"), UniqueConstraint("board_id", "op_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    number: Mapped[int]
    op_id: Mapped[str] = mapped_column(String(40))  # chosen by the browser
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(40))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    change: Mapped[dict[str, Any]]  # what everybody applies
    at: Mapped[datetime]


class Presence(Base):
    """Somebody's open board: one row per connection, kept alive by the server process that holds it.

    In the database rather than in a process's memory, so that every server process and the facilitators' page see the
    same people; a row without a sign of life for a minute is the trace of a server that died.
    """

    __tablename__ = "presence"
    connection_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    server: Mapped[str] = mapped_column(String(16), index=True)  # the process that holds the connection
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(16))  # public id of the seat or user
    name: Mapped[str] = mapped_column(String(120))
    seen_at: Mapped[datetime] = mapped_column(index=True)


class CardComment(HasPublicId, Base):
    """Something said about a card."""

    __tablename__ = "card_comment"
    ref_type = "card_comment"
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    is_removed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]


class CardReaction(Base):
    """One seat's sign on a card: rules.Reaction."""

    __tablename__ = "card_reaction"
    __table_args__ = (UniqueConstraint("card_id", "seat_id", "reaction"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id", ondelete="CASCADE"), index=True)
    reaction: Mapped[str] = mapped_column(String(12))


class CardReference(HasPublicId, Base):
    """What a card rests on beside themes: an asset, an answer that may be quoted, a page elsewhere."""

    __tablename__ = "card_reference"
    ref_type = "card_reference"
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.ReferenceKind: asset, answer, link
    subject: Mapped[str] = mapped_column(String(40), default="")  # public id of the asset or answer
    url: Mapped[str] = mapped_column(String(1000), default="")
    label: Mapped[str] = mapped_column(String(300), default="")


class CardFile(HasPublicId, Base):
    """A file attached to a card, judged by its content before it came in."""

    __tablename__ = "card_file"
    ref_type = "card_file"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)  # once attached
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    width: Mapped[int | None]  # of an image, in pixels
    height: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(default=0)  # among the files of its card, in the order of attaching
    description: Mapped[str] = mapped_column(String(300), default="")  # what an image shows, for who does not see it
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CardLink(HasPublicId, Base):
    """One card supports, needs, contradicts or is part of another."""

    __tablename__ = "card_link"
    __table_args__ = (UniqueConstraint("source_id", "target_id", "relation"),)
    ref_type = "card_link"
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), index=True)
    relation: Mapped[str] = mapped_column(String(12))  # rules.LinkRelation


class Registration(HasPublicId, Base):
    """Somebody who wants to take part. Erased some weeks after the camp; the seat stays, without what was told here."""

    __tablename__ = "camp_registration"
    __table_args__ = (UniqueConstraint("camp_id", "email"),)
    ref_type = "camp_registration"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))  # lower case; None: entered by hand without one
    language: Mapped[str] = mapped_column(String(2), default="en")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    helix: Mapped[str] = mapped_column(String(16), default="")
    gender: Mapped[str] = mapped_column(String(12), default="")  # rules.Gender, voluntary
    wishes: Mapped[list[str]] = mapped_column(default=list)  # public ids of groups, best first
    note: Mapped[str] = mapped_column(String(500), default="")  # what the organisers should know
    state: Mapped[str] = mapped_column(String(12), default="waiting")  # rules.RegistrationState
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    camp: Mapped[Camp] = relationship()
    seat: Mapped[Seat | None] = relationship()


class GroupingProposal(HasPublicId, Base):
    """Who the machine would put where, and apart from it what people made of that, until and after they accept it."""

    __tablename__ = "camp_grouping"
    ref_type = "camp_grouping"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    seed: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)  # weights, rounds, versions: enough to make it again
    proposed: Mapped[dict[str, str]] = mapped_column(default=dict)  # public ids: seat -> group; never changed
    changed: Mapped[dict[str, str]] = mapped_column(default=dict)  # the same, with what people moved
    objective: Mapped[float]  # of what was proposed
    made_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    camp: Mapped[Camp] = relationship()

    __mapper_args__ = {"version_id_col": version}
