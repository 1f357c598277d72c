"""Registering for a process, and confirming the address."""

from typing import Any

from flask import Blueprint, g, render_template, request
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.directory import commands, links, queries
from cocreate.directory.forms import RequestForm
from cocreate.directory.pages.people import words
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("directory_request", __name__)


@pages.route("/p/<process_id>/take-part", methods=["GET", "POST"])
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
                commands.send_request(
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


@pages.get("/take-part/<token>")
@requires("directory:own")
@limiter.limit("120 per minute")
def confirm(token: str) -> str:
    """What somebody told, a button that confirms the address, and one that takes all of it back."""
    found = links.request_of(db.session(), token)
    g.process = found.process
    return _page(found, token)


@pages.post("/take-part/<token>")
@requires("directory:own")
@limiter.limit("30 per minute")
def confirmed(token: str) -> str:
    """The address is confirmed."""
    with transaction() as session:
        found = links.request_of(session, token)
        commands.confirm_request(session, current_actor(), found)
    g.process = found.process
    return _page(found, token)


@pages.post("/take-part/<token>/erase")
@requires("directory:own")
@limiter.limit("30 per minute")
def take_back(token: str) -> str:
    """The registration is erased."""
    with transaction() as session:
        found = links.request_of(session, token)
        commands.take_back_request(session, current_actor(), found)
    return render_template("directory/erased.html", said=_("Your registration is erased."))


def _page(found: Any, token: str) -> str:
    told = commands.told_in(found)
    return render_template("directory/request_own.html", request_row=found, told=told, token=token, **words())
