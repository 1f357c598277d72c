"""Tokens with which a program speaks for a person: made, found, ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.api.models import ApiToken
from cocreate.api.rules import MOST_TOKENS, NAME_MAX, PREFIX, SHOWN_AGAIN_FOR, USE_NOTED_EVERY, Scope
from cocreate.core import audit
from cocreate.core.ids import digest, keyed_bytes
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound


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


def secret_of(user: User, form_id: str) -> str:
    """The secret that a form makes: the same form sent twice shows the same one, and nobody else can work it out."""
    return PREFIX + keyed_bytes(current_app.config["SECRET_KEY"], f"api-token:{user.public_id}:{form_id}").hex()[:48]


def made_just_now(session: Session, user: User, form_id: str | None) -> ApiToken | None:
    """What this very form has already made, a moment ago."""
    known = session.scalar(select(ApiToken).where(ApiToken.public_id == form_id)) if form_id else None
    if known is None:
        return None
    if known.user_id != user.id:
        raise NotFound()
    if known.ended_at is not None or clock.now() - known.created_at > SHOWN_AGAIN_FOR:
        raise Conflict("api.token.made_before")
    return known


def make_token(
    session: Session, actor: Actor, user: User, *, name: str, scopes: Iterable[str], days: int, form_id: str
) -> ApiToken:
    """A new token of a person; `secret_of` has what to show once."""
    wanted = [scope.value for scope in Scope if scope in set(scopes)]
    if not wanted or not name or len(name) > NAME_MAX:
        raise Invalid("required")
    now = clock.now()
    if count_in_force(session, user, now) >= MOST_TOKENS:
        raise Conflict("api.token.too_many", most=MOST_TOKENS)
    made = ApiToken(
        public_id=form_id,
        user_id=user.id,
        name=name,
        token_hash=digest(secret_of(user, form_id)),
        scopes=wanted,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "api:token:make", made.ref, scopes=wanted, days=days)
    return made


def end_token(session: Session, actor: Actor, token: ApiToken) -> None:
    """No program comes in with it any more; ending it twice changes nothing."""
    if token.ended_at is not None:
        return
    token.ended_at = clock.now()
    audit.record(session, actor, "api:token:end", token.ref)
    session.flush()


def note_use(session: Session, token_id: int) -> None:
    """Remember that it was used, once an hour at most."""
    token, now = session.get(ApiToken, token_id), clock.now()
    if token is not None and (token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY):
        token.last_used_at = now
        session.flush()
