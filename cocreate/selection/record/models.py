"""Tables of the record: the record itself with its signatures and the files that it rests on, none of which changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.db import Base, HasPublicId
from cocreate.selection.models import Shortlist

ONCE_DRAWN_UP = ("snapshot", "hash", "number", "choices", "amendment_reason", "signatures_needed", "drawn_up_at")


class DecisionRecord(HasPublicId, Base):
    """One decision of the committee. Number 1 is the first; each later one amends the one before, and says why."""

    __tablename__ = "decision_record"
    __table_args__ = (UniqueConstraint("shortlist_id", "number"),)
    ref_type = "decision_record"
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="draft")  # rules.RecordState: draft signing published
    amendment_reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # why the one before is amended
    choices: Mapped[list[Any]] = mapped_column(default=list)  # of an amendment in preparation: rules.Choice as data
    snapshot: Mapped[dict[str, Any]] = mapped_column(default=dict)  # all that is signed, with the hashes of the files
    hash: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of the snapshot
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    signatures_needed: Mapped[int] = mapped_column(default=0)
    drawn_up_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    shortlist: Mapped[Shortlist] = relationship()
    chair: Mapped[User | None] = relationship()
    files: Mapped[list["DecisionFile"]] = relationship(order_by="DecisionFile.name", cascade="all, delete-orphan")
    signatures: Mapped[list["DecisionSignature"]] = relationship(
        order_by="DecisionSignature.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class DecisionFile(Base):
    """One file of the open data, as it was when the record was drawn up."""

    __tablename__ = "decision_file"
    __table_args__ = (UniqueConstraint("record_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("decision_record.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    content: Mapped[str] = mapped_column(Text)


class DecisionSignature(Base):
    """A member's name under the record, typed after showing once more who they are."""

    __tablename__ = "decision_signature"
    __table_args__ = (UniqueConstraint("record_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("decision_record.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    hash: Mapped[str] = mapped_column(String(64))  # of the record that was signed
    how: Mapped[str] = mapped_column(String(12))  # accounts.again.Confirmed: second_step password sign_in
    at: Mapped[datetime]


class RecordIsFrozen(RuntimeError):
    """Something tried to change what was drawn up. A published record is amended by a new one, never changed."""


@event.listens_for(DecisionRecord, "before_update")
def _keep_record(_mapper: Any, _connection: Any, record: DecisionRecord) -> None:
    said = inspect(record).attrs
    before = said.hash.history.deleted or said.hash.history.unchanged or ("",)
    if before[0] and any(said[name].history.has_changes() for name in ONCE_DRAWN_UP):
        raise RecordIsFrozen("the record was drawn up")


@event.listens_for(DecisionRecord, "before_delete")
def _keep_published(_mapper: Any, _connection: Any, record: DecisionRecord) -> None:
    if record.published_at is not None:
        raise RecordIsFrozen("the record is published")


@event.listens_for(DecisionFile, "before_update")
@event.listens_for(DecisionSignature, "before_update")
def _keep_all(*_: Any) -> None:
    raise RecordIsFrozen("files and signatures do not change")
