"""The people of the demonstration: one for each role, ten on the committee, all under addresses that reach nobody."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from cocreate.accounts import commands, queries
from cocreate.accounts.models import Organisation, User
from cocreate.accounts.organisations import commands as organisations
from cocreate.accounts.rules import MemberRole
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role

ORGANISATION = {
    "nl": "Agentschap van de demonstratie",
    "fr": "Agence de la démonstration",
    "en": "Agency of the demonstration",
    "de": "Agentur der Demonstration",
}
DOMAIN = "demo.example"  # RFC 2606: no mail will ever be delivered there
COMMITTEE_SIZE = 10
ROLES = {
    "owner": Role.OWNER,
    "organiser": Role.ORGANISER,
    "analyst": Role.ANALYST,
    "facilitator": Role.FACILITATOR,
    "observer": Role.OBSERVER,
    "participant": Role.PARTICIPANT,
}


def address(name: str) -> str:
    """The address of somebody in the demonstration, such as organiser@demo.example."""
    return f"{name}@{DOMAIN}"


def committee_names(count: int = COMMITTEE_SIZE) -> list[str]:
    """Names before the @ of the committee's members; the first is simply `committee`."""
    return ["committee", *(f"committee{number}" for number in range(2, count + 1))]


def make_people(session: Session, committee: int = COMMITTEE_SIZE) -> dict[str, User]:
    """Everybody with an account, by the name before the @."""
    people = {name: _person(session, name, f"{name.capitalize()} (demo)") for name in ROLES}
    for number, name in enumerate(committee_names(committee), start=1):
        people[name] = _person(session, name, f"Committee member {number} (demo)")
    return people


def demo_organisation(session: Session, owner: User | None = None) -> Organisation:
    """The organisation that runs what is shown; the owner of the process is its administrator."""
    made = organisations.ensure_organisation(session, SYSTEM, short_name="demo", title=ORGANISATION)
    if owner is not None:
        organisations.add_member(session, SYSTEM, made, owner, MemberRole.ADMINISTRATOR)
    return made


def make_administrator(session: Session) -> User:
    """Somebody who runs the installation, for a first look round."""
    user = _person(session, "administrator", "Administrator (demo)")
    commands.grant_site_role(session, SYSTEM, user)
    return user


def seat_people(session: Session, process: Any, people: dict[str, User]) -> None:
    """Give everybody their role in the process."""
    for name, role in _roles(people):
        if role is not Role.OWNER:  # whoever creates the process owns it already
            commands.grant_role(session, SYSTEM, process, people[name], role)


def _roles(people: Iterable[str]) -> list[tuple[str, Role]]:
    return [(name, ROLES.get(name, Role.COMMITTEE_MEMBER)) for name in people]


def as_actor(user: User, role: Role) -> Actor:
    """What a visit of this person would be in the process."""
    roles = frozenset({Role.VISITOR, Role.ACCOUNT, role})
    return Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id, roles=roles)


def _person(session: Session, name: str, shown: str) -> User:
    known = queries.find_user(session, address(name))
    return known or commands.create_user(session, SYSTEM, email=address(name), name=shown)
