"""The balance meter: who is short, who is over, and which numbers are hidden."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.disclosure import HIDDEN
from cocreate.directory.balance import CATEGORIES, Column, Standing, Trait, balance_of, checked_targets
from cocreate.errors import Invalid


def line(balance, dimension, key):  # type: ignore[no-untyped-def]
    found = {one.name: one for one in balance.dimensions}[dimension]
    return {one.key: one for one in found.lines}[key]


def test_a_category_is_short_when_one_whole_person_is_missing() -> None:
    people = [Trait(helix="business")] * 3 + [Trait(helix="research")] * 7
    found = balance_of([Column("now", people)], {"helix": {"business": 40, "research": 60}}, minimum=5)
    short, over = (line(found, "helix", key).cells[0] for key in ("business", "research"))
    assert (short.count, short.missing, short.standing) == (3, 1, Standing.SHORT)
    assert (over.count, over.missing, over.standing) == (7, 0, Standing.OVER)


def test_less_than_a_whole_person_is_right() -> None:
    found = balance_of([Column("now", [Trait(language="nl")] * 3)], {"language": {"nl": 90}}, minimum=5)
    assert line(found, "language", "nl").cells[0].standing is Standing.RIGHT


def test_empty_seats_count_as_missing_people() -> None:
    found = balance_of([Column("now", [Trait(helix="citizen")], size=10)], {"helix": {"citizen": 30}}, minimum=5)
    assert line(found, "helix", "citizen").cells[0].missing == 2


def test_those_who_lack_most_are_named_first() -> None:
    targets = {"helix": {"business": 20, "research": 50}}
    found = balance_of([Column("now", [Trait(helix="citizen")] * 10)], targets, minimum=5)
    assert [one.key for one in found.dimensions[0].short] == ["research", "business"]


def test_gender_is_hidden_when_it_could_point_at_somebody() -> None:
    people = [Trait(helix="business", gender="woman")] * 2 + [Trait(helix="business", gender="man")] * 20
    found = balance_of([Column("now", people)], {"gender": {"woman": 50}}, minimum=5)
    cell = line(found, "gender", "woman").cells[0]
    assert cell.is_hidden and cell.share is None and cell.standing is None
    assert line(found, "gender", "man").cells[0].is_hidden, "the total would give it away"
    assert line(found, "helix", "business").cells[0].count == 22
    assert found.has_hidden


def test_nobody_yet_is_no_fault_of_the_meter() -> None:
    found = balance_of([Column("now", [])], {"helix": {"business": 100}}, minimum=5)
    assert line(found, "helix", "business").cells[0].share is None
    assert not found.dimensions[0].short


people = st.lists(
    st.builds(Trait, *(st.sampled_from(["", *CATEGORIES[name]]) for name in ("helix", "language", "gender"))),
    max_size=40,
)


@given(people, st.integers(1, 8))
def test_every_person_is_counted_once_and_no_small_gender_is_shown(found_people: list[Trait], minimum: int) -> None:
    found = balance_of([Column("now", found_people)], {}, minimum=minimum)
    for dimension in found.dimensions:
        counts = {one.key: one.cells[0].count for one in dimension.lines}
        true = Counter(getattr(person, dimension.name) for person in found_people)
        if dimension.name == "gender":
            assert not [key for key, shown in counts.items() if shown != HIDDEN and 0 < shown < minimum]
            assert all(shown in (true[key], HIDDEN) for key, shown in counts.items())
        else:
            assert sum(counts.values()) == len(found_people)


@pytest.mark.parametrize("shares", [{"woman": 101}, {"woman": 60, "man": 50}, {"woman": -1}])
def test_targets_are_percents_of_one_whole(shares: dict[str, int]) -> None:
    with pytest.raises(Invalid, match=r"directory.targets.range"):
        checked_targets({"gender": shares})


def test_targets_name_known_categories() -> None:
    with pytest.raises(Invalid):
        checked_targets({"gender": {"business": 10}})
