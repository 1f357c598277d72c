"""Questions that cannot work as they are: without words, without enough choices, with a pattern that is none."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cocreate.survey.checking.findings import Finding, Severity
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.kinds.texts import is_safe
from cocreate.survey.rules import QuestionKind as Kind

CHOOSING = (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.RANKING)
NEEDED_ROWS: Mapping[str, tuple[str, ...]] = {Kind.MATRIX: ("rows", "columns"), Kind.SHORT_TEXTS: ("rows",)}
RANGES = (("min", "max"), ("min_length", "max_length"), ("from", "to"))


def misshapen(questions: Sequence[QuestionLike]) -> list[Finding]:
    """What is wrong with the questions themselves."""
    twice = [key for key, count in Counter(question.key for question in questions).items() if count > 1]
    found = [_error("key_twice", key, key=key) for key in twice]
    for question in questions:
        found += _wordless(question)
        found += _choices(question)
        found += _limits(question)
        found += _pattern(question)
        found += _outline(question)
    return [*found, *_pages(questions)]


def choices_offered(question: QuestionLike) -> int:
    """How many choices of its own a question has that are not switched off."""
    rows: Sequence[Mapping[str, Any]] = question.options.get("choices", ())
    return sum(row.get("condition") != {"any": []} for row in rows)


def _wordless(question: QuestionLike) -> Iterator[Finding]:
    has_title = any(question.title.values())
    if question.kind == Kind.INFORMATION:
        has_title = has_title or any(question.help.values()) or bool(question.options)
    if not has_title and question.kind != Kind.PAGE:
        yield _error("untitled", question.key)
    if question.options.get("image") and not any(question.options.get("alt", {}).values()):
        yield Finding(Severity.WARNING, "survey.check.no_alt", question=question.key)


def _choices(question: QuestionLike) -> Iterator[Finding]:
    if question.kind in CHOOSING or (question.kind == Kind.POINTS and question.options.get("about") != "challenges"):
        offered = choices_offered(question)
        if not question.options.get("list") and offered < 2:
            yield _error("few_choices", question.key, count=offered)
    for name in NEEDED_ROWS.get(question.kind, ()):
        if not question.options.get(name):
            yield _error("no_rows", question.key)
            return


def lacks_outline(question: QuestionLike) -> bool:
    """Whether it asks for a place on a map of the organisers' own, which is not there yet."""
    is_own = question.kind == Kind.MAP_POINT and question.options.get("region") == "own"
    return is_own and "outline" not in question.options


def _outline(question: QuestionLike) -> Iterator[Finding]:
    if lacks_outline(question):
        yield _error("no_outline", question.key)


def _limits(question: QuestionLike) -> Iterator[Finding]:
    for low, high in RANGES:
        least, most = question.options.get(low), question.options.get(high)
        if least is not None and most is not None and least > most:
            yield _error("limits", question.key, least=least, most=most)
    most = question.options.get("min")
    if question.kind == Kind.MULTIPLE_CHOICE and most and not question.options.get("list"):
        available = choices_offered(question) + bool(question.options.get("other"))
        if most > available:
            yield _error("limits", question.key, least=most, most=available)


def _pattern(question: QuestionLike) -> Iterator[Finding]:
    if question.kind != Kind.SHORT_TEXT or question.options.get("format") != "pattern":
        return
    if not is_safe(str(question.options.get("pattern", "["))):
        yield _error("pattern", question.key)
    elif not any(question.options.get("pattern_help", {}).values()):
        yield Finding(Severity.WARNING, "survey.check.pattern_unsaid", question=question.key)


def _pages(questions: Sequence[QuestionLike]) -> Iterator[Finding]:
    for question, after in zip(questions, [*questions[1:], None], strict=False):
        if question.kind == Kind.PAGE and (after is None or after.kind == Kind.PAGE):
            yield Finding(Severity.WARNING, "survey.check.empty_page", question=question.key)


def _error(name: str, question: str, **params: Any) -> Finding:
    return Finding(Severity.ERROR, f"survey.check.{name}", params, question)
