"""What kinds with one value to an answer share: its one entry, and the count of those who gave it."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from cocreate.survey.kinds.base import ResultRow, counts
from cocreate.survey.kinds.summaries import TextSummary

T = TypeVar("T")


def only(key: str, values: Iterable[T]) -> dict[str, T]:
    """The one entry for a question that has one answer; none where it has none."""
    return dict(zip((key,), values, strict=False))


def summarise_answered(
    rows: Sequence[ResultRow], parts: Callable[[ResultRow], Iterable[str]] = lambda row: ()
) -> TextSummary:
    """How many answered; `parts` names the rows of a question that a whole answer fills in.

    A row of the tallies about such a part has it as its item and no value; a whole answer has no item.
    """
    whole = [row for row in rows if not row.item]
    by_item: dict[str, float] = {}
    for row in rows:
        for part in [row.item] if row.item else parts(row):
            by_item[part] = by_item.get(part, 0) + row.count
    return TextSummary(
        answered=sum(row.count for row in whole),
        by_helix=counts(whole, lambda row: row.helix),
        by_language=counts(whole, lambda row: row.language),
        by_item=by_item,
    )
