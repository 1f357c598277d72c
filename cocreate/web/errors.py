"""What a visitor sees when something is refused or broken: plain words in their language, and an id to quote."""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from cocreate.core.db import db
from cocreate.core.ids import readable_code
from cocreate.errors import DomainError
from cocreate.web.messages import say
from cocreate.web.problems import asks_as_program, problem

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503})


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


def refused(error: DomainError) -> Any:
    """A rule of the method said no."""
    db.session.rollback()
    if error.code == "sign_in_first" and request.method == "GET" and not wants_json():
        flash(say(error), "notice")
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    return page(error.status, say(error), code=error.code)


def stale_form(error: CSRFError) -> Any:
    """The form's token has expired or is missing: what was typed is offered again, to send once more."""
    db.session.rollback()
    if asks_as_program():
        return problem(400, say("stale_form"), code="stale_form")
    if wants_json():
        return jsonify(ok=False, error="stale_form", message=say("stale_form")), 400
    if comes_from_elsewhere():  # a foreign page would need one click on "Send again"
        return page(400, "", code="foreign_form")
    kept = typed_fields()
    if kept is None:
        flash(say("stale_secret"), "notice")
        return redirect(request.script_root + request.full_path.rstrip("?"), 303)
    return render_template("errors/stale_form.html", kept=kept, action=request.url), 400


def typed_fields() -> list[tuple[str, str]] | None:
    """What was typed, to be offered again; None where a secret is in it, which no page gives back."""
    if any("password" in name or name == "code" for name in request.form):
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def comes_from_elsewhere() -> bool:
    """Whether another site's page sent this form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def http_error(error: HTTPException) -> Any:
    """Werkzeug's own refusals: 404, 405, 413, 429…"""
    status = error.code or 500
    if status < 400:
        return error
    db.session.rollback()
    headers = dict(error.get_headers()) if status in (405, 429) else {}
    fields = (getattr(error, "data", None) or {}).get("messages")
    return page(status, "", code=str(status), headers=headers, fields=fields)


def broken(error: Exception) -> Any:
    """A fault of ours: logged with an id that the visitor can quote."""
    db.session.rollback()
    incident = readable_code(2, 3)
    log.exception("unhandled", extra={"incident": incident, "endpoint": request.endpoint or "none"})
    return page(500, "", code="broken", incident=incident)


def wants_json() -> bool:
    """Whether a script asks, rather than a person."""
    if asks_as_program():
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and request.accept_mimetypes[best] > request.accept_mimetypes["text/html"]


def page(
    status: int,
    sentence: str,
    *,
    code: str,
    incident: str = "",
    headers: dict[str, str] | None = None,
    fields: Any = None,
) -> Any:
    """The error page, or the same as JSON; a program is also told what is wrong with each field."""
    keep = {k: v for k, v in (headers or {}).items() if k in ("Allow", "Retry-After")}
    if asks_as_program():
        return problem(status, sentence, code=code, incident=incident, fields=fields, headers=keep)
    if wants_json():
        return jsonify(ok=False, error=code, message=sentence, incident=incident), status
    shown = status if status in PAGES else 500 if status >= 500 else 400
    body = render_template(
        "errors/error.html", status=shown, sentence=sentence, incident=incident or readable_code(2, 3)
    )
    return body, status, keep
