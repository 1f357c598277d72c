"""All texts of a questionnaire that people read, each with a name of its own: for translating, checking, comparing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Protocol

from cocreate.survey.kinds.base import QuestionLike

TABLES = ("choices", "rows", "columns", "roles")
WHOLE = ("title", "introduction", "thanks", "closing")  # texts of the questionnaire itself
TEXTS = ("statement", "unit", "pattern_help", "alt")


class QuestionnaireLike(Protocol):
    """A consultation, or one that is not in the database."""

    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def introduction(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Wording:
    """One text: its name, the question it belongs to ("" for none), and what it says in which language."""

    name: str  # "title", "q.fit.title", "q.fit.choices.yes"
    question: str
    part: str  # title, introduction, thanks, help, choices…
    text: Mapping[str, str]

    def is_missing_in(self, language: str) -> bool:
        """Whether it says something, but not in this language."""
        return any(self.text.values()) and not self.text.get(language)


def wordings_of(questionnaire: QuestionnaireLike, questions: Iterable[QuestionLike]) -> list[Wording]:
    """Every text, in the order of the page; texts that are empty in all languages are left out."""
    found = [
        *(Wording(name, "", name, getattr(questionnaire, name, {})) for name in WHOLE),
        *(wording for question in questions for wording in wordings_of_question(question)),
    ]
    return [wording for wording in found if any(wording.text.values())]


def wordings_of_question(question: QuestionLike) -> Iterator[Wording]:
    """The texts of one question."""
    yield Wording(f"q.{question.key}.title", question.key, "title", question.title)
    yield Wording(f"q.{question.key}.help", question.key, "help", question.help)
    for table in TABLES:
        for row in question.options.get(table, ()):
            yield Wording(f"q.{question.key}.{table}.{row['key']}", question.key, table, row.get("label", {}))
    for point, label in question.options.get("labels", {}).items():
        yield Wording(f"q.{question.key}.labels.{point}", question.key, "labels", label)
    for name in TEXTS:
        yield Wording(f"q.{question.key}.{name}", question.key, name, question.options.get(name, {}))


def missing_in(wordings: Sequence[Wording], language: str) -> list[Wording]:
    """The texts that lack a language."""
    return [wording for wording in wordings if wording.is_missing_in(language)]


def options_with(options: Mapping[str, Any], part: str, key: str, language: str, text: str) -> dict[str, Any]:
    """The options with one of their texts said anew in one language; an empty text takes the language away."""
    found = deepcopy(dict(options))
    if part in TABLES:
        labels = [row.setdefault("label", {}) for row in found.get(part, ()) if row["key"] == key]
    elif part == "labels":
        labels = [found["labels"][key]] if key in found.get("labels", {}) else []
    else:
        labels = [found.setdefault(part, {})] if part in TEXTS else []
    for label in labels:
        said(label, language, text)
    return found


def said(label: dict[str, str], language: str, text: str) -> None:
    """Put a text into one language of a label, or take the language away."""
    if text:
        label[language] = text
    else:
        label.pop(language, None)
