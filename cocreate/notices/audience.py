"""Whom something concerns: people by their role in the process, and whoever follows the process or the thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import Role
from cocreate.core.telling import Kind, Telling
from cocreate.notices.following import queries
from cocreate.notices.rules import Item
from cocreate.notices.storing import TellingByMail, store
from cocreate.process.models import Process

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
    store(session, [_to(process, news, key) for key in queries.people_to_tell(session, process, roles, ())])


def tell_all(
    session: Session, process: Process, news: News, roles: Iterable[Role], about: Iterable[tuple[Item, str]] = (WHOLE,)
) -> None:
    """Those with one of these roles, and whoever follows one of these things, with an account or by mail."""
    marks = list(about)
    people = [_to(process, news, key) for key in queries.people_to_tell(session, process, roles, marks)]
    addresses = [
        TellingByMail(key, news.kind, news.text, news.path, process.id, news.params, news.key)
        for key in queries.addresses_to_tell(session, process, marks)
    ]
    store(session, [*people, *addresses])


def _to(process: Process, news: News, user_id: int) -> Telling:
    return Telling(user_id, news.kind, news.text, news.path, process.id, news.params, news.key)
