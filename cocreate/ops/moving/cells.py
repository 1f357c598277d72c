"""One value of a table as JSON and back, the same whatever database it comes from and goes to."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, LargeBinary
from sqlalchemy.dialects import postgresql

from cocreate.core.db import UtcDateTime

Plain = Any  # what JSON knows
# JSON that tells an empty cell from the JSON word `null`, which SQLAlchemy reads as the same None.
STRICT = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
NULL = JSON.NULL  # the word

_ODD = re.compile(r"e\+|-0\.0|NaN|Infinity")


def is_json(column: Column[Any]) -> bool:
    """Whether a column holds JSON."""
    return isinstance(column.type, JSON)


def writer(column: Column[Any]) -> Callable[[Any], Plain] | None:
    """How a value that is not empty is written; None: as it is."""
    if isinstance(column.type, LargeBinary):
        return lambda value: base64.b64encode(value).decode("ascii")
    if isinstance(column.type, UtcDateTime):
        return lambda value: value.isoformat(timespec="microseconds")
    if isinstance(column.type, Date):
        return lambda value: value.isoformat()
    return None


def reader(column: Column[Any]) -> Callable[[Plain], Any] | None:
    """How a value that is not empty is read; None: as it is."""
    if isinstance(column.type, LargeBinary):
        return base64.b64decode
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(column.type, Date):
        return date.fromisoformat
    return None


def as_line(row: Mapping[str, Plain]) -> str:
    """A row as one line of a file, what is inside it in its own order."""
    return json.dumps(row, ensure_ascii=True, separators=(",", ":"))


def canonical(row: Mapping[str, Plain]) -> str:
    """The same text for equal rows: names sorted, and numbers as every database gives them back.

    >>> canonical({"b": -0.0, "a": 1e22}) == canonical({"a": 10**22, "b": 0.0})
    True
    """
    text = _sorted(row)
    return _sorted(_tamed(row)) if _ODD.search(text) else text


def _sorted(value: Plain) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _tamed(value: Plain) -> Plain:
    """PostgreSQL keeps numbers in JSON as decimals: it knows no minus zero, and writes great ones without exponent."""
    if isinstance(value, dict):
        return {key: _tamed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_tamed(one) for one in value]
    if isinstance(value, float) and value == 0.0:
        return 0.0
    return int(value) if isinstance(value, float) and abs(value) >= 1e15 and value.is_integer() else value
