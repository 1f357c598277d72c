"""A day, with the hour where the question asks for it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    typed_text,
)
from cocreate.survey.kinds.counting import only, summarise_answered
from cocreate.survey.kinds.summaries import TextSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

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
