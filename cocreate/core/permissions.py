"""Who may do what: one table per stage, printed by `cocreate permissions`, checked at every route and socket event."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from cocreate.errors import Closed, NotAllowed


class Role(StrEnum):
    """What somebody is, in one process, in one organisation, or (the first two and the last) anywhere."""

    VISITOR = "visitor"  # anybody, with or without an account
    ACCOUNT = "account"  # signed in
    PARTICIPANT = "participant"  # an account invited to the process, or a guest with a seat in its camp
    OBSERVER = "observer"
    COMMITTEE_MEMBER = "committee_member"
    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    ORGANISER = "organiser"
    OWNER = "owner"
    ORGANISATION_MEMBER = "organisation_member"  # on the pages of the organisation
    ORGANISATION_ADMINISTRATOR = "organisation_administrator"  # there, and in all processes of the organisation
    ADMINISTRATOR = "administrator"  # of the installation


PROCESS_ROLES = (
    Role.OWNER,
    Role.ORGANISER,
    Role.ANALYST,
    Role.FACILITATOR,
    Role.COMMITTEE_MEMBER,
    Role.OBSERVER,
    Role.PARTICIPANT,
)
EVERYONE = frozenset({Role.VISITOR})
# Whoever runs the installation is not among them: they look after it, and read people's words only with a role.
ORGANISERS = frozenset({Role.ORGANISER, Role.OWNER, Role.ORGANISATION_ADMINISTRATOR})
# Those for whom a process that is not public does not exist, and an organisation has only its name.
OUTSIDERS = frozenset({Role.VISITOR, Role.ACCOUNT, Role.ADMINISTRATOR})
STAFF = ORGANISERS | {Role.ANALYST, Role.FACILITATOR}
INSIDERS = STAFF | {Role.COMMITTEE_MEMBER, Role.OBSERVER}


class ActorKind(StrEnum):
    """How somebody is known to us."""

    VISITOR = "visitor"
    USER = "user"
    SEAT = "seat"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Whoever acts now, with the roles that hold for the process at hand."""

    kind: ActorKind = ActorKind.VISITOR
    ref: str = ""  # public id of the user or seat; never a name or address
    user_id: int | None = None
    seat_id: int | None = None
    roles: frozenset[Role] = field(default=EVERYONE)


SYSTEM = Actor(kind=ActorKind.SYSTEM, ref="system", roles=frozenset(Role))


@dataclass(frozen=True)
class Permission:
    """One line of the table: a name such as `camp:board:lock`, who has it, and in which kind of phase."""

    name: str
    roles: frozenset[Role]
    help: str
    during: str | None = None  # kind of phase that must be open; None: at any time


TABLE: dict[str, Permission] = {}


def define(*permissions: Permission) -> None:
    """Enter a stage's permissions in the one table."""
    for permission in permissions:
        known = TABLE.get(permission.name)
        if known is not None and known != permission:
            raise ValueError(f"permission {permission.name} is defined twice")
        TABLE[permission.name] = permission


def is_allowed(actor: Actor, name: str, open_phases: Iterable[str] = ()) -> bool:
    """Whether the actor may do this now."""
    permission = TABLE[name]
    in_time = permission.during is None or permission.during in set(open_phases)
    return in_time and not actor.roles.isdisjoint(permission.roles)


def require(actor: Actor, name: str, open_phases: Iterable[str] = ()) -> None:
    """Raise NotAllowed for the wrong role, Closed for the right role at the wrong time."""
    permission = TABLE[name]
    if actor.roles.isdisjoint(permission.roles):
        raise NotAllowed("not_allowed", permission=name)
    if permission.during is not None and permission.during not in set(open_phases):
        raise Closed("phase_closed", phase=permission.during)
