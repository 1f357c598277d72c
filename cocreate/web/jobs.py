"""Long work as a person sees it: how far it is, a button to stop it, a button to try again."""

from typing import Any

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import INSIDERS, STAFF, Permission, define
from cocreate.errors import NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import register, say
from cocreate.web.security import safe_next

define(
    Permission("core:job:view", INSIDERS, "See how far a long task of the process is."),
    Permission("core:job:steer", STAFF, "Stop a long task, or start it again."),
)
register(
    job__queued=_l("Waiting for its turn"),
    job__running=_l("Working"),
    job__done=_l("Finished"),
    job__failed=_l("Stopped because of a fault"),
    job__cancelled=_l("Stopped on request"),
)
pages = Blueprint("jobs", __name__, url_prefix="/p/<process_id>/manage/jobs")


def find_job(public_id: str) -> jobs.Job:
    """The job of an address, of this process only."""
    found = db.session.scalar(
        select(jobs.Job).where(jobs.Job.public_id == public_id, jobs.Job.process_id == g.process.id)
    )
    if found is None:
        raise NotFound()
    return found


def describe(row: jobs.Job) -> dict[str, Any]:
    """What the progress bar polls: state, percent and a sentence."""
    step = row.message if row.message and not row.is_over else f"job.{row.state}"  # a task that is over takes no step
    sentence = say(row.error) if row.error else say(step)
    return {"state": row.state, "percent": row.percent, "message": sentence, "is_over": row.is_over}


@pages.get("/<job_id>.json")
@requires("core:job:view")
def state(job_id: str) -> Any:
    """For the progress bar."""
    return jsonify(describe(find_job(job_id)))


@pages.get("/<job_id>")
@requires("core:job:view")
def show(job_id: str) -> str:
    """For a browser without script: reload to see more."""
    row = find_job(job_id)
    back = safe_next(request.args.get("back"), url_for("process_manage.overview"))
    return render_template("pages/job.html", job=row, told=describe(row), back=back)


@pages.post("/<job_id>/cancel")
@requires("core:job:steer")
def cancel(job_id: str) -> Any:
    """Ask it to stop."""
    with transaction() as session:
        jobs.cancel(session, current_actor(), find_job(job_id), process=g.process)
    return redirect(_back(job_id))


@pages.post("/<job_id>/retry")
@requires("core:job:steer")
def retry(job_id: str) -> Any:
    """Start it again."""
    with transaction() as session:
        jobs.retry(session, current_actor(), find_job(job_id), process=g.process)
    return redirect(_back(job_id))


def _back(job_id: str) -> str:
    return safe_next(request.form.get("back"), url_for("jobs.show", job_id=job_id))
