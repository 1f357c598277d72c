"""Pages on which organisers begin and shape a process."""

from datetime import UTC, datetime, time
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate import clock
from cocreate.accounts.models import Organisation
from cocreate.accounts.organisations.queries import organisations_of
from cocreate.clock import ZONE
from cocreate.core import audit, audit_files, stages
from cocreate.core.db import begin_writing, db, reading_session, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.process import commands, queries
from cocreate.process.commands import PhaseDates
from cocreate.process.forms import ChallengeForm, NewProcessForm, ProcessForm, phases_form
from cocreate.process.models import Asset, Challenge, SubChallenge
from cocreate.process.patterns import PATTERNS, PHASE_TITLES, Pattern, start_process
from cocreate.process.rules import ChallengeState, PhaseKind
from cocreate.web.access import current_actor, may, requires
from cocreate.web.downloads import streamed
from cocreate.web.forms import number_in
from cocreate.web.language import translate
from cocreate.web.messages import say
from cocreate.web.paging import page_number

manage = Blueprint("process_manage", __name__)
PARTS: dict[str, type[SubChallenge] | type[Asset]] = {"sub-challenges": SubChallenge, "assets": Asset}


@manage.get("/p/<process_id>/manage/")
@requires("process:manage")
def overview() -> str:
    """Where the process stands."""
    return render_template("process/overview.html", counts=queries.counts(db.session(), g.process))


@manage.route("/p/<process_id>/manage/process", methods=["GET", "POST"])
@requires("process:edit")
def edit() -> Any:
    """Title, summary, region, smallest published group."""
    form = ProcessForm(obj=g.process)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.describe_process(
                    session,
                    current_actor(),
                    g.process,
                    title=form.title.data,
                    summary=form.summary.data,
                    region=form.region.data or "",
                    minimum_cell=form.minimum_cell.data or 5,
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for("process_manage.overview"))
        except DomainError as error:
            return _conflict("process/edit.html", form, error, g.process.version)
    return render_template("process/edit.html", form=form), 422 if form.errors else 200


@manage.post("/p/<process_id>/manage/publish")
@requires("process:publish")
def publish() -> Any:
    """Show the process to everybody, or hide it."""
    with transaction() as session:
        commands.publish_process(session, current_actor(), g.process, is_public=request.form.get("public") == "yes")
    return redirect(url_for("process_manage.overview"))


@manage.route("/p/<process_id>/manage/phases", methods=["GET", "POST"])
@requires("process:edit")
def phases() -> Any:
    """When each phase is open."""
    present = {PhaseKind(phase.kind): phase for phase in g.process.phases}
    data = {
        f"{k.value}_{edge}": getattr(p, edge).astimezone(ZONE)
        for k, p in present.items()
        for edge in ("starts_at", "ends_at")
    }
    form = phases_form()(data=data)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.plan_phases(
                    session, current_actor(), g.process, [_planned(form, k, present.get(k)) for k in form.kept()]
                )
            flash(_("The phases are saved."), "success")
            return redirect(url_for("process_manage.overview"))
        except DomainError as error:
            form[f"{error.params['kind']}_ends_at"].errors = [say(error)]
    titles = {k: present[k].title if k in present else PHASE_TITLES[k] for k in PhaseKind}
    return render_template(
        "process/phases.html", form=form, kinds=list(PhaseKind), titles=titles
    ), 422 if form.errors else 200


def _planned(form: Any, kind: PhaseKind, present: Any) -> PhaseDates:
    def moment(edge: str) -> datetime:
        typed: datetime = form[f"{kind.value}_{edge}"].data
        try:
            return typed.replace(tzinfo=ZONE).astimezone(UTC)
        except OverflowError:  # the first hour of the year 1 has no moment in UTC
            raise Invalid("process.phase.order", kind=kind.value) from None

    return PhaseDates(
        kind=kind,
        title=present.title if present else PHASE_TITLES[kind],
        summary=present.summary if present else None,
        starts_at=moment("starts_at"),
        ends_at=moment("ends_at"),
    )


