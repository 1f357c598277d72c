"""What an actor sees behind its own link: the entry, a form to correct it, its agreement, its removal."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from cocreate.core.db import db, transaction
from cocreate.ecosystem import queries
from cocreate.ecosystem.commands import own_word
from cocreate.ecosystem.forms import ActorForm
from cocreate.ecosystem.labels import AGREEMENT_NAMES
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.own_links import find_by_token
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import at_most
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("ecosystem_own", __name__)
LINKS = limiter.shared_limit("60 per minute; 600 per hour", scope="ecosystem:links")


class CorrectionForm(ActorForm):
    """An entry as its actor would have it."""

    message = TextAreaField(
        _l("Anything else that we should know"), validators=[at_most(2000)], description=_l("Read by the organisers.")
    )


@pages.get("/p/<process_id>/ecosystem/own/<token>")
@requires("ecosystem:own:view")
@LINKS
def show(token: str) -> str:
    """The entry as it is."""
    row = _row(token)
    form = CorrectionForm()
    form.fill(row)
    return _page(token, row, form)


@pages.post("/p/<process_id>/ecosystem/own/<token>")
@requires("ecosystem:own:correct")
@LINKS
def correct(token: str) -> Any:
    """Ask for corrections."""
    row = _row(token)
    form = CorrectionForm()
    if not form.validate():
        return _page(token, row, form), 422
    try:
        with transaction() as session:
            own_word.ask_for_change(
                session, current_actor(), g.process, row, form.told(), message=form.message.data or ""
            )
    except DomainError as error:
        db.session.rollback()
        return _page(token, row, form, say(error)), error.status
    flash(_("Thank you. The organisers look at your corrections, and then they appear in the register."), "success")
    return redirect(url_for("ecosystem_own.show", token=token))


@pages.post("/p/<process_id>/ecosystem/own/<token>/agreement")
@requires("ecosystem:own:correct")
@LINKS
def agree(token: str) -> Any:
    """Say whether the entry may stand there."""
    row = _row(token)
    agrees = request.form.get("agrees") == "yes"
    with transaction() as session:
        own_word.say_agreement(session, current_actor(), g.process, row, agrees=agrees)
    flash(_("Thank you for agreeing.") if agrees else _("The entry is no longer shown."), "success")
    return redirect(url_for("ecosystem_own.show", token=token))


@pages.post("/p/<process_id>/ecosystem/own/<token>/removal")
@requires("ecosystem:own:correct")
@LINKS
def remove(token: str) -> Any:
    """Ask for the entry's removal."""
    row = _row(token)
    with transaction() as session:
        own_word.ask_for_removal(session, current_actor(), g.process, row)
    flash(_("The entry is no longer shown, and the organisers will erase it."), "success")
    return redirect(url_for("ecosystem_own.show", token=token))


def _row(token: str) -> EcosystemActor:
    row = find_by_token(db.session(), g.process, token)
    if row is None:
        raise NotFound("ecosystem.link")
    return row


def _page(token: str, row: EcosystemActor, form: CorrectionForm, problem: str = "") -> str:
    changes = own_word.changes_by(db.session(), row)
    return render_template(
        "ecosystem/own.html",
        token=token,
        row=row,
        shown=queries.shown_as(db.session(), [row]).get(row.id),
        form=form,
        changes=changes,
        problem=problem,
        agreement_names=AGREEMENT_NAMES,
    )
