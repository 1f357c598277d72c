"""The application: settings in, a Flask application with every stage attached out."""

import logging
from importlib import import_module
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO

from cocreate.accounts import oidc
from cocreate.accounts import security as accounts_security
from cocreate.accounts.organisations import pages as organisation_pages
from cocreate.api.v1 import resources as api_resources
from cocreate.camp import kept
from cocreate.core import jobs, logs, stages
from cocreate.core.db import begin_reading, begin_writing, db
from cocreate.core.paths import resource
from cocreate.process import routes as process_routes
from cocreate.settings import Settings
from cocreate.web import compression, errors, health, language, layout, pages, security, styleguide
from cocreate.web import jobs as job_pages

STAGES = (
    "accounts",
    "process",
    "directory",
    "survey",
    "themes",
    "ecosystem",
    "information",
    "camp",
    "selection",
    "plan",
    "public",
    "notices",
    "search",
    "moderation",
    "api",
    "administration",
)

# Handlers stay with this object between applications, so namespaces are attached once, below, at import.
socketio = SocketIO()
log = logging.getLogger(__name__)


def load_stages() -> tuple[stages.Stage, ...]:
    """Import every stage, in the method's order."""
    found = tuple(import_module(f"cocreate.{name}.stage").STAGE for name in STAGES)
    stages.announce(*found)
    return found


for _stage in load_stages():
    for _namespace in _stage.namespaces:
        socketio.on_namespace(_namespace)


def create_app(settings: Settings | None = None) -> Flask:
    """Build an application. It neither creates nor migrates the database; `cocreate init` does."""
    settings = (settings or Settings.from_environment()).checked()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask(
        "cocreate",
        template_folder=str(resource("templates")),
        static_folder=None,
    )
    app.config.update(
        SECRET_KEY=settings.signing_key(),
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        TESTING=settings.testing,
    )
    app.extensions["cocreate_settings"] = settings
    logs.init_app(app, settings)
    db.init_app(app)
    jobs.init_app(app, settings)
    compression.init_app(app)
    security.init_app(app, settings)
    app.url_value_preprocessor(choose_transaction)  # when all that was sent is there, before any page asks for a row
    language.init_app(app)
    layout.init_app(app, settings)
    errors.init_app(app)
    health.init_app(app)
    app.register_blueprint(pages.pages)
    app.register_blueprint(job_pages.pages)
    styleguide.init_app(app)
    accounts_security.init_app(app, settings)
    oidc.init_app(app, settings)
    organisation_pages.install(app)
    process_routes.install(app)
    for stage in stages.announced():
        for blueprint in stage.blueprints:
            app.register_blueprint(blueprint)
        for command in stage.commands:
            app.cli.add_command(command)
    api_resources.init_app(app, settings)
    socketio.init_app(
        app,
        async_mode="gevent" if is_patched() else "threading",  # never guessed: eventlet must not creep in
        message_queue=settings.redis_url or None,
        channel="cocreate",
        cors_allowed_origins=allowed_origins(settings),
        async_handlers=False,  # two operations of one sender must not overtake each other
        max_http_buffer_size=256 * 1024,
        json=kept,
        manage_session=False,
        ping_interval=20,
        ping_timeout=20,
    )
    return app


def engine_options(settings: Settings) -> dict[str, object]:
    """Connections that survive a database restart."""
    if settings.sqlalchemy_url.startswith("sqlite"):
        return {}
    return {"pool_pre_ping": True, "pool_size": 20, "max_overflow": 20}


def is_patched() -> bool:
    """Whether gevent has replaced the standard library's sockets, as `cocreate.server` does in its first lines."""
    from gevent import monkey

    return bool(monkey.is_module_patched("socket"))


def allowed_origins(settings: Settings) -> list[str] | None:
    """Pages that may open a socket: those of this installation. None means the same origin as the request."""
    return None if not settings.is_secure else [settings.base_url.rstrip("/")]


def choose_transaction(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A page that only reads must not wait for, or hold, SQLite's write lock. No page writes on GET.

    Not in `before_request`, which runs after the process of the address was read: by then it is decided.
    """
    if request.method in ("GET", "HEAD"):
        begin_reading()
    else:
        begin_writing()
