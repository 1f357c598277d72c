"""Links in mails: they end mails, confirm an address, or show what it follows. Signed, and kept nowhere."""

from typing import TypeVar

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.mails import path_of
from cocreate.accounts.models import User
from cocreate.accounts.queries import find_user_by_public_id
from cocreate.errors import NotFound
from cocreate.notices.models import Follow, Follower

R = TypeVar("R", Follow, Follower)


def stop_path(user: User) -> str:
    """The page on which somebody ends the mails."""
    return path_of("notices.stop", token=_signer("stop").dumps(user.public_id))


def person_to_stop(session: Session, token: str) -> User:
    """Whose mails a link ends."""
    said = _read("stop", token)
    found = find_user_by_public_id(session, said) if isinstance(said, str) else None
    if found is None:
        raise NotFound("notices.link.unknown")
    return found


def confirm_path(follow: Follow) -> str:
    """The page on which an address is confirmed."""
    return path_of("following.confirm", token=_signer("confirm").dumps(follow.public_id))


def follow_to_confirm(session: Session, token: str) -> Follow:
    """What a link confirms."""
    found = _find(session, Follow, "confirm", token)
    if found is None or found.follower is None:
        raise NotFound("notices.follow.unknown")
    return found


def leave_path(follower: Follower) -> str:
    """The page on which an address sees what it follows, and leaves."""
    return path_of("following.mine", token=_signer("leave").dumps(follower.public_id))


def follower_to_leave(session: Session, token: str) -> Follower:
    """Whose page a link opens."""
    found = _find(session, Follower, "leave", token)
    if found is None:
        raise NotFound("notices.follow.unknown")
    return found


def _find(session: Session, kind: type[R], purpose: str, token: str) -> R | None:
    said = _read(purpose, token)
    return session.scalar(select(kind).where(kind.public_id == said)) if isinstance(said, str) else None


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"notices-{purpose}")


def _read(purpose: str, token: str) -> object:
    """What a link of this purpose says; nothing where it is none of ours."""
    try:
        return _signer(purpose).loads(token[:300])
    except BadSignature:
        return None
