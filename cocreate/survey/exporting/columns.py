"""One list of columns for every format: the same ones in the same order, whichever questions a person came to see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES
from cocreate.survey import labels
from cocreate.survey.exporting.asking import Headings, Wish
from cocreate.survey.kinds import Ground, QuestionLike, kind_of
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.labels import helix_name
from cocreate.survey.models import Answer, Consultation, Question, Revision
from cocreate.survey.rules import QuestionKind
from cocreate.web.language import NAMES, translate

PERSON = ("person_name", "person_email", "person_organisation")
_NUMBERS = frozenset(
    {
        QuestionKind.SCALE,
        QuestionKind.RANKING,
        QuestionKind.RANK_CHALLENGES,
        QuestionKind.POINTS,
        QuestionKind.NUMBER,
        QuestionKind.MAP_POINT,
    }
)
# Columns of people's own words beside a closed answer, by kind.
OTHER_WORDS = {QuestionKind.SINGLE_CHOICE: "other", QuestionKind.MULTIPLE_CHOICE: "other-text"}
COMMENTS = {QuestionKind.SINGLE_CHOICE: "comment", QuestionKind.MULTIPLE_CHOICE: "comment-text"}
_MARKS = {"1": labels.YES, "0": labels.NO}


class Holds(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """One column: its stable name, what stands above it, and what its codes mean."""

    name: str
    heading: str
    title: str  # for people, whatever stands above: a label in SPSS and R, a line of the code book
    holds: Holds = Holds.TEXT
    codes: Mapping[str, str] = field(default_factory=dict)  # code -> label, in the language of the export
    question_id: int | None = None  # None: a column of the sheet itself
    key: str = ""  # within the question


@dataclass(frozen=True)
class PastQuestion:
    """A question as an earlier version of the questionnaire had it."""

    key: str
    kind: str
    options: Mapping[str, Any]
    title: Mapping[str, str] = field(default_factory=dict)
    help: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = False
    is_soft: bool = False
    condition: Mapping[str, Any] = field(default_factory=dict)


def questions_of(session: Session, consultation: Consultation) -> list[Question]:
    """Every question that is asked, or that was asked and has answers, in order."""
    return [
        question
        for question in consultation.questions
        if kind_of(question).asks and (question.is_active or _has_answers(session, question))
    ]


def _has_answers(session: Session, question: Question) -> bool:
    return session.scalar(select(Answer.id).where(Answer.question_id == question.id).limit(1)) is not None


def columns_of(session: Session, consultation: Consultation, ground: Ground, wish: Wish) -> list[Column]:
    """All columns, those of the sheet first. Call it in the language of the export (`force_locale`)."""
    past = past_questions(session, consultation)
    found = list(_sheet_columns(consultation, wish))
    for question in questions_of(session, consultation):
        found += _question_columns(question, past.get(question.key, []), ground, wish)
    return found


def past_questions(session: Session, consultation: Consultation) -> dict[str, list[PastQuestion]]:
    """Key -> the question in earlier versions: a choice taken out since keeps its column, and its label."""
    found: dict[str, list[PastQuestion]] = {}
    contents = session.scalars(
        select(Revision.content).where(Revision.consultation_id == consultation.id).order_by(Revision.number.desc())
    )
    for content in contents:
        for each in content.get("questions", []):
            past = PastQuestion(each.get("key", ""), each.get("kind", ""), each.get("options", {}))
            found.setdefault(past.key, []).append(past)
    return found


def _sheet_columns(consultation: Consultation, wish: Wish) -> Iterator[Column]:
    codes: dict[str, Mapping[str, str]] = {
        "language": {code: NAMES[code] for code in LANGUAGES},
        "helix": {category.value: helix_name(category) for category in HelixCategory},
        "source": {source.value: str(word) for source, word in labels.EXPORTED_SOURCES.items()},
        "flag": {flag.value: str(word) for flag, word in labels.FLAGS.items()},
        "left_out": {ground.value: str(word) for ground, word in labels.GROUNDS.items()},
    }
    holds = {"day": Holds.DAY, "revision": Holds.NUMBER}
    names = ["sheet", "day", "language", "helix", "source", "flag", "left_out", "revision", "unasked"]
    if wish.with_contacts and not consultation.is_anonymous:
        names += PERSON
    for name in names:
        title = str(labels.SHEET[name])
        heading = title if wish.headings is Headings.QUESTIONS else name
        yield Column(name, heading, title, holds.get(name, Holds.TEXT), codes.get(name, {}))


def _question_columns(question: Question, past: Sequence[PastQuestion], ground: Ground, wish: Wish) -> Iterator[Column]:
    kind, seen = kind_of(question), set[str]()
    versions: list[QuestionLike] = [question, *(each for each in past if each.kind == question.kind)]
    for version in versions:
        for key, label in kind.columns(version, ground):
            if key in seen:
                continue
            seen.add(key)
            name = f"{question.key}.{key}" if key else question.key
            yield Column(
                name,
                _heading(question, key, label, wish),
                _title(question, key, label, wish.language),
                _holds(question),
                codes_of((question, *past), key, wish.language),
                question.id,
                key,
            )


def _heading(question: Question, key: str, label: Mapping[str, str], wish: Wish) -> str:
    if wish.headings is Headings.CODES:
        return f"{question.key}.{key}" if key else question.key
    if wish.headings is Headings.QUESTIONS:
        return _title(question, key, label, wish.language)
    part = translate(label, wish.language) or key
    return f"{question.key} [{part}]" if part else question.key


def _title(question: Question, key: str, label: Mapping[str, str], language: str) -> str:
    part = translate(label, language) or str(labels.COLUMN_PARTS.get(key, key))
    asked = translate(question.title, language)
    return f"{asked} – {part}" if part else asked


def _holds(question: Question) -> Holds:
    return Holds.NUMBER if question.kind in _NUMBERS else Holds.TEXT


def codes_of(versions: Sequence[Any], key: str, language: str) -> dict[str, str]:
    """Code -> label of a closed column; empty where people wrote what they liked. Newer versions go before older."""
    found: dict[str, str] = {}
    for question in versions:
        if key in (OTHER_WORDS.get(question.kind), COMMENTS.get(question.kind)):
            continue
        for code, label in _codes(question, key, language).items():
            found.setdefault(code, label)
    return found


def _codes(question: Any, key: str, language: str) -> dict[str, str]:
    kind, options = question.kind, question.options
    if kind == QuestionKind.SINGLE_CHOICE:
        return {code: translate(label, language) for code, label in choices_of(question).items()}
    if kind == QuestionKind.SCALE:
        return {code: translate(label, language) for code, label in options.get("labels", {}).items()}
    if kind == QuestionKind.MATRIX and not options.get("multiple"):
        return {each["key"]: translate(each["label"], language) for each in options.get("columns", [])}
    if key == "no_opinion" or kind in (QuestionKind.MULTIPLE_CHOICE, QuestionKind.MATRIX, QuestionKind.CONSENT):
        return {code: str(word) for code, word in _MARKS.items()}
    return {}
