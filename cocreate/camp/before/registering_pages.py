"""Registering for a camp, one's own registration, and the organisers' list."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.camp.before import queries, registering, rules
from cocreate.camp.before.forms import FileForm, PersonForm, RegistrationForm, with_groups
from cocreate.camp.before.rules import RegistrationState
from cocreate.camp.models import Registration
from cocreate.camp.routes import load_camp
from cocreate.core.db import begin_writing, db, transaction
from cocreate.directory import balance
from cocreate.directory.balance import Column
from cocreate.directory.messages import GENDERS
from cocreate.errors import DomainError, NotFound
from cocreate.survey.inviting import contacts
from cocreate.web.access import current_actor, requires
from cocreate.web.language import NAMES, current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("camp_registering", __name__)
pages.url_value_preprocessor(load_camp)


@pages.route("/p/<process_id>/camps/<camp_id>/register", methods=["GET", "POST"])
@requires("camp:registration:send")
@limiter.limit("60 per 10 minutes", methods=["POST"])
def register() -> Any:
    """Say that one wants to take part."""
    groups = queries.working_groups(db.session(), g.camp)
    form = with_groups(RegistrationForm(), groups, current_language())
    if not g.camp.takes_registrations or g.camp.is_rehearsal:
        return render_template("camp/before/closed.html", camp=g.camp), 200 if request.method == "GET" else 409
    if form.validate_on_submit():
        try:
            with transaction() as session:
                registering.register(session, current_actor(), g.camp, form.details())
            return render_template("camp/before/registered.html", camp=g.camp, email=form.email.data)
        except DomainError as refused:
            form.email.errors = [*form.email.errors, say(refused)]
    return render_template("camp/before/register.html", camp=g.camp, form=form), 422 if form.errors else 200


def _own(token: str) -> Registration:
    public_id = registering.registration_named(token[:200])
    found = queries.registration_by_id(db.session(), public_id) if public_id else None
    if found is None:
        raise NotFound("camp.registration.gone")
    g.process, g.camp = found.camp.process, found.camp
    return found


@pages.get("/registration/<token>")
@requires("camp:registration:own")
@limiter.limit("120 per minute")
def own(token: str) -> str:
    """What somebody told, and the button that takes it back."""
    found = _own(token)
    return render_template(
        "camp/before/own.html", registration=found, camp=found.camp, token=token, **_words(), groups=_titles()
    )


@pages.post("/registration/<token>/erase")
@requires("camp:registration:own")
@limiter.limit("30 per minute")
def erase_own(token: str) -> str:
    """Take one's registration back."""
    begin_writing()
    with transaction() as session:
        registering.erase(session, current_actor(), _own(token))
    return render_template("camp/before/erased.html", camp=g.camp)


def _titles() -> dict[str, dict[str, str]]:
    return {group.public_id: group.title for group in queries.working_groups(db.session(), g.camp)}


def _words() -> dict[str, Any]:
    return {"genders": dict(GENDERS), "languages": NAMES}


@pages.route("/p/<process_id>/manage/camps/<camp_id>/registrations", methods=["GET", "POST"])
@requires("camp:registration:manage")
def index() -> Any:
    """Everybody who registered; somebody more, entered by hand."""
    form = with_groups(PersonForm(), queries.working_groups(db.session(), g.camp), current_language())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                registering.enter(session, current_actor(), g.camp, form.details())
            flash(_("The registration is entered."), "success")
            return _back()
        except DomainError as refused:
            form.email.errors = [*form.email.errors, say(refused)]
    return _list(form, FileForm(formdata=None)), 422 if form.errors else 200


def _list(form: PersonForm, file_form: FileForm, **told: Any) -> str:
    state = request.args.get("state", "")
    registered = queries.registrations_of(db.session(), g.camp)
    return render_template(
        "camp/before/registrations.html",
        camp=g.camp,
        registrations=queries.registrations_of(db.session(), g.camp, state if state in set(RegistrationState) else ""),
        counts=queries.registrations_by_state(db.session(), g.camp),
        balance=balance.of_columns(db.session(), g.process, _columns(registered)),
        state=state,
        form=form,
        file_form=file_form,
        groups=_titles(),
        link=url_for("camp_registering.register", camp_id=g.camp.public_id, _external=True),
        **_words(),
        **told,
    )


