"""Pages of organisations: one's own, a new one, and the first page of each."""

from typing import Any

from flask import Blueprint, Flask, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.accounts.forms import OrganisationForm
from cocreate.accounts.organisations import commands, queries
from cocreate.accounts.rules import Founding
from cocreate.core import features
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.core.permissions import Role
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

pages = Blueprint("organisations", __name__)


def install(app: Flask) -> None:
    """Every address with `<organisation_id>` loads that organisation into `g.organisation`, and links keep it."""

    @app.url_value_preprocessor
    def load_organisation(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.organisation = None
        if values and "organisation_id" in values:
            g.organisation = queries.find_organisation(db.session(), values.pop("organisation_id"))
            if g.organisation is None or g.organisation.closed_at is not None:
                g.organisation = None
                raise NotFound()

    @app.url_defaults
    def keep_organisation(endpoint: str, values: dict[str, Any]) -> None:
        organisation = g.get("organisation")
        if (
            organisation is not None
            and "organisation_id" not in values
            and endpoint in app.view_functions
            and app.url_map.is_endpoint_expecting(endpoint, "organisation_id")
        ):
            values["organisation_id"] = organisation.short_name


def founding() -> Founding:
    """Who may set up an organisation here."""
    return Founding(features.value("organisations"))


@pages.get("/organisations")
@requires("accounts:organisation:list")
def index() -> str:
    """My organisations, and for whoever runs the installation all of them."""
    session, actor = db.session(), current_actor()
    assert actor.user_id is not None
    others = queries.all_organisations(session) if Role.ADMINISTRATOR in actor.roles else []
    return render_template(
        "accounts/organisations/index.html",
        mine=queries.organisations_of(session, actor.user_id),
        others=others,
        may_found=commands.may_found(actor, founding()),
    )


@pages.route("/organisations/new", methods=["GET", "POST"])
@requires("accounts:organisation:create")
def create() -> Any:
    """Set up an organisation."""
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = commands.create_organisation(
                    session,
                    current_actor(),
                    title=form.title.data,
                    short_name=form.short_name.data or "",
                    founding=founding(),
                    public_id=form_public_id(form.form_id.data),
                )
            flash(_("The organisation is set up, and you are its administrator."), "success")
            return redirect(url_for("organisations.show", organisation_id=made.short_name))
        except DomainError as error:
            if not error.code.startswith("organisations.short_name"):
                raise
            form.short_name.errors = [say(error)]
    may_found = commands.may_found(current_actor(), founding())
    page = render_template("accounts/organisations/create.html", form=form, may_found=may_found)
    return page, 422 if form.errors else 200


@pages.get("/o/<organisation_id>/")
@requires("accounts:organisation:view")
def show() -> str:
    """An organisation with its processes: all for its administrators, public and own ones for its other people."""
    actor = current_actor()
    is_runner = Role.ORGANISATION_ADMINISTRATOR in actor.roles
    sees_all = is_runner or Role.ADMINISTRATOR in actor.roles
    mine = queries.process_ids_of(db.session(), actor.user_id)
    seen = [process for process in g.organisation.processes if sees_all or process.is_public or process.id in mine]
    return render_template(
        "accounts/organisations/show.html",
        processes=seen,
        runs=mine,
        sees_all=sees_all,
        is_runner=is_runner,
        is_colleague=Role.ORGANISATION_MEMBER in actor.roles,
    )
