"""A place on a scale, the same few answers for several rows, and points to hand out over several things."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    MatrixSummary,
    NumberSummary,
    PointsSummary,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    counts,
    missing,
    typed_text,
)
from cocreate.survey.kinds.choices import NO_OPINION, choices_of, is_about_challenges, is_one_of, number_option
from cocreate.survey.kinds.choosing import count_choices, count_several
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

MOST_STEPS = 101  # of a scale, such as 0 to 100; what is longer is a number
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}")


def whole_number(text: str) -> int | str:
    """A number of at most six digits; anything else stays the beginning of a text, to be judged.

    >>> whole_number("007"), whole_number("-2"), whole_number("two"), whole_number("٣")
    (7, -2, 'two', '٣')
    """
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text[:40]


class Scale(Kind):
    """A whole number between two ends, or no opinion where the question allows that."""

    name = QuestionKind.SCALE

    def steps(self, question: QuestionLike) -> range:
        """The numbers of the scale, 1 to 5 unless the question says otherwise."""
        start = number_option(question, "from", 1)
        end = max(start, number_option(question, "to", 5))
        return range(start, min(end, start + MOST_STEPS - 1) + 1)

    def label(self, question: QuestionLike, step: int) -> Mapping[str, str]:
        """The words of a step, or none."""
        found: Mapping[str, str] = (question.options.get("labels") or {}).get(str(step), {})
        return found

    def has_words_between(self, question: QuestionLike) -> bool:
        """Whether steps other than the two ends have words, so that each shows its own."""
        return any(self.label(question, step) for step in self.steps(question)[1:-1])

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = typed_text(typed, self.field(question))
        if not text:
            return []
        value: dict[str, Any] = {"number": whole_number(text)}
        if text == NO_OPINION and question.options.get("no_opinion"):
            value = {"no_opinion": True}
        return [AnswerGiven(question.key, value=value)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            value = answer.value or {}
            is_silent = value.get("no_opinion") is True and question.options.get("no_opinion") and "number" not in value
            number = value.get("number")
            is_step = isinstance(number, int) and not isinstance(number, bool) and number in self.steps(question)
            if not is_silent and not (is_step and not value.get("no_opinion")):
                found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for value in (answer.value or {} for answer in answers):
            if value.get("no_opinion"):
                lines.append(Said(code="no_opinion"))
            elif "number" in value:
                words = self.label(question, int(value["number"]))
                end = self.steps(question).stop - 1
                lines.append(Said(label=f"{value['number']} / {end}", content=words or None))
        return lines

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {}), *([(NO_OPINION, {})] if question.options.get("no_opinion") else [])]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for value in (answer.value or {} for answer in answers):
            found |= {NO_OPINION: "1"} if value.get("no_opinion") else {"": str(value.get("number", ""))}
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> NumberSummary:
        steps = self.steps(question)
        placed: dict[str, list[ResultRow]] = {}
        for row in rows:
            if row.value and row.value.get("number") in steps:
                placed.setdefault(row.helix, []).append(row)
        by_helix = {helix: _distribution(found, steps) for helix, found in placed.items()}
        values = {float(step): sum(found[step] for found in by_helix.values()) for step in steps}
        return NumberSummary(
            answered=sum(values.values()),
            values=values,
            by_helix=by_helix,
            no_opinion=sum(row.count for row in rows if row.value and row.value.get("no_opinion")),
        )

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(self._fields_of(answers))
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question): text for text in self._fields_of(answers)}

    def _fields_of(self, answers: Sequence[AnswerLike]) -> list[str]:
        values = [answer.value for answer in answers if answer.value]
        return [NO_OPINION if value.get("no_opinion") else str(value.get("number", "")) for value in values]


def _distribution(rows: Sequence[ResultRow], steps: range) -> dict[float, float]:
    """Every step with its count, also one that nobody chose."""
    found = counts(rows, lambda row: str((row.value or {})["number"]))
    return {float(step): found.get(str(step), 0) for step in steps}


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


def points_in(value: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Key -> points of a value."""
    found: Mapping[str, Any] = (value or {}).get("points", {})
    return found


class Points(Kind):
    """A number of points per thing; together no more than there are, or exactly as many."""

    name = QuestionKind.POINTS

    def total(self, question: QuestionLike) -> int:
        """How many there are to hand out."""
        return number_option(question, "total", 100)

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        texts = {key: typed_text(typed, self.field(question, key)) for key in choices_of(question, ground)}
        points = {key: whole_number(text) for key, text in texts.items() if text}
        return [AnswerGiven(question.key, value={"points": points})] if points else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field, known = self.field(question), choices_of(question, ground)
        unknown = "survey.answer.unknown_challenge" if is_about_challenges(question) else "survey.answer.unknown_choice"
        found = missing(self, question, given, field)
        for answer in given:
            points = points_in(answer.value)
            if not points or not all(is_one_of(key, known) for key in points):
                found.append(Problem(question.key, field, unknown))
                continue
            wrong = [key for key, number in points.items() if type(number) is not int or number < 0]
            found += [Problem(question.key, self.field(question, key), "survey.answer.no_points") for key in wrong]
            if not wrong:
                found += self._sum_problems(question, sum(points.values()), field)
        return found

    def _sum_problems(self, question: QuestionLike, handed_out: int, field: str) -> list[Problem]:
        total = self.total(question)
        params = {"total": total, "count": handed_out}
        if question.options.get("exact") and handed_out != total:
            return [Problem(question.key, field, "survey.answer.points_not_exact", params)]
        if handed_out > total:
            return [Problem(question.key, field, "survey.answer.points_too_many", params)]
        return []

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        labels = choices_of(question, ground)
        return [
            Said(label=labels.get(key, "–"), text=str(number))
            for answer in answers
            for key, number in in_order(points_in(answer.value), labels)
        ]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [*choices_of(question, ground).items()]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {key: str(number) for answer in answers for key, number in points_in(answer.value).items()}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> PointsSummary:
        keys = list(choices_of(question, ground))
        people = [row for row in rows if row.value and not row.item]
        answered = counts(people, lambda row: row.helix)
        by_helix = {helix: dict.fromkeys(keys, 0.0) for helix in answered}
        for row in rows:
            found = by_helix.setdefault(row.helix, dict.fromkeys(keys, 0.0))
            for key, number in points_in(row.value).items():
                if key in found:
                    found[key] += number * row.count
        return PointsSummary(
            answered=sum(answered.values()),
            sums={key: sum(found[key] for found in by_helix.values()) for key in keys},
            by_helix=by_helix,
            answered_by_helix=answered,
        )

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for points in (points_in(answer.value) for answer in answers):
            found |= {question.key: tuple(points)}
            found |= {f"{question.key}.{key}": (str(number),) for key, number in points.items()}
        return found

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {
            self.field(question, key): str(number)
            for answer in answers
            for key, number in points_in(answer.value).items()
        }

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        """One row for the person, so that people can be counted, and one for the points of each thing."""
        points = points_in(answer.value)
        return [("", {"points": {}}), *((key, {"points": {key: number}}) for key, number in points.items())]
