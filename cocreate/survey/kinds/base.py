"""What every kind of question can do: read what was typed, check it, show it again, say it back, and sum it up."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from cocreate.process.models import Challenge
from cocreate.survey.models import Question
from cocreate.survey.rules import LONGEST_TEXT, AnswerGiven, Problem, QuestionKind, clean_text

Typed = Mapping[str, str]  # form field -> text, exactly as it was typed


class AnswerLike(Protocol):
    """An answer, given just now or stored."""

    @property
    def value(self) -> Mapping[str, Any] | None: ...
    @property
    def text(self) -> str: ...
    @property
    def item(self) -> str: ...


@dataclass(frozen=True)
class Ground:
    """What the questions are about: the challenges of the process, with sub-challenges and assets loaded."""

    challenges: tuple[Challenge, ...] = ()

    def titles(self) -> dict[str, dict[str, str]]:
        """Public id of a challenge -> its title in several languages."""
        return {challenge.public_id: challenge.title for challenge in self.challenges}


@dataclass(frozen=True)
class Said:
    """One line of an answer, to be read by people: content in several languages, or words as they were typed."""

    label: Mapping[str, str] | str = ""  # what it is about, when the question alone does not say
    content: Mapping[str, str] | None = None
    text: str = ""
    language: str = ""
    code: str = ""  # a word of the interface instead: "no_opinion", "choice.business"…


@dataclass(frozen=True)
class ResultRow:
    """One stored answer with what may be counted by it; never its text."""

    item: str
    value: Mapping[str, Any] | None
    has_text: bool
    helix: str
    language: str


@dataclass(frozen=True)
class TextSummary:
    """How many people wrote something, overall and by helix; per item where there are items."""

    answered: int
    by_helix: Mapping[str, int]
    by_language: Mapping[str, int]
    by_item: Mapping[str, int] = field(default_factory=dict)


class Kind(ABC):
    """One kind of question. Stateless: everything it needs is handed in."""

    name: ClassVar[QuestionKind]
    needs_challenges: ClassVar[bool] = False

    @property
    def template(self) -> str:
        """The piece of page that asks it."""
        return f"survey/kinds/{self.name}.html"

    @property
    def results_template(self) -> str:
        """The piece of page that shows its results."""
        return f"survey/results/{self.name}.html"

    @abstractmethod
    def read(self, question: Question, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        """What was typed, as answers; nothing typed is no answer. Never fails: `problems` judges."""

    @abstractmethod
    def problems(self, question: Question, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        """What is wrong with these answers; the command asks, so that no way in goes round it."""

    @abstractmethod
    def said(self, question: Question, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        """The answers as lines to be read."""

    @abstractmethod
    def columns(self, question: Question, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        """Columns of the export: a stable key within the question ("" for the answer itself) and a label."""

    @abstractmethod
    def cells(self, question: Question, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        """Column key -> content."""

    @abstractmethod
    def summarise(self, question: Question, rows: Sequence[ResultRow], ground: Ground) -> Any:
        """The numbers of a results page, not yet protected against small groups."""

    def field(self, question: Question, *parts: str) -> str:
        """The name of a form field, which is also its id on the page."""
        return "-".join(("q", question.key, *parts))


def missing(kind: Kind, question: Question, given: Sequence[AnswerGiven], field: str) -> list[Problem]:
    """The one problem of a required question without an answer."""
    if question.is_required and not given:
        return [Problem(question.key, field, "required")]
    return []


def too_long(question: Question, field: str, text: str, limit: int = LONGEST_TEXT) -> list[Problem]:
    """The one problem of a text that is too long; it says by how much."""
    if len(text) > limit:
        return [Problem(question.key, field, "survey.answer.too_long", {"limit": limit, "length": len(text)})]
    return []


def typed_text(typed: Typed, field: str) -> str:
    """A field's text, cleaned."""
    return clean_text(typed.get(field, ""))


def summarise_texts(rows: Sequence[ResultRow]) -> TextSummary:
    """Counts of written answers. A row is one answer, and without items one person."""
    written = [row for row in rows if row.has_text]
    return TextSummary(
        answered=len(written),
        by_helix=Counter(row.helix for row in written),
        by_language=Counter(row.language for row in written),
        by_item=Counter(row.item for row in written if row.item),
    )
