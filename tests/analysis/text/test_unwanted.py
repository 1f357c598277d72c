"""Learning from decisions about texts: how right it is, that it repeats itself, and when it keeps quiet."""

import pytest

from cocreate.analysis.text.unwanted import find_unwanted

SOLD = [f"Buy cheap {thing} now, best price at shop{number}.example!" for number in range(6) for thing in
        ("watches", "pills", "shoes", "loans", "phones")]  # fmt: skip
SAID = [f"{who} needs {what} in {where}." for who in ("The city", "Our street") for what in
        ("more trees", "safer crossings", "a library", "later buses", "benches") for where in
        ("the north", "every district", "summer")]  # fmt: skip


def test_what_was_hidden_is_told_from_what_was_kept() -> None:
    labels = [True] * len(SOLD) + [False] * len(SAID)
    candidates = ["Buy the best pills at a cheap price!", "More trees in the south, please."]
    report = find_unwanted([*SOLD, *SAID], labels, candidates)
    assert report.precision is not None and report.precision > 0.9 and report.recall > 0.9
    assert report.scores[0] > 0.8 > 0.3 > report.scores[1]
    assert report == find_unwanted([*SOLD, *SAID], labels, candidates)


def test_where_nothing_can_be_learnt_it_says_how_poor_it_is() -> None:
    texts = [f"The same kind of sentence number {number}." for number in range(60)]
    report = find_unwanted(texts, [number % 3 == 0 for number in range(60)], [])
    assert report.recall < 0.9 and report.scores == () and (report.precision is None or report.precision < 0.7)


@pytest.mark.parametrize(("hidden", "kept"), [(20, 20), (60, 3), (0, 80)])
def test_it_keeps_quiet_below_fifty_decisions_or_without_both_kinds(hidden: int, kept: int) -> None:
    texts = (SOLD * 3)[:hidden] + (SAID * 3)[:kept]
    with pytest.raises(ValueError, match="too few"):
        find_unwanted(texts, [True] * hidden + [False] * kept, [])
