"""Closed lists and pure rules about people: what can be told of somebody, what they agree to word by word, terms."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from cocreate.accounts.rules import normal_email
from cocreate.core.permissions import Role
from cocreate.directory.words import Gender
from cocreate.errors import Invalid
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

NAME_LIMIT, TEXT_LIMIT, NOTE_LIMIT, EMAIL_LIMIT = 120, 200, 1000, 254
MOST_SKILLS, SKILL_LIMIT = 20, 60
EXPIRES_SOON = timedelta(days=60)
SPARED = timedelta(days=30)  # at least, between the letter and erasing whoever had not been told that it follows
MOST_SEATS = 500


class Use(StrEnum):
    """For what somebody can be asked."""

    CONSULTATION = "consultation"
    CAMP = "camp"
    COMMITTEE = "committee"
    INTERVIEW = "interview"
    EXPERTISE = "expertise"


class Reach(StrEnum):
    """How somebody is reached; all but the first are helped by the team."""

    MAIL = "mail"
    PHONE = "phone"
    POST = "post"
    IN_PERSON = "in_person"


class Source(StrEnum):
    """Where what we know of somebody came from."""

    ENTERED = "entered"
    FILE = "file"
    REQUEST = "request"


class Purpose(StrEnum):
    """What somebody agrees to."""

    KEEP = "keep"
    WRITE = "write"
    EXPERT = "expert"


class Told(StrEnum):
    """How a consent was told."""

    FORM = "form"  # by the person, on a page of ours
    PAPER = "paper"
    SPOKEN = "spoken"
    FILE = "file"  # in the source of a file that was brought in


class TakingPart(StrEnum):
    """Where somebody stands with a process."""

    INVITED = "invited"
    YES = "yes"
    NO = "no"


class RequestState(StrEnum):
    """What became of a registration."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class GroupKind(StrEnum):
    """What a group is for."""

    COMMITTEE = "committee"
    GROUP = "group"
    PANEL = "panel"


class TermRole(StrEnum):
    """What somebody is in a group."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    SUBSTITUTE = "substitute"


# Roles in the process that membership of a group can bring; owners and organisers are made by hand.
GROUP_ROLES = (Role.COMMITTEE_MEMBER, Role.OBSERVER, Role.PARTICIPANT, Role.FACILITATOR, Role.ANALYST)


@dataclass(frozen=True)
class PersonTold:
    """What is told of somebody, by themselves, by the team or by a line of a file."""

    name: str
    email: str = ""
    works_for: str = ""
    helix: str = ""
    function: str = ""
    skills: tuple[str, ...] = field(default=())
    speaks: tuple[str, ...] = field(default=())
    language: str = "en"
    uses: tuple[str, ...] = field(default=())
    availability: str = ""
    gender: str = ""
    reach: str = Reach.MAIL.value
    phone: str = ""
    help_needed: str = ""

    def checked(self) -> "PersonTold":
        """The same in the form in which it is stored, or Invalid."""
        name = " ".join(self.name.split())
        if not name or len(name) > NAME_LIMIT:
            raise Invalid("directory.person.name", limit=NAME_LIMIT)
        if self.helix and self.helix not in set(HelixCategory):
            raise Invalid("directory.person.helix")
        if not {self.language, *self.speaks} <= set(LANGUAGES):
            raise Invalid("directory.person.language")
        if self.gender not in set(Gender) or self.reach not in set(Reach) or not set(self.uses) <= set(Use):
            raise Invalid("unknown")
        email = self._address()
        if self.reach == Reach.MAIL and not email:
            raise Invalid("directory.person.address_needed")
        for text, limit in ((self.works_for, TEXT_LIMIT), (self.function, TEXT_LIMIT), (self.phone, 60)):
            if len(text) > limit:
                raise Invalid("too_long", limit=limit)
        if max(len(self.availability), len(self.help_needed)) > NOTE_LIMIT:
            raise Invalid("too_long", limit=NOTE_LIMIT)
        skills = tidy_skills(self.skills)
        uses = tuple(use.value for use in Use if use in self.uses)
        speaks = tuple(code for code in LANGUAGES if code in self.speaks)
        return replace(self, name=name, email=email, skills=skills, uses=uses, speaks=speaks)

    @property
    def found_by(self) -> str:
        """What a search looks through."""
        return folded(" | ".join((self.name, self.works_for, self.function, *self.skills)))

    def _address(self) -> str:
        if not self.email.strip():
            return ""
        try:
            email = normal_email(self.email[:320])
        except Invalid:
            raise Invalid("directory.person.no_address") from None
        if len(email) > EMAIL_LIMIT:
            raise Invalid("directory.person.no_address")
        return email


def folded(text: str) -> str:
    """A text as it is searched: without accents and capitals.

    >>> folded("Économie Circulaire")
    'economie circulaire'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def tidy_skills(words: Iterable[str]) -> tuple[str, ...]:
    """Skills without blanks and doubles, in the order told.

    >>> tidy_skills([" Soil  science", "soil science", "", "Law"])
    ('Soil science', 'Law')
    """
    found: dict[str, str] = {}
    for word in words:
        tidy = " ".join(word.split())[:SKILL_LIMIT]
        if tidy:
            found.setdefault(tidy.casefold(), tidy)
    return tuple(found.values())[:MOST_SKILLS]


def skills_in(text: str) -> tuple[str, ...]:
    """Skills that were typed with commas, semicolons or on lines of their own.

    >>> skills_in("Soil, Law; Ethics")
    ('Soil', 'Law', 'Ethics')
    """
    return tidy_skills(text.replace(";", ",").replace("|", ",").replace("\n", ",").split(","))


@dataclass(frozen=True)
class Span:
    """From which day a term runs to which day, both included; without an end it runs on."""

    starts: date
    ends: date | None = None

    def check(self) -> None:
        """Raise Invalid for a term that ends before it begins."""
        if self.ends is not None and self.ends < self.starts:
            raise Invalid("directory.term.order")

    def holds(self, day: date) -> bool:
        """Whether the day lies in it.

        >>> Span(date(2026, 1, 1), date(2026, 12, 31)).holds(date(2026, 12, 31))
        True
        """
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        begins_in_time = self.ends is None or other.starts <= self.ends
        return begins_in_time and (other.ends is None or self.starts <= other.ends)

    def expires_soon(self, day: date) -> bool:
        """Whether it runs, and ends within two months."""
        return self.holds(day) and self.ends is not None and self.ends - day <= EXPIRES_SOON


# Purpose -> number of the wording -> its words. The last is the one that is asked now.
WORDINGS = {
    Purpose.KEEP: {
        1: _l(
            "The organisation that runs this process may keep what I told here in its directory, to find people for "
            "its processes. I can look at it, change it and erase it at any time."
        ),
    },
    Purpose.WRITE: {
        1: _l("It may write to me when there is a process or a meeting in which I could take part."),
    },
    Purpose.EXPERT: {
        1: _l(
            "It may show my name, organisation, function, skills and languages on a public page where people look for "
            "experts. My address is not shown."
        ),
    },
}


def current(purpose: Purpose) -> int:
    """The number of the wording that is asked now."""
    return max(WORDINGS[purpose])
