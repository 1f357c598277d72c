"""Closed lists and pure rules of accounts and organisations."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from cocreate.core.permissions import PROCESS_ROLES, Role
from cocreate.errors import Invalid

INVITATION_LASTS = timedelta(days=14)
LINK_LASTS = timedelta(minutes=30)
PASSWORD_MIN, PASSWORD_MAX = 10, 128
NAME_MAX = 120
MOST_ADDRESSES = 100  # invited at once
CLOSED_AT = "closed.invalid"  # where the addresses of closed accounts are: no letter arrives there

# Roles in which one runs nothing, so that no second factor is asked.
LIGHT_ROLES = frozenset({Role.PARTICIPANT, Role.OBSERVER, Role.ORGANISATION_MEMBER})


def normal_email(text: str) -> str:
    """The address as we store and compare it, or Invalid. Nothing is asked of the network."""
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        raise Invalid("accounts.email.invalid") from None
    return found.normalized.lower()


def addresses_in(text: str) -> list[str]:
    """The addresses in a pasted text, each once and in our form, or Invalid with those that are none.

    Commas, semicolons, blanks and new lines part them; names before an address in angle brackets are left out.
    """
    found: list[str] = []
    for piece in re.split(r"[,;\n]+", text):
        bracketed = re.findall(r"<([^<>]*)>", piece)
        found += bracketed or piece.split()
    good: list[str] = []
    bad: list[str] = []
    for one in found:
        try:
            good.append(normal_email(one))
        except Invalid:
            bad.append(one.strip()[:80])
    if bad:
        raise Invalid("accounts.email.several", given=", ".join(bad[:10]))
    if len(good) > MOST_ADDRESSES:
        raise Invalid("accounts.email.too_many", limit=MOST_ADDRESSES)
    return list(dict.fromkeys(good))


def normal_password(text: str) -> str:
    """The same password, however the keyboard composed its accents (as Flask-Security does)."""
    return unicodedata.normalize("NFKD", text)


def password_problem(password: str, *, personal: Iterable[str] = ()) -> str | None:
    """A code for what is wrong with a new password. Length is what counts; rules about signs make passwords worse."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        return "accounts.password.length"
    low = password.casefold()
    if len(set(low)) < 4:
        return "accounts.password.simple"
    words = {part for word in personal for part in (word.casefold(), *word.casefold().split("@")) if len(part) > 3}
    if any(len(low.replace(word, "")) < 6 for word in words if word in low):
        return "accounts.password.personal"
    return None


def may_hand_out(roles: frozenset[Role]) -> tuple[Role, ...]:
    """Roles in a process that somebody with these roles may give and take: only owners make owners, or
    whoever has to help when the last one is gone."""
    if roles & {Role.OWNER, Role.ORGANISATION_ADMINISTRATOR, Role.ADMINISTRATOR}:
        return PROCESS_ROLES
    if Role.ORGANISER in roles:
        return tuple(role for role in PROCESS_ROLES if role is not Role.OWNER)
    return ()


SHORT_NAME_MAX = 40
SHORT_NAME = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{SHORT_NAME_MAX - 2}}}[a-z0-9])?")


class MemberRole(StrEnum):
    """What somebody is in an organisation."""

    ADMINISTRATOR = "administrator"  # sees and runs all its processes, its people and its look
    MEMBER = "member"  # makes processes of their own in its name


class Founding(StrEnum):
    """Who may set up an organisation on this installation."""

    OPEN = "open"  # anybody with an account
    ADMINISTRATORS = "administrators"  # of the installation


ROLES: dict[MemberRole, frozenset[Role]] = {
    MemberRole.ADMINISTRATOR: frozenset({Role.ORGANISATION_MEMBER, Role.ORGANISATION_ADMINISTRATOR}),
    MemberRole.MEMBER: frozenset({Role.ORGANISATION_MEMBER}),
}


def short_name_of(title: Mapping[str, str]) -> str:
    """A short name made of a title: `Région de Bruxelles` becomes `region-de-bruxelles`; may be empty."""
    text = next((title[code] for code in ("en", "fr", "nl", "de") if title.get(code)), "")
    plain = (
        unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("’", " "))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SHORT_NAME_MAX].strip("-")


def checked_short_name(text: str) -> str:
    """The short name as it stands in addresses, or Invalid."""
    found = text.strip().lower()
    if not SHORT_NAME.fullmatch(found):
        raise Invalid("organisations.short_name.invalid", limit=SHORT_NAME_MAX)
    return found
