"""Letters that go out, and how an organisation words them: which there are, and what may stand in them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import LetterWording, Organisation
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.settings import LANGUAGES

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


_PLACE = re.compile(r"\{([a-z_]+)\}")
_BRACES = re.compile(r"[{}]")
_ADDRESS = re.compile(r"https?://\S+", re.ASCII)


def unknown_in(words: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is no place of the letter, as it was typed.

    >>> unknown_in("{link} {lnik} { name}", ["link"])
    ['{lnik}', '{ name}']
    """
    found = re.findall(r"\{[^{}]*\}", words)
    wrong = [each for each in found if each[1:-1] not in known]
    return wrong or (["{"] if _BRACES.search(re.sub(r"\{[^{}]*\}", "", words)) else [])


def missing_in(words: str, needed: Collection[str]) -> list[str]:
    """Places that must be there and are not.

    >>> missing_in("See {link}", ["link", "own"])
    ['own']
    """
    there = set(_PLACE.findall(words))
    return [name for name in needed if name not in there]


def filled(words: str, values: Mapping[str, object]) -> str:
    """The words with their values.

    >>> filled("Dear {person}", {"person": "{link}", "link": "x"})
    'Dear {link}'
    """
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), words)


def filled_html(words: str, values: Mapping[str, object]) -> Markup:
    """The same as paragraphs of HTML; a value that is an address becomes a link."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", words) if block.strip()]
    return Markup("\n").join(Markup("<p>{}</p>").format(_paragraph(block, values)) for block in blocks)


def _paragraph(block: str, values: Mapping[str, object]) -> Markup:
    parts, end = [], 0
    for place in _PLACE.finditer(block):
        parts += [_lines(block[end : place.start()]), _value(str(values.get(place[1], place[0])))]
        end = place.end()
    return Markup("").join([*parts, _lines(block[end:])])


def _lines(words: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in words.split("\n"))


def _value(value: str) -> Markup:
    if _ADDRESS.fullmatch(value):
        return Markup('<a href="{0}">{0}</a>').format(value)
    return escape(value)


def find_letter(name: str, language: str) -> Letter:
    """The letter of an address, in a language that we speak."""
    if name not in LETTERS or language not in LANGUAGES:
        raise NotFound()
    return LETTERS[name]


def wording_of(session: Session, organisation_id: int, name: str, language: str) -> LetterWording | None:
    """The own wording, where there is one."""
    return session.scalar(
        select(LetterWording).where(
            LetterWording.organisation_id == organisation_id,
            LetterWording.letter == name,
            LetterWording.language == language,
        )
    )


def wordings_of(session: Session, organisation: Organisation) -> set[tuple[str, str]]:
    """Which letters are worded by the organisation, in which languages."""
    mine = select(LetterWording.letter, LetterWording.language)
    rows = session.execute(mine.where(LetterWording.organisation_id == organisation.id))
    return {(name, language) for name, language in rows}


def check(letter: Letter, subject: str, text: str) -> None:
    """Raise Invalid for words that could not be sent."""
    for words in (subject, text):
        if not words.strip():
            raise Invalid("required")
        if wrong := unknown_in(words, letter.places):
            raise Invalid("organisations.letter.unknown_place", place=wrong[0])
    if missing := missing_in(text, letter.needed):
        raise Invalid("organisations.letter.missing_place", place=f"{{{missing[0]}}}")


def word_letter(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    letter: Letter,
    language: str,
    *,
    subject: str,
    text: str,
    version: int,
) -> LetterWording:
    """Say it in own words from now on. `version` is 0 where there were none before."""
    check(letter, subject, text)
    session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    row = wording_of(session, organisation.id, letter.name, language)
    if row is not None and (row.subject, row.text) == (subject, text):
        return row
    if (row.version if row is not None else 0) != version:
        raise Conflict("changed_meanwhile")
    if row is None:
        row = LetterWording(organisation_id=organisation.id, letter=letter.name, language=language)
        session.add(row)
    row.subject, row.text = subject, text
    session.flush()
    audit.record(session, actor, "accounts:letter:word", row.ref, letter=letter.name, language=language)
    return row


def reset_letter(session: Session, actor: Actor, organisation: Organisation, letter: Letter, language: str) -> None:
    """Our words again; said again, nothing happens."""
    row = wording_of(session, organisation.id, letter.name, language)
    if row is not None:
        audit.record(session, actor, "accounts:letter:reset", row.ref, letter=letter.name, language=language)
        session.delete(row)
        session.flush()
