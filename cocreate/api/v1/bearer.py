"""Who asks: a program with a token, else whoever's browser this is; and how often one may ask."""

from dataclasses import dataclass

from flask import g, request
from flask_limiter.util import get_remote_address

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.api.tokens.commands import note_use
from cocreate.api.tokens.models import ApiToken
from cocreate.api.tokens.queries import token_shown
from cocreate.api.tokens.rules import USE_NOTED_EVERY, Scope
from cocreate.core import features
from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import NotAllowed
from cocreate.web.access import act_as
from cocreate.web.security import csrf, limiter

WITH_TOKEN, WITHOUT = "600 per minute", "120 per minute"


@dataclass(frozen=True)
class Shown:
    """What came in the Authorization header, and the token behind it, if it counts."""

    is_any: bool = False
    token: ApiToken | None = None


def shown() -> Shown:
    """Looked up once per request."""
    if "api_shown" not in g:
        scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
        is_bearer = scheme.lower() == "bearer"
        found = token_shown(db.session(), secret.strip(), clock.now()) if is_bearer else None
        g.api_shown = Shown(bool(scheme), found)
    return g.api_shown  # type: ignore[no-any-return]


def who_is_limited() -> str:
    """A token by itself, wherever its program runs; everybody else by the connection."""
    token = shown().token
    return f"token:{token.public_id}" if token is not None else f"api:{get_remote_address()}"


def how_often() -> str:
    """Tokens are ended when they are misused, so they may ask more."""
    return WITH_TOKEN if shown().token is not None else WITHOUT


often_enough = limiter.shared_limit(how_often, scope="api", key_func=who_is_limited)


def identify() -> None:
    """Before every operation: the token's person, whatever cookies came along; a browser's form needs its proof."""
    if not features.value("api"):
        raise NotAllowed("api.off")
    if not shown().is_any:
        csrf.protect()
        return
    token = shown().token
    if token is None:
        raise NotAllowed("api.token.unknown")
    act_as(actor_of(token.user, g.get("process")))


def actor_of(user: User, process: object) -> Actor:
    """The person behind a token, with the roles that hold in the process at hand."""
    roles = frozenset({Role.VISITOR, Role.ACCOUNT}) | user.roles_in(process)
    return Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id, roles=roles)


def check_scope(scope: Scope) -> None:
    """Whether the token is for this; a browser's visit is for everything."""
    token = shown().token
    if token is not None and scope.value not in token.scopes:
        raise NotAllowed("api.token.scope", scope=scope.value)


def remember_use(response: object) -> object:
    """After the answer is made, in a transaction of its own, since most operations only read."""
    token = shown().token
    now = clock.now()
    if token is not None and (token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY):
        db.session.rollback()
        begin_writing()
        with transaction() as session:
            note_use(session, token.id)
    return response
