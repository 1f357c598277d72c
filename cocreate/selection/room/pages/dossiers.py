"""Pages of a candidate's dossier with its threads, and of single posts."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.core.db import begin_reading, db
from cocreate.core.ids import form_public_id
from cocreate.errors import NotFound
from cocreate.selection import queries as selection
from cocreate.selection import views as selection_views
from cocreate.selection.models import Criterion
from cocreate.selection.room import commands
from cocreate.selection.room.dossier import dossier_of
from cocreate.selection.room.forms import HideForm, PostForm, at_spot
from cocreate.selection.room.models import RoomPost
from cocreate.selection.room.pages.common import candidate_of_address, post_of_address, refusal_of
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in


@pages.get("/room/candidates/<sid_id>")
@requires("selection:room:view")
def dossier(sid_id: str) -> Any:
    """One candidate as the committee reads it."""
    return _dossier_page(sid_id)


def _dossier_page(sid_id: str, typed: Any = None, spot: str = "", problem: str = "", status: int = 200) -> Any:
    """`typed`: a form that was refused, at its place on the page (`spot`)."""
    begin_reading()
    session, sid = db.session(), candidate_of_address(sid_id)

    def form_at(name: str) -> Any:
        return typed if typed is not None and name == spot else at_spot(PostForm(formdata=None), name)

    return (
        render_template(
            "selection/room/dossier.html",
            dossier=dossier_of(session, g.process, sid),
            sid=sid,
            me=current_actor().user_id,
            form_at=form_at,
            spot=spot,
            form=typed,
            problem=problem,
            number=selection_views.number,
            share=selection_views.share,
        ),
        status,
    )


@pages.post("/room/candidates/<sid_id>/posts")
@requires("selection:post:write")
def write_post(sid_id: str) -> Any:
    """Write in a thread, or answer."""
    form = PostForm()
    spot = form.answers.data or form.criterion.data or "all"
    candidate_of_address(sid_id)
    if not form.validate():
        return _dossier_page(sid_id, at_spot(form, spot), spot, status=422)

    def work(session: Session) -> None:
        commands.write_post(
            session,
            current_actor(),
            g.process,
            candidate_of_address(sid_id),
            form.text.data or "",
            criterion=_criterion_named(form.criterion.data or ""),
            answers=_post_named(form.answers.data or ""),
            form_id=form_public_id(form.form_id.data),
        )

    refused = refusal_of(work)
    if refused is not None:
        return _dossier_page(sid_id, at_spot(form, spot), spot, *refused)
    return redirect(url_for("selection.dossier", sid_id=sid_id) + f"#post-{form.form_id.data}", 303)


def _criterion_named(public_id: str) -> Criterion | None:
    """The criterion of a thread; None for the candidate as a whole."""
    if not public_id:
        return None
    criteria = selection.criteria_of(db.session(), g.process)
    found = next((row for row in criteria.criteria if row.public_id == public_id), None) if criteria else None
    if found is None:
        raise NotFound()
    return found


def _post_named(public_id: str) -> RoomPost | None:
    return post_of_address(public_id[:16]) if public_id else None


@pages.get("/room/posts/<post_id>")
@requires("selection:room:view")
def post(post_id: str) -> Any:
    """One post: its earlier wordings, and what its author and moderators can do with it."""
    return _post_page(post_id)


def _post_page(post_id: str, form: Any = None, hide: Any = None, problem: str = "", status: int = 200) -> Any:
    begin_reading()
    found = post_of_address(post_id)
    data = {"text": found.text, "version": str(found.version)}
    is_own = found.author_id is not None and found.author_id == current_actor().user_id
    return (
        render_template(
            "selection/room/post.html",
            post=found,
            form=form or PostForm(formdata=None, data=data),
            hide=hide or HideForm(formdata=None),
            problem=problem,
            me=current_actor().user_id,
            is_own=is_own,
        ),
        status,
    )


@pages.post("/room/posts/<post_id>")
@requires("selection:post:write")
def change_post(post_id: str) -> Any:
    """Another wording of one's own."""
    post_of_address(post_id)
    form = PostForm()
    if not form.validate():
        return _post_page(post_id, form, status=422)
    text, version = form.text.data or "", number_in(form.version.data)

    def work(session: Session) -> None:
        commands.change_post(session, current_actor(), g.process, post_of_address(post_id), text, version=version)

    refused = refusal_of(work)
    if refused is not None:
        form.version.data = str(post_of_address(post_id).version)
        return _post_page(post_id, form, None, *refused)
    return _to_thread(post_id)


@pages.post("/room/posts/<post_id>/withdraw")
@requires("selection:post:write")
def withdraw_post(post_id: str) -> Any:
    """Take one's words back."""
    return _do(post_id, commands.withdraw_post)


@pages.post("/room/posts/<post_id>/hide")
@requires("selection:post:moderate")
def hide_post(post_id: str) -> Any:
    """Hide a post, with a reason."""
    post_of_address(post_id)
    form = HideForm()
    if not form.validate():
        return _post_page(post_id, hide=form, status=422)
    reason = form.reason.data or ""

    def work(session: Session) -> None:
        commands.hide_post(session, current_actor(), g.process, post_of_address(post_id), reason)

    refused = refusal_of(work)
    if refused is not None:
        return _post_page(post_id, None, form, *refused)
    flash(_("The post is hidden; everybody in the room reads why."), "success")
    return _to_thread(post_id)


@pages.post("/room/posts/<post_id>/show")
@requires("selection:post:moderate")
def show_post(post_id: str) -> Any:
    """Show it again."""
    return _do(post_id, commands.show_post)


def _do(post_id: str, do: Any) -> Any:
    def work(session: Session) -> None:
        do(session, current_actor(), g.process, post_of_address(post_id))

    refused = refusal_of(work)
    if refused is not None:
        return _post_page(post_id, None, None, *refused)
    return _to_thread(post_id)


def _to_thread(post_id: str) -> Any:
    sid = post_of_address(post_id).sid
    return redirect(url_for("selection.dossier", sid_id=sid.public_id) + f"#post-{post_id}", 303)
