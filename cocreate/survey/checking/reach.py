"""Questions that nobody would ever see: their conditions ask about later questions, unknown answers, or contradict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cocreate.survey.checking.findings import Finding, Severity
from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.logic import facts_in, leaves_of, problems_of_condition
from cocreate.survey.making.conditions import Fact, FactKind, facts_of, known_facts
from cocreate.survey.making.parts import NEVER
from cocreate.survey.rules import QuestionKind as Kind


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
        yield _error("condition_malformed", question)
        return
    for name in sorted(facts_in(condition) - set(known)):
        yield _error("condition_later" if name in everything else "condition_unknown", question, fact=name)
    for leaf in leaves_of(condition):
        fact = known.get(leaf["fact"])
        if fact is not None and fact.choices:
            for wanted in _wanted(leaf):
                if wanted not in fact.choices:
                    yield _error("condition_choice", question, fact=fact.name, choice=wanted)
    if never_holds(condition, known):
        yield _error("condition_never", question)


def _judge_both(question: QuestionLike, page: Mapping[str, Any], known: Mapping[str, Fact]) -> Iterator[Finding]:
    """A question that its own condition allows, but never together with its page's."""
    alone = never_holds(question.condition, known) or never_holds(page, known)
    if not alone and never_holds({"all": [page, question.condition]}, known):
        yield _error("condition_never", question)


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
        yield _error("filter", question, fact=wanted)


def _error(name: str, question: QuestionLike, **params: Any) -> Finding:
    return Finding(Severity.ERROR, f"survey.check.{name}", params, question.key)
