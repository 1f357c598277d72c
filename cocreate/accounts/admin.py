"""The outbox: what would have been sent if a mail server were set."""

from typing import Any

from flask import Blueprint, current_app, render_template
from sqlalchemy import select

from cocreate.core.db import db
from cocreate.core.mail import OutgoingMail, outbox
from cocreate.errors import NotFound
from cocreate.web.access import requires

outbox_pages = Blueprint("outbox", __name__, url_prefix="/admin/outbox")


@outbox_pages.get("")
@requires("accounts:outbox:view")
def index() -> str:
    """The latest mails, newest first."""
    return render_template("accounts/outbox.html", mails=outbox(db.session()), sends=_sends())


@outbox_pages.get("/<mail_id>")
@requires("accounts:outbox:view")
def letter(mail_id: str) -> Any:
    """One mail. Where mails are really sent nobody reads along: their links sign people in."""
    mail = db.session.scalar(select(OutgoingMail).where(OutgoingMail.public_id == mail_id))
    if mail is None or _sends():
        raise NotFound()
    return render_template("accounts/letter.html", mail=mail)


def _sends() -> bool:
    return bool(current_app.extensions["cocreate_settings"].smtp_url)
