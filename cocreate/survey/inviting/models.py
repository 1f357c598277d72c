"""Tables of who was invited. In an anonymous consultation nothing here says what, or when, somebody answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId


class Contact(HasPublicId, Base):
    """Somebody whom a process may write to, with what is known for balance: helix category and other attributes."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("process_id", "email"),)
    ref_type = "contact"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))  # lower case
    language: Mapped[str] = mapped_column(String(2), default="en")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    helix: Mapped[str] = mapped_column(String(16), default="")
    attributes: Mapped[dict[str, str]] = mapped_column(default=dict)
    is_opted_out: Mapped[bool] = mapped_column(default=False)
    is_bounced: Mapped[bool] = mapped_column(default=False)  # mail to this address came back
    added_at: Mapped[datetime]


class Invitation(HasPublicId, Base):
    """One person's ticket to one consultation: that somebody has answered, never what or when."""

    __tablename__ = "survey_invitation"
    __table_args__ = (UniqueConstraint("consultation_id", "contact_id"), UniqueConstraint("consultation_id", "user_id"))
    ref_type = "survey_invitation"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    is_used: Mapped[bool] = mapped_column(default=False)  # an answer came with it
    is_revoked: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[Contact | None] = relationship()


class Mailing(HasPublicId, Base):
    """One mail to many: an invitation or a reminder, in several languages."""

    __tablename__ = "mailing"
    ref_type = "mailing"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.MailingKind
    subject: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]]
    state: Mapped[str] = mapped_column(String(12), default="draft")  # rules.MailingState
    asked_at: Mapped[datetime | None]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Delivery(Base):
    """That one mailing was written to one person: the row is what keeps a resumed job from writing twice."""

    __tablename__ = "mailing_delivery"
    __table_args__ = (UniqueConstraint("mailing_id", "invitation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailing.id", ondelete="CASCADE"))
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id", ondelete="CASCADE"), index=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_mail.id", ondelete="SET NULL"))
