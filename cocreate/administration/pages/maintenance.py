"""Maintenance: announced on every page, and a time in which nothing can be saved."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration.commands import maintenance as commands
from cocreate.administration.forms import MaintenanceForm
from cocreate.administration.pages import pages
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.core.installation import Maintenance
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

SHOWN = 20  # of those that are over


@pages.route("/maintenance", methods=["GET", "POST"])
@requires("administration:maintenance:edit")
def maintenance() -> Any:
    """What is announced and what was; a form for one more."""
    form = MaintenanceForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.announce(session, current_actor(), form.told(), public_id=form_public_id(form.form_id.data))
            flash(_("It is announced; every page shows it at its time."), "success")
            return redirect(url_for("administration.maintenance"))
        except DomainError as error:
            db.session.rollback()
            form.ends_at.errors = [say(error)]
    session, now = db.session(), clock.now()
    rows = session.scalars(select(Maintenance).order_by(Maintenance.shown_from.desc()).limit(SHOWN)).all()
    coming = [row for row in rows if not row.is_ended and row.ends_at > now]
    page = render_template(
        "administration/maintenance.html",
        form=form,
        coming=coming,
        past=[row for row in rows if row not in coming],
        now=now,
    )
    return page, 422 if form.errors else 200


@pages.route("/maintenance/<maintenance_id>", methods=["GET", "POST"])
@requires("administration:maintenance:edit")
def change_maintenance(maintenance_id: str) -> Any:
    """Other words or another time for one."""
    row = _row(db.session(), maintenance_id)
    form = MaintenanceForm()
    if not form.is_submitted():
        form.fill(row)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.change(session, current_actor(), _row(session, maintenance_id), form.told())
            flash(_("Saved."), "success")
            return redirect(url_for("administration.maintenance"))
        except DomainError as error:
            db.session.rollback()
            form.ends_at.errors = [say(error)]
    page = render_template("administration/change_maintenance.html", form=form)
    return page, 422 if form.errors else 200


@pages.post("/maintenance/<maintenance_id>/end")
@requires("administration:maintenance:edit")
def end_maintenance(maintenance_id: str) -> Any:
    """Over now."""
    with transaction() as session:
        commands.end(session, current_actor(), _row(session, maintenance_id))
    flash(_("It is over: no page shows it any more."), "success")
    return redirect(url_for("administration.maintenance"))


def _row(session: Session, public_id: str) -> Maintenance:
    found = session.scalar(select(Maintenance).where(Maintenance.public_id == public_id))
    if found is None:
        raise NotFound()
    return found
