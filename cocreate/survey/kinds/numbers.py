"""A number, or a day with its hour, read however people write it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    NumberSummary,
    QuestionLike,
    ResultRow,
    Said,
    TextSummary,
    Typed,
    missing,
    only,
    summarise_answered,
    typed_text,
)
from cocreate.survey.kinds.texts import limit_of
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
PLAIN = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,10})?|[+-]?\.[0-9]{1,10}")
MOST_DECIMALS = 6


def number_from(text: str, decimals: int) -> int | float | None:
    """The number that somebody typed, or None: comma and point both part the decimals, blanks the thousands.

    Where whole numbers are asked for, "1.000" is a thousand; elsewhere it is one.

    >>> number_from("1 250,50", 2), number_from("1.000", 0), number_from("1.000", 2), number_from("1e999", 2)
    (1250.5, 1000, 1, None)
    """
    plain = "".join(text.replace("−", "-").split())
    if THOUSANDS.fullmatch(plain) and (decimals == 0 or plain.count(".") + plain.count(",") > 1):
        plain = plain.replace(".", "").replace(",", "")
    elif "." in plain and "," in plain:
        last = max(plain.rindex("."), plain.rindex(","))
        plain = plain[:last].replace(".", "").replace(",", "") + "." + plain[last + 1 :]
    plain = plain.replace(",", ".")
    if not PLAIN.fullmatch(plain):
        return None
    found = float(plain)
    return int(found) if found.is_integer() else found


def number_text(number: int | float, decimals: int) -> str:
    """A number as `number_from` reads it back."""
    plain = format(Decimal(str(number)), "f")
    return f"{plain}0" if decimals == 0 and THOUSANDS.fullmatch(plain) else plain


def number_of(answer: AnswerLike) -> int | float | None:
    """The number of an answer; None for what is none."""
    found = (answer.value or {}).get("number")
    return found if isinstance(found, int | float) and not isinstance(found, bool) else None


def decimals_of(question: QuestionLike) -> int:
    """How many decimals the question takes."""
    return min(limit_of(question, "decimals", 0), MOST_DECIMALS)


def bound(question: QuestionLike, name: str) -> Decimal | None:
    """A number among the options: min, max or step."""
    found = question.options.get(name)
    try:
        return None if found is None or isinstance(found, bool) else Decimal(str(found))
    except InvalidOperation:
        return None


class Number(Kind):
    """One number, with a unit and within bounds where there are any."""

    name = QuestionKind.NUMBER

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = typed_text(typed, self.field(question))[:60].strip()
        if not text:
            return []
        number = number_from(text, decimals_of(question))
        return [AnswerGiven(question.key, {"number": text if number is None else number})]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            number = number_of(answer)
            if number is None or number != number or abs(number) > 1e15:
                found.append(Problem(question.key, field, "survey.answer.no_number"))
            elif wrong := _out_of_bounds(question, Decimal(str(number))):
                found.append(Problem(question.key, field, *wrong))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        unit: Mapping[str, str] = question.options.get("unit") or {}
        return [Said(label=unit, text=self.cells(question, [answer], ground)[""]) for answer in answers]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return only("", (_shown(answer) for answer in answers))

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> NumberSummary:
        values: dict[float, float] = {}
        by_helix: dict[str, dict[float, float]] = {}
        for row in rows:
            number = (row.value or {}).get("number")
            if isinstance(number, int | float):
                values[number] = values.get(number, 0) + row.count
                group = by_helix.setdefault(row.helix, {})
                group[number] = group.get(number, 0) + row.count
        ordered = {helix: dict(sorted(group.items())) for helix, group in by_helix.items()}
        return NumberSummary(sum(values.values()), dict(sorted(values.items())), ordered)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return only(question.key, ((_shown(answer),) for answer in answers))

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        decimals = decimals_of(question)
        numbers = ((_shown(answer), number_of(answer)) for answer in answers)
        texts = (shown if number is None else number_text(number, decimals) for shown, number in numbers)
        return only(self.field(question), texts)


def _shown(answer: AnswerLike) -> str:
    number = number_of(answer)
    return str((answer.value or {}).get("number", "")) if number is None else format(Decimal(str(number)), "f")


def _out_of_bounds(question: QuestionLike, number: Decimal) -> tuple[str, dict[str, str]] | None:
    """The code and parameters of what is wrong with a number, if anything."""
    least, most, step = bound(question, "min"), bound(question, "max"), bound(question, "step")
    if least is not None and number < least:
        return "survey.answer.number_low", {"least": format(least, "f")}
    if most is not None and number > most:
        return "survey.answer.number_high", {"most": format(most, "f")}
    decimals = decimals_of(question)
    if number != round(number, decimals):
        return ("survey.answer.decimals", {"decimals": str(decimals)}) if decimals else ("survey.answer.whole", {})
    if step and step > 0 and (number - (least or 0)) % step:
        return "survey.answer.step", {"step": format(step, "f"), "start": format(least or Decimal(0), "f")}
    return None


YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(.*)")
DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})(.*)")  # as in all four languages of the region
HOUR = re.compile(r"[T ,]+([0-9]{1,2})[:h.]([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?")


def date_from(text: str, *, with_time: bool) -> str | None:
    """A day as somebody wrote it, as ISO 8601 has it; None for what is no day of the calendar.

    >>> date_from("24/11/2026", with_time=False), date_from("2026-11-24 9:30", with_time=True)
    ('2026-11-24', '2026-11-24T09:30')
    """
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day, rest = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year, rest = found.groups()
    else:
        return None
    hour = HOUR.fullmatch(rest)
    if rest and not hour:
        return None
    try:
        if hour and with_time:
            moment = datetime(int(year), int(month), int(day), int(hour[1]), int(hour[2]))
            return moment.isoformat(timespec="minutes")
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


class Date(Kind):
    """One day of the calendar."""

    name = QuestionKind.DATE

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = typed_text(typed, self.field(question))[:40].strip()
        if not text:
            return []
        found = date_from(text, with_time=bool(question.options.get("time")))
        return [AnswerGiven(question.key, {"date": found or text})]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field, found = self.field(question), []
        found += missing(self, question, given, field)
        least, most = str(question.options.get("min") or ""), str(question.options.get("max") or "")
        for answer in given:
            text = date_of(answer)
            if date_from(text, with_time=bool(question.options.get("time"))) != text:
                found.append(Problem(question.key, field, "survey.answer.no_date"))
            elif least and text[: len(least)] < least:  # ISO dates stand in the order of time as texts, too
                found.append(Problem(question.key, field, "survey.answer.date_early", {"least": least}))
            elif most and text[: len(most)] > most:
                found.append(Problem(question.key, field, "survey.answer.date_late", {"most": most}))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(text=date_of(answer).replace("T", " ")) for answer in answers]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return only("", (date_of(answer) for answer in answers))

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_answered(rows)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return only(question.key, ((date_of(answer),) for answer in answers))

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return only(self.field(question), (date_of(answer) for answer in answers))

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [("", None)]

    def is_date(self, question: QuestionLike, text: str) -> bool:
        """Whether a date field of a browser shows what was typed."""
        with_time = bool(question.options.get("time"))
        return date_from(text, with_time=with_time) == text and ("T" in text) is with_time


def date_of(answer: AnswerLike) -> str:
    """The day as it is stored, or what was typed instead of one."""
    return str((answer.value or {}).get("date", ""))
