"""Tables of tokens and of webhooks: where something is told, and what became of each telling."""

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.api.rules import ADDRESS_MAX, NAME_MAX, State
from cocreate.core.db import Base, HasPublicId
from cocreate.core.ids import keyed_bytes
from cocreate.process.models import Process


class ApiToken(HasPublicId, Base):
    """A program's key to what its person may do; only its hash is kept."""

    __tablename__ = "api_token"
    ref_type = "api_token"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]  # rules.Scope
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]  # to the hour
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()

    def is_in_force(self, now: datetime) -> bool:
        """Whether a program still comes in with it."""
        return self.ended_at is None and now < self.expires_at


class Webhook(HasPublicId, Base):
    """Another server that is told when something happens in a process."""

    __tablename__ = "webhook"
    ref_type = "webhook"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_MAX))
    kinds: Mapped[list[str]]  # rules.Kind
    is_active: Mapped[bool] = mapped_column(default=True)
    key_number: Mapped[int] = mapped_column(default=1)  # how often the secret was renewed
    given_up: Mapped[int] = mapped_column(default=0)  # deliveries in a row; see rules.SWITCHED_OFF_AFTER
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    process: Mapped[Process] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def key(self) -> bytes:
        """What deliveries are signed with: made of the installation's own key, so that it is stored nowhere."""
        return keyed_bytes(current_app.config["SECRET_KEY"], f"webhook:{self.public_id}:{self.key_number}")


class WebhookDelivery(HasPublicId, Base):
    """One thing told to one webhook, with what became of it."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (Index("ix_webhook_delivery_state_next_at", "state", "next_at"),)
    ref_type = "webhook_delivery"
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12), default=State.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    status: Mapped[int | None]  # what the server answered last
    problem: Mapped[str] = mapped_column(String(40), default="")  # code of why it did not arrive
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    webhook: Mapped[Webhook] = relationship()
