"""Writes of what an organisation is called and looks like."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from cocreate.accounts.organisations.colours import checked_accent
from cocreate.accounts.organisations.logos import drawn_anew
from cocreate.accounts.organisations.models import Organisation, OrganisationLogo
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.settings import LANGUAGES


@dataclass(frozen=True)
class Look:
    """What its pages, letters and documents say and show; the logo is brought apart."""

    title: Translated
    footer: Translated = field(default_factory=dict)
    contact: str = ""
    accent: str = ""
    languages: tuple[str, ...] = ()  # empty: all


def describe_organisation(
    session: Session, actor: Actor, organisation: Organisation, look: Look, *, version: int
) -> Organisation:
    """Change name, footer, contact, colour and languages."""
    if organisation.version != version:
        raise Conflict("changed_meanwhile")
    if not any(look.title.values()):
        raise Invalid("required")
    accent = checked_accent(look.accent)
    organisation.title, organisation.footer = dict(look.title), dict(look.footer)
    organisation.contact, organisation.accent = " ".join(look.contact.split()), accent
    chosen = [code for code in LANGUAGES if code in look.languages]
    organisation.languages = [] if len(chosen) == len(LANGUAGES) else chosen
    session.flush()
    audit.record(session, actor, "accounts:organisation:describe", organisation.ref, accent=accent)
    return organisation


def set_logo(session: Session, actor: Actor, organisation: Organisation, content: bytes) -> None:
    """Show this picture; empty shows none any more."""
    if not content:
        organisation.logo, organisation.logo_hash = None, ""
    else:
        drawn = drawn_anew(content)
        if organisation.logo is None:
            organisation.logo = OrganisationLogo()
        logo, organisation.logo_hash = organisation.logo, drawn.hash
        logo.hash, logo.content, logo.width, logo.height = drawn.hash, drawn.content, drawn.width, drawn.height
    session.flush()
    audit.record(session, actor, "accounts:logo:set", organisation.ref, logo=organisation.logo_hash)
