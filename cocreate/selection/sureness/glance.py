"""The stored proposal in one look: which places are as good as certain, and who competes for the others. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cocreate.selection.reports import PERSONS, without_persons

Told = Mapping[str, Any]  # a report of reports.proposal_report


class Band(StrEnum):
    """A chance of a place in words."""

    CERTAIN = "certain"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"
    NONE = "none"


FLOORS = ((0.95, Band.CERTAIN), (0.75, Band.LIKELY), (0.25, Band.OPEN), (0.05, Band.UNLIKELY), (0.0, Band.NONE))


def band_of(chance: float) -> Band:
    """The words for a chance.

    >>> [band_of(chance).value for chance in (1.0, 0.949, 0.5, 0.049)]
    ['certain', 'likely', 'open', 'none']
    """
    return next(band for floor, band in FLOORS if chance >= floor)


@dataclass(frozen=True)
class Glance:
    """What a reader takes away in a few seconds.

    places    how many there are;  certain: candidates that are as good as certain of one
    rivals    those between hardly any chance and certainty, surest first, for the places that are left
    """

    places: int
    certain: int
    rivals: tuple[tuple[str, float], ...]

    @property
    def left(self) -> int:
        """Places that are not as good as certain."""
        return max(0, self.places - self.certain)


def glance(told: Told) -> Glance:
    """From the chances in a report; candidates without any mark take no part."""
    chances = {name: told["certainty"][name]["probability"] for name in told["order"]}
    known = {name: chance for name, chance in chances.items() if chance is not None}
    bands = {name: band_of(chance) for name, chance in known.items()}
    rivals = [(name, chance) for name, chance in known.items() if bands[name] not in (Band.CERTAIN, Band.NONE)]
    return Glance(
        places=min(told["size"], len(known)),
        certain=sum(band is Band.CERTAIN for band in bands.values()),
        rivals=tuple(sorted(rivals, key=lambda rival: -rival[1])),
    )


@dataclass(frozen=True)
class Kind:
    """All variations of one kind together: how many left the shortlist as it is, and who came in or dropped, how often.

    Says nothing about single persons, so that it may be published.
    """

    key: str
    total: int
    same: int
    entered: tuple[tuple[str, int], ...]
    dropped: tuple[tuple[str, int], ...]
    tied: tuple[tuple[str, int], ...]


def kinds(told: Told, *, with_names: bool = True) -> list[Kind]:
    """The variations of a report by kind, in its order; empty for a report of before there were any.

    Without names it is not said who came in or dropped when one person was left out: of a small committee that tells
    too much about its members.
    """
    lines = told.get("variations", ())
    return [
        _kind(key, [line for line in lines if line["kind"] == key], with_names or key not in PERSONS)
        for key in dict.fromkeys(line["kind"] for line in lines)
    ]


def _kind(key: str, lines: list[Told], with_names: bool) -> Kind:
    def often(what: str) -> tuple[tuple[str, int], ...]:
        return tuple(Counter(name for line in lines for name in line[what]).most_common()) if with_names else ()

    same = sum(is_same(line) for line in lines)
    return Kind(key, len(lines), same, often("entered"), often("dropped"), often("tied_at_cut"))


def is_same(line: Told) -> bool:
    """Whether a variation leaves the shortlist as it is."""
    return not (line["entered"] or line["dropped"] or line["tied_at_cut"])


def single(told: Told, *, with_persons: bool) -> list[Told]:
    """Variation by variation; those that leave out one person only where persons' numbers may be shown."""
    return list((told if with_persons else without_persons(told)).get("variations", ()))


def places_by_rule(told: Told) -> dict[str, dict[str, int | None]]:
    """Each candidate's place by every other rule and under other weights of all: rule -> candidate -> place."""
    return {
        f"{line['kind']}:{line['what']}": dict(zip(told["candidates"], line["places"], strict=True))
        for line in told.get("variations", ())
        if line["kind"] in ("rule", "weights")
    }
