"""What a program reads when something is refused: problem details as RFC 9457 has them."""

from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask.json import dumps

ADDRESSES = "/api/v1"
MEDIA_TYPE = "application/problem+json"


def asks_as_program() -> bool:
    """Whether the address is one of those for programs, in whatever language."""
    return request.path.startswith(ADDRESSES)


def problem(
    status: int,
    sentence: str,
    *,
    code: str,
    incident: str = "",
    fields: Any = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The refusal: its code, a sentence in the language asked for, and per field what is wrong with it.

    Who has shown no token where one is needed is asked for it; who has shown one and may not is refused.
    """
    status = 401 if code in ("sign_in_first", "api.token.unknown") else status
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": sentence or title, "error": code}
    if incident:
        told["incident"] = incident
    if fields:
        told["fields"] = fields
    response = Response(dumps(told), status, mimetype=MEDIA_TYPE)
    response.headers.update(headers or {})
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="cocreate"'
    return response
