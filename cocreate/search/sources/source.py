"""A source of the index: which things it tells of, who may see them, where they stand, and what changes them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cocreate.search.rules import Document, Kind

Refs = Collection[str] | None  # public ids; None: all
# Columns whose change matters; without any, all of them.
Watched = Mapping[type[Any], tuple[str, ...]]


@dataclass(frozen=True)
class Source:
    """`read` gives the documents of one process (or of one organisation) as they are now, all or some of them.

    `endpoint` is the page of a document; `parameter` names what the document's `place` is in its address. The
    `permission` is that of the page, or a stricter one where the page looks twice.
    """

    name: str
    kind: Kind
    permission: str
    endpoint: str
    read: Callable[[Session, Any, Refs], Iterable[Document]]
    watched: Watched
    parameter: str = ""
    of_organisation: bool = False
    # Models whose new rows say nothing yet: other rows have to come before they are shown.
    ignores_new: frozenset[type[Any]] = frozenset()
    # Models whose new rows matter only for things that the index has: model -> the column that names the thing.
    new_of_known: Mapping[type[Any], str] = field(default_factory=dict)
    # Whether a changed row matters at all, where most of them do not.
    concerns: Mapping[type[Any], Callable[[Session, Any], bool]] = field(default_factory=dict)


def some(query: Select[Any], column: InstrumentedAttribute[str], refs: Refs) -> Select[Any]:
    """The query for these things only."""
    return query if refs is None else query.where(column.in_(list(refs)))
