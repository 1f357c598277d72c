"""Pure rules of organisations: what their people are, and the short name in an address."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from cocreate.core.permissions import Role
from cocreate.errors import Invalid

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
