"""Long tasks of the whole installation, and its regular work."""

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for

from cocreate.administration.labels import STATE_NAMES, STATE_TONES, job_name
from cocreate.administration.pages import pages
from cocreate.administration.queries import jobs as queries
from cocreate.administration.rules import PAGE
from cocreate.core import chores
from cocreate.core import jobs as tasks
from cocreate.core.db import db, transaction
from cocreate.web.access import current_actor, requires
from cocreate.web.jobs import describe
from cocreate.web.paging import page_number


@pages.get("/jobs")
@requires("administration:jobs:view")
def jobs() -> str:
    """Tasks, newest first; and what is done regularly, with its last time."""
    session, page = db.session(), page_number()
    asked = request.args.get("state", "")
    state = asked if asked in STATE_NAMES else ""
    found, total = queries.jobs_page(session, state, page)
    return render_template(
        "administration/jobs.html",
        tasks=found,
        page=page,
        page_count=max(1, -(-total // PAGE)),
        state=state,
        counts=queries.counts_by_state(session),
        state_names=STATE_NAMES,
        state_tones=STATE_TONES,
        job_name=job_name,
        chores=chores.runs(session),
    )


@pages.get("/jobs/<job_id>.json")
@requires("administration:jobs:view")
def job_state(job_id: str) -> Any:
    """For the progress bar."""
    return jsonify(describe(queries.task_of_address(db.session(), job_id).job))


@pages.get("/jobs/<job_id>")
@requires("administration:jobs:view")
def job(job_id: str) -> str:
    """One task."""
    found = queries.task_of_address(db.session(), job_id)
    return render_template(
        "administration/job.html", task=found, told=describe(found.job), name=job_name(found.job.kind)
    )


@pages.post("/jobs/<job_id>/<any(cancel, retry):steering>")
@requires("administration:jobs:steer")
def steer_job(job_id: str, steering: str) -> Any:
    """Stop it, or start it again."""
    with transaction() as session:
        found = queries.task_of_address(session, job_id)
        do = tasks.cancel if steering == "cancel" else tasks.retry
        do(session, current_actor(), found.job, process=found.process)
    return redirect(url_for("administration.job", job_id=job_id))
