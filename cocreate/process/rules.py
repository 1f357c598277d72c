"""Closed lists and pure rules of a process."""

from enum import StrEnum


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
