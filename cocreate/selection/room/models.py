"""Tables of the committee's room: meetings, agenda, attendance, speaking turns, motions with votes, posts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Process
from cocreate.selection.models import Criterion, Sid


class CommitteeMeeting(HasPublicId, Base):
    """One meeting of the steering committee; everything live happens while it is open."""

    __tablename__ = "committee_meeting"
    ref_type = "committee_meeting"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    place: Mapped[str] = mapped_column(String(300), default="")  # a room, or the address of a call
    starts_at: Mapped[datetime | None]  # as planned
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    quorum: Mapped[int] = mapped_column(default=0)  # members who must be present; 0: no such rule
    speaking_minutes: Mapped[int] = mapped_column(default=3)  # for each turn; 0: no limit
    state: Mapped[str] = mapped_column(String(8), default="planned")  # rules.MeetingState
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship()
    chair: Mapped[User | None] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(order_by="AgendaItem.position", back_populates="meeting")

    __mapper_args__ = {"version_id_col": version}


class AgendaItem(HasPublicId, Base):
    """One point of an agenda; while it runs its time is counted down."""

    __tablename__ = "agenda_item"
    ref_type = "agenda_item"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    minutes: Mapped[int] = mapped_column(default=10)
    sids: Mapped[list[str]] = mapped_column(default=list)  # public ids of the candidates it is about
    started_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]  # when its time is over; moved by "more minutes"
    paused_left: Mapped[int | None]  # seconds that were left when its clock was stopped
    ended_at: Mapped[datetime | None]
    meeting: Mapped[CommitteeMeeting] = relationship(back_populates="items")


class Attendance(Base):
    """A member in a meeting: present from `came_at` until `left_at`."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class SpeakingTurn(HasPublicId, Base):
    """A raised hand, and what became of it: waiting, speaking (`began_at`), over (`ended_at`)."""

    __tablename__ = "speaking_turn"
    ref_type = "speaking_turn"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    member: Mapped[User] = relationship()


class Motion(HasPublicId, Base):
    """A question that the members present decide; how they vote and who sees it is fixed when it opens."""

    __tablename__ = "motion"
    ref_type = "motion"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))  # rules.MotionKind
    title: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    sids: Mapped[list[str]] = mapped_column(default=list)  # public ids of the candidates it is about
    is_hidden: Mapped[bool] = mapped_column(default=False)  # nobody sees others' votes before the close
    majority: Mapped[str] = mapped_column(String(12), default="half")  # rules.Majority
    state: Mapped[str] = mapped_column(String(10), default="draft")  # rules.MotionState
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)  # at the close: rules.Tally, with who was there
    version: Mapped[int] = mapped_column(default=1)
    meeting: Mapped[CommitteeMeeting] = relationship()
    made_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class MotionVote(Base):
    """One member's vote on a motion, or that the member stepped aside; it can be changed until the close."""

    __tablename__ = "motion_vote"
    __table_args__ = (UniqueConstraint("motion_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    choice: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime]
    member: Mapped[User] = relationship()


class RoomPost(HasPublicId, Base):
    """What somebody wrote about a candidate, or about one criterion of it. Earlier wordings stay readable."""

    __tablename__ = "room_post"
    ref_type = "room_post"
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"), index=True)
    criterion_id: Mapped[int | None] = mapped_column(ForeignKey("criterion.id", ondelete="CASCADE"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("committee_meeting.id", ondelete="SET NULL"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("room_post.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(String(4000))
    at: Mapped[datetime]
    earlier: Mapped[list[Any]] = mapped_column(default=list)  # [{"text": …, "until": …}], oldest first
    withdrawn_at: Mapped[datetime | None]  # by its author
    hidden_at: Mapped[datetime | None]  # by a moderator
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[User | None] = relationship()
    sid: Mapped[Sid] = relationship()
    criterion: Mapped[Criterion | None] = relationship()
    meeting: Mapped[CommitteeMeeting | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
