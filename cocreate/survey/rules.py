"""Closed lists and pure rules of a consultation."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from enum import StrEnum
from typing import Any

LONGEST_TEXT = 5000  # characters of one free text
LONGEST_TITLE = 300
MOST_ACTORS = 30
TOO_FAST = 4.0  # seconds; nobody reads and answers a questionnaire in less


class ConsultationState(StrEnum):
    """Where a consultation stands. Nothing goes back to draft; a closed one may open again."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"

    def may_become(self, other: "ConsultationState") -> bool:
        """Whether the step is one that the method knows."""
        return (self, other) in {
            (ConsultationState.DRAFT, ConsultationState.OPEN),
            (ConsultationState.OPEN, ConsultationState.CLOSED),
            (ConsultationState.CLOSED, ConsultationState.OPEN),
        }


class QuestionKind(StrEnum):
    """What can be asked, and what an `Answer` then holds."""

    # value: {"order": [challenge public id, or a list of those that share a place, …], "shown": [...]},
    # or {"no_opinion": true}
    RANK_CHALLENGES = "rank_challenges"
    SINGLE_CHOICE = "single_choice"  # value: {"choice": key}; text: optional comment
    LONG_TEXT = "long_text"  # text
    TEXT_PER_CHALLENGE = "text_per_challenge"  # one answer per challenge: item + text
    PROJECT = "project"  # value: {"title": str, "actors": [str, …]}; text: title, blank line, description
    HELIX = "helix"  # value: {"choice": HelixCategory}; copied to Submission.helix


class Flag(StrEnum):
    """What was odd about the sending of a sheet; it is counted all the same, and staff can see it."""

    HONEYPOT = "honeypot"  # a field that people do not see was filled in
    FAST = "fast"  # sent within seconds


class Source(StrEnum):
    """Where a sheet comes from."""

    ONLINE = "online"
    DEMO = "demo"


@dataclass(frozen=True)
class AnswerGiven:
    """What a sheet says to one question, or to one item of it."""

    question: str  # its key
    value: Mapping[str, Any] | None = None
    text: str = ""
    item: str = ""  # public id of the challenge it is about
    text_language: str = ""  # "" lets the machine read it
    attribution: Mapping[str, str] = default(default_factory=dict)  # of borrowed texts: source, licence


@dataclass(frozen=True)
class AnswerSheet:
    """One person's answers, before they are stored; `helix` is read from the answer to the helix question."""

    language: str
    answers: tuple[AnswerGiven, ...]
    flag: Flag | None = None
    # For sheets that are loaded rather than sent:
    day: date | None = None  # None: today
    receipt_code: str = ""  # "" draws one


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer: the field of the page, and a code with parameters."""

    question: str
    field: str
    code: str
    params: Mapping[str, Any] = default(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The code that only the respondent has, and whether the same form had already arrived."""

    code: str
    is_repeat: bool


def clean_text(text: str) -> str:
    """As typed, without surrounding blanks, with one kind of line end, and without NUL, which no database takes."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
