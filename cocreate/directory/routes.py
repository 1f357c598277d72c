"""Pages for whoever is in the directory, registers for a process, or looks who takes part in it."""

from typing import Any

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.ids import form_public_id
from cocreate.directory import equality, letters, people, queries, taking_part, telling
from cocreate.directory.forms import ConsentForm, EqualityForm, OwnForm, RequestForm, stored_in
from cocreate.directory.manage import erased_of, words
from cocreate.directory.models import Person
from cocreate.directory.rules import Purpose, TakingPart, Told
from cocreate.errors import Conflict, DomainError, Invalid
from cocreate.process.rules import HelixCategory
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import clean, number_in
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.paging import page_number
from cocreate.web.security import limiter

pages = Blueprint("directory_public", __name__)


@pages.get("/p/<process_id>/experts")
@requires("directory:experts:view")
def experts() -> str:
    """The open database of experts, a page at a time."""
    search, helix = _asked()
    found, page_count, total = queries.experts(db.session(), g.process, search, helix, page_number())
    return render_template(
        "directory/experts.html",
        experts=found,
        total=total,
        page=min(page_number(), page_count),
        page_count=page_count,
        page_url=lambda number: url_for(".experts", page=number, search=search, helix=helix),
        search=search,
        helix=helix,
        **words(),
    )


@pages.get("/p/<process_id>/experts.json")
@requires("directory:experts:view")
def experts_json() -> Response:
    """The same for programs, with the same page."""
    search, helix = _asked()
    found, page_count, total = queries.experts(db.session(), g.process, search, helix, page_number())
    rows = [_shown(person) for person in found]
    return jsonify({"total": total, "page": min(page_number(), page_count), "pages": page_count, "experts": rows})


def _asked() -> tuple[str, str]:
    helix = request.args.get("helix", "")
    return (clean(request.args.get("search", "")) or "")[:100], helix if helix in set(HelixCategory) else ""


def _shown(person: Person) -> dict[str, Any]:
    """What somebody agreed to show, and no more."""
    return {
        "id": person.public_id,
        "name": person.name,
        "organisation": person.works_for,
        "function": person.function,
        "helix": person.helix,
        "skills": list(person.skills),
        "languages": sorted({person.language, *person.speaks}),
    }


@pages.get("/p/<process_id>/equality")
@requires("directory:equality:view")
def equal() -> str:
    """How equally people take part, from sheets that nothing joins with people."""
    return render_template(
        "directory/equality.html",
        figures=equality.figures(db.session(), g.process),
        traits=equality.TRAITS,
        is_hidden=equality.is_hidden,
    )


registering = Blueprint("directory_request", __name__)


@registering.route("/p/<process_id>/take-part", methods=["GET", "POST"])
@requires("directory:request:send")
@limiter.limit("30 per 10 minutes", methods=["POST"])
def register() -> Any:
    """Say that one wants to take part."""
    setup = queries.setup_of(db.session(), g.process)
    form = RequestForm(data={"language": current_language()})
    if not setup.takes_requests:
        return render_template("directory/request_closed.html"), 200 if request.method == "GET" else 409
    if form.validate_on_submit():
        try:
            with transaction() as session:
                taking_part.send_request(
                    session,
                    current_actor(),
                    g.process,
                    form.details(email=form.email.data or "", gender=form.gender.data or ""),
                    form.agreed(),
                    language=current_language(),
                    public_id=form_public_id(form.form_id.data),
                )
            return render_template("directory/request_sent.html", email=form.email.data)
        except DomainError as refused:
            form.email.errors = [*form.email.errors, say(refused)]
    return render_template("directory/request.html", form=form, setup=setup), 422 if form.errors else 200


@registering.get("/take-part/<token>")
@requires("directory:own")
@limiter.limit("120 per minute")
def confirm(token: str) -> str:
    """What somebody told, a button that confirms the address, and one that takes all of it back."""
    found = letters.request_of(db.session(), token)
    g.process = found.process
    return _request_page(found, token)


@registering.post("/take-part/<token>")
@requires("directory:own")
@limiter.limit("30 per minute")
def confirmed(token: str) -> str:
    """The address is confirmed."""
    with transaction() as session:
        found = letters.request_of(session, token)
        taking_part.confirm_request(session, current_actor(), found)
    g.process = found.process
    return _request_page(found, token)


