"""Who takes part in a process: registrations to decide about, those invited, and the mix that is aimed for."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.directory import balance, queries, taking_part
from cocreate.directory.balance import CATEGORIES
from cocreate.directory.forms import SetupForm, targets_in
from cocreate.directory.manage import words
from cocreate.errors import Conflict, DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

pages = Blueprint("directory_participants", __name__, url_prefix="/p/<process_id>/manage/participants")


@pages.get("/")
@requires("directory:participants:view")
def index() -> str:
    """Everybody who registered, was invited or takes part, and the balance meter."""
    return _page()


@pages.post("/setup")
@requires("directory:participants:edit")
def setup() -> Any:
    """Open or close the registration form."""
    form = SetupForm()
    if not form.validate_on_submit():
        return _page(form), 422
    with transaction() as session:
        taking_part.set_setup(
            session,
            current_actor(),
            g.process,
            takes_requests=bool(form.takes_requests.data),
            introduction=form.introduction.data,
        )
    flash(_("Saved."), "success")
    return redirect(url_for(".index"))


@pages.post("/targets")
@requires("directory:participants:edit")
def targets() -> Any:
    """What mix of people is aimed for."""
    try:
        with transaction() as session:
            taking_part.set_targets(session, current_actor(), g.process, targets_in(request.form))
    except DomainError as error:
        return _page(problem=say(error), typed=request.form), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".index") + "#balance")


@pages.post("/<directory_request_id>/accept")
@requires("directory:participants:edit")
def accept(directory_request_id: str) -> Any:
    """Take somebody into the directory and the process."""
    try:
        with transaction() as session:
            found = queries.find_request(session, g.process, directory_request_id)
            person = taking_part.accept_request(session, current_actor(), g.process, found)
        flash(_("%(name)s takes part now, and gets a letter.", name=person.name), "success")
    except Conflict as error:
        flash(say(error), "error")
    return redirect(url_for(".index"))


@pages.post("/<directory_request_id>/decline")
@requires("directory:participants:edit")
def decline(directory_request_id: str) -> Any:
    """No place for somebody."""
    try:
        with transaction() as session:
            found = queries.find_request(session, g.process, directory_request_id)
            taking_part.decline_request(session, current_actor(), found)
        flash(_("The registration is declined."), "success")
    except Conflict as error:
        flash(say(error), "error")
    return redirect(url_for(".index"))


def _page(form: SetupForm | None = None, *, problem: str = "", typed: Any = None) -> str:
    session = db.session()
    row = queries.setup_of(session, g.process)
    stored = {"takes_requests": row.takes_requests, "introduction": row.introduction}
    return render_template(
        "directory/participants.html",
        form=form or SetupForm(formdata=None, data=stored),
        setup=row,
        requests=[(one, taking_part.told_in(one)) for one in queries.requests_of(session, g.process)],
        participants=queries.participants(session, g.process),
        balance=balance.of_process(session, g.process),
        categories=CATEGORIES,
        targets=row.targets,
        typed=typed,
        problem=problem,
        link=url_for("directory_request.register", _external=True),
        **words(),
    )
