"""Pages of the administration: what needs attention, health, tasks, the audit trail; all below one address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.units import format_unit
from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from cocreate.accounts.second_factor import way_of
from cocreate.administration import queries
from cocreate.administration.attention import points
from cocreate.administration.commands import ask_once
from cocreate.administration.jobs import CHECK_HEALTH, VERIFY_AUDIT
from cocreate.administration.messages import STATE_NAMES, STATE_TONES, checked, job_name
from cocreate.administration.queries import Wanted, audit_lines, job_under_way, latest_report, names_of
from cocreate.administration.rules import PAGE, ReportKind
from cocreate.core import audit as trail
from cocreate.core import audit_files, chores
from cocreate.core import jobs as tasks
from cocreate.core.db import begin_writing, db, reading_session, transaction
from cocreate.ops.doctor import Weight
from cocreate.web.access import current_actor, requires
from cocreate.web.downloads import streamed
from cocreate.web.jobs import describe
from cocreate.web.paging import page_number


@dataclass(frozen=True)
class Line:
    """One line of the navigation."""

    label: Any  # lazy string
    endpoint: str


LINES = (
    Line(_l("What needs attention"), "administration.start"),
    Line(_l("People"), "administration.users"),
    Line(_l("Organisations"), "administration.organisations"),
    Line(_l("Tasks"), "administration.jobs"),
    Line(_l("Mails"), "outbox.index"),
    Line(_l("Audit trail"), "administration.audit"),
    Line(_l("Storage and backups"), "administration.storage"),
    Line(_l("Health"), "administration.health"),
    Line(_l("Maintenance"), "administration.maintenance"),
    Line(_l("Settings"), "administration.features"),
)


UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")


def file_size(size: float) -> str:
    """A number of bytes as people read it."""
    for unit in UNITS:
        if size < 1000 or unit == UNITS[-1]:
            break
        size /= 1000
    shown = round(size, 1 if unit != UNITS[0] and size < 100 else None)
    return str(format_unit(shown, f"digital-{unit}", length="short", locale=get_locale()))


def navigation() -> list[dict[str, Any]]:
    """The lines, with the one that the page at hand belongs to."""
    here = request.script_root + request.path
    found = [{"label": line.label, "url": url_for(line.endpoint), "is_current": False} for line in LINES]
    above = [line for line in found if here == line["url"] or here.startswith(line["url"].rstrip("/") + "/")]
    if above:
        max(above, key=lambda line: len(line["url"]))["is_current"] = True
    return found


pages = Blueprint("administration", __name__, url_prefix="/admin")
pages.add_app_template_global(navigation, "administration_navigation")
pages.add_app_template_filter(file_size, "file_size")


def way_of_me() -> str:
    """What whoever asks is asked for."""
    return way_of(current_user).value


@pages.get("/")
@requires("administration:start:view")
def start() -> str:
    """What should be looked at, and the way to it."""
    return render_template("administration/start.html", points=points(db.session()))


FIRST = (Weight.PROBLEM, Weight.NOTE, Weight.FINE)


@pages.get("/health")
@requires("administration:health:view")
def health() -> str:
    """The last check-up, and a button for the next."""
    session = db.session()
    report = latest_report(session, ReportKind.HEALTH)
    found = sorted(report.content["findings"], key=lambda one: FIRST.index(one["weight"])) if report else []
    return render_template(
        "administration/health.html",
        report=report,
        findings=[_shown(**one) for one in found],
        under_way=job_under_way(session, CHECK_HEALTH),
    )


def _shown(about: str, weight: str, sentence: str, params: dict[str, str] | None = None) -> dict[str, str]:
    """A finding in the language of the page; reports of before had whole English sentences, without `params`."""
    return {"weight": weight, "about": checked(about), "said": _(sentence, **(params or {}))}


@pages.post("/health")
@requires("administration:health:check")
def check_health() -> Any:
    """Have it checked beside the server."""
    with transaction() as session:
        ask_once(session, current_actor(), CHECK_HEALTH)
    return redirect(url_for("administration.health"))


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


@pages.get("/audit")
@requires("administration:audit:view")
def audit() -> str:
    """Lines, newest first, as filtered."""
    session, wanted, page = db.session(), _wanted(), page_number()
    lines, total = audit_lines(session, wanted, page)
    return render_template(
        "administration/audit.html",
        lines=lines,
        names=names_of(session, lines),
        total=total,
        page=page,
        page_count=max(1, -(-total // PAGE)),
        wanted=wanted,
        report=latest_report(session, ReportKind.AUDIT),
        under_way=job_under_way(session, VERIFY_AUDIT),
    )


@pages.post("/audit")
@requires("administration:audit:check")
def verify_audit() -> Any:
    """Have every seal computed again, beside the server."""
    with transaction() as session:
        ask_once(session, current_actor(), VERIFY_AUDIT)
    return redirect(url_for("administration.audit"))


@pages.get("/audit.<any(csv, json):audit_format>")
@requires("administration:audit:view")
def audit_file(audit_format: str) -> Response:
    """All of it as a file, oldest first; that it was taken out is its last line."""
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        trail.record(session, current_actor(), "administration:audit:export")
    media_type, pieces = audit_files.FORMATS[audit_format]
    reading = reading_session(db.engine)
    return streamed(reading, pieces(audit_files.lines_of(reading)), f"audit.{audit_format}", media_type)


def _wanted() -> Wanted:
    """What the address asks for; what cannot be read counts as not asked."""
    given = {name: request.args.get(name, "").strip()[:320] for name in ("verb", "who", "process")}
    return Wanted(**given, since=_day("since"), until=_day("until"))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
