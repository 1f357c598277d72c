"""Pages on which a process begins: made of a pattern, then what is still to do before people can be asked."""

from datetime import datetime, time
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate import clock
from cocreate.accounts.organisations.models import Organisation
from cocreate.accounts.organisations.queries import organisations_of
from cocreate.clock import ZONE
from cocreate.core import stages
from cocreate.core.db import db, transaction
from cocreate.process.forms import NewProcessForm
from cocreate.process.manage import manage
from cocreate.process.patterns import PATTERNS, Pattern, start_process
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import translate


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
