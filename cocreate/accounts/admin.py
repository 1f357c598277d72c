"""The mails of the installation: those sent, those that the mail server refused, and those that nothing sends."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import mail as mails
from cocreate.core.db import db, transaction
from cocreate.core.mail import OutgoingMail, outbox, sendings
from cocreate.errors import NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.security import limiter

outbox_pages = Blueprint("outbox", __name__, url_prefix="/admin/outbox")


@outbox_pages.get("")
@requires("accounts:outbox:view")
def index() -> str:
    """The latest mails, newest first; `?which=failed`: those that the mail server did not take."""
    session, only_failed = db.session(), request.args.get("which") == "failed"
    found = outbox(session, only_failed=only_failed)
    return render_template(
        "accounts/outbox.html",
        mails=found,
        sendings=sendings(session, found),
        sends=_sends(),
        only_failed=only_failed,
    )


@outbox_pages.get("/<mail_id>")
@requires("accounts:outbox:view")
def letter(mail_id: str) -> Any:
    """One mail. Where mails are really sent nobody reads along: their links sign people in."""
    if _sends():
        raise NotFound()
    return render_template("accounts/letter.html", mail=_mail(db.session(), mail_id))


@outbox_pages.post("/<mail_id>/again")
@requires("accounts:outbox:send")
def again(mail_id: str) -> Any:
    """Once more to the mail server."""
    with transaction() as session:
        mail = _mail(session, mail_id)
        if _sends():
            mails.send_again(session, current_actor(), mail)
            flash(_("It is on its way to the mail server again."), "success")
        else:
            flash(_("No mail server is set, so it stays here."), "error")
    return redirect(url_for("outbox.index"))


@outbox_pages.post("/test")
@limiter.limit("10 per hour", methods=["POST"])
@requires("accounts:outbox:send")
def test() -> Any:
    """A mail to oneself, to see whether mails arrive."""
    site = current_app.extensions["cocreate_settings"].installation_name
    with transaction() as session, force_locale(current_user.language):
        mails.write(
            session,
            recipient=current_user.email,
            subject=_("Test mail of %(site)s", site=site),
            text=_("This mail was sent to see whether mails of this installation arrive. They do.") + "\n",
            language=current_user.language,
        )
    flash(_("A test mail to %(email)s is written.", email=current_user.email), "success")
    return redirect(url_for("outbox.index"))


def _mail(session: Session, public_id: str) -> OutgoingMail:
    found = session.scalar(select(OutgoingMail).where(OutgoingMail.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def _sends() -> bool:
    return bool(current_app.extensions["cocreate_settings"].smtp_url)
