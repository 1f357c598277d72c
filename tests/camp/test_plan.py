"""What a step lets people do, and the clock of the running step: with plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from cocreate.camp.rules import MAY, Clock, StepKind, mode_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_every_kind_of_step_says_what_people_may_do() -> None:
    assert set(MAY) == set(StepKind)
    assert mode_of(StepKind.WRITE, step="s", is_anonymous=True)["is_private"]
    assert [kind for kind in StepKind if mode_of(kind, step="s", is_anonymous=False)["is_private"]] == [StepKind.WRITE]
    assert "add_card" not in MAY[StepKind.REVEAL]
    assert {kind for kind in StepKind if "cast_ballot" in MAY[kind]} == {
        *(StepKind.VOTE, StepKind.REVEAL, StepKind.DISCUSS)
    }


def test_a_clock_that_is_paused_and_goes_on_loses_no_second() -> None:
    clock = Clock.started(10, NOON)
    assert clock.remaining(NOON + timedelta(minutes=4)) == 360
    paused = clock.paused(NOON + timedelta(minutes=4))
    assert paused.remaining(NOON + timedelta(hours=1)) == 360
    assert paused.paused(NOON + timedelta(hours=2)) == paused
    later = paused.resumed(NOON + timedelta(hours=1))
    assert later.ends_at == NOON + timedelta(hours=1, minutes=6)
    assert later.resumed(NOON + timedelta(hours=2)) == later


@pytest.mark.parametrize(
    ("after", "ends"), [(timedelta(minutes=4), timedelta(minutes=15)), (timedelta(minutes=30), timedelta(minutes=35))]
)
def test_more_time_counts_from_the_end_or_from_now_where_the_time_is_over(after: timedelta, ends: timedelta) -> None:
    assert Clock.started(10, NOON).extended(5, NOON + after).ends_at == NOON + ends


def test_more_time_for_a_paused_step_waits_with_it() -> None:
    assert Clock(None, 30).extended(2, NOON) == Clock(None, 150)


def test_a_step_whose_time_is_over_has_no_negative_seconds() -> None:
    assert Clock.started(1, NOON).remaining(NOON + timedelta(hours=1)) == 0
    assert Clock(None).remaining(NOON) == 0
