"""Reads of tokens, named for what a screen needs."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.accounts.models import User
from cocreate.api.tokens.models import ApiToken
from cocreate.core.ids import digest
from cocreate.errors import NotFound


def tokens_of(session: Session, user: User) -> list[ApiToken]:
    """A person's tokens that were not ended, newest first; those that ran out are among them."""
    mine = select(ApiToken).where(ApiToken.user_id == user.id, ApiToken.ended_at.is_(None))
    return list(session.scalars(mine.order_by(ApiToken.id.desc())))


def count_in_force(session: Session, user: User, now: datetime) -> int:
    """How many of a person's tokens a program can come in with."""
    mine = (ApiToken.user_id == user.id, ApiToken.ended_at.is_(None), ApiToken.expires_at > now)
    return session.scalar(select(func.count()).select_from(ApiToken).where(*mine)) or 0


def find_token(session: Session, user: User, public_id: str) -> ApiToken:
    """A person's own token."""
    found = session.scalar(select(ApiToken).where(ApiToken.user_id == user.id, ApiToken.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def token_shown(session: Session, secret: str, now: datetime) -> ApiToken | None:
    """The token that a program shows, with its person, if both still count."""
    wanted = select(ApiToken).where(ApiToken.token_hash == digest(secret)).options(joinedload(ApiToken.user))
    found = session.scalar(wanted)
    return found if found is not None and found.is_in_force(now) and found.user.active else None
