"""Writes of tokens: make one, end it, note that it was used."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.api.tokens import queries
from cocreate.api.tokens.models import ApiToken
from cocreate.api.tokens.rules import MOST, NAME_MAX, PREFIX, SHOWN_AGAIN_FOR, USE_NOTED_EVERY, Scope
from cocreate.core import audit
from cocreate.core.ids import digest, keyed_bytes
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound


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
    if queries.count_in_force(session, user, now) >= MOST:
        raise Conflict("api.token.too_many", most=MOST)
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
