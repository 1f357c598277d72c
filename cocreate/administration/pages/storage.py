"""Room and backups: what takes how much, and copies of everything."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from cocreate.accounts import security
from cocreate.administration import backups, measuring
from cocreate.administration.commands.reports import ask_once
from cocreate.administration.forms import ProofForm
from cocreate.administration.jobs import BACKUP, MEASURE
from cocreate.administration.labels import TABLE_NAMES
from cocreate.administration.pages import pages
from cocreate.administration.pages.proving import way_of_me
from cocreate.administration.queries.reports import job_under_way, latest_report
from cocreate.administration.rules import ReportKind
from cocreate.core import audit
from cocreate.core.db import db, transaction
from cocreate.core.features import value as feature
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.web.access import current_actor, requires


@pages.get("/storage")
@requires("administration:storage:view")
def storage() -> str:
    """Free disk, what takes room, and the backups that are there."""
    session, settings = db.session(), _settings()
    report = latest_report(session, ReportKind.STORAGE)
    titles = {row.public_id: row.title for row in session.scalars(select(Process))}
    free, whole = measuring.disk(settings)
    return render_template(
        "administration/storage.html",
        free=free,
        whole=whole,
        report=report,
        titles=titles,
        table_names=TABLE_NAMES,
        measuring=job_under_way(session, MEASURE),
        backups=backups.backups(settings),
        last=latest_report(session, ReportKind.BACKUP),
        backing_up=job_under_way(session, BACKUP),
        how_often=feature("backups"),
        kept=backups.KEPT,
    )


@pages.post("/storage/<any(measure, backup):task>")
@requires("administration:storage:edit")
def start_storage_task(task: str) -> Any:
    """Measure, or make a backup, beside the server."""
    with transaction() as session:
        ask_once(session, current_actor(), MEASURE if task == "measure" else BACKUP)
    return redirect(url_for("administration.storage"))


@pages.route("/storage/backups/<backup_name>", methods=["GET", "POST"])
@security.per_person
@requires("administration:storage:edit")
def backup(backup_name: str) -> Any:
    """Download or remove one, after showing once more who one is: it holds everything, and the key of the server."""
    found = backups.find_backup(_settings(), backup_name)
    if found is None:
        raise NotFound()
    form = ProofForm()
    if form.validate_on_submit() and form.is_shown():
        is_removed = request.form.get("act") == "remove"
        with transaction() as session:
            verb = "administration:backup:remove" if is_removed else "administration:backup:download"
            audit.record(session, current_actor(), verb, ("backup", found.name[:40]))
        if not is_removed:
            return send_file(found.path.resolve(), as_attachment=True, download_name=found.name, max_age=0)
        found.path.unlink(missing_ok=True)
        flash(_("The backup is removed."), "success")
        return redirect(url_for("administration.storage"))
    page = render_template("administration/backup.html", backup=found, form=form, way=way_of_me())
    return page, 422 if form.errors else 200


def _settings() -> Any:
    return current_app.extensions["cocreate_settings"]
