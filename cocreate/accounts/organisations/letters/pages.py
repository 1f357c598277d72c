"""Where an organisation words its letters: which there are, change one, look at it, go back to the original."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.accounts import mails
from cocreate.accounts.organisations.letters import commands
from cocreate.accounts.organisations.letters.catalogue import LETTERS, Letter
from cocreate.accounts.organisations.letters.forms import WordingForm
from cocreate.accounts.organisations.letters.places import filled, filled_html
from cocreate.accounts.organisations.pages import pages
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.settings import LANGUAGES
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import NAMES
from cocreate.web.messages import say

ADDRESS = "/o/<organisation_id>/letters/<letter_name>/<letter_language>"


@pages.get("/o/<organisation_id>/letters")
@requires("accounts:letter:word")
def letters() -> str:
    """Every letter, and in which languages it is in own words."""
    own = commands.wordings_of(db.session(), g.organisation)
    return render_template(
        "accounts/organisations/letters.html", letters=LETTERS.values(), own=own, languages=LANGUAGES, names=NAMES
    )


@pages.route(ADDRESS, methods=["GET", "POST"])
@requires("accounts:letter:word")
def letter(letter_name: str, letter_language: str) -> Any:
    """Change the words of one letter in one language, or only look how they read."""
    about = commands.find_letter(letter_name, letter_language)
    form, problem = WordingForm(), ""
    if not form.is_submitted():
        _fill(form, about, letter_language)
    elif form.validate():
        try:
            if "look" in request.form:
                commands.check(about, form.subject.data or "", form.text.data or "")
                return _page(about, letter_language, form, shown=True)
            with transaction() as session:
                _store(session, about, letter_language, form)
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
    about = commands.find_letter(letter_name, letter_language)
    with transaction() as session:
        commands.reset_letter(session, current_actor(), g.organisation, about, letter_language)
    flash(_("The letter reads as in the original again."), "success")
    return redirect(url_for(".letters"), 303)


def _fill(form: WordingForm, about: Letter, language: str) -> None:
    row = commands.wording_of(db.session(), g.organisation.id, about.name, language)
    subject, text = (row.subject, row.text) if row is not None else mails.original(about.name, language)
    form.process(data={"subject": subject, "text": text, "version": str(row.version if row is not None else 0)})


def _store(session: Any, about: Letter, language: str, form: WordingForm) -> None:
    commands.word_letter(
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
    row = commands.wording_of(db.session(), g.organisation.id, about.name, language)
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
