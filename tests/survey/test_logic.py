"""Conditions: one meaning on the server and in the browser, and none of them ever fails."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cocreate.survey.logic import OPERATORS, facts_in, holds, number_of, problems_of_condition, way_through
from tests.services import missing

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests" / "shared" / "logic_cases.json").read_text("utf-8"))
NAMES = ("a", "b", "c.row")
# Few words, so that they meet; spelled in ways that only folding joins.
WORDS = ("yes", "YES", "Yés", "Straße", "STRASSE", "3", "3,5", "-2", "41.50", "مدرسة", "🏠", "1e3", "x y")


@dataclass
class Asked:
    """A question as far as logic knows it."""

    key: str
    kind: str
    condition: dict[str, Any] = field(default_factory=dict)


def texts(given: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in given.items()}


def leaf(operator: str) -> st.SearchStrategy[dict[str, Any]]:
    wanted: st.SearchStrategy[Any] = {
        "is": st.sampled_from(("answered", "unanswered")),
        "has": st.sampled_from(WORDS),
        "has_any": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
        "contains": st.sampled_from((*WORDS, "ass", "e")),
    }.get(operator, st.sampled_from((-2, 0, 1, 2, 3, 3.5, 41.5)))
    return st.builds(lambda fact, value: {"fact": fact, operator: value}, st.sampled_from(NAMES), wanted)


LEAVES = st.one_of([leaf(operator) for operator in OPERATORS])
CONDITIONS = st.recursive(
    LEAVES | st.just({}),
    lambda part: st.one_of(
        st.lists(part, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(part, max_size=3).map(lambda parts: {"any": parts}),
        part.map(lambda each: {"not": each}),
    ),
    max_leaves=8,
)
FACTS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=3).map(tuple))
GARBAGE = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from((*OPERATORS, "all", "any", "not", "fact", "")), part, max_size=3)
    ),
)


@pytest.mark.parametrize("case", CASES["conditions"], ids=lambda case: case["name"])
def test_python_judges_the_shared_cases(case: dict[str, Any]) -> None:
    assert holds(case["condition"], texts(case["facts"])) is case["holds"]
    is_malformed = "survey.condition.malformed" in problems_of_condition(case["condition"], facts_in(case["condition"]))
    assert is_malformed == case["name"].startswith(("malformed", "thirteen"))


@pytest.mark.parametrize("case", CASES["ways"], ids=lambda case: case["name"])
def test_python_finds_the_shared_ways(case: dict[str, Any]) -> None:
    questions = [Asked(**question) for question in case["questions"]]
    way = way_through(questions, lambda question, _facts: texts(case["facts"].get(question.key, {})))
    assert sorted(way.shown) == case["shown"]
    assert set(way.facts_before) == {question.key for question in questions}


def test_every_form_of_condition_has_a_shared_case() -> None:
    used = json.dumps([case["condition"] for case in CASES["conditions"]])
    assert [name for name in (*OPERATORS, "all", "any", "not") if f'"{name}"' not in used] == []


@given(st.lists(CONDITIONS, max_size=4), FACTS)
def test_not_all_is_any_not_and_the_other_way_round(parts: list[Any], facts: dict[str, tuple[str, ...]]) -> None:
    turned = [{"not": part} for part in parts]
    assert holds({"not": {"all": parts}}, facts) == holds({"any": turned}, facts)
    assert holds({"not": {"any": parts}}, facts) == holds({"all": turned}, facts)


@given(CONDITIONS, FACTS)
def test_not_not_says_nothing(condition: Any, facts: dict[str, tuple[str, ...]]) -> None:
    assert holds({"not": {"not": condition}}, facts) == holds(condition, facts)


@given(st.lists(CONDITIONS, max_size=3), CONDITIONS, FACTS)
def test_one_more_part_makes_all_stricter_and_any_more_lenient(
    parts: list[Any], more: Any, facts: dict[str, tuple[str, ...]]
) -> None:
    assert holds({"all": parts}, facts) >= holds({"all": [*parts, more]}, facts)
    assert holds({"any": parts}, facts) <= holds({"any": [*parts, more]}, facts)


@given(CONDITIONS, FACTS, st.sampled_from(WORDS))
def test_only_the_facts_that_are_named_matter(condition: Any, facts: dict[str, tuple[str, ...]], word: str) -> None:
    named = {name: given for name, given in facts.items() if name in facts_in(condition)}
    assert holds(condition, facts) == holds(condition, {**named, "elsewhere": (word,)})


@given(GARBAGE, FACTS)
def test_garbage_never_fails(condition: Any, facts: dict[str, tuple[str, ...]]) -> None:
    known = facts_in(condition)
    assert holds(condition, facts) in (True, False)
    assert problems_of_condition(condition, known) in ([], ["survey.condition.malformed"])


def test_a_condition_about_a_question_that_comes_later_is_a_problem() -> None:
    condition = {"any": [{"fact": "a", "is": "answered"}, {"fact": "b", "above": 3}]}
    assert problems_of_condition(condition, ["a", "b"]) == []
    assert problems_of_condition(condition, ["a"]) == ["survey.condition.unknown_fact"]


def test_a_whole_number_of_any_length_is_no_failure() -> None:
    condition: dict[str, Any] = {"fact": "a", "above": 10**400}
    assert problems_of_condition(condition, ["a"]) == ["survey.condition.malformed"]
    assert number_of("9" * 5000) is None


def test_the_browser_judges_a_thousand_random_conditions_as_the_server_does(tmp_path: Path) -> None:
    """One call of node for all of them."""
    node = shutil.which("node") or missing("node", "nodejs")
    pairs: list[tuple[Any, dict[str, tuple[str, ...]]]] = []

    @settings(max_examples=1000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(CONDITIONS | GARBAGE, FACTS)
    def collect(condition: Any, facts: dict[str, tuple[str, ...]]) -> None:
        if "Infinity" not in (text := json.dumps(condition)) and "NaN" not in text:  # no JSON of ours has them
            pairs.append((condition, facts))

    collect()
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ holds }} from {json.dumps((ROOT / "static/js/survey/logic.js").as_uri())};
        const pairs = JSON.parse(readFileSync(0, "utf-8"));
        const judge = ([condition, facts]) => holds(condition, new Map(Object.entries(facts)));
        console.log(JSON.stringify(pairs.map(judge)));
    """
    script = tmp_path / "judge.mjs"
    script.write_text(program, "utf-8")
    ran = subprocess.run([node, str(script)], input=json.dumps(pairs), capture_output=True, text=True, check=True)
    here = [holds(condition, facts) for condition, facts in pairs]
    assert len(here) > 500 and {True, False} <= set(here)
    assert json.loads(ran.stdout) == here