@manage.route("/p/<process_id>/manage/challenges", methods=["GET", "POST"])
@requires("process:edit")
def challenges() -> Any:
    """All challenges, and a form for one more."""
    form = ChallengeForm()
    if form.validate_on_submit():
        with transaction() as session:
            challenge = commands.add_challenge(
                session,
                current_actor(),
                g.process,
                title=form.title.data,
                description=form.description.data,
                form_token=form.token.data or "",
            )
        flash(_added(challenge), "success")
        return redirect(url_for("process_manage.challenge", challenge_id=challenge.public_id))
    found = {state: queries.challenges_of(db.session(), g.process, state) for state in ChallengeState}
    return render_template("process/challenges.html", form=form, found=found), 422 if form.errors else 200


def _added(challenge: Challenge) -> str:
    if challenge.state == ChallengeState.DRAFT:
        return _("The challenge is added as a draft: here the committee validates challenges before people are asked.")
    return _("The challenge is added. Now give it sub-challenges.")


@manage.route("/p/<process_id>/manage/challenges/<challenge_id>", methods=["GET", "POST"])
@requires("process:edit")
def challenge(challenge_id: str) -> Any:
    """One challenge with its sub-challenges and assets."""
    row = commands.find_challenge(db.session(), g.process, challenge_id)
    form = ChallengeForm(obj=row)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.describe_challenge(
                    session,
                    current_actor(),
                    g.process,
                    row,
                    title=form.title.data,
                    description=form.description.data,
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for("process_manage.challenge", challenge_id=challenge_id))
        except DomainError as error:
            return _conflict("process/challenge.html", form, error, row.version, challenge=row)
    return render_template("process/challenge.html", form=form, challenge=row), 422 if form.errors else 200


@manage.post("/p/<process_id>/manage/challenges/<challenge_id>/move")
@requires("process:edit")
def move(challenge_id: str) -> Any:
    """Up or down in the list."""
    with transaction() as session:
        row = commands.find_challenge(session, g.process, challenge_id)
        commands.move_challenge(session, current_actor(), g.process, row, up=request.form.get("up") == "yes")
    return redirect(url_for("process_manage.challenges"))


@manage.post("/p/<process_id>/manage/challenges/<challenge_id>/remove")
@requires("process:edit")
def remove(challenge_id: str) -> Any:
    """Off the list, if nobody was asked about it yet."""
    with transaction() as session:
        row = commands.find_challenge(session, g.process, challenge_id)
        commands.remove_challenge(session, current_actor(), g.process, row)
    flash(_("The challenge is removed."), "success")
    return redirect(url_for("process_manage.challenges"))


@manage.route("/p/<process_id>/manage/challenges/<challenge_id>/<parts>/new", methods=["GET", "POST"])
@requires("process:edit")
def add_part(challenge_id: str, parts: str) -> Any:
    """One more sub-challenge or asset."""
    kind = _kind(parts)
    row = commands.find_challenge(db.session(), g.process, challenge_id)
    form = ChallengeForm()
    if form.validate_on_submit():
        with transaction() as session:
            commands.add_part(
                session,
                current_actor(),
                g.process,
                row,
                kind,
                title=form.title.data,
                description=form.description.data,
                form_token=form.token.data or "",
            )
        return redirect(url_for("process_manage.challenge", challenge_id=challenge_id) + f"#{parts}")
    return render_template(
        "process/part.html", form=form, challenge=row, parts=parts, part=None
    ), 422 if form.errors else 200


@manage.route("/p/<process_id>/manage/challenges/<challenge_id>/<parts>/<part_id>", methods=["GET", "POST"])
@requires("process:edit")
def part(challenge_id: str, parts: str, part_id: str) -> Any:
    """Change or remove a sub-challenge or asset."""
    row = commands.find_challenge(db.session(), g.process, challenge_id)
    item = commands.find_part(db.session(), row, _kind(parts), part_id)
    form = ChallengeForm(obj=item)
    if request.method == "POST" and request.form.get("remove") == "yes":
        with transaction() as session:
            commands.remove_part(session, current_actor(), g.process, item)
        return redirect(url_for("process_manage.challenge", challenge_id=challenge_id) + f"#{parts}")
    if form.validate_on_submit():
        with transaction() as session:
            commands.describe_part(
                session, current_actor(), g.process, item, title=form.title.data, description=form.description.data
            )
        return redirect(url_for("process_manage.challenge", challenge_id=challenge_id) + f"#{parts}")
    return render_template(
        "process/part.html", form=form, challenge=row, parts=parts, part=item
    ), 422 if form.errors else 200


