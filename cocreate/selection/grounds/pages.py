"""Pages of weighing, for members and organisers, and of the versions of the criteria."""

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection.grounds import editing, queries
from cocreate.selection.grounds import queries as grounds
from cocreate.selection.grounds.forms import MethodForm, as_typed, wishes_form, wishes_in
from cocreate.selection.grounds.manage import criteria_of_process
from cocreate.selection.grounds.rules import MEMBERS_LEAST, WeighMethod, differences
from cocreate.selection.labels import CHANGES, HOW_TO_WEIGH, METHODS
from cocreate.selection.manage import manage, number_in
from cocreate.selection.models import CriteriaSet, CriteriaVersion
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, may, requires
from cocreate.web.messages import say


@manage.get("/criteria/weighing")
@requires("selection:criteria:view")
def weighing_page() -> Any:
    """How the members' weighing stands; once closed, what they say together."""
    return _weighing_page(MethodForm(formdata=None))


def _weighing_page(form: MethodForm, problem: str = "", status: int = 200) -> Any:
    session, found = db.session(), criteria_of_process()
    row = grounds.weighing_of(session, found)
    return (
        render_template(
            "selection/grounds/weighing.html",
            criteria=found,
            weighing=row,
            fits=row is None or grounds.fits(found, row),
            settled=grounds.settled(session, found),
            together=queries.together(session, found),
            done=queries.who_is_done(session, g.process, found),
            least=MEMBERS_LEAST,
            method_name=METHODS[WeighMethod(row.method)] if row is not None else "",
            form=form,
            per_cent=queries.per_cent,
            problem=problem,
        ),
        status,
    )


@manage.post("/criteria/weighing/open")
@requires("selection:weighing:steer")
def open_weighing() -> Any:
    """Ask the members."""
    form = MethodForm()
    if not form.validate():
        return _weighing_page(form, status=422)
    method = WeighMethod(form.method.data)
    return _steer(
        lambda session: editing.open_weighing(session, current_actor(), g.process, criteria_of_process(), method)
    )


@manage.post("/criteria/weighing/close")
@requires("selection:weighing:steer")
def close_weighing() -> Any:
    """End it and show what they say together."""
    return _steer(lambda session: editing.close_weighing(session, current_actor(), g.process, criteria_of_process()))


@manage.post("/criteria/weighing/adopt")
@requires("selection:criteria:edit")
def adopt_weights() -> Any:
    """Take the members' weights over."""
    version = number_in(request.form.get("version"))
    return _steer(
        lambda session: editing.adopt_weights(
            session, current_actor(), g.process, criteria_of_process(), version=version
        )
    )


def _steer(do: Callable[[Session], object]) -> Any:
    try:
        with transaction() as session:
            do(session)
    except NotFound:
        raise
    except DomainError as error:
        db.session.rollback()
        return _weighing_page(MethodForm(formdata=None), say(error), error.status)
    return redirect(url_for("selection_manage.weighing_page"), 303)


@pages.get("/weights")
@requires("selection:weights:view")
def weights() -> Any:
    """A member's own weights: to give while the weighing is open, beside everybody's together once it is closed."""
    found = criteria_of_process()
    row = grounds.weighing_of(db.session(), found)
    own = grounds.own_wishes(db.session(), row, current_actor().user_id) if row is not None else {}
    form = wishes_form(queries.titles_of(found))(formdata=None, data=as_typed(own))
    return _own_page(found, form)


def _own_page(found: CriteriaSet, form: Any, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    row = grounds.weighing_of(session, found)
    own = grounds.own_wishes(session, row, current_actor().user_id) if row is not None else {}
    return (
        render_template(
            "selection/grounds/weights.html",
            criteria=found,
            weighing=row,
            is_open=row is not None and row.closed_at is None,
            may_give=may("selection:weights:give"),
            how=HOW_TO_WEIGH[WeighMethod(row.method)] if row is not None else "",
            is_swing=row is not None and row.method == WeighMethod.SWING,
            own=own,
            settled=grounds.settled(session, found),
            together=queries.together(session, found),
            least=MEMBERS_LEAST,
            form=form,
            per_cent=queries.per_cent,
            problem=problem,
        ),
        status,
    )


@pages.post("/weights")
@requires("selection:weights:give")
def give_weights() -> Any:
    """Keep a member's weights; what was typed stays when something is refused."""
    found, actor = criteria_of_process(), current_actor()
    form = wishes_form(queries.titles_of(found))()
    if not form.validate():
        return _own_page(found, form, status=422)
    wishes = wishes_in(form, list(queries.titles_of(found)))
    try:
        with transaction() as session:
            editing.give_weights(session, actor, g.process, found, actor.user_id or 0, wishes)
    except DomainError as error:
        db.session.rollback()
        return _own_page(criteria_of_process(), form, say(error), error.status)
    return redirect(url_for("selection.weights"), 303)


@manage.get("/criteria/versions")
@requires("selection:criteria:view")
def criteria_versions() -> Any:
    """All versions of the criteria, each with what it changed."""
    rows = grounds.versions_of(db.session(), criteria_of_process())
    older = [*rows[1:], None]
    lines = [
        (row, sorted({CHANGES[each.what] for each in differences(was.said, row.said)}, key=str) if was else [])
        for row, was in zip(rows, older, strict=True)
    ]
    return render_template("selection/grounds/versions.html", lines=lines, criteria=criteria_of_process())


@manage.get("/criteria/versions/<criteria_version_id>")
@requires("selection:criteria:view")
def criteria_version(criteria_version_id: str) -> Any:
    """One version, and what differs from another one, by default the one before."""
    rows = grounds.versions_of(db.session(), criteria_of_process())
    found = _named(rows, criteria_version_id)
    if found is None:
        raise NotFound()
    before = next((row for row in rows if row.number == found.number - 1), None)
    other = _named(rows, request.args.get("with", "")) or before
    return render_template(
        "selection/grounds/version.html",
        version=found,
        versions=rows,
        other=other,
        changes=differences(other.said, found.said) if other is not None else [],
        change_words=CHANGES,
        criteria=criteria_of_process(),
    )


def _named(rows: list[CriteriaVersion], public_id: str) -> CriteriaVersion | None:
    return next((row for row in rows if row.public_id == public_id), None)
