"""Closed lists of the committee's room, and how votes become a result. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

TEXT_LIMIT = 4000  # characters of a post
REASON_LIMIT = 1000
MINUTES_MOST = 240
SIDS_MOST = 50
ASIDE = "aside"  # a member who steps aside: neither a vote nor an abstention


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class MotionState(StrEnum):
    """Where a motion stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class MotionKind(StrEnum):
    """How members answer a motion."""

    HANDS = "hands"  # a show of hands: seen at once, binds nobody
    GRADIENT = "gradient"  # eight levels of agreement (Kaner et al. 1996)
    CONSENT = "consent"  # carried unless somebody blocks, with a reason
    VOTE = "vote"  # yes, no, abstain


class Majority(StrEnum):
    """How many must be for a motion."""

    HALF = "half"  # more than half
    TWO_THIRDS = "two_thirds"  # at least two thirds


class Choice(StrEnum):
    """Answers of a vote, a show of hands and a consent round; a gradient is answered by its level, "1" to "8"."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    AGREE = "agree"
    DISAGREE = "disagree"
    BLOCK = "block"


LEVELS = tuple(str(level) for level in range(1, 9))
FOR_IT = LEVELS[:3]  # whole-hearted, with a remark, with reservations
CANNOT_ACCEPT = LEVELS[7]
CHOICES: Mapping[str, tuple[str, ...]] = {
    MotionKind.HANDS: (Choice.YES, Choice.NO, Choice.ABSTAIN),
    MotionKind.VOTE: (Choice.YES, Choice.NO, Choice.ABSTAIN),
    MotionKind.CONSENT: (Choice.AGREE, Choice.ABSTAIN, Choice.DISAGREE, Choice.BLOCK),
    MotionKind.GRADIENT: LEVELS,
}


def needs_reason(kind: str, choice: str) -> bool:
    """Whoever blocks, or cannot accept, owes the others a reason.

    >>> needs_reason("consent", "block"), needs_reason("gradient", "8"), needs_reason("vote", "no")
    (True, True, False)
    """
    return (kind, choice) in ((MotionKind.CONSENT, Choice.BLOCK), (MotionKind.GRADIENT, CANNOT_ACCEPT))


@dataclass(frozen=True)
class Tally:
    """What a motion's votes say together."""

    counts: dict[str, int]
    votes: int  # cast, abstentions among them
    has_quorum: bool
    is_carried: bool


def tally(kind: str, choices: Iterable[str], *, majority: str, present: int, quorum: int) -> Tally:
    """Count the votes of those who did not step aside.

    Vote and show of hands: those for it among those for and against, abstentions aside. Consent: somebody agrees and
    nobody blocks. Gradient: those at levels 1 to 3 among all who voted, and nobody at level 8. A tie carries nothing,
    and neither does a meeting without its quorum; a show of hands needs none, as it binds nobody.

    >>> tally("vote", ["yes", "yes", "no", "abstain"], majority="half", present=4, quorum=3).is_carried
    True
    >>> tally("vote", ["yes", "no"], majority="half", present=2, quorum=0).is_carried
    False
    >>> tally("consent", ["agree", "agree", "block"], majority="half", present=3, quorum=0).is_carried
    False
    """
    known = CHOICES[kind]
    counted = Counter(choice for choice in choices if choice in known)
    has_quorum = kind == MotionKind.HANDS or present >= quorum
    return Tally(
        counts={choice: counted[choice] for choice in known},
        votes=counted.total(),
        has_quorum=has_quorum,
        is_carried=has_quorum and _is_won(kind, counted, majority),
    )


def _is_won(kind: str, counted: Mapping[str, int], majority: str) -> bool:
    if kind == MotionKind.CONSENT:
        return bool(counted.get(Choice.AGREE)) and not counted.get(Choice.BLOCK)
    if kind == MotionKind.GRADIENT:
        ayes, of = sum(counted.get(level, 0) for level in FOR_IT), sum(counted.values())
        return not counted.get(CANNOT_ACCEPT) and _is_enough(ayes, of, majority)
    ayes = counted.get(Choice.YES, 0)
    return _is_enough(ayes, ayes + counted.get(Choice.NO, 0), majority)


def _is_enough(ayes: int, of: int, majority: str) -> bool:
    """In whole numbers, as two thirds of nine are exactly six."""
    return of > 0 and (3 * ayes >= 2 * of if majority == Majority.TWO_THIRDS else 2 * ayes > of)


def speaking_order(waiting: Sequence[tuple[int, int]], spoken: Mapping[int, int]) -> list[int]:
    """Who speaks next: turns (turn, member) in the order of asking, those who spoke less before those who spoke more.

    >>> speaking_order([(1, 7), (2, 8), (3, 9)], {7: 2, 9: 1})
    [2, 3, 1]
    """
    ordered = sorted(enumerate(waiting), key=lambda pair: (spoken.get(pair[1][1], 0), pair[0]))
    return [turn for _, (turn, _member) in ordered]
