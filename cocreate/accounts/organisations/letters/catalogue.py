"""The letters that an organisation may word itself, with their subjects and the places that are filled in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

LINK = _l("the link; without it the letter is of no use")
PERSON, TITLE = _l("the name of the person"), _l("the title of what it is about")


@dataclass(frozen=True)
class Letter:
    """One letter: what it is for, its subject, and the places by name."""

    name: str  # of its templates
    label: Any  # lazy text
    subject: Any  # lazy text, with places as %(name)s
    places: Mapping[str, Any]  # name -> what is filled in there, lazy text
    needed: tuple[str, ...] = ("link",)  # that must stand in the text

    @property
    def links(self) -> tuple[str, ...]:
        """The places that are filled with an address."""
        return tuple(name for name in ("link", "own") if name in self.places)


LETTERS: Mapping[str, Letter] = {
    each.name: each
    for each in (
        Letter(
            "invitation",
            _l("Invitation to a role"),
            _l("Invitation: %(process)s"),
            {
                "process": TITLE,
                "inviter": _l("who invites"),
                "role": _l("the role"),
                "role_help": _l("what one does in it"),
                "until": _l("the last day of the link"),
                "link": LINK,
            },
        ),
        Letter(
            "take_part",
            _l("Question whether somebody takes part"),
            _l("Would you take part? %(title)s"),
            {"person": PERSON, "title": TITLE, "organisation": _l("the name of the organisation"), "link": LINK},
        ),
        Letter(
            "request_received",
            _l("Confirmation of an address after a registration"),
            _l("Please confirm your registration: %(title)s"),
            {"title": TITLE, "link": LINK},
        ),
        Letter(
            "request_accepted",
            _l("A registration is accepted"),
            _l("You take part: %(title)s"),
            {"person": PERSON, "title": TITLE, "link": LINK},
        ),
        Letter(
            "own_link",
            _l("Link to what is kept of somebody"),
            _l("What %(organisation)s keeps of you"),
            {"person": PERSON, "organisation": _l("the name of the organisation"), "link": LINK},
        ),
        Letter(
            "let_go",
            _l("Somebody is kept in the directory no longer"),
            _l("You took back your consent: %(organisation)s"),
            {
                "person": PERSON,
                "organisation": _l("the name of the organisation"),
                "erased": _l("when all that is kept is erased"),
                "link": LINK,
            },
            needed=("erased",),
        ),
        Letter(
            "personal_link",
            _l("Seat in an Innovation Camp"),
            _l("Your seat: %(title)s"),
            {
                "person": PERSON,
                "title": TITLE,
                "starts": _l("when it begins; empty where no day is set"),
                "link": LINK,
                "own": _l("the link to take the registration back"),
            },
            needed=("link", "own"),
        ),
        Letter(
            "ecosystem_own",
            _l("Link to an entry in the register of actors"),
            _l("Your entry in the register of %(process)s"),
            {"entry": _l("the name of the actor"), "process": TITLE, "link": LINK},
        ),
        Letter(
            "follow",
            _l("Confirmation of an address that follows"),
            _l("Please confirm that you want to follow: %(title)s"),
            {"title": TITLE, "process": _l("the title of the process"), "link": LINK},
        ),
    )
}
