"""Two people change the same text: both keep their words. Pure."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Comparing is quadratic; beyond this many words both versions are simply kept.
MOST_WORDS = 700


class Outcome(StrEnum):
    """What became of an edit."""

    REPLACED = "replaced"  # nobody else had touched the text
    MERGED = "merged"  # both changes are in it
    BOTH = "both"  # the same words were changed differently: both versions stand below each other


@dataclass(frozen=True)
class Merged:
    """The text that results, and how."""

    text: str
    outcome: Outcome


@dataclass(frozen=True)
class _Hunk:
    """Words `start` to `end` of the old text became `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def merge(was: str, theirs: str, mine: str, *, between: str = "\n\n") -> Merged:
    """What `theirs` and `mine`, both made out of `was`, make together; `between` stands between two whole versions.

    >>> merge("solar roofs", "solar roofs in Anderlecht", "cheap solar roofs").text
    'cheap solar roofs in Anderlecht'
    >>> merge("solar roofs", "green roofs", "wind turbines").outcome
    <Outcome.BOTH: 'both'>
    """
    if theirs in (was, mine):
        return Merged(mine, Outcome.REPLACED)
    if mine == was:
        return Merged(theirs, Outcome.MERGED)
    old, left, right = _split(was), _split(theirs), _split(mine)
    if max(len(old), len(left), len(right)) <= MOST_WORDS:
        words = _combine(old, _hunks(old, left), _hunks(old, right))
        if words is not None:
            return Merged("".join(words).strip(), Outcome.MERGED)
    return Merged(f"{theirs}{between}{mine}", Outcome.BOTH)


def _split(text: str) -> list[str]:
    """Words, each with the blank that follows it, so that blanks are no places to disagree about."""
    return re.findall(r"\S+\s*", text)


def _hunks(old: list[str], new: list[str]) -> list[_Hunk]:
    # Words are compared without their blanks: the last word of a text gets one as soon as another follows.
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    return [_Hunk(start, end, tuple(new[j1:j2])) for tag, start, end, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _combine(old: list[str], theirs: list[_Hunk], mine: list[_Hunk]) -> list[str] | None:
    """The old words with both sets of changes, or None where they touch the same words differently."""
    out: list[str] = []
    at = 0
    for hunk in _in_order(theirs, mine):
        if hunk is None:
            return None
        out += [_spaced(word) for word in old[at : hunk.start]]
        out += [_spaced(word) for word in hunk.words]
        at = hunk.end
    return out + [_spaced(word) for word in old[at:]]


def _in_order(theirs: list[_Hunk], mine: list[_Hunk]) -> list[_Hunk | None]:
    """Both sets of changes from front to back; [None] where they touch the same words differently."""
    merged: list[_Hunk | None] = []
    left, right = list(theirs), list(mine)
    while left and right:
        one, other = left[0], right[0]
        if one == other:  # the same change twice is one change
            merged.append(left.pop(0))
            right.pop(0)
        elif one.start == one.end == other.start == other.end:
            # Both put words at the same place without taking any away: theirs, then mine.
            merged.append(_Hunk(one.start, one.end, left.pop(0).words + right.pop(0).words))
        elif one.end <= other.start:
            merged.append(left.pop(0))
        elif other.end <= one.start:
            merged.append(right.pop(0))
        else:
            return [None]
    return merged + left + right


def _spaced(word: str) -> str:
    return word if word[-1].isspace() else word + " "