@manage.get("/p/<process_id>/manage/audit")
@requires("process:audit:view")
def audit_trail() -> str:
    """Who did what, newest first."""
    page = page_number()
    entries, pages = queries.audit_page(db.session(), g.process, page)
    return render_template("process/audit.html", entries=entries, page=page, pages=pages)


@manage.get("/p/<process_id>/manage/audit.<any(csv, json):audit_format>")
@requires("process:audit:export")
def audit_file(audit_format: str) -> Response:
    """The same as a file, oldest first; that it was taken out is its last line."""
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        process = g.process
        audit.record(session, current_actor(), "process:audit:export", process.ref, process=process.public_id)
    media_type, pieces = audit_files.FORMATS[audit_format]
    reading = reading_session(db.engine)
    lines = audit_files.lines_of(reading, process.public_id)
    return streamed(reading, pieces(lines), f"audit-{process.public_id}.{audit_format}", media_type)


def _kind(parts: str) -> type[SubChallenge] | type[Asset]:
    if parts not in PARTS:
        raise NotFound()
    return PARTS[parts]


def _conflict(template: str, form: Any, error: DomainError, version: int, **values: Any) -> Any:
    """What was typed comes back, with the present version, so that saving again is a decision."""
    db.session.rollback()
    form.version.data = str(version)
    return render_template(template, form=form, problem=say(error), **values), error.status


@manage.route("/processes/new", methods=["GET", "POST"])
@requires("process:create")
def create() -> Any:
    """Make a process in one of one's own organisations, of the pattern in the address or of the method's own."""
    offered = _my_organisations()
    if not offered:
        flash(_("A process belongs to an organisation. Set yours up first."), "notice")
        return redirect(url_for("organisations.create"))
    pattern = PATTERNS.get(request.args.get("pattern", ""), PATTERNS["ris3"])
    form = _form(pattern, offered)
    if form.validate_on_submit():
        process = _start(pattern, offered[form.organisation.data], form)
        flash(_("The process exists; only its team sees it until you publish it."), "success")
        return redirect(url_for("process_manage.checklist", process_id=process.public_id))
    first = next(iter(offered.values()))
    page = render_template("process/new.html", form=form, pattern=pattern, patterns=PATTERNS.values(), offered=first)
    return page, 422 if form.errors else 200


def _my_organisations() -> dict[str, Organisation]:
    user_id = current_actor().user_id
    mine = organisations_of(db.session(), user_id) if user_id is not None else []
    return {row.organisation.short_name: row.organisation for row in mine}


def _form(pattern: Pattern, offered: dict[str, Organisation]) -> NewProcessForm:
    form = NewProcessForm(
        organisation=request.args.get("organisation") or next(iter(offered)),
        needs_validation=pattern.needs_validation,
        starts_on=clock.today(),
    )
    form.organisation.choices = [(name, translate(row.title)) for name, row in offered.items()]
    return form


def _start(pattern: Pattern, organisation: Organisation, form: NewProcessForm) -> Any:
    with transaction() as session:
        return start_process(
            session,
            current_actor(),
            pattern,
            organisation=organisation,
            starts=datetime.combine(form.starts_on.data, time(), ZONE),
            needs_validation=bool(form.needs_validation.data),
            title=form.title.data,
            summary=form.summary.data,
            region=form.region.data or "",
            minimum_cell=form.minimum_cell.data or 5,
            form_token=form.token.data or "",
        )


@manage.get("/p/<process_id>/manage/checklist")
@requires("process:manage")
def checklist() -> str:
    """What is still to do before people can be asked, each line with the page on which it is done."""
    session = db.session()
    lines = [line for stage in stages.announced() for line in stage.to_do(session, g.process)]
    lines.sort(key=lambda line: line.comes_last)
    done = [line.is_done for line in lines]
    is_open = {line.endpoint: may(current_app.view_functions[line.endpoint].permission) for line in lines}  # type: ignore[union-attr]
    return render_template(
        "process/checklist.html", lines=lines, is_open=is_open, done=sum(done), is_ready=all(done[:-1])
    )
