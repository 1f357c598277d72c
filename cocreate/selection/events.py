"""What happens in a selection that other parts may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CandidateAdded:
    """The long list has one more candidate."""

    process: str
    sid: str


@dataclass(frozen=True)
class RoundOpened:
    """Participants can rank the candidates from now on."""

    process: str
    round: str


@dataclass(frozen=True)
class RoundClosed:
    """Nobody can rank any more; the results are stored."""

    process: str
    round: str


@dataclass(frozen=True)
class ScoringOpened:
    """The committee can score the candidates from now on."""

    process: str
    round: str


@dataclass(frozen=True)
class DecisionPublished:
    """The committee's shortlist is public and final."""

    process: str
    shortlist: str


@dataclass(frozen=True)
class MeetingChanged:
    """Something in a meeting is different: pages that show it look again. It says nothing about what."""

    meeting: str
