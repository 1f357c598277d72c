"""What every kind of question can do: read what was typed, check it, show it again, say it back, and sum it up.

The numbers of a summary are not yet protected against small groups. They are floats, so that the same one holds raw
counts and weighted ones.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar

from cocreate.analysis.choice.comparisons import Comparisons
from cocreate.process.models import Challenge
from cocreate.survey.rules import LONGEST_TEXT, AnswerGiven, Problem, QuestionKind, clean_text

ByHelix = Mapping[str, Mapping[str, float]]  # helix -> key -> count


@dataclass(frozen=True)
class TextSummary:
    """How many people wrote something, overall and by helix; per item where there are items."""

    answered: float
    by_helix: Mapping[str, float]
    by_language: Mapping[str, float]
    by_item: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ChoiceSummary:
    """Counts per choice (in the question's order), overall and by helix; with several choices they pass the base."""

    answered: float
    counts: Mapping[str, float]
    by_helix: ByHelix
    comments: float = 0
    answered_by_helix: Mapping[str, float] = field(default_factory=dict)
    is_multiple: bool = False


@dataclass(frozen=True)
class RankingSummary:
    """How many people order something (also by helix) or have no opinion, and what their orders amount to.

    places  item -> place -> how many people put it there themselves; people who share places share the average one
    sums    None when there is nothing to order
    """

    answered: float
    no_opinion: float
    by_helix: Mapping[str, float]
    places: Mapping[str, Mapping[float, float]]
    sums: Comparisons | None


@dataclass(frozen=True)
class NumberSummary:
    """The distribution of a number: each distinct value with its count, overall and by helix."""

    answered: float
    values: Mapping[float, float]  # value -> count, ascending
    by_helix: Mapping[str, Mapping[float, float]]
    no_opinion: float = 0


@dataclass(frozen=True)
class MatrixSummary:
    """One set of choices per row: row key -> its counts per column."""

    rows: Mapping[str, ChoiceSummary]


@dataclass(frozen=True)
class PointsSummary:
    """Points handed out: how many people did, and the sum per option, overall and by helix."""

    answered: float
    sums: Mapping[str, float]
    by_helix: ByHelix
    answered_by_helix: Mapping[str, float]


@dataclass(frozen=True)
class PlaceSummary:
    """Points on the map, rounded to about a hundred metres: (latitude, longitude) -> count."""

    answered: float
    points: Mapping[tuple[float, float], float]


Summary = (
    TextSummary | ChoiceSummary | RankingSummary | NumberSummary | MatrixSummary | PointsSummary | PlaceSummary | None
)


Typed = Mapping[str, str]  # form field -> text, exactly as it was typed


class QuestionLike(Protocol):
    """A question of a consultation, or one that is not in the database yet."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def help(self) -> Mapping[str, str]: ...
    @property
    def is_required(self) -> bool: ...
    @property
    def is_soft(self) -> bool: ...
    @property
    def condition(self) -> Mapping[str, Any]: ...
    @property
    def options(self) -> Mapping[str, Any]: ...


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
    count: float = 1  # how many equal answers this row stands for; a fraction when they are weighted
    weight: float = 1  # by which the number of answers was multiplied


class Kind(ABC):
    """One kind of question. Stateless: everything it needs is handed in."""

    name: ClassVar[QuestionKind]
    needs_challenges: ClassVar[bool] = False
    asks: ClassVar[bool] = True  # False: nothing to answer (a page break, a text to read)

    @property
    def template(self) -> str:
        """The piece of page that asks it."""
        return f"survey/kinds/{self.name}.html"

    @abstractmethod
    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        """What was typed, as answers; nothing typed is no answer. Never fails: `problems` judges."""

    @abstractmethod
    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        """What is wrong with these answers; the command asks, so that no way in goes round it."""

    @abstractmethod
    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        """The answers as lines to be read."""

    @abstractmethod
    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        """Columns of the export: a stable key within the question ("" for the answer itself) and a label."""

    @abstractmethod
    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        """Column key -> content."""

    @abstractmethod
    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> Summary:
        """The numbers of a results page, not yet protected against small groups; rows weigh by their count."""

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        """What conditions may ask of the answers: fact -> chosen keys, or the text, or the number as text.

        The question's own key is a fact; a kind with rows adds "key.row". No answer is no entry.
        """
        return {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        """The page's fields as they were when these answers were typed; `read` makes the same answers of them."""
        return {}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        """What the tallies keep of an answer: (item, value) pairs, from which `summarise` can work.

        The value as it is where few different ones occur; None where only having answered counts; a kind with rows
        splits it by row, so that the tallies stay small.
        """
        return [(answer.item, answer.value)]

    def field(self, question: QuestionLike, *parts: str) -> str:
        """The name of a form field, which is also its id on the page."""
        return "-".join(("q", question.key, *parts))

    def owns(self, question: QuestionLike, field: str) -> bool:
        """Whether a field of a form belongs to the question."""
        name = self.field(question)
        return field == name or field.startswith(f"{name}-")


def missing(kind: Kind, question: QuestionLike, given: Sequence[AnswerGiven], field: str) -> list[Problem]:
    """The one problem of a required question without an answer; softly required ones are the flow's business."""
    if question.is_required and not question.is_soft and not given:
        return [Problem(question.key, field, "required")]
    return []


def too_long(question: QuestionLike, field: str, text: str, limit: int = LONGEST_TEXT) -> list[Problem]:
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
        answered=sum(row.count for row in written),
        by_helix=counts(written, lambda row: row.helix),
        by_language=counts(written, lambda row: row.language),
        by_item=counts((row for row in written if row.item), lambda row: row.item),
    )


def counts(rows: Iterable[ResultRow], key: Callable[[ResultRow], str]) -> dict[str, float]:
    """Key -> how many answers have it."""
    found: dict[str, float] = {}
    for row in rows:
        found[key(row)] = found.get(key(row), 0) + row.count
    return found


T = TypeVar("T")


def only(key: str, values: Iterable[T]) -> dict[str, T]:
    """The one entry for a question that has one answer; none where it has none."""
    return dict(zip((key,), values, strict=False))


def summarise_answered(
    rows: Sequence[ResultRow], parts: Callable[[ResultRow], Iterable[str]] = lambda row: ()
) -> TextSummary:
    """How many answered; `parts` names the rows of a question that a whole answer fills in.

    A row of the tallies about such a part has it as its item and no value; a whole answer has no item.
    """
    whole = [row for row in rows if not row.item]
    by_item: dict[str, float] = {}
    for row in rows:
        for part in [row.item] if row.item else parts(row):
            by_item[part] = by_item.get(part, 0) + row.count
    return TextSummary(
        answered=sum(row.count for row in whole),
        by_helix=counts(whole, lambda row: row.helix),
        by_language=counts(whole, lambda row: row.language),
        by_item=by_item,
    )
