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
    where = _PAGES.get(request.form.get("back", ""), "camp_manage.console")
    if request.endpoint in ("camp_lead.votes", "camp_lead.close_votes"):
        where = "camp_lead.votes"
    return redirect(url_for(where, camp_id=g.camp.public_id), 303)


_PAGES = {"plan": "camp_lead.plan", "order": "camp_lead.moderation"}


def refuse(refused: DomainError) -> Any:
    """Say on the page whose button was pressed why nothing happened."""
    db.session.rollback()
    flash(say(refused), "error")
    return back()
