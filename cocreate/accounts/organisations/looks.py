"""What an organisation looks like: the page on which that is chosen, and its colour and logo as files."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from cocreate.accounts.organisations import describing
from cocreate.accounts.organisations.colours import stylesheet
from cocreate.accounts.organisations.describing import Look
from cocreate.accounts.organisations.forms import LookForm
from cocreate.accounts.organisations.models import OrganisationLogo
from cocreate.accounts.organisations.pages import pages
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say

files = Blueprint("brand", __name__, url_prefix="/brand")
FOR_EVER = "public, max-age=31536000, immutable"  # the address tells what is in the file


@pages.route("/o/<organisation_id>/look", methods=["GET", "POST"])
@requires("accounts:look:edit")
def look() -> Any:
    """Choose name, logo, colour, footer, contact and languages."""
    form = LookForm(obj=g.organisation)
    problem = ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                _store(session, form)
            flash(_("Saved. Its pages, letters and documents look like this from now on."), "success")
            return redirect(url_for("organisations.look"))
        except DomainError as error:
            db.session.rollback()
            problem = _say_where(form, error)
    page = render_template("accounts/organisations/look.html", form=form, problem=problem)
    return page, 422 if form.errors or problem else 200


def _store(session: Any, form: LookForm) -> None:
    told = Look(
        title=form.title.data,
        footer=form.footer.data,
        contact=form.contact.data or "",
        accent=form.accent.data or "",
        languages=tuple(form.languages.data or ()),
    )
    actor, organisation = current_actor(), g.organisation
    describing.describe_organisation(session, actor, organisation, told, version=number_in(form.version.data))
    brought = form.picture.data.read() if form.picture.data else b""
    if brought or form.without_logo.data:
        describing.set_logo(session, actor, organisation, brought)


def _say_where(form: LookForm, error: DomainError) -> str:
    """Beside its field where it has one; the present version, so that saving again is a decision."""
    form.version.data = str(g.organisation.version)
    for kind, name in (("accent", "accent"), ("logo", "picture")):
        if error.code.startswith(f"organisations.{kind}."):
            form[name].errors = [say(error)]
            return ""
    return say(error)


@files.get("/<colour>.css")
@requires("accounts:look:view")
def colours(colour: str) -> Response:
    """The tokens of our pages in an organisation's colour; the address says all that the file depends on."""
    try:
        return _kept(stylesheet(f"#{colour}").encode(), "text/css")
    except Invalid:
        raise NotFound() from None


@files.get("/<logo_hash>.png")
@requires("accounts:look:view")
def logo(logo_hash: str) -> Response:
    """A logo; its address cannot be guessed by whoever has not seen a page with it."""
    found = db.session.scalar(select(OrganisationLogo.content).where(OrganisationLogo.hash == logo_hash).limit(1))
    if found is None:
        raise NotFound()
    return _kept(found, "image/png")


def _kept(content: bytes, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = FOR_EVER
    return response
