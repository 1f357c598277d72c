"""The picture, its sentence, and what-if: each says what the report says, and nothing else."""

import json
from typing import Any

import numpy as np
import pytest
from flask import Flask

from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate, propose_shortlist
from cocreate.selection.inputs import compare
from cocreate.selection.reports import ScoringInputs, proposal_report
from cocreate.selection.sureness.glance import glance, imagine, just_beyond, kinds, places_by_rule, single
from cocreate.selection.sureness.views import chance_picture, chance_said, places_grid

KEYS = ("link", "market", "business", "research")
WEIGHTS = (40, 25, 20, 15)
NAMES = tuple("abcdefgh")


def inputs_of(marks: np.ndarray, *, size: int = 3) -> ScoringInputs:
    """(assessors, candidates, criteria) marks."""
    entries = tuple(
        ScoreEntry(NAMES[c], KEYS[k], f"m{a + 1}", float(marks[a, c, k])) for a, c, k in np.ndindex(marks.shape)
    )
    return ScoringInputs(NAMES[: marks.shape[1]], tuple(map(Criterion, KEYS, WEIGHTS)), entries, size)


def some_marks(seed: int = 1) -> np.ndarray:
    """Seven members who see eight candidates alike, but not quite."""
    rng = np.random.default_rng(seed)
    return np.clip(np.rint(rng.uniform(1, 3, (8, 4)) + rng.normal(0, 0.8, (7, 8, 4))), 0, 4)


@pytest.fixture
def told() -> dict[str, Any]:
    """A report as it comes back from the table."""
    return json.loads(json.dumps(proposal_report(inputs_of(some_marks()), seed=3)))


def test_a_glance_counts_the_certain_places_and_names_who_competes_for_the_rest(told: dict[str, Any]) -> None:
    seen = glance(told)
    chances = {name: row["probability"] for name, row in told["certainty"].items()}
    assert seen.places == 3
    assert seen.certain == sum(chance >= 0.95 for chance in chances.values())
    assert seen.left == 3 - seen.certain > 0
    assert dict(seen.rivals) == {name: chance for name, chance in chances.items() if 0.05 <= chance < 0.95}
    assert [chance for _, chance in seen.rivals] == sorted((chance for _, chance in seen.rivals), reverse=True)


def test_one_mind_makes_every_place_certain_and_nobody_a_rival() -> None:
    marks = np.broadcast_to(np.array([4, 4, 3, 1, 1, 0, 0, 0])[None, :, None], (5, 8, 4))
    seen = glance(proposal_report(inputs_of(marks), seed=1))
    assert (seen.places, seen.certain, seen.left, seen.rivals) == (3, 3, 0, ())


def test_fewer_candidates_than_places_and_candidates_without_marks_are_counted_as_they_are() -> None:
    marks = np.full((2, 2, 4), 2.0)
    few = inputs_of(marks, size=6)
    assert glance(proposal_report(few, seed=1)).places == 2
    unjudged = ScoringInputs((*few.candidates, "z"), few.criteria, few.entries, 6)
    assert glance(proposal_report(unjudged, seed=1)).places == 2


def test_variations_are_counted_by_kind_and_only_insiders_see_them_person_by_person(told: dict[str, Any]) -> None:
    found = {kind.key: kind for kind in kinds(told)}
    assert (found["assessor"].total, found["criterion"].total) == (7, 4)
    for kind in found.values():
        lines = [line for line in told["variations"] if line["kind"] == kind.key]
        assert kind.same == sum(set(line["selected"]) == set(told["selected"]) for line in lines)
        assert dict(kind.entered).keys() == {name for line in lines for name in line["entered"]}
    assert sum(kind.total - kind.same for kind in found.values()) > 0, "else this shows nothing"
    quiet = {kind.key: kind for kind in kinds(told, with_names=False)}
    assert (quiet["assessor"].same, quiet["assessor"].entered) == (found["assessor"].same, ())
    assert found["assessor"].entered and quiet["criterion"] == found["criterion"]
    assert len(single(told, with_persons=True)) - len(single(told, with_persons=False)) == 7
    assert kinds({}) == [] and single({}, with_persons=True) == [], "a report of before there were variations"


def test_a_place_by_another_rule_is_that_of_the_rule(told: dict[str, Any]) -> None:
    rules = places_by_rule(told)
    assert set(rules) == {f"rule:{name}" for name in ("topsis", "promethee", "own_orders", "without_leanings")} | {
        "weights:equal"
    }
    plain = inputs_of(some_marks())
    equal = aggregate(plain.candidates, [Criterion(key, 1) for key in KEYS], plain.entries)
    assert rules["weights:equal"] == {total.candidate: total.place for total in equal.totals}


