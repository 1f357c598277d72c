"""Closed lists and pure rules of a process, and what may become of a challenge that lies before the committee."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cocreate.errors import Invalid


class PhaseKind(StrEnum):
    """What a phase is for; permissions depend on it."""

    CHALLENGES = "challenges"
    CONSULTATION = "consultation"
    CAMP = "camp"
    SELECTION = "selection"
    PLAN = "plan"


class Standing(StrEnum):
    """Where a process as a whole stands in time."""

    UNDER_WAY = "under_way"
    TO_COME = "to_come"
    OVER = "over"


class HelixCategory(StrEnum):
    """The stakeholder families of the quadruple helix, citizens and associations being two faces of civil society."""

    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_SECTOR = "public_sector"
    CIVIL_SOCIETY = "civil_society"  # associations
    CITIZEN = "citizen"
    OTHER = "other"


class ChallengeState(StrEnum):
    """Where a challenge stands: only listed ones are seen by everybody and asked about."""

    DRAFT = "draft"
    LISTED = "listed"
    SET_ASIDE = "set_aside"


class ContextKind(StrEnum):
    """What frames the challenges."""

    MEGATREND = "megatrend"
    TRANSITION = "transition"


class Outcome(StrEnum):
    """Where a validation stands; all but the first are the end of it."""

    ASKED = "asked"
    VALIDATED = "validated"
    CHANGES = "changes"  # sent back to be worked on
    SET_ASIDE = "set_aside"
    EXCEPTION = "exception"  # opened without the committee, with a recorded reason


SETTLED = frozenset({Outcome.VALIDATED, Outcome.EXCEPTION})
DECISIONS = (Outcome.VALIDATED, Outcome.CHANGES, Outcome.SET_ASIDE)


class CommentKind(StrEnum):
    """A remark, or something to be changed."""

    COMMENT = "comment"
    CHANGE = "change"


class Answered(StrEnum):
    """What became of a proposed change."""

    NOT_YET = ""
    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"


@dataclass(frozen=True)
class Meeting:
    """When the committee decided, who was there and how they voted."""

    day: date
    present: int
    in_favour: int
    against: int
    abstained: int

    def check(self) -> None:
        """Raise Invalid for votes of more people than were there.

        >>> Meeting(date(2020, 9, 1), 9, 8, 0, 1).check()
        """
        votes = (self.in_favour, self.against, self.abstained)
        if self.present < 1 or min(votes) < 0 or sum(votes) > self.present:
            raise Invalid("validation.votes", present=self.present, votes=sum(votes))
