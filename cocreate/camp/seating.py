"""How a browser keeps its seat: a signed cookie per camp with the seat's token, of which we store only the hash."""

from typing import Any

from flask import Response, current_app, g, has_request_context, request
from itsdangerous import BadSignature, URLSafeSerializer

from cocreate.camp import queries
from cocreate.camp.models import Camp, Seat
from cocreate.core.ids import keyed_bytes, secret_token
from cocreate.core.permissions import Actor, ActorKind, Role

PREFIX = "seat_"
KEPT_FOR = 30 * 86400  # seconds; a camp is half a day, its ranking and results follow within weeks
MOST_COOKIES = 12


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="camp-seat")


def remember(response: Response, camp: Camp, token: str) -> None:
    """Let this browser sit on the seat that the token opens."""
    response.set_cookie(
        PREFIX + camp.public_id,
        _signer().dumps(token),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=current_app.extensions["cocreate_is_secure"],
    )


def forget(response: Response, camp: Camp) -> None:
    """Let this browser stand up."""
    response.delete_cookie(PREFIX + camp.public_id, httponly=True, samesite="Lax")


def token_of(cookie: str) -> str | None:
    """The token in a cookie, if we signed it."""
    try:
        token = _signer().loads(cookie)
    except BadSignature:
        return None
    return token if isinstance(token, str) else None


def find_guest(session: Any, process: Any) -> Actor | None:
    """The guest with a seat in this process: in the camp of the address where there is one, else in the latest."""
    if not has_request_context():
        return None
    camp: Camp | None = g.get("camp")
    cookies = {name: value for name, value in request.cookies.items() if name.startswith(PREFIX)}
    if camp is not None:
        cookies = {name: value for name, value in cookies.items() if name == PREFIX + camp.public_id}
    tokens = [token for value in list(cookies.values())[:MOST_COOKIES] if (token := token_of(value))]
    g.guest_seat = seat = queries.seat_among(session, process, tokens) if tokens else None
    return as_actor(seat) if seat is not None else None


def as_actor(seat: Seat) -> Actor:
    """What somebody on a seat is in the process."""
    roles = {Role.VISITOR, Role.PARTICIPANT} | ({Role.FACILITATOR} if seat.is_facilitator else set())
    return Actor(kind=ActorKind.SEAT, ref=seat.public_id, seat_id=seat.id, roles=frozenset(roles))


def token_for(form_id: str, line: int = 0) -> str:
    """The token of a seat made by a form: the same form sent twice opens the same seat. Nobody can make it but us."""
    if not form_id:
        return secret_token()
    return keyed_bytes(str(current_app.secret_key), f"seat:{form_id}:{line}").hex()[:40]
