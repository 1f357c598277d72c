"""Answers in one's own words: a line, held to a format or pattern where asked for; several; or a long text."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

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
    only,
    summarise_answered,
    summarise_texts,
    too_long,
    typed_text,
)
from cocreate.survey.rules import LONGEST_TEXT, LONGEST_TITLE, AnswerGiven, Problem, QuestionKind

LONGEST_PATTERN = 200
LONGEST_TRIED = 300  # characters of a text
# Python's matcher tries every way in which a text may fit; for a pattern such as `(a+)+b` there are more ways than one
# can wait for. So the ways are counted before a pattern is used: what allows too many, or looks around or back, is
# refused. Refusing nested repetitions alone (the simpler way) lets `a*a*a*a*b` through.
MOST_WAYS = LONGEST_TRIED**2 * 8  # two endless repetitions and three "perhaps": a moment at worst

_COUNTS = re.compile(r"\{([0-9]{0,3})(,?)([0-9]{0,3})\}")


class UnsafePattern(ValueError):
    """The pattern cannot be used: it is none, or it could take for ever."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to be tried, or UnsafePattern.

    >>> bool(compiled("[A-Z]{2} ?[0-9]+").fullmatch("BE 0123"))
    True
    """
    if len(pattern) > LONGEST_PATTERN:
        raise UnsafePattern("too long")
    try:
        made = re.compile(pattern)
        ways, end = _alternatives(pattern, 0)
    except (re.error, RecursionError, OverflowError, IndexError) as error:
        raise UnsafePattern(str(error)) from error
    if end != len(pattern) or ways > MOST_WAYS:
        raise UnsafePattern("too many ways to fit")
    return made


def is_safe(pattern: str) -> bool:
    """Whether the pattern can be used."""
    try:
        compiled(pattern)
    except UnsafePattern:
        return False
    return True


def fits(pattern: str, text: str) -> bool:
    """Whether a short text fits as a whole. A pattern that cannot be used keeps nobody from answering."""
    return len(text) <= LONGEST_TRIED and (not is_safe(pattern) or compiled(pattern).fullmatch(text) is not None)


def _alternatives(pattern: str, at: int) -> tuple[int, int]:
    """In how many ways one of the alternatives from here can fit, and where they end."""
    ways, branch = 0, 1
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            ways, branch, at = ways + branch, 1, at + 1
            continue
        one, at = _piece(pattern, at)
        least, most, at = _repetition(pattern, at)
        branch = min(branch * _repeated(one, least, most), MOST_WAYS + 1)
    return min(ways + branch, MOST_WAYS + 1), at


def _piece(pattern: str, at: int) -> tuple[int, int]:
    """The ways of one sign, class or group, and where it ends."""
    sign = pattern[at]
    if sign == "\\":
        if pattern[at + 1] in "123456789":
            raise UnsafePattern("looks back")
        return 1, at + 2
    if sign == "[":
        end = at + 2 if pattern[at + 1] == "^" else at + 1
        end += 2 if pattern[end] == "\\" else 1  # a bracket in the first place is a sign of the class
        while pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return 1, end + 1
    if sign == "(":
        if pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
            raise UnsafePattern("looks around")
        ways, end = _alternatives(pattern, at + (3 if pattern.startswith("(?:", at) else 1))
        return ways, end + 1
    return 1, at + 1


def _repetition(pattern: str, at: int) -> tuple[int, int, int]:
    """How often the piece before may come, at least and at most, and where that is said to the end."""
    least = most = 1
    if at < len(pattern) and pattern[at] in "*+?":
        least, most = {"*": (0, LONGEST_TRIED), "+": (1, LONGEST_TRIED), "?": (0, 1)}[pattern[at]]
        at += 1
    elif found := _COUNTS.match(pattern, at):
        low, comma, high = found.groups()
        if low or high:
            least = int(low or 0)
            most = int(high) if high else LONGEST_TRIED if comma else least
        at = found.end()
    else:
        return 1, 1, at
    if at < len(pattern) and pattern[at] in "?+":  # lazy, or without going back
        at += 1
    return least, most, at


def _repeated(ways: int, least: int, most: int) -> int:
    """The ways of a piece that may come so often."""
    if ways == 1:
        return most - least + 1
    total = 0
    for times in range(least, most + 1):
        total += ways**times
        if total > MOST_WAYS:
            break
    return min(total, MOST_WAYS + 1)


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
        return "" if fits(str(options.get("pattern", "")), text) else "survey.answer.not_the_pattern"
    check = CHECKS.get(wanted)
    return f"survey.answer.no_{wanted}" if check and not check(text) else ""


def rows_of(question: QuestionLike) -> dict[str, Mapping[str, str]]:
    """Key of a row -> its label in several languages, in order."""
    return {row["key"]: row["label"] for row in question.options.get("rows", [])}


def texts_of(answer: AnswerLike) -> dict[str, str]:
    """Key of a row -> its text."""
    return {str(row): str(text) for row, text in (answer.value or {}).get("texts", {}).items()}


class ShortTexts(Kind):
    """A line per row; rows may stay empty."""

    name = QuestionKind.SHORT_TEXTS

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        texts = {row: one_line(typed, self.field(question, row)) for row in rows_of(question)}
        filled = {row: text for row, text in texts.items() if text}
        return [AnswerGiven(question.key, {"texts": filled})] if filled else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        known = rows_of(question)
        first = self.field(question, next(iter(known), ""))
        found = missing(self, question, given, first)
        for answer in given:
            for row, text in texts_of(answer).items():
                if row not in known:
                    found.append(Problem(question.key, first, "survey.answer.unknown_question"))
                found += too_long(question, self.field(question, row), text, longest(question))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        known = rows_of(question)
        return [
            Said(label=known.get(row, row), text=text) for answer in answers for row, text in texts_of(answer).items()
        ]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return list(rows_of(question).items())

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {row: text for answer in answers for row, text in texts_of(answer).items()}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_answered(rows, lambda row: (row.value or {}).get("texts", ()))

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        rows = {f"{question.key}.{row}": (text,) for answer in answers for row, text in texts_of(answer).items()}
        whole = tuple(text for (text,) in rows.values())
        return {question.key: whole, **rows} if rows else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question, row): text for answer in answers for row, text in texts_of(answer).items()}

    def longest(self, question: QuestionLike) -> int:
        """The most signs of a row, for its page."""
        return longest(question)

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [("", None), *((row, None) for row in texts_of(answer))]


class LongText(Kind):
    """One free text."""

    name = QuestionKind.LONG_TEXT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = typed_text(typed, self.field(question))
        return [AnswerGiven(question.key, text=text)] if text else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            found += too_long(question, field, answer.text, self.longest(question))
            found += too_short(question, field, answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(text=answer.text) for answer in answers if answer.text]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {"": "\n\n".join(answer.text for answer in answers)}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_texts(rows)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return only(question.key, ((answer.text,) for answer in answers if answer.text))

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return only(self.field(question), (answer.text for answer in answers))

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None)]

    def longest(self, question: QuestionLike) -> int:
        """The most signs that the question takes."""
        return min(limit_of(question, "max_length", LONGEST_TEXT) or LONGEST_TEXT, LONGEST_TEXT)
