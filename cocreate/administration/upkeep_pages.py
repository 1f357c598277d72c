"""Pages of the upkeep: storage and backups, settings that change while it runs, and maintenance."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import security
from cocreate.administration import commands, jobs
from cocreate.administration.commands import ask_once, change_features
from cocreate.administration.forms import FeaturesForm, MaintenanceForm, ProofForm
from cocreate.administration.jobs import BACKUP, MEASURE
from cocreate.administration.messages import TABLE_NAMES
from cocreate.administration.pages import pages, way_of_me
from cocreate.administration.queries import job_under_way, latest_report
from cocreate.administration.rules import ReportKind
from cocreate.core import audit
from cocreate.core import features as settings
from cocreate.core.db import db, transaction
from cocreate.core.features import value as feature
from cocreate.core.ids import form_public_id
from cocreate.core.installation import Maintenance, read_only_until
from cocreate.errors import DomainError, NotFound
from cocreate.process.models import Process
from cocreate.web.access import current_actor, requires
from cocreate.web.errors import page, typed_fields, wants_json
from cocreate.web.messages import say


@pages.get("/storage")
@requires("administration:storage:view")
def storage() -> str:
    """Free disk, what takes room, and the backups that are there."""
    session, settings = db.session(), _settings()
    report = latest_report(session, ReportKind.STORAGE)
    titles = {row.public_id: row.title for row in session.scalars(select(Process))}
    free, whole = jobs.disk(settings)
    return render_template(
        "administration/storage.html",
        free=free,
        whole=whole,
        report=report,
        titles=titles,
        table_names=TABLE_NAMES,
        measuring=job_under_way(session, MEASURE),
        backups=jobs.backups(settings),
        last=latest_report(session, ReportKind.BACKUP),
        backing_up=job_under_way(session, BACKUP),
        how_often=feature("backups"),
        kept=jobs.KEPT,
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
    found = jobs.find_backup(_settings(), backup_name)
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


@pages.route("/features", methods=["GET", "POST"])
@requires("administration:features:edit")
def features() -> Any:
    """Each with what holds, and whether an administrator chose it."""
    form = FeaturesForm(data={name: settings.value(name) for name in settings.FEATURES})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                changed = change_features(session, current_actor(), form.told())
            if changed:
                told = ngettext("%(num)s setting is changed.", "%(num)s settings are changed.", len(changed))
                flash(told, "success")
            else:
                flash(_("Nothing was changed."), "notice")
            return redirect(url_for("administration.features"))
        except DomainError as error:
            db.session.rollback()
            form.default_language.errors = [say(error)]
    page = render_template(
        "administration/features.html",
        form=form,
        changed=[name for name in settings.FEATURES if settings.is_changed(name)],
    )
    return page, 422 if form.errors else 200


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


# What goes on all the same, or nobody could end the maintenance: signing in and out, and the administration itself.
GOES_ON = frozenset(
    {
        "security.login",
        "security.logout",
        "security.verify",
        "security.two_factor_token_validation",
        "security.mf_recovery",
        "account.request_link",
        "account.follow_link",
    }
)
PARTS_THAT_GO_ON = frozenset({"administration", "outbox"})
READS = frozenset({"GET", "HEAD", "OPTIONS"})


@pages.before_app_request
def keep_what_was_sent() -> Any:
    """Nothing is stored; a person gets a page with all that they typed and a button to send it once more."""
    if request.method in READS or request.endpoint in GOES_ON or request.blueprint in PARTS_THAT_GO_ON:
        return None
    until = read_only_until()
    if until is None:
        return None
    seconds = max(1, int((until - clock.now()).total_seconds()))
    headers = {"Retry-After": str(seconds)}
    if wants_json():
        return page(503, say("read_only"), code="read_only", headers=headers)
    kept = typed_fields()
    if kept is None:
        flash(say("read_only"), "notice")
        return redirect(request.script_root + request.full_path.rstrip("?"), 303)
    shown = render_template(
        "errors/read_only.html", kept=kept, action=request.url, until=until, has_files=any(request.files.values())
    )
    return shown, 503, headers
