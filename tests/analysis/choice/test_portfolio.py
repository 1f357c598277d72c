"""A shortlist is looked at as a whole: what it covers, what overlaps, what serves the rest."""

import pytest

from cocreate.analysis.choice.portfolio import coverage, overlaps, reaches

CHALLENGES = ("climate", "health", "mobility", "inclusion")
LINKS = {
    "heat": {"climate": 4.0, "inclusion": 2.0},
    "care": {"health": 3.0},
    "data": {"climate": 1.0, "health": 1.0, "mobility": 1.0, "inclusion": 1.0},
    "trams": {"mobility": 2.0},
}
EVIDENCE = {"heat": ["t1", "t2"], "care": ["t3"], "data": ["t1", "t3", "c9"], "trams": ["t7"]}


def test_a_matrix_shows_what_is_covered_what_is_lost_and_what_hangs_on_one() -> None:
    found = coverage(LINKS, CHALLENGES, ["heat", "care"])
    assert found.strength[0] == (1.0, 0, 0, 0.5)
    assert found.covered_by == (1, 1, 0, 1)
    assert found.uncovered == found.lost == ("mobility",)
    assert found.only == (("climate", "heat"), ("health", "care"), ("inclusion", "heat"))
    assert coverage(LINKS, CHALLENGES, ["heat", "data", "trams"]).uncovered == ()
    untouched = coverage(LINKS, (*CHALLENGES, "water"), list(LINKS))
    assert (untouched.uncovered, untouched.lost) == (("water",), ())
    for wrong in (
        (LINKS, ("climate",), []),
        (LINKS, CHALLENGES, ["nobody"]),
        ({"a": {"climate": -1.0}}, CHALLENGES, []),
    ):
        with pytest.raises(ValueError):
            coverage(*wrong)


def test_candidates_that_rest_on_the_same_evidence_or_say_the_same_are_named_for_a_talk() -> None:
    texts = {
        "heat": "Rénovation énergétique des bâtiments et réseaux de chaleur",
        "care": "Soins de santé à domicile",
        "data": "Plateforme de données",
        "trams": "Réseau de chaleur et rénovation énergétique du bâtiment",
    }
    found = overlaps(EVIDENCE, texts)
    pairs = {(pair.one, pair.other): pair for pair in found}
    assert pairs["heat", "data"].shared == ("t1",)
    assert pairs["heat", "data"].evidence == pytest.approx(1 / 4)
    assert (found[0].one, found[0].other) == ("heat", "trams"), "written alike, in other words"
    assert found[0].evidence == 0 and found[0].is_merge_suggested == (found[0].text >= 0.5)
    assert not pairs["heat", "data"].is_merge_suggested
    assert overlaps({"a": ["x"], "b": ["x"]})[0].is_merge_suggested
    assert overlaps({"a": ["x"], "b": ["x"]})[0].text is None
    assert overlaps({"a": [], "b": []}, {"a": "", "b": "…"}) == ()


def test_a_lever_serves_many_challenges_and_many_others() -> None:
    found = {reach.candidate: reach for reach in reaches(LINKS, CHALLENGES, EVIDENCE)}
    assert found["data"].score == max(reach.score for reach in found.values())
    assert found["data"].breadth == pytest.approx(1) and found["data"].challenges == pytest.approx(4)
    assert found["data"].partners == ("heat", "care")
    assert found["care"].breadth == 0 and found["care"].score == 0
    declared = reaches(LINKS, CHALLENGES, EVIDENCE, {"data": ["trams"]})[0]
    assert (declared.candidate, declared.serves, declared.score) == ("data", 1, pytest.approx(1))
    assert reaches({"a": {}}, CHALLENGES, {})[0].score == 0
