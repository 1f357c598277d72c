"""What is published hides everybody among k others, and is no coarser than it must be."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreate.analysis.anonymity import NONE, OTHER, AnonymityReport, Attribute, Coarsened, Level, make_anonymous

DAY, LANGUAGE, HELIX = Attribute("day", is_day=True), Attribute("language", weight=2), Attribute("helix", weight=3)


def published(groups: dict[tuple[str, ...], int], report: AnonymityReport) -> Counter[tuple[str, ...]]:
    """Rows as they would be published."""
    found: Counter[tuple[str, ...]] = Counter()
    for key, count in groups.items():
        found[report.apply(key)] += count
    return found


def levels(report: AnonymityReport) -> dict[str, Level]:
    return {attribute.name: attribute.level for attribute in report.attributes}


def test_rows_that_hide_each_other_stay_as_they_are() -> None:
    report = make_anonymous({("2026-11-02", "nl"): 5, ("2026-11-03", "fr"): 9}, [DAY, LANGUAGE], 5)
    assert report.is_safe and not report.is_coarsened and report.smallest == report.smallest_before == 5


def test_days_become_weeks_before_months_and_months_before_nothing() -> None:
    start = date(2026, 3, 2)  # a Monday
    days = {((start + timedelta(n)).isoformat(),): 1 for n in range(5)}
    assert levels(make_anonymous(days, [DAY], 5)) == {"day": Level.WEEK}
    weeks = {((start + timedelta(7 * n)).isoformat(),): 2 for n in range(4)}
    assert levels(make_anonymous(weeks, [DAY], 5)) == {"day": Level.MONTH}
    months = {(f"2026-{n:02d}-01",): 3 for n in range(1, 5)}
    report = make_anonymous(months, [DAY], 5)
    assert levels(report) == {"day": Level.NONE} and report.apply(("2026-01-01",)) == (NONE,)


def test_rare_languages_become_other_and_the_common_ones_stay() -> None:
    groups = {("nl",): 30, ("fr",): 20, ("de",): 2, ("en",): 4}
    report = make_anonymous(groups, [LANGUAGE], 5)
    assert report.attributes == (Coarsened("language", Level.GROUPED, ("de", "en")),)
    assert published(groups, report) == {("nl",): 30, ("fr",): 20, (OTHER,): 6}


def test_a_single_rare_value_takes_the_next_smallest_along() -> None:
    groups = {("nl",): 30, ("fr",): 20, ("de",): 2}
    assert published(groups, make_anonymous(groups, [LANGUAGE], 5)) == {("nl",): 30, (OTHER,): 22}


def test_only_what_must_become_coarser_does() -> None:
    groups = {("2026-01-01", "citizen"): 40, ("2026-01-02", "citizen"): 40, ("2026-01-02", "business"): 6}
    groups |= {("2026-01-01", "research"): 1, ("2026-01-02", "research"): 5}  # the day alone would give one away
    report = make_anonymous(groups, [DAY, HELIX], 5)
    assert report.is_safe and levels(report) == {"day": Level.WEEK, "helix": Level.EXACT}


def test_too_few_people_are_refused_whatever_is_left_out() -> None:
    report = make_anonymous({("nl",): 2, ("fr",): 2}, [LANGUAGE], 5)
    assert not report.is_safe and report.smallest == 4 and report.rows == 4


def test_nobody_is_nobody_to_protect() -> None:
    report = make_anonymous({}, [DAY, LANGUAGE], 5)
    assert report.is_safe and report.rows == report.smallest == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: make_anonymous({}, [], 0),
        lambda: make_anonymous({("a", "b"): 1}, [HELIX], 2),
        lambda: make_anonymous({}, [HELIX] * 8, 2),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError):
        wrong()  # type: ignore[operator]


days = st.dates(date(2026, 1, 1), date(2026, 4, 1)).map(date.isoformat)
rows = st.tuples(days, st.sampled_from(["nl", "fr", "de", "en"]), st.sampled_from(["citizen", "business", ""]))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(rows, st.integers(1, 9), max_size=25), st.integers(1, 8))
def test_every_published_group_has_k_rows_and_no_step_back_would_do(groups: dict[tuple[str, ...], int], k: int) -> None:
    attributes = [DAY, LANGUAGE, HELIX]
    report = make_anonymous(groups, attributes, k)
    found = published(groups, report)
    assert sum(found.values()) == sum(groups.values()) == report.rows
    assert report.is_safe == (not groups or sum(groups.values()) >= k)
    if not report.is_safe:
        return
    assert all(count >= k for count in found.values()) and report.smallest == min(found.values(), default=0)
    for index, attribute in enumerate(attributes):
        for level in attribute.levels[: attribute.levels.index(report.attributes[index].level)]:
            if level is Level.GROUPED:
                continue  # which values are rare is the module's own choice
            finer = list(report.attributes)
            finer[index] = Coarsened(attribute.name, level)
            seen: Counter[tuple[str, ...]] = Counter()
            for key, count in groups.items():
                seen[tuple(each.apply(value) for each, value in zip(finer, key, strict=True))] += count
            assert min(seen.values()) < k
