"""Pages on which an organisation says how it looks and what its letters say."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from cocreate.accounts import mails
from cocreate.accounts.forms import LookForm, WordingForm
from cocreate.accounts.models import OrganisationLogo
from cocreate.accounts.organisations import branding
from cocreate.accounts.organisations import letters as organisations_letters
from cocreate.accounts.organisations.branding import Look, stylesheet
from cocreate.accounts.organisations.letters import LETTERS, Letter, filled, filled_html
from cocreate.accounts.organisations.pages import pages
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.settings import LANGUAGES
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import NAMES
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
    branding.describe_organisation(session, actor, organisation, told, version=number_in(form.version.data))
    brought = form.picture.data.read() if form.picture.data else b""
    if brought or form.without_logo.data:
        branding.set_logo(session, actor, organisation, brought)


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


ADDRESS = "/o/<organisation_id>/letters/<letter_name>/<letter_language>"


@pages.get("/o/<organisation_id>/letters")
@requires("accounts:letter:word")
def letters() -> str:
    """Every letter, and in which languages it is in own words."""
    own = organisations_letters.wordings_of(db.session(), g.organisation)
    return render_template(
        "accounts/organisations/letters.html", letters=LETTERS.values(), own=own, languages=LANGUAGES, names=NAMES
    )


@pages.route(ADDRESS, methods=["GET", "POST"])
@requires("accounts:letter:word")
def letter(letter_name: str, letter_language: str) -> Any:
    """Change the words of one letter in one language, or only look how they read."""
    about = organisations_letters.find_letter(letter_name, letter_language)
    form, problem = WordingForm(), ""
    if not form.is_submitted():
        _fill(form, about, letter_language)
    elif form.validate():
        try:
            if "look" in request.form:
                organisations_letters.check(about, form.subject.data or "", form.text.data or "")
                return _page(about, letter_language, form, shown=True)
            with transaction() as session:
                _store_wording(session, about, letter_language, form)
            flash(_("Saved. The letter reads like this from now on."), "success")
            return redirect(url_for(".letters"), 303)
        except DomainError as error:
            db.session.rollback()
            problem = say(error)
    return _page(about, letter_language, form, problem=problem)


@pages.post(f"{ADDRESS}/reset")
@requires("accounts:letter:word")
def reset_letter(letter_name: str, letter_language: str) -> Any:
    """The original words again."""
    about = organisations_letters.find_letter(letter_name, letter_language)
    with transaction() as session:
        organisations_letters.reset_letter(session, current_actor(), g.organisation, about, letter_language)
    flash(_("The letter reads as in the original again."), "success")
    return redirect(url_for(".letters"), 303)


def _fill(form: WordingForm, about: Letter, language: str) -> None:
    row = organisations_letters.wording_of(db.session(), g.organisation.id, about.name, language)
    subject, text = (row.subject, row.text) if row is not None else mails.original(about.name, language)
    form.process(data={"subject": subject, "text": text, "version": str(row.version if row is not None else 0)})


def _store_wording(session: Any, about: Letter, language: str, form: WordingForm) -> None:
    organisations_letters.word_letter(
        session,
        current_actor(),
        g.organisation,
        about,
        language,
        subject=form.subject.data or "",
        text=form.text.data or "",
        version=number_in(form.version.data),
    )


def _page(about: Letter, language: str, form: WordingForm, *, problem: str = "", shown: bool = False) -> Any:
    row = organisations_letters.wording_of(db.session(), g.organisation.id, about.name, language)
    if problem:
        form.version.data = str(row.version if row is not None else 0)
    example = {name: str(label) for name, label in about.places.items()}
    example |= dict.fromkeys(about.links, "https://example.org/…")
    page = render_template(
        "accounts/organisations/letter.html",
        letter=about,
        language=language,
        language_name=NAMES[language],
        form=form,
        problem=problem,
        is_own=row is not None,
        preview=(filled(form.subject.data, example), filled_html(form.text.data, example)) if shown else None,
    )
    return page, 422 if form.errors or problem else 200
