"""For whoever runs the server: is the process alive, can it serve; and the static files under their version."""

from typing import Any

from flask import Flask, jsonify, send_from_directory
from sqlalchemy import text

from cocreate.core.db import db
from cocreate.core.paths import resource
from cocreate.core.permissions import EVERYONE, Permission, define
from cocreate.web.access import requires

define(
    Permission("core:health", EVERYONE, "Ask whether the server lives and is ready."),
    Permission("core:static", EVERYONE, "Fetch style sheets, scripts, fonts and pictures of the interface."),
)
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Routes outside any language."""
    app.add_url_rule("/healthz", "core.healthz", healthz)
    app.add_url_rule("/readyz", "core.readyz", readyz)
    app.add_url_rule("/static/<version>/<path:path>", "static", static)
    app.add_url_rule("/favicon.ico", "core.favicon", favicon)


@requires("core:health")
def healthz() -> Any:
    """The process answers."""
    return jsonify(ok=True)


@requires("core:health")
def readyz() -> Any:
    """The database answers and holds our tables."""
    try:
        db.session.execute(text("select count(*) from process"))
    except Exception:
        return jsonify(ok=False, database="unreachable or not initialised: run `cocreate init`"), 503
    return jsonify(ok=True)


@requires("core:static")
def static(version: str, path: str) -> Any:
    """A file of the interface; its address changes with any file's content, so it may be kept for ever."""
    response = send_from_directory(resource("static"), path, max_age=YEAR)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@requires("core:static")
def favicon() -> Any:
    """Browsers ask for it unasked."""
    return send_from_directory(resource("static") / "img", "favicon.svg", max_age=86400, mimetype="image/svg+xml")
