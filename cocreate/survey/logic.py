"""Conditions: when a question, a page or a choice is shown. The same rules run in the browser (`survey/logic.js`).

A condition is plain JSON (docs/questionnaire.md). Facts are what conditions may ask about: the key of a question, or
`key.row`, with the texts that its answer holds. Both sides are pinned to each other by `tests/shared/logic_cases.json`.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, Protocol, TypeVar

from cocreate.survey.rules import QuestionKind

Condition = Mapping[str, Any]
Facts = Mapping[str, tuple[str, ...]]

DEEPEST = 12  # groups within groups; nobody writes more by hand, and a file may hold anything
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "above": lambda given, limit: given > limit,
    "at_least": lambda given, limit: given >= limit,
    "below": lambda given, limit: given < limit,
    "at_most": lambda given, limit: given <= limit,
}
COUNTS: Mapping[str, Callable[[int, float], bool]] = {
    "chosen_at_least": lambda chosen, limit: chosen >= limit,
    "chosen_at_most": lambda chosen, limit: chosen <= limit,
}
GROUPS = ("all", "any")
OPERATORS = ("is", "has", "has_any", "contains", *COMPARISONS, *COUNTS)


class Conditional(Protocol):
    """What may be shown or hidden: a question, also a page, which is a question of its own kind."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def condition(self) -> Condition: ...


Q = TypeVar("Q", bound=Conditional)


def holds(condition: Any, facts: Facts) -> bool:
    """Whether a condition holds. One that is malformed in any part never does, so that nothing is shown by mistake.

    >>> holds({"fact": "fit", "has_any": ["no", "partly"]}, {"fit": ("partly",)})
    True
    """
    return is_well_formed(condition) and _holds(condition, facts)


def facts_in(condition: Any) -> set[str]:
    """The names of the facts that a condition uses.

    >>> sorted(facts_in({"all": [{"fact": "a", "is": "answered"}, {"not": {"fact": "b.row", "above": 2}}]}))
    ['a', 'b.row']
    """
    return {leaf["fact"] for leaf in leaves_of(condition)} if is_well_formed(condition) else set()


def leaves_of(condition: Condition) -> Iterator[Condition]:
    """The single statements of a well-formed condition, from left to right."""
    if "fact" in condition:
        yield condition
    for group in GROUPS:
        for part in condition.get(group, ()):
            yield from leaves_of(part)
    if "not" in condition:
        yield from leaves_of(condition["not"])


def problems_of_condition(condition: Any, known_facts: Iterable[str]) -> list[str]:
    """Codes of what is wrong with a condition: its form, or facts that come from no earlier question."""
    if not is_well_formed(condition):
        return ["survey.condition.malformed"]
    if facts_in(condition) - set(known_facts):
        return ["survey.condition.unknown_fact"]
    return []


def is_well_formed(condition: Any, depth: int = 0) -> bool:
    """Whether it is written as conditions are, in every part."""
    if not isinstance(condition, Mapping) or depth > DEEPEST:
        return False
    if not condition:
        return True
    names = set(condition)
    if names == {"not"}:
        return is_well_formed(condition["not"], depth + 1)
    if len(names) == 1 and names <= set(GROUPS):
        (parts,) = condition.values()
        return isinstance(parts, list | tuple) and all(is_well_formed(part, depth + 1) for part in parts)
    operators = names - {"fact"}
    if len(names) != 2 or len(operators) != 1 or not _is_text(condition.get("fact")):
        return False
    (operator,) = operators
    return operator in OPERATORS and _is_fitting(operator, condition[operator])


def fold(text: str) -> str:
    """A text without accents and capitals, so that people need not spell like each other.

    >>> fold("Évaluation STRASSE"), fold("straße")
    ('evaluation strasse', 'strasse')
    """
    if text.isascii():
        return text.lower()
    # Up and down rather than casefold(), which browsers do not have; they then agree on ß, and on both small sigmas.
    return _plain(_plain(text).upper().lower()).replace("ς", "σ")


def number_of(text: str) -> float | None:
    """A decimal number with a comma or a point; anything else never compares.

    >>> number_of("3,5"), number_of("-2"), number_of("1e3"), number_of("")
    (3.5, -2.0, None, None)
    """
    if not NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None


@dataclass(frozen=True)
class Way:
    """The way through a questionnaire for one set of answers."""

    shown: frozenset[str] = frozenset()  # keys of the questions (and pages) that are shown
    facts: Facts = default(default_factory=dict)  # of the shown ones
    facts_before: Mapping[str, Facts] = default(default_factory=dict)  # question key -> what it can ask about


def way_through(questions: Iterable[Q], facts_of: Callable[[Q, Facts], Facts]) -> Way:
    """From the first question to the last: a hidden one has no facts, and a hidden page hides all its questions.

    `facts_of(question, facts so far)` gives the facts of a question that is shown.
    """
    shown: set[str] = set()
    facts: dict[str, tuple[str, ...]] = {}
    before: dict[str, Facts] = {}
    is_page_shown = True
    for question in questions:
        before[question.key] = dict(facts)
        is_held = holds(question.condition, facts)
        if question.kind == QuestionKind.PAGE:
            is_page_shown = is_held
        if is_held and is_page_shown:
            shown.add(question.key)
            facts.update(facts_of(question, before[question.key]))
    return Way(frozenset(shown), facts, before)


def _holds(condition: Condition, facts: Facts) -> bool:
    if not condition:
        return True
    if "all" in condition:
        return all(_holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(_holds(part, facts) for part in condition["any"])
    if "not" in condition:
        return not _holds(condition["not"], facts)
    (operator,) = condition.keys() - {"fact"}
    return _is_true(operator, condition[operator], facts.get(condition["fact"], ()))


def _is_true(operator: str, wanted: Any, given: tuple[str, ...]) -> bool:
    if operator == "is":
        return bool(given) == (wanted == "answered")
    if operator in ("has", "has_any"):
        texts = {fold(text) for text in ([wanted] if operator == "has" else wanted)}
        return any(fold(text) in texts for text in given)
    if operator == "contains":
        return any(fold(wanted) in fold(text) for text in given)
    if operator in COUNTS:
        return COUNTS[operator](len(given), wanted)
    numbers = [number for number in map(number_of, given) if number is not None]
    return any(COMPARISONS[operator](number, float(wanted)) for number in numbers)


def _is_fitting(operator: str, wanted: Any) -> bool:
    if operator == "is":
        return wanted in ("answered", "unanswered")
    if operator == "has_any":
        return isinstance(wanted, list | tuple) and bool(wanted) and all(map(_is_text, wanted))
    if operator in ("has", "contains"):
        return _is_text(wanted)
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        return False
    try:
        return math.isfinite(float(wanted))
    except OverflowError:
        return False


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) != "Mn")
