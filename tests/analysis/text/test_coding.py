"""Agreement of coders and of the machine, against figures that were published."""

from collections import Counter

import pytest
from sklearn.metrics import f1_score

from cocreate.analysis.text.coding import agreement, draw_sample, krippendorff_alpha, machine_score

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A, B and C; "." is missing.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdccceddaf", "babbbcccedddf")
INCOMPLETE = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(*coders: str) -> list[list[str | None]]:
    return [[None if code == "." else code for code in unit] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "published"),
    [(BINARY, 0.095), (tuple(coder[:-1] for coder in NOMINAL), 0.692), (INCOMPLETE, 0.743)],
)
def test_alpha_is_what_was_published(coders: tuple[str, ...], published: float) -> None:
    found = krippendorff_alpha(units(*coders))
    assert found is not None and round(found, 3) == published


def test_an_interval_holds_its_estimate_and_is_the_same_each_time() -> None:
    first, again = (agreement(units(*INCOMPLETE), seed=4) for _ in range(2))
    assert first == again and first.alpha is not None
    assert first.alpha.low < first.alpha.value < first.alpha.high <= 1
    assert (first.units, first.alike) == (11, 8)


def test_more_answers_make_an_interval_narrower() -> None:
    few, many = (agreement(units(*INCOMPLETE) * times, seed=4).alpha for times in (1, 20))
    assert few is not None and many is not None
    assert many.high - many.low < (few.high - few.low) / 2


def test_nothing_is_said_of_one_category_or_of_single_coders() -> None:
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    assert krippendorff_alpha([["a", None], [None, "b"]]) is None
    assert agreement([], seed=1).alpha is None


def test_the_machine_is_measured_as_scikit_learn_does() -> None:
    people = list("aaaabbbbccccdddd") * 3
    machine = list("aaabbbbbcccdddde") * 3
    found = machine_score(machine, people, seed=2)
    assert found.macro is not None and found.micro is not None
    assert found.macro.value == pytest.approx(f1_score(people, machine, average="macro"), abs=1e-4)
    assert found.micro.value == pytest.approx(f1_score(people, machine, average="micro"), abs=1e-4)
    assert found.macro.low <= found.macro.value <= found.macro.high
    assert found.categories["a"].people == 12 and found.categories["a"].both == 9
    assert found.categories["e"].f1 is not None and found.categories["e"].f1.value == 0


def test_a_sample_has_its_share_of_every_stratum_whatever_the_order() -> None:
    strata = {f"{number:03}": ("large" if number < 80 else f"small {number % 4}") for number in range(100)}
    drawn = draw_sample(strata, 20, seed=7)
    assert drawn == draw_sample(dict(reversed(strata.items())), 20, seed=7)
    assert len(set(drawn)) == 20
    counted = Counter(strata[key] for key in drawn)
    assert counted["large"] == 16 and all(counted[f"small {number}"] >= 1 for number in range(4))
    assert draw_sample(strata, 20, seed=8) != drawn
    assert len(draw_sample(strata, 500, seed=1)) == 100
