"""Links that sign somebody in: signed, short-lived, and worthless once used or once the person ended all sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import queries
from cocreate.accounts.models import User
from cocreate.accounts.rules import LINK_LASTS
from cocreate.core.ids import keyed_bytes
from cocreate.errors import NotFound


@dataclass(frozen=True)
class SignInLink:
    """What a valid link says: who may sign in with it, and where to go then."""

    user: User
    next: str


def make_sign_in_link(
    session: Session, user: User, *, lasts: timedelta = LINK_LASTS, once: bool = True, next: str = ""
) -> str:
    """The path of a page with the button "Sign in as …", without language or host.

    With `once` it ends as soon as the person has signed in, by this link or otherwise; without, it works until it
    expires (the ready-made links of the demonstration). Ending all sessions ends both.
    """
    session.flush()
    until = int((clock.now() + lasts).timestamp())
    token = _serializer().dumps([user.public_id, until, int(once), _mark(user, once=once), next])
    return str(current_app.url_map.bind("localhost").build("account.open_link", {"token": token}))


def read_sign_in_link(session: Session, token: str) -> SignInLink:
    """The link behind a token, or NotFound with one sentence for all that can be wrong with it."""
    try:
        public_id, until, once, mark, next = _serializer().loads(token)
        user = queries.find_user_by_public_id(session, public_id)
    except (BadSignature, ValueError, TypeError):
        raise NotFound("accounts.link.invalid") from None
    if user is None or not user.active or until < clock.now().timestamp() or mark != _mark(user, once=bool(once)):
        raise NotFound("accounts.link.invalid")
    return SignInLink(user, next)


def _mark(user: User, *, once: bool) -> str:
    """Changes with all that ends a link; keyed, so that the link tells nothing about the account."""
    used: datetime | None = user.current_login_at if once else None
    said = f"sign-in:{user.fs_uniquifier}:{used.isoformat() if used else ''}"
    return keyed_bytes(current_app.config["SECRET_KEY"], said).hex()[:24]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="sign-in-link")
