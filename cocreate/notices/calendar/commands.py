"""The secret link to one's own calendar: signed, with a number that ends it when it is raised."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from cocreate.accounts.mails import path_of
from cocreate.accounts.models import User
from cocreate.accounts.queries import find_user_by_public_id
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.notices.models import CalendarLink


def own_path(session: Session, user: User) -> str:
    """The path of somebody's calendar."""
    return path_of("calendar.own_file", token=_signer().dumps([user.public_id, _number(session, user)]))


def owner_of(session: Session, token: str) -> User:
    """Whose calendar a link opens."""
    try:
        said = _signer().loads(token[:300])
    except BadSignature:
        said = None
    is_ours = isinstance(said, list) and len(said) == 2 and isinstance(said[0], str)
    user = find_user_by_public_id(session, said[0]) if is_ours else None
    if user is None or not user.active or _number(session, user) != said[1]:
        raise NotFound("notices.calendar.gone")
    return user


def renew(session: Session, actor: Actor, user: User) -> None:
    """End the link, and make another one."""
    row = session.get(CalendarLink, user.id, with_for_update=True)
    if row is None:
        session.add(CalendarLink(user_id=user.id, number=1))
    else:
        row.number += 1
    session.flush()
    audit.record(session, actor, "notices:calendar:renew", user.ref)


def _number(session: Session, user: User) -> int:
    row = session.get(CalendarLink, user.id)
    return row.number if row is not None else 0


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="notices-calendar")
