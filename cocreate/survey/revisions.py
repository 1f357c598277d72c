"""Versions of a questionnaire: what it was like at one time, and what differs between two of them, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.models import Consultation, Question
from cocreate.survey.wording import TABLES, Wording, wordings_of

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One thing that differs: a code, the question it is about, and the words or values before and after."""

    code: str
    question: Mapping[str, str] = field(default_factory=dict)  # its title
    before: str = ""
    after: str = ""
    language: str = ""  # of before and after, where they are texts


def content_of(consultation: Consultation) -> dict[str, Any]:
    """A questionnaire in our own format, without its files and rules."""
    return {
        "title": dict(consultation.title),
        "introduction": dict(consultation.introduction),
        "questions": [question_content(question) for question in consultation.questions],
    }


def question_content(question: Question) -> dict[str, Any]:
    """A question in our own format."""
    return {
        "key": question.key,
        "kind": question.kind,
        "title": dict(question.title),
        "help": dict(question.help),
        "requirement": requirement_of(question),
        "is_active": question.is_active,
        "condition": dict(question.condition),
        "options": dict(question.options),
    }


def requirement_of(question: QuestionLike) -> str:
    """optional, soft or required."""
    return "soft" if question.is_soft else "required" if question.is_required else "optional"


def differences(before: Content, after: Content) -> list[Difference]:
    """What was added, taken away, switched, moved or reworded."""
    old, new = _by_key(before), _by_key(after)
    found = [Difference("added", new[key]["title"]) for key in new if key not in old]
    found += [Difference("removed", old[key]["title"]) for key in old if key not in new]
    found += _moved([key for key in old if key in new], [key for key in new if key in old], new)
    found += _reworded(_wordings(before), _wordings(after), old, new)
    for key, question in new.items():
        if key in old:
            found += _changed(old[key], question)
    return found


def _changed(old: Content, new: Content) -> Iterator[Difference]:
    title = new["title"]
    if old["is_active"] != new["is_active"]:
        yield Difference("switched_on" if new["is_active"] else "switched_off", title)
    if old["requirement"] != new["requirement"]:
        yield Difference("requirement", title, old["requirement"], new["requirement"])
    if old["condition"] != new["condition"]:
        yield Difference("condition", title)
    for table in TABLES:
        before, after = (_rows(question, table) for question in (old, new))
        yield from (Difference("row_added", title, after=_words(after[key])) for key in after if key not in before)
        yield from (Difference("row_removed", title, before=_words(before[key])) for key in before if key not in after)
        for key in [key for key in after if key in before]:
            if before[key].get("condition") != after[key].get("condition"):
                is_off = after[key].get("condition") == {"any": []}
                yield Difference("row_off" if is_off else "row_condition", title, after=_words(after[key]))
        if list(before) != [key for key in after if key in before]:
            yield Difference("rows_moved", title)
    others = (set(old["options"]) | set(new["options"])) - {
        *TABLES,
        "labels",
        "statement",
        "unit",
        "pattern_help",
        "alt",
    }
    for name in sorted(others):
        if old["options"].get(name) != new["options"].get(name):
            yield Difference("option", title, after=name)


def _reworded(
    before: Mapping[str, Wording], after: Mapping[str, Wording], old: Content, new: Content
) -> Iterator[Difference]:
    """Texts that say something else; those of new questions and rows are told as additions."""
    for name, wording in after.items():
        question = new.get(wording.question, {})
        if wording.question and (wording.question not in old or _is_new_row(wording, name, old)):
            continue
        known = before[name].text if name in before else {}
        for language in sorted(set(known) | set(wording.text)):
            if known.get(language, "") != wording.text.get(language, ""):
                title = question.get("title", {})
                yield Difference("words", title, known.get(language, ""), wording.text.get(language, ""), language)
    for name, wording in before.items():
        if name not in after and (not wording.question or wording.question in new):
            if wording.part in TABLES:
                continue
            title = new.get(wording.question, {}).get("title", {})
            for language, text in wording.text.items():
                yield Difference("words", title, text, "", language)


def _is_new_row(wording: Wording, name: str, old: Content) -> bool:
    return wording.part in TABLES and name.rsplit(".", 1)[1] not in _rows(old[wording.question], wording.part)


def _moved(before: Sequence[str], after: Sequence[str], questions: Content) -> Iterator[Difference]:
    """One line a question that changed its place among those that are in both."""
    rest = list(before)
    for place, key in enumerate(after):
        if rest[place] != key:
            rest.remove(key)
            rest.insert(place, key)
            yield Difference("moved", questions[key]["title"])


def _wordings(content: Content) -> dict[str, Wording]:
    top = SimpleNamespace(title=content["title"], introduction=content["introduction"])
    questions = [SimpleNamespace(**question) for question in content["questions"]]
    return {wording.name: wording for wording in wordings_of(top, questions)}


def _by_key(content: Content) -> dict[str, Content]:
    return {question["key"]: question for question in content["questions"]}


def _rows(question: Content, table: str) -> dict[str, Content]:
    return {row["key"]: row for row in question["options"].get(table, ())}


def _words(row: Content) -> str:
    return next(iter(row.get("label", {}).values()), str(row["key"]))
