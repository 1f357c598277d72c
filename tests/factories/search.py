"""An index for tests: brought up to date by hand, since jobs run inline and nothing follows by itself."""

from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor, Role
from cocreate.process.models import Process
from cocreate.search.following import catch_up
from cocreate.search.queries import Found, Reader, reader_of, search
from cocreate.search.rules import Wanted


def index(session: Session) -> int:
    """Everything that was noted until now; how many rows changed."""
    session.commit()
    changed = catch_up()
    session.expire_all()
    return changed


def reader(session: Session, process: Process | None = None, *roles: Role) -> Reader:
    """Somebody with some roles in one process; without any, a visitor."""

    def actor_in(asked: Any) -> Actor:
        here = asked is not None and process is not None and asked.id == process.id
        return Actor(roles=frozenset({Role.VISITOR, *(roles if here else ())}))

    return reader_of(session, actor_in, process)


def find(session: Session, words: str, who: Reader | None = None, **wanted: str) -> Found:
    """What somebody finds, a visitor if nobody else."""
    session.commit()
    return search(session, who or reader(session), Wanted(words=words, **wanted))


def refs(found: Found) -> list[str]:
    """The public ids of what is on the page."""
    return [hit.told.ref for hit in found.hits]
