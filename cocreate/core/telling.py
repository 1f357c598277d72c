"""What a stage has to say to somebody with an account, whatever later stage carries it there.

Any stage says it with `tell`; the stage `notices` keeps it, shows it beside the bell and sends it by mail as the person
wishes. The words are English as in the source, marked with `N_`, so that each reader gets them in an own language:

    tell(session, Telling(user.id, Kind.REPLY, N_("Your remark on “%(title)s” has a reply."),
                          path=path_of("…"), process_id=process.id, params={"title": sheet.title}))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from cocreate.core import events


class Kind(StrEnum):
    """What it is about. Each person chooses for each kind how to hear of it."""

    ROLE = "role"
    CHALLENGE = "challenge"
    CONSULTATION = "consultation"
    CAMP = "camp"
    THEMES = "themes"
    SCORING = "scoring"
    MEETING = "meeting"
    DECISION = "decision"
    REPLY = "reply"
    SHEET = "sheet"
    NEWS = "news"
    MODERATION = "moderation"
    WAITING = "waiting"
    TASK = "task"
    PROGRAM = "program"


@dataclass(frozen=True)
class Telling:
    """One thing for one person.

    A value of `params` is a text, a number, a moment in ISO format as {"at": "…"}, another marked text as {"say": "…"},
    or people's words by language as they are stored: {"nl": "…", "fr": "…"}. Under one `key` a person is told once,
    however often it is said; without a key each saying counts. It is shown only to whoever may open `path` by then.
    """

    user_id: int
    kind: Kind
    text: str
    path: str  # of the page to go to, without language
    process_id: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def N_(text: str) -> str:
    """Mark words for the catalogues; they are translated when somebody reads them."""
    return text


def tell(session: Session, telling: Telling) -> None:
    """Say it once the session's transaction commits."""
    events.announce(session, telling)
