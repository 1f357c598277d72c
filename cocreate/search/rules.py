"""What can be found: kinds of things, a document of the index, and what somebody asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import TypeVar

T = TypeVar("T")
Texts = Mapping[str, str]  # language code -> text; "" is a language that nobody knows

LONGEST_TITLE, LONGEST_BODY = 500, 20_000  # characters of one language that are looked through
LONGEST_QUESTION = 200
MOST_WORDS = 12  # of a question
MOST_FOUND = 1000  # beyond this nobody reads on, and the page says "more than"
PAGE = 20


class Kind(StrEnum):
    """What a thing is, for the filter of the page."""

    PROCESS = "process"
    CHALLENGE = "challenge"
    EVIDENCE = "evidence"
    CONSULTATION = "consultation"
    THEME = "theme"
    ANSWER = "answer"
    ACTOR = "actor"
    PROJECT = "project"
    SHEET = "sheet"
    CARD = "card"
    CANDIDATE = "candidate"
    DECISION = "decision"
    ACTION = "action"
    NEWS = "news"
    DOCUMENT = "document"
    PERSON = "person"


@dataclass(frozen=True)
class Document:
    """A thing as the index keeps it: its words in each language, and where it stands.

    `place` is what the address of its page names, and `anchor` the spot on that page.
    """

    ref: str
    title: Texts
    body: Texts = field(default_factory=dict)
    place: str = ""
    anchor: str = ""

    @property
    def digest(self) -> str:
        """Equal for what is the same."""
        told = [self.ref, dict(self.title), dict(self.body), self.place, self.anchor]
        return sha256(dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it has a text in."""
        return tuple(sorted({code for texts in (self.title, self.body) for code, text in texts.items() if text}))


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for; "" asks for all."""

    words: str = ""
    kind: str = ""
    process: str = ""  # its public id
    language: str = ""


def in_parts(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """As many at a time as a statement takes."""
    return (things[start : start + size] for start in range(0, len(things), size))


def shortened(texts: Texts, most: int) -> dict[str, str]:
    """Texts that are no longer than the index takes, without those that are empty."""
    return {code: text[:most] for code, text in texts.items() if text and text.strip()}


def together(*parts: Texts) -> dict[str, str]:
    """Several texts as one, language by language."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for code, text in part.items():
            if text:
                found.setdefault(code, []).append(text)
    return {code: "\n".join(some) for code, some in found.items()}
