"""Reads and writes of an organisation's own wording of letters."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.organisations.letters.catalogue import LETTERS, Letter
from cocreate.accounts.organisations.letters.models import LetterWording
from cocreate.accounts.organisations.letters.places import missing_in, unknown_in
from cocreate.accounts.organisations.models import Organisation
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.settings import LANGUAGES


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
