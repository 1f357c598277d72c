"""The same few answers for several rows: one a row, or several."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    typed_text,
)
from cocreate.survey.kinds.choices import choices_of, is_one_of
from cocreate.survey.kinds.multiple_choice import count_several
from cocreate.survey.kinds.single_choice import count_choices
from cocreate.survey.kinds.summaries import MatrixSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

Cells = Mapping[str, Sequence[str]]  # row -> its columns


def columns_of(question: QuestionLike) -> dict[str, Mapping[str, str]]:
    """Key -> label of the answers that each row offers; the rows are its `choices_of`."""
    return {column["key"]: column.get("label") or {} for column in question.options.get("columns", [])}


def cells_in(value: Mapping[str, Any] | None) -> Cells:
    """Row -> columns of a stored value."""
    found: Cells = (value or {}).get("cells", {})
    return found


class Matrix(Kind):
    """A table to tick in; a row without an answer is none."""

    name = QuestionKind.MATRIX

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        cells = {row: self._row(question, row, typed) for row in choices_of(question)}
        kept = {row: columns for row, columns in cells.items() if columns}
        return [AnswerGiven(question.key, value={"cells": kept})] if kept else []

    def _row(self, question: QuestionLike, row: str, typed: Typed) -> list[str]:
        if question.options.get("multiple"):
            return [column for column in columns_of(question) if typed.get(self.field(question, row, column))]
        column = typed_text(typed, self.field(question, row))[:40]
        return [column] if column else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        rows, columns = choices_of(question), columns_of(question)
        found = []
        filled: set[str] = set()
        for answer in given:
            cells = (answer.value or {}).get("cells")
            if not isinstance(cells, dict) or not all(is_one_of(row, rows) for row in cells):
                found.append(Problem(question.key, self.field(question), "survey.answer.unknown_choice"))
                continue
            filled.update(cells)
            for row, chosen in cells.items():
                field = self.field(question, row)
                if not isinstance(chosen, list) or not all(is_one_of(column, columns) for column in chosen):
                    found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
                elif len(set(chosen)) != len(chosen) or (len(chosen) > 1 and not question.options.get("multiple")):
                    found.append(Problem(question.key, field, "survey.answer.chosen_twice"))
        empty = [row for row in rows if row not in filled]
        if empty and question.is_required and not question.is_soft:
            field = self.field(question, empty[0]) if filled else self.field(question)
            code = "survey.answer.rows_missing" if filled else "required"
            found.append(Problem(question.key, field, code, {"count": len(empty)} if filled else {}))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        rows, columns = choices_of(question), columns_of(question)
        return [
            Said(label=rows.get(row, row), content=columns.get(column, {"en": column}))
            for answer in answers
            for row, chosen in in_order(cells_in(answer.value), rows)
            for column in chosen
        ]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        rows = choices_of(question)
        if not question.options.get("multiple"):
            return [*rows.items()]
        return [
            (f"{row}.{column}", both(label, words))
            for row, label in rows.items()
            for column, words in columns_of(question).items()
        ]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for row, chosen in (pair for answer in answers for pair in cells_in(answer.value).items()):
            if question.options.get("multiple"):
                found |= {f"{row}.{column}": "1" if column in chosen else "0" for column in columns_of(question)}
            else:
                found[row] = chosen[0] if chosen else ""
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> MatrixSummary:
        keys = list(columns_of(question))
        found = {}
        for row in choices_of(question):
            answered = [(each, cells_in(each.value)[row]) for each in rows if row in cells_in(each.value)]
            if question.options.get("multiple"):
                found[row] = count_several(answered, keys)
            else:
                found[row] = count_choices([_as_choice(each, chosen) for each, chosen in answered], keys)
        return MatrixSummary(found)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for answer in answers:
            cells = cells_in(answer.value)
            found |= {question.key: tuple(cells)} | {f"{question.key}.{row}": tuple(cells[row]) for row in cells}
        return found

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for row, chosen in (pair for answer in answers for pair in cells_in(answer.value).items()):
            if question.options.get("multiple"):
                fields |= {self.field(question, row, column): "1" for column in chosen}
            else:
                fields |= {self.field(question, row): column for column in chosen}
        return fields

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(row, {"cells": {row: chosen}}) for row, chosen in cells_in(answer.value).items()]


def in_order(cells: Cells, rows: Iterable[str]) -> list[tuple[str, Sequence[str]]]:
    """The filled rows as they stand in the question; a database may keep them in another order."""
    known = [*rows, *cells]
    return sorted(cells.items(), key=lambda pair: known.index(pair[0]))


def both(label: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """A row and a column in one label, in the languages that both have."""
    return {language: f"{text}: {words[language]}" for language, text in label.items() if language in words}


def _as_choice(row: ResultRow, chosen: Sequence[str]) -> ResultRow:
    return ResultRow("", {"choice": chosen[0]} if chosen else None, False, row.helix, row.language, row.count)