def test_other_weights_give_the_order_that_they_would_have_given(told: dict[str, Any]) -> None:
    same = imagine(told, told["weights"])
    assert (same.entered, same.dropped) == ((), ())
    assert [row.candidate for row in same.rows] == told["order"] and all(row.steps == 0 for row in same.rows)
    plain = inputs_of(some_marks())
    other = aggregate(plain.candidates, list(map(Criterion, KEYS, (0, 0, 1, 3))), plain.entries)
    seen = imagine(told, dict(zip(KEYS, (0, 0, 10, 30), strict=True)))
    proposed = propose_shortlist(other.totals, size=3)
    assert [row.candidate for row in seen.rows] == [row.candidate for row in proposed.rows]
    assert {row.candidate: row.total for row in seen.rows} == pytest.approx(
        {total.candidate: total.total for total in other.totals}
    )
    assert set(seen.entered) == set(proposed.selected) - set(told["selected"]) != set()
    assert all(row.steps == row.place_before - row.place for row in seen.rows)


def test_a_little_beyond_the_smallest_change_the_two_have_changed_places(told: dict[str, Any]) -> None:
    for name, swap in told["swaps"].items():
        weights = just_beyond(told, swap)
        assert weights is not None and sum(weights.values()) == pytest.approx(100, abs=0.5)
        places = {row.candidate: row.place for row in imagine(told, weights).rows}
        assert places[swap["behind"]] < places[swap["ahead"]], name


def test_computed_again_every_figure_is_the_same_and_one_mark_is_noticed(told: dict[str, Any]) -> None:
    again = compare(told, proposal_report(inputs_of(some_marks()), seed=3))
    assert again.is_same and again.figures > 300 and again.stored_hash == again.hash_now
    marks = some_marks()
    marks[2, 1, 0] = (marks[2, 1, 0] + 1) % 5
    other = compare(told, proposal_report(inputs_of(marks), seed=3))
    assert not other.is_same and other.stored_hash != other.hash_now
    assert other.differences[0].stored != other.differences[0].now
    older = {key: value for key, value in told.items() if key != "variations"}
    assert compare(older, proposal_report(inputs_of(some_marks()), seed=3)).is_same, "what is new is no difference"


def test_the_picture_cuts_where_the_proposal_does_and_says_where_candidates_tie(app: Flask) -> None:
    clear = proposal_report(inputs_of(some_marks()), seed=3)
    tied = proposal_report(inputs_of(some_marks(4)), seed=3)
    assert not clear["tied_at_cut"] and len(tied["tied_at_cut"]) == 2, "else this shows nothing"
    titles = {name: {"en": f"Candidate {name}"} for name in NAMES}
    with app.test_request_context("/en/"):
        pictures = [str(chance_picture(told, titles).svg) for told in (clear, tied)]
    assert [picture.count("chart-target") for picture in pictures] == [1, 2]
    assert "the cut: 3 places above this line" in pictures[0]
    assert "below, equal by the totals, for 1 place" in pictures[1]
    first_out = clear["order"][3]
    assert pictures[0].index("the cut") < pictures[0].index(f"Candidate {first_out}")


def test_a_chance_that_is_nearly_certain_does_not_read_as_certain(app: Flask) -> None:
    with app.test_request_context("/en/"):
        said = [chance_said(chance) for chance in (1.0, 0.9999, 0.994, 0.5, 0.004, 0.0)]
    assert said == ["100 %", "more than 99 %", "99 %", "50 %", "less than 1 %", "0 %"]


def test_more_places_than_fit_a_picture_are_a_table(app: Flask) -> None:
    names = tuple(f"c{number}" for number in range(14))
    rng = np.random.default_rng(3)
    entries = tuple(
        ScoreEntry(name, key, f"m{who}", float(rng.integers(0, 5)))
        for name in names
        for key in KEYS
        for who in (1, 2, 3)
    )
    report = proposal_report(ScoringInputs(names, tuple(map(Criterion, KEYS, WEIGHTS)), entries, 5), seed=1)
    with app.test_request_context("/en/"):
        table = places_grid(report, {name: {"en": name} for name in names})
    assert table is not None and "chart" not in table
    assert [len(row) for row in table["rows"]] == [15] * 14