def _columns(registered: list[Registration]) -> list[Column]:
    """Who wants to come, and who was accepted, for the balance meter."""
    wanting = [one for one in registered if one.state != RegistrationState.DECLINED]
    coming = [one for one in wanting if one.state == RegistrationState.ACCEPTED]
    names = (_("Registered"), _("Accepted"))
    return [Column(name, balance.traits(some)) for name, some in zip(names, (wanting, coming), strict=True)]


def _back() -> Any:
    return redirect(url_for("camp_registering.index", camp_id=g.camp.public_id), 303)


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/door")
@requires("camp:registration:manage")
def door() -> Any:
    """Let people register, or no longer."""
    with transaction() as session:
        is_open = request.form.get("open") == "yes"
        registering.open_registrations(session, current_actor(), g.camp, is_open=is_open)
    return _back()


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/import")
@requires("camp:registration:manage")
def import_file() -> Any:
    """Registrations from a file; if one line is wrong nothing is stored."""
    form = FileForm()
    person = with_groups(PersonForm(formdata=None), queries.working_groups(db.session(), g.camp), current_language())
    if not form.validate_on_submit():
        return _list(person, form), 422
    try:
        found = contacts.read_contacts(contacts.read_table(form.file.data.read()), current_language())
        if found.problems:
            said = [(problem.line, say(problem.code, **problem.params)) for problem in found.problems]
            return _list(person, form, problems=said), 422
        titles = [(one.public_id, list(one.title.values())) for one in queries.working_groups(db.session(), g.camp)]
        with transaction() as session:
            done = registering.import_registrations(session, current_actor(), g.camp, rules.details_in(found, titles))
    except DomainError as refused:
        form.file.errors = [*form.file.errors, say(refused)]
        return _list(person, form), 422
    flash(ngettext("%(num)d registration is new.", "%(num)d registrations are new.", done.added), "success")
    return _back()


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/from-directory")
@requires("camp:registration:manage")
def from_directory() -> Any:
    """Registrations of those who take part in the process."""
    with transaction() as session:
        done = registering.take_from_directory(session, current_actor(), g.camp)
    flash(ngettext("%(num)d registration is new.", "%(num)d registrations are new.", done.added), "success")
    return _back()


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/accept-all")
@requires("camp:registration:manage")
def accept_all() -> Any:
    """Accept whoever waits."""
    with transaction() as session:
        count = registering.accept_all(session, current_actor(), g.camp)
    flash(ngettext("%(num)d registration is accepted.", "%(num)d registrations are accepted.", count), "success")
    return _back()


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/invite")
@requires("camp:registration:manage")
def invite() -> Any:
    """Send personal links to those who have not got theirs."""
    with transaction() as session:
        count = registering.invite(session, current_actor(), g.camp)
    flash(ngettext("%(num)d letter is written.", "%(num)d letters are written.", count), "success")
    return _back()


def _decided(registration_id: str, decide: Callable[..., Any]) -> Any:
    with transaction() as session:
        found = queries.find_registration(session, g.camp, registration_id)
        if found is None:
            raise NotFound()
        decide(session, current_actor(), found)
    return _back()


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/<registration_id>/accept")
@requires("camp:registration:manage")
def accept(registration_id: str) -> Any:
    """Give somebody a seat."""
    return _decided(registration_id, registering.accept)


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/<registration_id>/decline")
@requires("camp:registration:manage")
def decline(registration_id: str) -> Any:
    """No place for somebody."""
    return _decided(registration_id, registering.decline)


@pages.post("/p/<process_id>/manage/camps/<camp_id>/registrations/<registration_id>/erase")
@requires("camp:registration:manage")
def erase(registration_id: str) -> Any:
    """Forget somebody who asked for it."""
    return _decided(registration_id, registering.erase)
