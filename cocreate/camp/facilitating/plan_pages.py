"""The pages of the session plan: its steps, and the buttons that start, pause, extend and skip them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate import clock
from cocreate.camp import commands, session_queries
from cocreate.camp.facilitating.forms import step_form
from cocreate.camp.labels import STEP_KINDS, STEP_MEANS
from cocreate.camp.models_session import PlanStep
from cocreate.camp.routes import load_camp
from cocreate.camp.rules import StepKind
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say

lead = Blueprint("camp_lead", __name__)
lead.url_value_preprocessor(load_camp)


def back() -> Any:
    """To the page whose button was pressed."""
    where = _PAGES.get(request.form.get("back", ""), "camp_manage.console")
    if request.endpoint in ("camp_lead.votes", "camp_lead.close_votes"):
        where = "camp_lead.votes"
    return redirect(url_for(where, camp_id=g.camp.public_id), 303)


_PAGES = {"plan": "camp_lead.plan", "order": "camp_lead.moderation"}


def refuse(refused: DomainError) -> Any:
    """Say on the page whose button was pressed why nothing happened."""
    db.session.rollback()
    flash(say(refused), "error")
    return back()


@lead.route("/p/<process_id>/manage/camps/<camp_id>/plan", methods=["GET", "POST"])
@requires("camp:plan:edit")
def plan() -> Any:
    """The steps in order, and one more."""
    form = step_form(g.camp)
    if form.validate_on_submit():
        with transaction() as session:
            form_id = form_public_id(form.form_id.data)
            commands.add_step(session, current_actor(), g.camp, form.texts(), form_id=form_id)
        flash(_("The step is in the plan."), "success")
        return redirect(url_for("camp_lead.plan", camp_id=g.camp.public_id), 303)
    steps = session_queries.steps_of(db.session(), g.camp)
    page = render_template(
        "camp/lead/plan.html",
        camp=g.camp,
        form=form,
        steps=steps,
        minutes=sum(step.minutes for step in steps),
        **about_the_plan(),
    )
    return page, 422 if form.errors else 200


def about_the_plan() -> dict[str, Any]:
    """What every page needs that shows where the session stands."""
    return {
        "plan": session_queries.plan_message(db.session(), g.camp),
        "remaining": session_queries.clock_of(g.camp).remaining(clock.now()),
        "step_kinds": STEP_KINDS,
        "step_means": STEP_MEANS,
        "kinds": StepKind,
    }


@lead.route("/p/<process_id>/manage/camps/<camp_id>/plan/<step_id>", methods=["GET", "POST"])
@requires("camp:plan:edit")
def step(step_id: str) -> Any:
    """Change a step."""
    found = _step(step_id)
    form = step_form(g.camp, found)
    if not form.validate_on_submit():
        page = render_template("camp/lead/step.html", camp=g.camp, form=form, step=found, **about_the_plan())
        return page, 422 if form.errors else 200
    try:
        with transaction() as session:
            commands.edit_step(session, current_actor(), g.camp, found, form.texts())
    except DomainError as refused:
        return refuse(refused)
    flash(_("Saved."), "success")
    return redirect(url_for("camp_lead.plan", camp_id=g.camp.public_id), 303)


@lead.post("/p/<process_id>/manage/camps/<camp_id>/plan/<step_id>/move")
@requires("camp:plan:edit")
def move_step(step_id: str) -> Any:
    """Put a step earlier or later."""
    with transaction() as session:
        commands.move_step(session, current_actor(), g.camp, _step(step_id), up=request.form.get("up") == "yes")
    return redirect(url_for("camp_lead.plan", camp_id=g.camp.public_id, _anchor=f"step-{step_id}"), 303)


@lead.post("/p/<process_id>/manage/camps/<camp_id>/plan/<step_id>/remove")
@requires("camp:plan:edit")
def remove_step(step_id: str) -> Any:
    """Take a step out of the plan."""
    try:
        with transaction() as session:
            commands.remove_step(session, current_actor(), g.camp, _step(step_id))
    except DomainError as refused:
        return refuse(refused)
    return back()


@lead.post("/p/<process_id>/manage/camps/<camp_id>/plan/<step_id>/start")
@requires("camp:plan:run")
def start_step(step_id: str) -> Any:
    """Begin a step."""
    return _run(
        lambda session: commands.start_step(
            session, current_actor(), g.camp, _step(step_id), seen=request.form.get("seen")
        )
    )


@lead.post("/p/<process_id>/manage/camps/<camp_id>/session")
@requires("camp:plan:run")
def run() -> Any:
    """Go on, go back, pause, resume, give more time, end."""
    do = _DO.get(request.form.get("do", ""))
    if do is None:
        raise Invalid("camp.plan.action_unknown")
    return _run(do)


def _run(do: Callable[[Any], None]) -> Any:
    try:
        with transaction() as session:
            do(session)
    except DomainError as refused:
        return refuse(refused)
    return back()


def _seen() -> str | None:
    return request.form.get("seen")


_DO: dict[str, Callable[[Any], None]] = {
    "next": lambda session: commands.go_on(session, current_actor(), g.camp, seen=_seen()),
    "back": lambda session: commands.go_on(session, current_actor(), g.camp, seen=_seen(), back=True),
    "pause": lambda session: commands.pause(session, current_actor(), g.camp),
    "resume": lambda session: commands.resume(session, current_actor(), g.camp),
    "extend": lambda session: commands.extend(session, current_actor(), g.camp, number_in(request.form.get("minutes"))),
    "end": lambda session: commands.end_plan(session, current_actor(), g.camp, seen=_seen()),
}


def _step(public_id: str) -> PlanStep:
    found = session_queries.find_step(db.session(), g.camp, public_id)
    if found is None:
        raise NotFound()
    return found


@lead.get("/p/<process_id>/manage/camps/<camp_id>/guide")
@requires("camp:camp:manage")
def guide() -> str:
    """What to do before, during, and when something goes wrong."""
    return render_template("camp/lead/guide.html", camp=g.camp)
