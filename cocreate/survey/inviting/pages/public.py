"""For whoever got a mail: the personal link to the questionnaire, and the page that ends the mails."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded

from cocreate.core.db import db, transaction
from cocreate.core.mail import ONE_CLICK
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.survey.inviting import commands, tickets, way_in
from cocreate.survey.models import Contact
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say
from cocreate.web.security import csrf, limiter

pages = Blueprint("survey_inviting", __name__)
LINKS = limiter.shared_limit("60 per minute; 600 per hour", scope="survey:links")


@pages.get("/p/<process_id>/consultations/<consultation_id>/with/<token>")
@requires("survey:invitation:follow")
def follow(consultation_id: str, token: str) -> Any:
    """Remember the link in this browser's visit and go to the questionnaire. Opening it is not yet answering."""
    consultation = consultation_of_address(consultation_id)
    try:
        with LINKS:
            ticket = tickets.find_by_ticket(db.session(), consultation, token)
    except RateLimitExceeded:
        return render_template("survey/inviting/link.html", problem=say("survey.receipt.too_often")), 429
    if ticket is None or ticket.is_revoked:
        return render_template("survey/inviting/link.html", problem=say("survey.ticket.unknown")), 404
    way_in.keep_ticket(visit, consultation, token)
    if not ticket.is_used and (visit.get("receipt") or [""])[0] == consultation.public_id:
        visit.pop("receipt")  # of somebody else who answered on this device
    return redirect(url_for("survey.answer", consultation_id=consultation_id))


@pages.route("/no-more-mail/<token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs post here with no page of ours before them; whoever has the token may
@requires("survey:contact:opt_out")
def opt_out(token: str) -> Any:
    """Ask for no more mails: one button, since programs that check mails open every link. No account is needed."""
    contact, process = _contact_of(token)
    if request.method == "POST":
        is_one_click = request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]
        if not is_one_click:
            csrf.protect()
        with transaction() as session:
            commands.opt_out(session, current_actor(), process, contact)
        if not is_one_click:  # a mail program follows no redirection
            return redirect(url_for(".opt_out", token=token), 303)
    return render_template("survey/inviting/opt_out.html", contact=contact, about=process, token=token)


@pages.post("/no-more-mail/<token>/again")
@requires("survey:contact:opt_in")
def opt_in(token: str) -> Any:
    """Think better of it, by the same link."""
    contact, process = _contact_of(token)
    with transaction() as session:
        commands.opt_in(session, current_actor(), process, contact)
    flash(_("You get mails about this again."), "success")
    return redirect(url_for(".opt_out", token=token), 303)


def _contact_of(token: str) -> tuple[Contact, Process]:
    contact = tickets.find_by_opt_out(db.session(), token)
    if contact is None:
        raise NotFound("survey.contact.opt_out_unknown")
    return contact, db.session().get_one(Process, contact.process_id)
