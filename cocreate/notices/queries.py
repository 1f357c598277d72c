"""Reads of notices: how many are new, which there are, how somebody wishes to hear of them, and what they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from cocreate.accounts.models import Organisation, User
from cocreate.core.permissions import OUTSIDERS, TABLE, Role
from cocreate.core.telling import Kind
from cocreate.errors import NotFound
from cocreate.notices.models import Notice, NoticeHours, NoticeWish
from cocreate.notices.rules import WISHES, Frequency, Hours, Wish
from cocreate.process.models import Process


def permission_of(path: str) -> str:
    """The permission that the page at a path of ours asks for; nothing where there is no such page."""
    adapter = current_app.url_map.bind("localhost")
    try:
        endpoint, _values = adapter.match(path.partition("#")[0].partition("?")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(getattr(current_app.view_functions[endpoint], "permission", ""))


def may_see(user: User, permission: str, process: Any) -> bool:
    """Whether the page opens for this person: a role for it, and a process that is there for them. When it is open is
    not asked: what is over may still be told."""
    return user.active and opens(user.roles_in(process) | {Role.VISITOR, Role.ACCOUNT}, permission, process)


def opens(roles: Iterable[Role], permission: str, process: Any) -> bool:
    """The same for whoever has these roles there."""
    mine = frozenset(roles)
    if process is not None and (not process.is_there or (not process.is_public and not mine - OUTSIDERS)):
        return False
    return permission in TABLE and not mine.isdisjoint(TABLE[permission].roles)


PAGE = 30


@dataclass(frozen=True)
class _Place:
    """As much of a process as it takes to know who may come in."""

    id: int
    organisation_id: int
    is_public: bool
    is_there: bool


def unread_count(session: Session, user: User) -> int:
    """How many notices wait that this person may see and wants to be shown, in one look at the index."""
    is_there = Organisation.closed_at.is_(None)
    rows = session.execute(
        select(Notice.permission, Process.id, Process.organisation_id, Process.is_public, is_there, func.count())
        .outerjoin(Process, Notice.process_id == Process.id)
        .outerjoin(Organisation, Organisation.id == Process.organisation_id)
        .where(Notice.user_id == user.id, Notice.read_at.is_(None), Notice.kind.not_in(_hidden(user)))
        .group_by(Notice.permission, Process.id, Process.organisation_id, Process.is_public, is_there)
    )
    return sum(
        number
        for permission, key, organisation_id, is_public, is_open, number in rows
        if may_see(user, permission, _Place(key, organisation_id, is_public, is_open) if key is not None else None)
    )


def _hidden(user: User) -> Select[str]:
    """Kinds that this person does not want to be shown."""
    return select(NoticeWish.kind).where(NoticeWish.user_id == user.id, NoticeWish.is_shown.is_(False))


def notices_of(session: Session, user: User) -> list[Notice]:
    """All that this person may see now and wants to be shown, the latest first, with their processes."""
    rows = session.scalars(
        select(Notice)
        .where(Notice.user_id == user.id, Notice.kind.not_in(_hidden(user)))
        .order_by(Notice.made_at.desc(), Notice.id.desc())
        .options(joinedload(Notice.process))
    )
    return [row for row in rows if may_see(user, row.permission, row.process)]


def processes_in(notices: Sequence[Notice]) -> list[Process]:
    """The processes that they are about, each once."""
    return list({row.process.id: row.process for row in notices if row.process is not None}.values())


def find_notice(session: Session, user: User, public_id: str) -> Notice:
    """An own notice."""
    found = session.scalar(select(Notice).where(Notice.user_id == user.id, Notice.public_id == public_id))
    if found is None or not may_see(user, found.permission, found.process):
        raise NotFound()
    return found


def wishes_of(session: Session, user_id: int) -> dict[Kind, Wish]:
    """How somebody wishes to hear of each kind."""
    rows = session.scalars(select(NoticeWish).where(NoticeWish.user_id == user_id))
    own = {row.kind: Wish(row.is_shown, Frequency(row.mail)) for row in rows}
    return {kind: own.get(kind.value, wish) for kind, wish in WISHES.items()}


def hours_of(session: Session, user_id: int) -> Hours:
    """When mails that gather several notices leave for somebody."""
    row = session.get(NoticeHours, user_id)
    return Hours(row.hour, row.weekday) if row is not None else Hours()
