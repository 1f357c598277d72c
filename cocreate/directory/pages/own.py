"""What is kept of oneself: seen, changed, agreed to or not, taken along, erased; by a personal link."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cocreate.core.db import begin_writing, db, transaction
from cocreate.directory import commands, equality, links, queries, telling
from cocreate.directory.forms import ConsentForm, EqualityForm, OwnForm, stored_in
from cocreate.directory.models import Person
from cocreate.directory.pages.people import erased_of, words
from cocreate.directory.rules import Purpose, TakingPart, Told
from cocreate.errors import Conflict, DomainError, Invalid
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("directory_own", __name__)


@pages.get("/account/profiles")
@requires("directory:own:list")
def mine() -> str:
    """What organisations keep under the address of one's account."""
    people = queries.people_of_account(db.session(), current_user)
    return render_template("directory/mine.html", people=[(one, links.own_token(one)) for one in people])


@pages.route("/profile/<token>", methods=["GET", "POST"])
@requires("directory:own")
@limiter.limit("120 per minute")
def show(token: str) -> Any:
    """All of it, and what one can change."""
    person = links.person_of(db.session(), token)
    told = commands.told_of(person)
    form = OwnForm(data=stored_in(told) | {"version": person.version})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = links.person_of(session, token)
                if number_in(form.version.data) != found.version:
                    raise Conflict("changed_meanwhile")
                kept = {name: getattr(told, name) for name in ("email", "reach", "phone", "help_needed")}
                details = form.details(gender=form.gender.data or "", **kept)
                commands.change_person(session, current_actor(), found, details)
            flash(_("Saved."), "success")
            return _back(token)
        except DomainError as error:
            form.name.errors = [*form.name.errors, say(error)]
            person = links.person_of(db.session(), token)
            form.version.data = person.version
    return _page(person, token, form), 422 if form.errors else 200


def _page(person: Person, token: str, form: OwnForm) -> str:
    session = db.session()
    agreed = {one.value: person.agrees_to(one) for one in Purpose}
    return render_template(
        "directory/own.html",
        person=person,
        token=token,
        form=form,
        consent_form=ConsentForm(formdata=None, data=agreed),
        participations=queries.participations_of(session, person),
        terms=queries.terms_of(session, person),
        erased=erased_of(person),
        **words(),
    )


def _back(token: str) -> Any:
    return redirect(url_for(".show", token=token), 303)


@pages.post("/profile/<token>/consents")
@requires("directory:own")
@limiter.limit("30 per minute")
def consents(token: str) -> Any:
    """Agree, or no longer."""
    form = ConsentForm()
    person = links.person_of(db.session(), token)
    if form.takes_back(person) and not request.form.get("sure"):
        return render_template("directory/own_let_go.html", form=form, erased=erased_of(person), token=token)
    begin_writing()
    with transaction() as session:
        person, agreed = links.person_of(session, token), form.agreed()
        is_erased = commands.set_consents(
            session, current_actor(), person, agreed, Told.FORM, language=current_language()
        )
    if is_erased:
        return render_template("directory/erased.html", said=_("Everything that the directory kept of you is erased."))
    flash(_("Saved."), "success")
    return _back(token)


@pages.post("/profile/<token>/part/<directory_participation_id>")
@requires("directory:own")
@limiter.limit("30 per minute")
def part(token: str, directory_participation_id: str) -> Any:
    """Say whether one takes part in a process."""
    said = request.form.get("state", "")
    if said not in (TakingPart.YES, TakingPart.NO):
        raise Invalid("unknown")
    with transaction() as session:
        person = links.person_of(session, token)
        found = queries.find_participation(session, person, directory_participation_id)
        commands.set_participation(session, current_actor(), found, TakingPart(said))
    flash(_("Thank you, we have noted it."), "success")
    return _back(token)


@pages.route("/profile/<token>/equality/<directory_participation_id>", methods=["GET", "POST"])
@requires("directory:own")
@limiter.limit("60 per minute")
def tell(token: str, directory_participation_id: str) -> Any:
    """A sheet about equal opportunities, kept apart from whoever sends it."""
    person = links.person_of(db.session(), token)
    found = queries.find_participation(db.session(), person, directory_participation_id)
    form = EqualityForm()
    if not found.has_told and form.validate_on_submit():
        with transaction() as session:
            again = queries.find_participation(session, person, directory_participation_id)
            told = {name: form[name].data or "" for name in equality.TRAITS}
            equality.tell(session, current_actor(), again, told)
        flash(_("Thank you. Nobody can say which of the sheets is yours."), "success")
        return _back(token)
    status = 422 if form.errors else 409 if request.method == "POST" else 200
    return render_template("directory/equality_form.html", form=form, participation=found, token=token), status


@pages.get("/profile/<token>/data.json")
@requires("directory:own")
@limiter.limit("30 per minute")
def data(token: str) -> Response:
    """All of it, to take along."""
    answer = jsonify(telling.all_about(db.session(), links.person_of(db.session(), token)))
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/profile/<token>/links")
@requires("directory:own")
@limiter.limit("10 per minute")
def new_link(token: str) -> Any:
    """Links sent until now stop working; a new one comes by mail."""
    with transaction() as session:
        person = links.person_of(session, token)
        commands.end_links(session, current_actor(), person)
    return render_template(
        "directory/erased.html", said=_("The earlier links no longer work. A letter has the new one.")
    )


@pages.post("/profile/<token>/erase")
@requires("directory:own")
@limiter.limit("30 per minute")
def erase(token: str) -> str:
    """Forget me."""
    with transaction() as session:
        commands.erase_person(session, current_actor(), links.person_of(session, token))
    return render_template("directory/erased.html", said=_("Everything that the directory kept of you is erased."))
