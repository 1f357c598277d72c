"""Pages of a process for visitors."""

from typing import Any

from flask import Blueprint, Flask, g, render_template, request
from flask_babel import lazy_gettext as _l

from cocreate import clock
from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.process import queries
from cocreate.process.messages import OUTCOMES
from cocreate.process.rules import Standing
from cocreate.process.validations import changed_since, decided
from cocreate.web.access import current_actor, requires
from cocreate.web.language import translate

pages = Blueprint("process", __name__)
STANDINGS = {
    Standing.UNDER_WAY: _l("Under way"),
    Standing.TO_COME: _l("To come"),
    Standing.OVER: _l("Finished"),
}


def install(app: Flask) -> None:
    """Every address with `<process_id>` loads that process into `g.process`, and links keep it by themselves."""

    @app.url_value_preprocessor
    def load_process(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.process = None
        if values and "process_id" in values:
            g.process = queries.find_process(db.session(), values.pop("process_id"))
            if g.process is None or not g.process.is_there:
                g.process = None
                raise NotFound()

    @app.url_defaults
    def keep_process(endpoint: str, values: dict[str, Any]) -> None:
        process = g.get("process")
        known = endpoint in app.view_functions
        if (
            process is not None
            and "process_id" not in values
            and known
            and app.url_map.is_endpoint_expecting(endpoint, "process_id")
        ):
            values["process_id"] = process.public_id


@pages.get("/")
@requires("process:list")
def index() -> str:
    """The home page: processes to take part in, and those that the signed-in person works on."""
    session = db.session()
    user_id = current_actor().user_id
    mine = queries.processes_of(session, user_id) if user_id else []
    every = queries.public_processes(session)
    organisations = {row.organisation.short_name: row.organisation for row in every}
    wanted = organisations.get(request.args.get("organisation", ""))
    shown = [row for row in every if wanted is None or row.organisation_id == wanted.id]
    return render_template(
        "process/index.html",
        shelves=queries.by_standing(shown, clock.now()),
        standings=STANDINGS,
        organisations=sorted(organisations.values(), key=lambda row: translate(row.title).casefold()),
        wanted=wanted,
        mine=mine,
    )


@pages.get("/p/<process_id>/challenges")
@requires("process:view")
def challenges() -> str:
    """The challenges with their sub-challenges and assets, and what frames them."""
    session = db.session()
    standing = decided(session, g.process)
    return render_template(
        "process/public_challenges.html",
        challenges=queries.challenges_of(session, g.process),
        contexts=queries.contexts_of(session, g.process),
        standing=standing,
        changed=changed_since(session, standing.values()),
        outcomes=OUTCOMES,
    )
