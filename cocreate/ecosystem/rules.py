"""Closed lists and pure rules of the ecosystem map."""

from dataclasses import dataclass
from enum import StrEnum

from cocreate.process.rules import HelixCategory


class ActorType(StrEnum):
    """What an actor of the ecosystem is."""

    COMPANY = "company"
    SOCIAL_ENTERPRISE = "social_enterprise"
    RESEARCH_GROUP = "research_group"
    PUBLIC_BODY = "public_body"
    ASSOCIATION = "association"
    CITIZEN_INITIATIVE = "citizen_initiative"
    INFRASTRUCTURE = "infrastructure"


class Part(StrEnum):
    """The parts of the map that an information sheet draws: what a strength is a strength of."""

    MARKET = "market"
    INDUSTRY = "industry"
    RESEARCH = "research"
    SOCIAL = "social"
    UNPLACED = "unplaced"  # an asset that nobody has given its place yet


PLACES = (Part.MARKET, Part.INDUSTRY, Part.RESEARCH, Part.SOCIAL)  # those that people choose from


class Agreement(StrEnum):
    """What the actor itself says about standing in the register."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class SuggestionKind(StrEnum):
    """What an answer seems to name."""

    STRENGTH = "strength"  # added to the list of a challenge
    ACTOR = "actor"  # named in a proposed project
    PROJECT = "project"


class SuggestionState(StrEnum):
    """What people made of a suggestion."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ChangeKind(StrEnum):
    """What an actor asks for by its own link."""

    CORRECT = "correct"
    REMOVE = "remove"


TYPICAL_HELIX = {
    ActorType.COMPANY: HelixCategory.BUSINESS,
    ActorType.SOCIAL_ENTERPRISE: HelixCategory.BUSINESS,
    ActorType.RESEARCH_GROUP: HelixCategory.RESEARCH,
    ActorType.PUBLIC_BODY: HelixCategory.PUBLIC_SECTOR,
    ActorType.ASSOCIATION: HelixCategory.CIVIL_SOCIETY,
    ActorType.CITIZEN_INITIATIVE: HelixCategory.CIVIL_SOCIETY,
    ActorType.INFRASTRUCTURE: HelixCategory.OTHER,
}
TYPICAL_TYPE = {
    HelixCategory.BUSINESS: ActorType.COMPANY,
    HelixCategory.RESEARCH: ActorType.RESEARCH_GROUP,
    HelixCategory.PUBLIC_SECTOR: ActorType.PUBLIC_BODY,
    HelixCategory.CIVIL_SOCIETY: ActorType.ASSOCIATION,
    HelixCategory.CITIZEN: ActorType.CITIZEN_INITIATIVE,
}
# Part of the map in which the strengths of a type mostly lie; people may choose another.
TYPICAL_PART = {
    ActorType.COMPANY: Part.INDUSTRY,
    ActorType.SOCIAL_ENTERPRISE: Part.SOCIAL,
    ActorType.RESEARCH_GROUP: Part.RESEARCH,
    ActorType.PUBLIC_BODY: Part.MARKET,
    ActorType.ASSOCIATION: Part.SOCIAL,
    ActorType.CITIZEN_INITIATIVE: Part.SOCIAL,
    ActorType.INFRASTRUCTURE: Part.RESEARCH,
}
LOWEST_TRL, HIGHEST_TRL = 1, 9
MOST_TAGS, LONGEST_TAG = 20, 60


@dataclass(frozen=True)
class Spot:
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float

    @property
    def is_real(self) -> bool:
        """Whether there is such a place."""
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180


def is_shown(actor_type: str, agreement: str) -> bool:
    """Whether everybody sees an actor.

    An initiative of citizens may be known by a person's name, so it is shown only once it has agreed; an organisation
    is shown until it refuses.
    """
    if actor_type == ActorType.CITIZEN_INITIATIVE:
        return agreement == Agreement.AGREED
    return agreement != Agreement.REFUSED


def tags_of(text: str) -> list[str]:
    """Tags as people type them, separated by commas: each once, in lower case.

    >>> tags_of("Repair, reuse,, repair")
    ['repair', 'reuse']
    """
    found = (" ".join(part.split()).casefold() for part in text.replace(";", ",").split(","))
    return list(dict.fromkeys(tag for tag in found if tag))
