"""What is told becomes a notice of that person, once under each key, and a mail at once for whoever wishes so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import events
from cocreate.core.db import transaction
from cocreate.core.ids import public_id
from cocreate.core.telling import Kind, Telling
from cocreate.notices.mailing import send_due
from cocreate.notices.models import Follower, Notice
from cocreate.notices.readers import find_reader
from cocreate.notices.seeing import permission_of

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
