"""Files that somebody adds to an answer. They are taken in before the sheet is read; here they are ids and names."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.filetypes import KNOWN, LARGEST_MEGABYTES
from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    TextSummary,
    Typed,
    missing,
    summarise_answered,
    typed_text,
)
from cocreate.survey.kinds.texts import limit_of
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

MOST_FILES = 10
USUAL_FILES = 3
_TAKEN = re.compile(r"([0-9a-f]{32}):(.{1,200})")


def files_of(answer: AnswerLike) -> list[tuple[str, str]]:
    """(id of the upload, name) of each file."""
    value = answer.value or {}
    ids, names = value.get("files", []), value.get("names", [])
    return [(str(key), str(names[at]) if at < len(names) else "") for at, key in enumerate(ids)]


def most_files(question: QuestionLike) -> int:
    """How many files the question takes."""
    return min(limit_of(question, "max_files", USUAL_FILES) or USUAL_FILES, MOST_FILES)


def most_megabytes(question: QuestionLike) -> int:
    """How large each of them may be."""
    return min(limit_of(question, "max_megabytes", LARGEST_MEGABYTES) or LARGEST_MEGABYTES, LARGEST_MEGABYTES)


def types_of(question: QuestionLike) -> tuple[str, ...]:
    """The extensions that the question takes; all we know where it names none."""
    wanted = {"jpg" if name == "jpeg" else name for name in map(str, question.options.get("types") or ())}
    return tuple(name for name in KNOWN if not wanted or name in wanted)


class Files(Kind):
    """A few files; the page carries each as "id:name" until the sheet is sent."""

    name = QuestionKind.FILES

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        taken = self.taken(question, typed)
        value = {"files": list(taken), "names": list(taken.values())}
        return [AnswerGiven(question.key, value)] if taken else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            if len(files_of(answer)) > most_files(question):
                found.append(Problem(question.key, field, "survey.file.too_many", {"limit": most_files(question)}))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(text=name) for answer in answers for _key, name in files_of(answer)]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {}), ("ids", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        files = [file for answer in answers for file in files_of(answer)]
        return {"": "; ".join(name for _key, name in files), "ids": "; ".join(key for key, _name in files)}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_answered(rows)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return {question.key: ("answered",)} if any(files_of(answer) for answer in answers) else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return self.carried(question, dict(file for answer in answers for file in files_of(answer)))

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [("", None)]

    def most(self, question: QuestionLike) -> int:
        """How many files, for its page."""
        return most_files(question)

    def megabytes(self, question: QuestionLike) -> int:
        """How large each of them, for its page."""
        return most_megabytes(question)

    def types(self, question: QuestionLike) -> tuple[str, ...]:
        """Which extensions, for its page."""
        return types_of(question)

    def carried(self, question: QuestionLike, files: Mapping[str, str]) -> dict[str, str]:
        """The fields with which a page carries files (id -> name) along."""
        names = enumerate(files.items(), start=1)
        return {self.field(question, "file", str(n)): f"{key}:{name}" for n, (key, name) in names}

    def taken(self, question: QuestionLike, typed: Typed) -> dict[str, str]:
        """Id -> name of the files that the page carries, without those that somebody takes out again."""
        found = {}
        for number in range(1, MOST_FILES + 2):
            carried = _TAKEN.fullmatch(typed_text(typed, self.field(question, "file", str(number))))
            if carried and not typed.get(self.field(question, "drop", carried[1])):
                found[carried[1]] = carried[2]
        return found
