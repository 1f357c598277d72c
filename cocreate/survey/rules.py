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


class Access(StrEnum):
    """Who may answer."""

    OPEN = "open"  # whoever has the address
    LINK = "link"  # whoever has a personal link
    ACCOUNT = "account"  # whoever is signed in


class ResultsRule(StrEnum):
    """When everybody sees the results; respondents are told, and after the opening it can only become stricter."""

    LIVE = "live"
    AFTER_CLOSE = "after_close"
    STAFF = "staff"  # never by themselves

    def may_become(self, other: "ResultsRule") -> bool:
        """Whether the other rule shows no more than this one."""
        order = list(ResultsRule)
        return order.index(other) >= order.index(self)


class Paging(StrEnum):
    """How a questionnaire is cut into pages."""

    ALL = "all"
    PAGES = "pages"  # at its page breaks
    QUESTIONS = "questions"  # one at a time


class QuestionKind(StrEnum):
    """What can be asked. What each kind's options and answers look like: docs/questionnaire.md."""

    PAGE = "page"  # where a new page begins; nothing to answer
    INFORMATION = "information"  # a text, picture or file to read; nothing to answer
    HELIX = "helix"  # copied to Submission.helix
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    RANK_CHALLENGES = "rank_challenges"
    POINTS = "points"
    SHORT_TEXT = "short_text"
    SHORT_TEXTS = "short_texts"
    LONG_TEXT = "long_text"
    TEXT_PER_CHALLENGE = "text_per_challenge"
    COMPLETE_LIST = "complete_list"
    PROJECT = "project"
    NUMBER = "number"
    DATE = "date"
    FILES = "files"
    MAP_POINT = "map_point"
    CONSENT = "consent"


class Flag(StrEnum):
    """What was odd about the sending of a sheet; it is counted all the same, and staff can see it."""

    HONEYPOT = "honeypot"  # a field that people do not see was filled in
    FAST = "fast"  # sent within seconds
    UNPROVEN = "unproven"  # without the proof of work that was asked for
    AGAIN = "again"  # from a browser that had already answered, or entered for an invited person who had
    DUPLICATE = "duplicate"  # long answers equal to those of another sheet
    STRAIGHT = "straight"  # the same choice in every row of long tables


class LeftOut(StrEnum):
    """Why people decided that a sheet is left out of the results."""

    DUPLICATE = "duplicate"
    FAST = "fast"
    STRAIGHT = "straight"
    PROGRAM = "program"
    TRIAL = "trial"
    OTHER = "other"


class Source(StrEnum):
    """Where a sheet comes from."""

    ONLINE = "online"
    PAPER = "paper"  # entered by a helper
    TELEPHONE = "telephone"  # entered by a helper
    IMPORT = "import"
    DEMO = "demo"


class MailingKind(StrEnum):
    """What a mail to many is for."""

    INVITATION = "invitation"
    REMINDER = "reminder"


class MailingState(StrEnum):
    """Where a mail to many stands."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"


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
    source: Source = Source.ONLINE
    revision: int = 1  # of the questionnaire that was on the page
    orders: Mapping[str, list[str]] = default(default_factory=dict)  # question key -> options in the order shown
    # question key -> what was typed into a question that other answers then hid; kept apart, it is no answer
    aside: Mapping[str, Mapping[str, str]] = default(default_factory=dict)
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
