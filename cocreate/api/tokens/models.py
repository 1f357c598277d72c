"""The table of tokens."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.api.tokens.rules import NAME_MAX
from cocreate.core.db import Base, HasPublicId


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
