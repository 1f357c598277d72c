"""What is told becomes a notice of whom it concerns, once under each key, and a mail at once for whoever wishes so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import events
from cocreate.core.db import transaction
from cocreate.core.ids import public_id
from cocreate.core.permissions import Role
from cocreate.core.telling import Kind, Telling
from cocreate.notices import following
from cocreate.notices.mailing import find_reader, send_due
from cocreate.notices.models import Follower, Notice
from cocreate.notices.queries import permission_of
from cocreate.notices.rules import Item
from cocreate.process.models import Process

LONGEST_KEY = 160


@dataclass(frozen=True)
class TellingByMail:
    """The same as a `Telling`, for an address without an account."""

    follower_id: int
    kind: Kind
    text: str
    path: str
    process_id: int
    params: Mapping[str, Any]
    key: str


@events.on(Telling)
def keep_told(telling: Telling) -> None:
    """In a transaction of its own: the one that said it has just been committed."""
    with current_app.app_context(), transaction() as session:
        store(session, [telling])


def store(session: Session, tellings: Iterable[Telling | TellingByMail]) -> int:
    """Keep what is new of it and write the mails that leave at once. Returns how many notices were new."""
    told = [telling for telling in tellings if _keep(session, telling)]
    now = clock.now()
    for user_id, follower_id in dict.fromkeys(map(_reader, told)):
        send_due(session, find_reader(session, user_id, follower_id), now)
    return len(told)


def _reader(telling: Telling | TellingByMail) -> tuple[int | None, int | None]:
    return (telling.user_id, None) if isinstance(telling, Telling) else (None, telling.follower_id)


def _keep(session: Session, telling: Telling | TellingByMail) -> bool:
    """Of two workers at once, the table lets one have it."""
    user_id, follower_id = _reader(telling)
    found = session.get(User, user_id) if user_id is not None else session.get(Follower, follower_id)
    if found is None:
        return False
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    key = public_id()
    adding = (postgresql.insert if on_postgresql else sqlite.insert)(Notice).values(
        public_id=key,
        user_id=user_id,
        follower_id=follower_id,
        process_id=telling.process_id,
        kind=telling.kind.value,
        text=telling.text,
        params=dict(telling.params),
        path=telling.path,
        permission=permission_of(telling.path),
        key=telling.key[:LONGEST_KEY] or key,
        made_at=clock.now(),
    )
    return session.execute(adding.on_conflict_do_nothing().returning(Notice.id)).first() is not None


RUNNING = (Role.OWNER, Role.ORGANISER)
STUDYING = (*RUNNING, Role.ANALYST)
COMMITTEE = (Role.COMMITTEE_MEMBER,)
GUESTS = (Role.PARTICIPANT, Role.OBSERVER, Role.COMMITTEE_MEMBER)
EVERYBODY = (*STUDYING, *GUESTS, Role.FACILITATOR)
WHOLE = (Item.PROCESS, "")


@dataclass(frozen=True)
class News:
    """Something that happened, with the key under which nobody hears of it twice."""

    kind: Kind
    text: str
    path: str
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


def tell_people(session: Session, process: Process, news: News, roles: Iterable[Role]) -> None:
    """Those with one of these roles."""
    store(session, [_to(process, news, key) for key in following.people_to_tell(session, process, roles, ())])


def tell_all(
    session: Session, process: Process, news: News, roles: Iterable[Role], about: Iterable[tuple[Item, str]] = (WHOLE,)
) -> None:
    """Those with one of these roles, and whoever follows one of these things, with an account or by mail."""
    marks = list(about)
    people = [_to(process, news, key) for key in following.people_to_tell(session, process, roles, marks)]
    addresses = [
        TellingByMail(key, news.kind, news.text, news.path, process.id, news.params, news.key)
        for key in following.addresses_to_tell(session, process, marks)
    ]
    store(session, [*people, *addresses])


def _to(process: Process, news: News, user_id: int) -> Telling:
    return Telling(user_id, news.kind, news.text, news.path, process.id, news.params, news.key)