@registering.post("/take-part/<token>/erase")
@requires("directory:own")
@limiter.limit("30 per minute")
def take_back(token: str) -> str:
    """The registration is erased."""
    with transaction() as session:
        found = letters.request_of(session, token)
        taking_part.take_back_request(session, current_actor(), found)
    return render_template("directory/erased.html", said=_("Your registration is erased."))


def _request_page(found: Any, token: str) -> str:
    told = taking_part.told_in(found)
    return render_template("directory/request_own.html", request_row=found, told=told, token=token, **words())


own_pages = Blueprint("directory_own", __name__)


@own_pages.get("/account/profiles")
@requires("directory:own:list")
def mine() -> str:
    """What organisations keep under the address of one's account."""
    people = queries.people_of_account(db.session(), current_user)
    return render_template("directory/mine.html", people=[(one, letters.own_token(one)) for one in people])


@own_pages.route("/profile/<token>", methods=["GET", "POST"])
@requires("directory:own")
@limiter.limit("120 per minute")
def show(token: str) -> Any:
    """All of it, and what one can change."""
    person = letters.person_of(db.session(), token)
    told = people.told_of(person)
    form = OwnForm(data=stored_in(told) | {"version": person.version})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                found = letters.person_of(session, token)
                if number_in(form.version.data) != found.version:
                    raise Conflict("changed_meanwhile")
                kept = {name: getattr(told, name) for name in ("email", "reach", "phone", "help_needed")}
                details = form.details(gender=form.gender.data or "", **kept)
                people.change_person(session, current_actor(), found, details)
            flash(_("Saved."), "success")
            return _back(token)
        except DomainError as error:
            form.name.errors = [*form.name.errors, say(error)]
            person = letters.person_of(db.session(), token)
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


@own_pages.post("/profile/<token>/consents")
@requires("directory:own")
@limiter.limit("30 per minute")
def consents(token: str) -> Any:
    """Agree, or no longer."""
    form = ConsentForm()
    person = letters.person_of(db.session(), token)
    if form.takes_back(person) and not request.form.get("sure"):
        return render_template("directory/own_let_go.html", form=form, erased=erased_of(person), token=token)
    begin_writing()
    with transaction() as session:
        person, agreed = letters.person_of(session, token), form.agreed()
        is_erased = people.set_consents(
            session, current_actor(), person, agreed, Told.FORM, language=current_language()
        )
    if is_erased:
        return render_template("directory/erased.html", said=_("Everything that the directory kept of you is erased."))
    flash(_("Saved."), "success")
    return _back(token)


@own_pages.post("/profile/<token>/part/<directory_participation_id>")
@requires("directory:own")
@limiter.limit("30 per minute")
def part(token: str, directory_participation_id: str) -> Any:
    """Say whether one takes part in a process."""
    said = request.form.get("state", "")
    if said not in (TakingPart.YES, TakingPart.NO):
        raise Invalid("unknown")
    with transaction() as session:
        person = letters.person_of(session, token)
        found = queries.find_participation(session, person, directory_participation_id)
        taking_part.set_participation(session, current_actor(), found, TakingPart(said))
    flash(_("Thank you, we have noted it."), "success")
    return _back(token)


@own_pages.route("/profile/<token>/equality/<directory_participation_id>", methods=["GET", "POST"])
@requires("directory:own")
@limiter.limit("60 per minute")
def tell(token: str, directory_participation_id: str) -> Any:
    """A sheet about equal opportunities, kept apart from whoever sends it."""
    person = letters.person_of(db.session(), token)
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


@own_pages.get("/profile/<token>/data.json")
@requires("directory:own")
@limiter.limit("30 per minute")
def data(token: str) -> Response:
    """All of it, to take along."""
    answer = jsonify(telling.all_about(db.session(), letters.person_of(db.session(), token)))
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@own_pages.post("/profile/<token>/links")
@requires("directory:own")
@limiter.limit("10 per minute")
def new_link(token: str) -> Any:
    """Links sent until now stop working; a new one comes by mail."""
    with transaction() as session:
        person = letters.person_of(session, token)
        people.end_links(session, current_actor(), person)
    return render_template(
        "directory/erased.html", said=_("The earlier links no longer work. A letter has the new one.")
    )


@own_pages.post("/profile/<token>/erase")
@requires("directory:own")
@limiter.limit("30 per minute")
def erase(token: str) -> str:
    """Forget me."""
    with transaction() as session:
        people.erase_person(session, current_actor(), letters.person_of(session, token))
    return render_template("directory/erased.html", said=_("Everything that the directory kept of you is erased."))
