"""Who is asking, and may they: every route names its permission with `@requires`, every page checks it the same way."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g
from flask import session as visit
from flask_login import current_user

from cocreate.core import stages
from cocreate.core.db import db
from cocreate.core.permissions import OUTSIDERS, TABLE, Actor, ActorKind, Role, is_allowed, require
from cocreate.errors import NotAllowed, NotFound

View = TypeVar("View", bound=Callable[..., Any])
SignInNeeded = NotAllowed  # kept apart by its code `sign_in_first`


def current_actor() -> Actor:
    """Whoever asks now, with the roles that hold for the process or the organisation of the address (if any)."""
    cached: tuple[Any, Actor] | None = g.get("actor")
    if cached is not None and cached[0] == _where():
        return cached[1]
    return act_as(find_actor(g.get("process"), g.get("organisation")))


def act_as(actor: Actor) -> Actor:
    """From now on, and as long as the address names the same process and organisation, this is whoever asks."""
    g.actor = (_where(), actor)
    return actor


def _where() -> tuple[int | None, int | None]:
    process, organisation = g.get("process"), g.get("organisation")
    return (process.id if process is not None else None, organisation.id if organisation is not None else None)


def find_actor(process: Any, organisation: Any = None) -> Actor:
    """The signed-in person, else a guest with a seat, else a visitor. Also used by socket handlers, per event."""
    if current_user and current_user.is_authenticated:
        roles = {Role.VISITOR, Role.ACCOUNT} | current_user.roles_in(process, organisation)
        guest = _guest(process)
        if guest is not None:
            roles |= guest.roles
        return Actor(
            kind=ActorKind.USER,
            ref=current_user.public_id,
            user_id=current_user.id,
            seat_id=guest.seat_id if guest else None,
            roles=frozenset(roles),
        )
    return _guest(process) or Actor()


def _guest(process: Any) -> Actor | None:
    if process is None:
        return None
    for stage in stages.announced():
        guest = stage.find_guest(db.session, process)
        if guest is not None:
            return guest
    return None


def open_phases() -> frozenset[str]:
    """Kinds of the phases of the process at hand that are open now."""
    process = g.get("process")
    return process.open_phases() if process is not None else frozenset()


def may(permission: str) -> bool:
    """Whether whoever asks may do this now; used by templates to show only what works."""
    return is_allowed(current_actor(), permission, open_phases())


def check(permission: str) -> None:
    """Refuse now: unknown things to strangers, sign-in first to visitors, else plainly."""
    actor = current_actor()
    if _is_hidden_from(actor, permission):
        if actor.kind is ActorKind.VISITOR and Role.VISITOR not in TABLE[permission].roles:
            raise NotAllowed("sign_in_first")
        raise NotFound()
    try:
        require(actor, permission, open_phases())
    except NotAllowed:
        if actor.kind is ActorKind.VISITOR:
            raise NotAllowed("sign_in_first") from None
        raise


def _is_hidden_from(actor: Actor, permission: str) -> bool:
    """Whether a stranger should not even learn that the process or organisation of the address is there. Whoever runs
    the installation comes where the table names them."""
    if actor.roles - OUTSIDERS or Role.ADMINISTRATOR in actor.roles & TABLE[permission].roles:
        return False
    process = g.get("process")
    return g.get("organisation") is not None or (process is not None and not process.is_public)


def requires(permission: str) -> Callable[[View], View]:
    """Decorator: the route's permission. A test fails for a route that has none."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            check(permission)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def forget_visit() -> None:
    """End this browser's visit."""
    visit.clear()
