"""Pure rules of registering: what can be told, what a file of registrations says, how long it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from cocreate.accounts.rules import normal_email
from cocreate.camp.rules import tidy_name
from cocreate.directory.words import GENDER_HEADS, Gender, gender_of
from cocreate.errors import Invalid
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES
from cocreate.survey.inviting.contacts import ContactFile

KEPT_FOR = timedelta(days=30)  # after the camp
KEPT_WITHOUT_DATE = timedelta(days=180)  # after registering, for a camp that has no date
MOST_WISHES = 3
NOTE_LIMIT, ORGANISATION_LIMIT, LINK_LIMIT = 500, 200, 500


class RegistrationState(StrEnum):
    """What became of a registration."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


WISH_HEADS = ("wish", "wishes", "wens", "wensen", "souhait", "souhaits", "wunsch", "wünsche")
NOTE_HEADS = ("note", "remark", "opmerking", "remarque", "bemerkung")


@dataclass(frozen=True)
class Details:
    """What somebody tells when registering. `wishes` are public ids of groups, best first."""

    name: str
    email: str | None = None
    language: str = "en"
    organisation: str = ""
    helix: str = ""
    gender: str = ""
    wishes: tuple[str, ...] = field(default=())
    note: str = ""

    def checked(self, groups: Sequence[str]) -> "Details":
        """The same in the form in which it is stored, or Invalid."""
        name = tidy_name(self.name)
        if not name:
            raise Invalid("camp.seat.name_missing")
        if self.helix and self.helix not in set(HelixCategory):
            raise Invalid("camp.seat.helix_unknown")
        if self.gender not in set(Gender) or self.language not in LANGUAGES:
            raise Invalid("camp.registration.unknown_value")
        try:
            email = normal_email(self.email[:320]) if self.email else None
        except Invalid:
            raise Invalid("survey.contact.no_address") from None
        wishes = tuple(dict.fromkeys(wish for wish in self.wishes if wish in groups))[:MOST_WISHES]
        note, organisation = self.note.strip()[:NOTE_LIMIT], self.organisation.strip()[:ORGANISATION_LIMIT]
        return Details(name, email, self.language, organisation, self.helix, self.gender, wishes, note)


def details_in(found: ContactFile, titles: Sequence[tuple[str, Sequence[str]]]) -> list[Details]:
    """The registrations that a file of contacts holds; `titles` are groups by public id, with what they are called.

    A wish is the number of a group or its title in any language; several are separated by `|`, `/` or a comma.
    """
    return [
        Details(
            name=contact.name or contact.email.partition("@")[0],
            email=contact.email,
            language=contact.language,
            organisation=contact.organisation,
            helix=contact.helix,
            gender=gender_of(_told(contact.attributes, GENDER_HEADS)),
            wishes=wishes_in(_told(contact.attributes, WISH_HEADS), titles),
            note=_told(contact.attributes, NOTE_HEADS),
        )
        for contact in found.contacts
    ]


def wishes_in(text: str, titles: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """The groups that a cell names, best first; what is no group is no wish.

    >>> wishes_in("2, water", [("a", ["Water"]), ("b", ["Air"])])
    ('b', 'a')
    """
    found = []
    for part in text.replace("|", ",").replace("/", ",").split(","):
        word = part.strip().casefold()
        for number, (group, names) in enumerate(titles, start=1):
            if word and word in (str(number), *(name.casefold() for name in names)):
                found.append(group)
    return tuple(dict.fromkeys(found))


def _told(attributes: Mapping[str, str], heads: Sequence[str]) -> str:
    return next((text for head in heads if (text := attributes.get(head, ""))), "")


def erased_after(starts_at: datetime | None, registered_at: datetime) -> datetime:
    """Until when a registration is kept."""
    return starts_at + KEPT_FOR if starts_at is not None else registered_at + KEPT_WITHOUT_DATE


def video_link(text: str) -> str:
    """The address of a video meeting as it is stored: https, of a host with a dot, without a name or password in it.

    We only show it as a link; nothing of ours ever opens it.

    >>> video_link(" https://meet.example.org/room 1")
    Traceback (most recent call last):
        ...
    cocreate.errors.Invalid: camp.video.not_https
    """
    address = text.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        raise Invalid("camp.video.not_https") from None
    is_fine = parts.scheme == "https" and "." in host.strip(".") and not (parts.username or parts.password)
    if not is_fine or len(address) > LINK_LIMIT or not all(sign.isprintable() and sign != " " for sign in address):
        raise Invalid("camp.video.not_https")
    return address
