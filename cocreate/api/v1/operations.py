"""One operation of a resource: its address, permission, scope, who asks, what it takes, answers, and how it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, g, jsonify, request
from flask_limiter.util import get_remote_address
from flask_smorest import Blueprint
from marshmallow import Schema

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.api.models import ApiToken
from cocreate.api.rules import USE_NOTED_EVERY, Scope
from cocreate.api.tokens import note_use, token_shown
from cocreate.core import features
from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.ids import digest
from cocreate.core.permissions import TABLE, Actor, ActorKind, Role
from cocreate.errors import DomainError, NotAllowed
from cocreate.web.access import act_as, requires
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


ALWAYS = (401, 403, 404, 422, 429)
OF_WRITES = (400, 409, 413, 415, 503)
ONCE = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string"},
    "description": "Chosen by you: the same one sent again gives what was made, and makes nothing twice.",
}
View = Callable[..., Any]


class Resource(Blueprint):  # type: ignore[misc]
    """A group of operations, whose description says what each needs."""

    def __init__(self, name: str, title: str, *, description: str, url_prefix: str) -> None:
        super().__init__(name, __name__, url_prefix=url_prefix, description=description)
        self.title = title
        self._prepare_doc_cbks.append(self._tell_needs)

    @staticmethod
    def _tell_needs(doc: dict[str, Any], doc_info: dict[str, Any], **_others: Any) -> dict[str, Any]:
        permission, scope = doc_info["needs"]
        doc["security"] = [{"token": [scope.value]}]
        if Role.VISITOR in TABLE[permission].roles:
            doc["security"].append({})
        return doc


def resource(name: str, title: str, description: str, *, beneath_process: bool = True) -> Resource:
    """A group of operations."""
    prefix = "/api/v1/processes/<process_id>" if beneath_process else "/api/v1"
    blueprint = Resource(f"api_{name}", title, description=description, url_prefix=prefix)
    often_enough(blueprint)
    csrf.exempt(blueprint)  # `identify` asks browsers for their proof; a token is one by itself
    blueprint.before_request(identify)
    blueprint.after_request(finish)
    return blueprint


def operation(
    blueprint: Resource,
    rule: str,
    permission: str,
    *,
    method: str = "GET",
    answers: type[Schema],
    status: int = 200,
    wants: type[Schema] | None = None,
    takes: type[Schema] | None = None,
    scope: Scope = Scope.READ,
    refuses: tuple[int, ...] = (),
    is_made_once: bool = False,
) -> Callable[[View], View]:
    """Decorator for the function that does it. `wants` is read from the address, `takes` from the body.

    GET has an ETag, and PATCH asks for it in If-Match.
    """

    def decorate(view: View) -> View:
        done = blueprint.response(status, answers)(view)
        if takes is not None:
            done = blueprint.arguments(takes, location="json")(done)
        if wants is not None:
            done = blueprint.arguments(wants, location="query")(done)
        for code in sorted({*ALWAYS, *refuses, *(OF_WRITES if method != "GET" else ())}):
            done = blueprint.alt_response(code, response=HTTPStatus(code).name)(done)
        told = {"parameters": [ONCE]} if is_made_once else {}
        done = blueprint.doc(tags=[blueprint.title], **told)(done)
        done = requires(permission)(_for(scope)(done))
        done._apidoc |= {"etag": method in ("GET", "PATCH"), "needs": (permission, scope)}  # type: ignore[attr-defined]
        blueprint.add_url_rule(rule, view.__name__, done, methods=[method])
        return view

    return decorate


def _for(scope: Scope) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            check_scope(scope)
            return view(*args, **kwargs)

        return guarded

    return decorate


class _Match(DomainError):
    """The ETag in If-Match is missing, or is not that of what is there now."""


def once(actor: Actor) -> str:
    """What keeps a thing from being made twice: the key that the program chose, if it chose one."""
    key = request.headers.get("Idempotency-Key", "")
    return digest(f"{actor.ref}:{request.path}:{key}")[:40] if key else ""


def check_match(schema: type[Schema], data: Any) -> None:
    """Refuse a change by whoever has not read what there is now. `data` is what GET gives."""
    if not request.if_match:
        missing = _Match("api.match.missing")
        missing.status = HTTPStatus.PRECONDITION_REQUIRED
        raise missing
    there = jsonify(schema().dump(data))
    there.add_etag()
    # The tag becomes a weak one on its way through the compression of answers.
    if not request.if_match.contains_weak(there.get_etag()[0] or "") and not request.if_match.star_tag:
        other = _Match("api.match.other")
        other.status = HTTPStatus.PRECONDITION_FAILED
        raise other


def finish(response: Response) -> Response:
    """Whoever has the same already gets no second copy; nobody in between keeps one for others."""
    response.vary.update(("Accept-Language", "Authorization", "Cookie"))
    response.headers.setdefault("Cache-Control", "private, no-cache")
    remember_use(response)
    if request.method == "GET" and response.status_code == 200 and not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
    return response


__all__ = ["check_match", "once", "operation", "resource"]
