"""Closed lists and pure rules of the selection: rankings, marks, sheets, and what a decision must give reasons for."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cocreate.analysis.choice.criteria import Verdict
from cocreate.errors import Invalid

REASON_LIMIT = 1000  # characters of a score's or a withdrawal's reason
TITLE_LIMIT = 300
SUB_DOMAINS_MOST = 20
MARKS = (0, 1, 2, 3, 4)
ALL_WEIGHTS = 100
SHORTLIST_MOST = 50


class CandidateKind(StrEnum):
    """A domain of its own, or an enabler that serves all of them."""

    SID = "sid"
    LEVER = "lever"


class RoundState(StrEnum):
    """Where a round of rankings stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Dimension(StrEnum):
    """What participants order the candidates by (PROCESS, phase 3)."""

    IMPACT = "impact"
    INNOVATION = "innovation"
    PROSPERITY = "prosperity"


DIMENSION_TITLES: dict[str, dict[str, str]] = {
    Dimension.IMPACT: {
        "nl": "Impact op de maatschappelijke uitdagingen",
        "fr": "Impact sur les défis sociétaux",
        "en": "Impact on the societal challenges",
        "de": "Wirkung auf die gesellschaftlichen Herausforderungen",
    },
    Dimension.INNOVATION: {
        "nl": "Innovatiepotentieel",
        "fr": "Potentiel d’innovation",
        "en": "Innovation potential",
        "de": "Innovationspotenzial",
    },
    Dimension.PROSPERITY: {
        "nl": "Bijdrage aan de welvaart van de regio",
        "fr": "Contribution à la prospérité de la région",
        "en": "Contribution to the region’s prosperity",
        "de": "Beitrag zum Wohlstand der Region",
    },
}

Order = list[list[str]]  # groups of candidates (public ids), best first; a group of several shares a place


def order_from_places(places: Mapping[str, int]) -> Order:
    """From places as typed to an order: gaps close, equal numbers share a place.

    >>> order_from_places({"a": 4, "b": 1, "c": 4})
    [['b'], ['a', 'c']]
    """
    return [[key for key, typed in places.items() if typed == place] for place in sorted(set(places.values()))]


def places_of(order: Sequence[Sequence[str]]) -> dict[str, int]:
    """The other way round: the place of each ranked candidate.

    >>> places_of([["b"], ["a", "c"]])
    {'b': 1, 'a': 2, 'c': 2}
    """
    return {key: place for place, tier in enumerate(order, start=1) for key in tier}


def check_order(order: Sequence[Sequence[str]], shown: Iterable[str]) -> Order:
    """The order without empty groups; refuses candidates that were not shown or stand twice."""
    ranked = [key for tier in order for key in tier]
    if len(set(ranked)) != len(ranked) or not set(ranked) <= set(shown):
        raise Invalid("selection.ranking.unknown_candidate")
    return [list(tier) for tier in order if tier]


def shuffled(items: Iterable[str], person: str) -> list[str]:
    """The candidates in an order of one's own, the same at each visit: being listed first must help nobody."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{person}:{item}".encode()).digest())


@dataclass(frozen=True)
class ScoreGiven:
    """A member's mark of one candidate on one criterion (both by public id).

    None means "cannot judge", or with `is_abstained` that the member would rather not.
    """

    criterion: str
    value: int | None
    reason: str = ""
    is_abstained: bool = False
    confidence: str = ""  # sheets.rules.Confidence, or nothing said
    evidence: tuple[str, ...] = ()  # "type:public id" of each piece


@dataclass(frozen=True)
class CriterionSpec:
    """A criterion to begin with."""

    key: str
    title: dict[str, str]
    weight: int
    description: dict[str, str] = field(default_factory=dict)
    questions: tuple[dict[str, str], ...] = ()
    rubric: tuple[dict[str, str], ...] = ()  # what each mark from 0 to 4 means
    evidence_expected: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """What the committee decides on one candidate (by public id)."""

    sid: str
    is_kept: bool
    position: int = 0
    reason: dict[str, str] = field(default_factory=dict)
    final_title: dict[str, str] = field(default_factory=dict)
    is_transversal: bool = False
    taken_up_in: tuple[str, ...] = ()
    note: str = ""


def needs_reason(verdict: str, is_kept: bool) -> bool:
    """Whether a choice differs from the proposal. Where totals tie at the cut the machine chose nothing: say why.

    >>> needs_reason("in", True), needs_reason("out", True), needs_reason("undecided", False)
    (False, True, True)
    """
    return verdict == Verdict.UNDECIDED or is_kept != (verdict == Verdict.IN)


def problems_of(choices: Sequence[Choice], verdicts: Mapping[str, str]) -> dict[str, str]:
    """What a decision still lacks: a code per candidate; "" stands for the decision as a whole."""
    found: dict[str, str] = {}
    chosen = {choice.sid: choice for choice in choices}
    places = Counter(choice.position for choice in choices if choice.is_kept and choice.position)
    if len(chosen) != len(choices) or set(chosen) - set(verdicts):
        found[""] = "selection.decision.unknown_candidate"
    elif not any(choice.is_kept for choice in choices):
        found[""] = "selection.decision.nothing_kept"
    for sid, verdict in verdicts.items():
        choice = chosen.get(sid)
        if choice is None:
            found[sid] = "selection.decision.choose"
        elif needs_reason(verdict, choice.is_kept) and not any(text.strip() for text in choice.reason.values()):
            found[sid] = "selection.decision.needs_reason"
        elif choice.is_kept and places[choice.position] > 1:
            found[sid] = "selection.decision.same_place"
        elif any(not chosen.get(other, choice).is_kept or other == sid for other in choice.taken_up_in):
            found[sid] = "selection.decision.taken_up_in_dropped"
        elif choice.is_kept and choice.taken_up_in:
            found[sid] = "selection.decision.kept_and_taken_up"
    return found


NOTE_LIMIT = 2000  # characters of a private note
WORDS_LIMIT = 1000  # characters of a conflict's words
ROUNDS_MOST = 5
EVIDENCE_MOST = 20  # pieces attached to one mark
REF_LIMIT = 60  # characters of one piece's "type:public id"


class Confidence(StrEnum):
    """How sure a member is of a mark."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class ConflictKind(StrEnum):
    """What ties a member to a candidate."""

    EMPLOYED = "employed"
    MONEY = "money"
    FAMILY = "family"
    MEMBER = "member"
    AUTHOR = "author"
    OTHER = "other"


class ConflictRule(StrEnum):
    """What the public record says of conflicts: how many there were, or whose."""

    COUNT = "count"
    NAMES = "names"


@dataclass(frozen=True)
class SheetLine:
    """One candidate on a member's sheet: marks given (or declined) of all to give; `is_apart` with a conflict."""

    sid_id: int
    done: int
    total: int
    is_apart: bool

    @property
    def is_complete(self) -> bool:
        """Nothing is left to say on it."""
        return self.is_apart or self.done >= self.total
