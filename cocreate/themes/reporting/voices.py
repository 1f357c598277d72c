"""What one group says in a theme more than the others, as exact or as coarse as its reader may have it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.themes.models import Theme

MOST = 5  # phrases of a group


@dataclass(frozen=True)
class Voice:
    """A phrase that a group uses more than the others, in answers of one language.

    `share` of the group's `base` answers hold it and `other_share` of the others'; the odds are theirs between `low`
    and `high` times (95 %). Where `is_coarse` the shares are rounded to tenths, the bases down ("at least"), the bounds
    outwards.
    """

    helix: str
    term: str
    language: str
    share: float
    base: int
    other_share: float
    other_base: int
    low: float
    high: float
    is_coarse: bool


def voices_of(theme: Theme, cells: Mapping[str, Shown], minimum: int, *, is_public: bool) -> list[Voice]:
    """The phrases of a theme's groups, the clearest first; `cells` are the protected counts of the groups in it.

    Everybody gets no exact numbers of a group in one language: beside the other tables they could be subtracted from
    each other. A phrase of fewer people than may be shown, or of a group whose number is hidden, is left out.

    >>> told = {"term": "trams", "language": "nl", "count": 9, "base": 23, "other_count": 5, "other_base": 61}
    >>> theme = Theme(voices={"research": [told | {"low": 1.7, "high": 12.2}]})
    >>> (voice,) = voices_of(theme, {"research": 30}, 5, is_public=True)
    >>> voice.share, voice.base, voice.other_share, voice.other_base, voice.low, voice.high
    (0.4, 20, 0.1, 60, 1, 13)
    >>> voices_of(theme, {"research": HIDDEN}, 5, is_public=True)
    []
    """
    step = 2 * minimum
    found = []
    for helix, terms in sorted(theme.voices.items()):
        for term in terms[:MOST]:
            share, other = term["count"] / term["base"], term["other_count"] / term["other_base"]
            base, other_base, low, high = term["base"], term["other_base"], term["low"], term["high"]
            if is_public:
                if cells.get(helix, HIDDEN) is HIDDEN or term["count"] < minimum or min(base, other_base) < step:
                    continue
                share, other, low, high = round(share, 1), round(other, 1), floor(low), floor(high) + 1
                base, other_base = base - base % step, other_base - other_base % step
            found.append(
                Voice(helix, term["term"], term["language"], share, base, other, other_base, low, high, is_public)
            )
    return found
