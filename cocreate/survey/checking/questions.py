"""Questions that cannot work: without words or choices, or that nobody would ever see; and what a finding is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.kinds.texts import is_safe
from cocreate.survey.logic import facts_in, leaves_of, problems_of_condition
from cocreate.survey.making.conditions import Fact, FactKind, facts_of, known_facts
from cocreate.survey.making.parts import NEVER
from cocreate.survey.rules import QuestionKind as Kind


class Severity(StrEnum):
    """An error stops the opening; a warning tells of trouble; a hint could make it better."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing found."""

    severity: Severity
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    question: str = ""  # its key


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


def unreachable(questions: Sequence[QuestionLike], ground: Ground) -> list[Finding]:
    """What is wrong with conditions, filters and piping; each asks only about questions before its own."""
    everything = known_facts(questions, ground)
    known: dict[str, Fact] = {}
    hidden_page: Mapping[str, Any] = {}
    found: list[Finding] = []
    for question in questions:
        if question.kind == Kind.PAGE:
            hidden_page = question.condition
        asked_by = [question.condition, *_of_choices(question)]
        for condition in asked_by:
            found += _judge(question, condition, known, everything)
        if question.kind != Kind.PAGE and hidden_page and question.condition:
            found += _judge_both(question, hidden_page, known)
        found += _filter(question, known)
        known |= {fact.name: fact for fact in facts_of(question, ground)}
    return found


def _of_choices(question: QuestionLike) -> Iterator[Mapping[str, Any]]:
    for row in question.options.get("choices", ()):
        condition = row.get("condition") or {}
        if condition != NEVER:
            yield condition


def _judge(
    question: QuestionLike, condition: Mapping[str, Any], known: Mapping[str, Fact], everything: Mapping[str, Fact]
) -> Iterator[Finding]:
    if problems_of_condition(condition, facts_in(condition)):
        yield _error("condition_malformed", question.key)
        return
    for name in sorted(facts_in(condition) - set(known)):
        yield _error("condition_later" if name in everything else "condition_unknown", question.key, fact=name)
    for leaf in leaves_of(condition):
        fact = known.get(leaf["fact"])
        if fact is not None and fact.choices:
            for wanted in _wanted(leaf):
                if wanted not in fact.choices:
                    yield _error("condition_choice", question.key, fact=fact.name, choice=wanted)
    if never_holds(condition, known):
        yield _error("condition_never", question.key)


def _judge_both(question: QuestionLike, page: Mapping[str, Any], known: Mapping[str, Fact]) -> Iterator[Finding]:
    """A question that its own condition allows, but never together with its page's."""
    alone = never_holds(question.condition, known) or never_holds(page, known)
    if not alone and never_holds({"all": [page, question.condition]}, known):
        yield _error("condition_never", question.key)


def never_holds(condition: Mapping[str, Any], known: Mapping[str, Fact]) -> bool:
    """Whether a condition contradicts itself in a way that can be seen without trying all answers.

    Seen are: two different answers to a question with one, an answer and none, numbers that exclude each other.
    """
    if problems_of_condition(condition, facts_in(condition)) or not condition:
        return False
    if "any" in condition:
        return all(never_holds(part, known) for part in condition["any"])
    if "all" in condition:
        if any(never_holds(part, known) for part in condition["all"]):
            return True
        return any(_contradicts(leaves, known.get(name)) for name, leaves in _by_fact(condition).items())
    if "not" in condition:
        return condition["not"] == {}
    return _contradicts([condition], known.get(condition["fact"]))


def _by_fact(condition: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The statements that all have to be true, by what they are about."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for part in _conjuncts(condition):
        leaf = part.get("not", part)
        if "fact" in leaf:
            found.setdefault(leaf["fact"], []).append(part)
    return found


def _conjuncts(condition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "all" in condition:
        for part in condition["all"]:
            yield from _conjuncts(part)
    elif set(condition) == {"not"} and set(condition["not"]) == {"any"}:
        yield from ({"not": part} for part in condition["not"]["any"])
    else:
        yield condition


def _contradicts(leaves: Sequence[Mapping[str, Any]], fact: Fact | None) -> bool:
    positive = [leaf for leaf in leaves if "not" not in leaf]
    refused = {wanted for leaf in leaves if "not" in leaf for wanted in _wanted(leaf["not"])}
    silent = any(leaf.get("is") == "unanswered" for leaf in positive)
    if silent and any(leaf.get("is") != "unanswered" and "chosen_at_most" not in leaf for leaf in positive):
        return True
    wanted = [set(_wanted(leaf)) - refused for leaf in positive if _wanted(leaf)]
    if any(not choices for choices in wanted):
        return True
    if fact is not None and fact.kind is FactKind.CHOICE and wanted and not set.intersection(*wanted):
        return True
    if fact is not None and fact.kind is FactKind.NUMBER and _is_empty_range(positive):
        return True
    most = [leaf["chosen_at_most"] for leaf in positive if "chosen_at_most" in leaf]
    least = [leaf["chosen_at_least"] for leaf in positive if "chosen_at_least" in leaf]
    return bool(most and least and min(most) < max(least))


def _is_empty_range(leaves: Sequence[Mapping[str, Any]]) -> bool:
    lows = [(float(leaf[name]), name == "above") for leaf in leaves for name in ("above", "at_least") if name in leaf]
    highs = [(float(leaf[name]), name == "below") for leaf in leaves for name in ("below", "at_most") if name in leaf]
    if not lows or not highs:
        return False
    (low, is_open), (high, is_shut) = max(lows), min(highs, key=lambda pair: (pair[0], not pair[1]))
    return low > high or (low == high and (is_open or is_shut))


def _wanted(leaf: Mapping[str, Any]) -> list[str]:
    return [leaf["has"]] if "has" in leaf else list(leaf.get("has_any", ()))


def _filter(question: QuestionLike, known: Mapping[str, Fact]) -> Iterator[Finding]:
    wanted = (question.options.get("filter") or {}).get("fact", "")
    if wanted and (wanted not in known or not known[wanted].choices):
        yield _error("filter", question.key, fact=wanted)
