"""The pages of those who run a session, in one blueprint; each file beside this one adds a few."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for

from cocreate.camp.routes import load_camp
from cocreate.core.db import db
from cocreate.errors import DomainError
from cocreate.web.messages import say

lead = Blueprint("camp_lead", __name__)
lead.url_value_preprocessor(load_camp)


def back() -> Any:
    """To the page whose button was pressed."""
    if request.form.get("back") == "plan":
        return redirect(url_for("camp_lead.plan", camp_id=g.camp.public_id), 303)
    return redirect(url_for("camp_manage.console", camp_id=g.camp.public_id), 303)


def refuse(refused: DomainError) -> Any:
    """Say on the page whose button was pressed why nothing happened."""
    db.session.rollback()
    flash(say(refused), "error")
    return back()
