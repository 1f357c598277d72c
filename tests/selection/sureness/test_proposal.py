"""The stored proposal: everything it rests on can be written down, read again, and gives the same digits."""

import json
from dataclasses import replace

import pytest

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry
from cocreate.analysis.choice.crowd import Crowd
from cocreate.analysis.choice.weights import direct
from cocreate.selection.reports import ScoringInputs, proposal_report, without_persons

MARKS = {"a": (4, 2), "b": (3, 3), "c": (2, 4), "d": (1, 2)}


@pytest.fixture
def inputs() -> ScoringInputs:
    """Four candidates; three members mark the first two criteria, participants the third."""
    leanings = {"m1": 0, "m2": -1, "m3": 1}
    entries = [
        ScoreEntry(name, key, member, float(min(4, max(0, mark + leaning))))
        for name, marks in MARKS.items()
        for key, mark in zip(("link", "market"), marks, strict=True)
        for member, leaning in leanings.items()
    ]
    orders = [("b", "a", "c", "d")] * 6 + [("a", "c", "b", "d")] * 5
    ballots = tuple(
        Ballot(tuple((item,) for item in order), tuple("abcd"), group="research" if place % 2 else "citizen")
        for place, order in enumerate(orders)
    )
    members = (direct("m1", [50, 30, 20], low=[40, 20, 10], high=[60, 40, 30]), direct("m2", [30, 30, 40]))
    criteria = tuple(Criterion(key, weight) for key, weight in (("link", 40), ("market", 30), ("crowd", 30)))
    return ScoringInputs(tuple(MARKS), criteria, tuple(entries), 2, members, Crowd("crowd", ballots))


def test_what_a_proposal_rests_on_goes_through_a_file_and_gives_the_same_digits(inputs: ScoringInputs) -> None:
    again = ScoringInputs.read(json.loads(json.dumps(inputs.plain())))
    first, second = (json.dumps(proposal_report(each, seed=7), sort_keys=True) for each in (inputs, again))
    assert first == second
    assert json.dumps(proposal_report(again, seed=8), sort_keys=True) != first


def test_the_order_in_which_marks_arrive_is_not_in_the_fingerprint_and_every_mark_is(inputs: ScoringInputs) -> None:
    known = proposal_report(inputs, seed=7)
    turned = replace(inputs, entries=tuple(reversed(inputs.entries)))
    assert proposal_report(turned, seed=7) == known
    one = replace(inputs.entries[5], value=0.0)
    wrong = replace(inputs, entries=(*inputs.entries[:5], one, *inputs.entries[6:]))
    assert proposal_report(wrong, seed=7)["inputs_hash"] != known["inputs_hash"]
    narrow = replace(inputs, members=(inputs.members[1], inputs.members[1]))
    assert proposal_report(narrow, seed=7)["inputs_hash"] != known["inputs_hash"]


def test_members_ranges_and_participants_have_their_part_in_the_doubt(inputs: ScoringInputs) -> None:
    told = proposal_report(inputs, seed=7)
    assert (told["assessors"], told["members"], told["crowd"]) == (3, 2, {"criterion": "crowd", "ballots": 11})
    assert told["cells"]["b"]["crowd"]["mean"] == pytest.approx(4 * (6 * 3 + 5 * 1) / 33)
    assert told["warnings"] == [], "one mark by all participants together makes no uneven panel"
    kinds = {line["kind"] for line in told["variations"]}
    assert kinds == {"criterion", "assessor", "member", "helix", "weights", "rule"}
    quiet = {line["kind"] for line in without_persons(told)["variations"]}
    assert quiet == kinds - {"assessor", "member"}, "for readers who are not told the members' marks apart"
    alone = proposal_report(replace(inputs, members=()), seed=7)
    assert alone["pool"] is None and alone["weight_ranges"] != told["weight_ranges"]


def test_each_candidate_has_the_smallest_change_that_moves_it_across_the_cut(inputs: ScoringInputs) -> None:
    told = proposal_report(inputs, seed=7)
    assert told["swap"]["moved"] == min(swap["moved"] for swap in told["swaps"].values())
    assert "d" not in told["swaps"] or told["swaps"]["d"]["moved"] > told["swap"]["moved"]
    for name, swap in told["swaps"].items():
        assert name in (swap["ahead"], swap["behind"])
        assert (swap["ahead"] in told["selected"]) != (swap["behind"] in told["selected"])
