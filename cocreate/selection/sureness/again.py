"""Computing a stored proposal again: are all its figures the same, to the last digit? Writes nothing."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.inputs import scoring_inputs
from cocreate.selection.models import Shortlist
from cocreate.selection.reports import fingerprint, proposal_report

SHOWN_MOST = 20  # differences that a page lists
MADE_BY = "versions"  # differs when another version computes, and says nothing about the figures


@dataclass(frozen=True)
class Difference:
    """Where two reports part, and what each says there; None for nothing."""

    where: str
    stored: Any
    now: Any


@dataclass(frozen=True)
class Compared:
    """Two reports side by side, figure by figure."""

    figures: int
    same: int
    differences: tuple[Difference, ...]
    stored_hash: str
    hash_now: str
    versions_now: dict[str, str]
    seconds: float

    @property
    def is_same(self) -> bool:
        """Every figure is equal."""
        return self.figures == self.same


def compute_again(session: Session, process: Process, shortlist: Shortlist) -> Compared:
    """From the marks that are in the tables now, of the candidates of then, with the stored seed."""
    criteria_set = queries.criteria_of(session, process)
    if criteria_set is None:
        raise NotFound()
    begun = time.perf_counter()
    inputs = scoring_inputs(session, process, criteria_set, among=shortlist.proposal["candidates"])
    now = proposal_report(inputs, seed=shortlist.proposal["seed"])
    return compare(shortlist.proposal, now, time.perf_counter() - begun)


def compare(stored: Mapping[str, Any], now: Mapping[str, Any], seconds: float = 0.0) -> Compared:
    """Leaf by leaf, each as it is written in JSON. What only the newer report says is no difference."""
    first, second = (
        json.loads(json.dumps({key: value for key, value in each.items() if key != MADE_BY})) for each in (stored, now)
    )
    known, found = dict(_leaves(first)), dict(_leaves(second))
    differences = [Difference(key, value, found.get(key)) for key, value in known.items() if found.get(key) != value]
    return Compared(
        figures=len(known),
        same=len(known) - len(differences),
        differences=tuple(differences[:SHOWN_MOST]),
        stored_hash=fingerprint(first),
        hash_now=fingerprint({key: second[key] for key in first if key in second}),
        versions_now=dict(now[MADE_BY]),
        seconds=seconds,
    )


def _leaves(told: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path; an empty list or object is a value too."""
    steps = told.items() if isinstance(told, Mapping) else enumerate(told) if isinstance(told, list) else ()
    if not steps or not told:
        yield where, told
    for key, value in steps:
        yield from _leaves(value, f"{where}.{key}" if where else str(key))
