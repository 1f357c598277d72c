"""Two runs of one consultation are matched so that the names people gave stay, and what moved is listed."""

import random

from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.text.runs import Move, match_runs

RUNS = st.dictionaries(st.integers(0, 40).map(str), st.integers(0, 5).map(lambda n: f"t{n}"), min_size=1)


def grouped(themes):
    found = {}
    for answer, theme in themes.items():
        found.setdefault(theme, set()).add(answer)
    return found


@given(RUNS, st.randoms())
def test_renumbered_themes_are_recognised_and_nothing_moved(run, rng):
    names = sorted(set(run.values()))
    other = dict(zip(names, rng.sample([f"n{i}" for i in range(9)], len(names)), strict=True))
    match = match_runs(grouped(run), grouped({answer: other[theme] for answer, theme in run.items()}))
    assert {pair.before: pair.after for pair in match.pairs} == other
    assert all(pair.overlap == 1 for pair in match.pairs)
    assert match.moves == match.gone == match.fresh == ()


@given(RUNS, RUNS)
def test_every_theme_is_paired_once_or_listed_and_every_shared_answer_stayed_or_moved(before, after):
    match = match_runs(grouped(before), grouped(after))
    assert sorted([p.before for p in match.pairs] + list(match.gone)) == sorted(set(before.values()))
    assert sorted([p.after for p in match.pairs] + list(match.fresh)) == sorted(set(after.values()))
    became = {p.before: p.after for p in match.pairs}
    moved = {move.answer_id for move in match.moves}
    for answer in before.keys() & after.keys():
        assert (answer in moved) == (became.get(before[answer]) != after[answer])
    assert moved <= before.keys() & after.keys()


def test_new_answers_part_no_theme_and_the_best_pairing_as_a_whole_is_taken():
    before = {"big": set(map(str, range(60))), "small": set(map(str, range(60, 100)))}
    after = {
        "a": set(map(str, range(55))) | {f"new{i}" for i in range(200)},
        "b": set(map(str, range(60, 100))) | set(map(str, range(55, 60))),
    }
    match = match_runs(before, after)
    assert [(p.before, p.after) for p in match.pairs] == [("big", "a"), ("small", "b")]
    assert match.moves == tuple(Move(str(i), "big", "b") for i in range(55, 60))


def test_themes_with_little_in_common_are_not_paired():
    answers = [str(i) for i in range(100)]
    random.Random(1).shuffle(answers)
    before = {"t1": set(answers[:50]), "t2": set(answers[50:])}
    after = {f"n{i}": set(answers[i::10]) for i in range(10)}
    match = match_runs(before, after)
    assert match.pairs == () and len(match.gone) == 2 and len(match.fresh) == 10
