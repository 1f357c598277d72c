"""The page on which an organisation writes its list of reasons."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.moderation.forms import ReasonForm
from cocreate.moderation.pages import for_templates
from cocreate.moderation.reasons import all_reasons, set_reason
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

lists = Blueprint("moderation_reasons", __name__, url_prefix="/o/<organisation_id>/moderation")
lists.context_processor(for_templates)


@lists.get("")
@requires("moderation:reason:edit")
def index() -> str:
    """The list."""
    return render_template("moderation/reasons.html", reasons=all_reasons(db.session(), g.organisation.id))


@lists.route("/reason", methods=["GET", "POST"], defaults={"reason_key": ""})
@lists.route("/reasons/<reason_key>", methods=["GET", "POST"])
@requires("moderation:reason:edit")
def reason(reason_key: str) -> Any:
    """Write one reason anew, or one more."""
    known = all_reasons(db.session(), g.organisation.id)
    row = next((each for each in known if each.key == reason_key), None)
    if reason_key and row is None:
        raise NotFound()
    own = row is not None and row.is_own
    form = ReasonForm(data={"title": row.title, "help": row.help, "is_listed": row.is_listed} if row and own else {})
    problem, status = "", 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                set_reason(
                    session,
                    current_actor(),
                    g.organisation,
                    reason_key,
                    title=form.title.data,
                    help=form.help.data,
                    is_listed=bool(form.is_listed.data),
                )
            flash(_("Saved. The pages of all your processes show it from now on."), "success")
            return redirect(url_for(".index"), 303)
        except DomainError as refused:
            problem, status = say(refused), refused.status
    return render_template("moderation/reason.html", form=form, row=row, problem=problem), status
