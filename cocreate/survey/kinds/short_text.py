"""One line: a name, an address, a number of a file, held to a format where the question asks for one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cocreate.survey.kinds import patterns
from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    too_long,
    typed_text,
)
from cocreate.survey.kinds.counting import only, summarise_answered
from cocreate.survey.kinds.summaries import TextSummary
from cocreate.survey.rules import LONGEST_TITLE, AnswerGiven, Problem, QuestionKind

EMAIL = re.compile(r"[^@\s<>\",;]{1,64}@[^@\s.<>\",;]{1,63}(?:\.[^@\s.<>\",;]{1,63}){1,8}")
PHONE = re.compile(r"\+?[0-9 ()/.\-]{5,30}")


def limit_of(question: QuestionLike, option: str, fallback: int) -> int:
    """A number among a question's options, or the fallback where there is none that makes sense."""
    found = question.options.get(option)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else fallback


def longest(question: QuestionLike) -> int:
    """The most signs that a line of this question takes."""
    return min(limit_of(question, "max_length", LONGEST_TITLE) or LONGEST_TITLE, LONGEST_TITLE)


def one_line(typed: Typed, field: str) -> str:
    """A field's text on one line."""
    return " ".join(typed_text(typed, field).split())


def too_short(question: QuestionLike, field: str, text: str) -> list[Problem]:
    """The one problem of a text that is shorter than the question asks for."""
    least = limit_of(question, "min_length", 0)
    if len(text) < least:
        return [Problem(question.key, field, "survey.answer.too_short", {"least": least, "length": len(text)})]
    return []


def is_email(text: str) -> bool:
    """Whether mail could go there; whether it arrives, only sending tells."""
    return len(text) <= 254 and EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Six to fifteen digits, as the world's numbering plan (ITU E.164) has them, with the usual signs between."""
    return PHONE.fullmatch(text) is not None and 6 <= sum(sign.isdigit() for sign in text) <= 15


def is_url(text: str) -> bool:
    """Whether it is the address of a page, with or without https:// in front."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".") and not any(sign.isspace() for sign in text)


CHECKS = {"email": is_email, "phone": is_phone, "url": is_url}


class ShortText(Kind):
    """One line of text."""

    name = QuestionKind.SHORT_TEXT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = one_line(typed, self.field(question))
        return [AnswerGiven(question.key, {"text": text})] if text else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            text = text_of(answer)
            if length := too_long(question, field, text, longest(question)) or too_short(question, field, text):
                found += length
            elif code := format_problem(question.options, text):
                found.append(Problem(question.key, field, code))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(text=text_of(answer)) for answer in answers]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return only("", (text_of(answer) for answer in answers))

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_answered(rows)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return only(question.key, ((text_of(answer),) for answer in answers))

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return only(self.field(question), (text_of(answer) for answer in answers))

    def longest(self, question: QuestionLike) -> int:
        """The most signs, for its page."""
        return longest(question)

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [("", None)]


def text_of(answer: AnswerLike) -> str:
    """The line itself."""
    return str((answer.value or {}).get("text", ""))


def format_problem(options: Mapping[str, Any], text: str) -> str:
    """The code of what is wrong with the format of a line, or ""."""
    wanted = str(options.get("format", ""))
    if wanted == "pattern":
        return "" if patterns.fits(str(options.get("pattern", "")), text) else "survey.answer.not_the_pattern"
    check = CHECKS.get(wanted)
    return f"survey.answer.no_{wanted}" if check and not check(text) else ""
