"""A row is told in the same words whatever database it lies in."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Column, Date, LargeBinary, String

from cocreate.core.db import UtcDateTime
from cocreate.ops.moving import cells, hashing
from cocreate.ops.moving.hashing import Told


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (UtcDateTime(), datetime(2026, 5, 27, 9, 30, 1, 25, tzinfo=UTC)),
        (Date(), date(2026, 5, 27)),
        (LargeBinary(), b"\x00\xff%PDF"),
    ],
)
def test_a_value_comes_back_as_it_was(kind: object, value: object) -> None:
    column: Column[object] = Column("x", kind)  # type: ignore[call-overload]
    write, read = cells.writer(column), cells.reader(column)
    assert write is not None and read is not None
    assert read(write(value)) == value and isinstance(write(value), str)


def test_texts_need_no_turning() -> None:
    assert cells.writer(Column("x", String())) is None and cells.reader(Column("x", String())) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": {"y": 1e22, "x": [-0.0]}}, {"a": {"x": [0.0], "y": 10**22}}),
        ({"a": "1e+22"}, {"a": "1e+22"}),
    ],
)
def test_what_databases_tell_differently_is_the_same(one: dict[str, object], other: dict[str, object]) -> None:
    assert cells.canonical(one) == cells.canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": True}),
        ({"a": None}, {}),
        ({"a": 1}, {"a": "1"}),
        ({"a": 0.5}, {"a": 0.25}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
    ],
)
def test_what_is_different_stays_different(one: dict[str, object], other: dict[str, object]) -> None:
    assert cells.canonical(one) != cells.canonical(other)


def test_the_hash_of_a_process_notices_every_row_and_no_empty_table() -> None:
    rows: list[dict[str, object]] = [{"text": "one"}, {"text": "two"}]
    there = {"answer": hashing.told_of(rows), "card": Told(0, "")}
    assert hashing.whole(there) == hashing.whole({"answer": hashing.told_of(rows)})
    assert hashing.whole(there) != hashing.whole({"answer": hashing.told_of(rows[:1])})
    assert hashing.whole(there) != hashing.whole({"answer": hashing.told_of(rows[::-1])})
    assert hashing.whole(there) != hashing.whole({"theme": hashing.told_of(rows)})
