"""One's own notices: what there is, read it, and how to hear of what."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cocreate.accounts.models import User
from cocreate.core.db import db, transaction
from cocreate.core.mail import ONE_CLICK
from cocreate.notices import commands, links, queries
from cocreate.notices.following.queries import followed_by
from cocreate.notices.forms import WishesForm
from cocreate.notices.sayings import on_a_page
from cocreate.web.access import current_actor, requires
from cocreate.web.paging import page_number
from cocreate.web.security import csrf

pages = Blueprint("notices", __name__)


@pages.app_context_processor
def bell() -> dict[str, Any]:
    """For the head of every page, which asks once, and only for somebody who is signed in."""
    return {"notices_unread": lambda: queries.unread_count(db.session(), _me())}


@pages.get("/account/notices")
@requires("notices:own")
def index() -> str:
    """All of them, or those of one process, the latest first."""
    every = queries.notices_of(db.session(), _me())
    about = request.args.get("process", "")
    shown = [row for row in every if not about or (row.process is not None and row.process.public_id == about)]
    last = max(1, -(-len(shown) // queries.PAGE))
    page = min(page_number(), last)
    return render_template(
        "notices/index.html",
        notices=shown[(page - 1) * queries.PAGE : page * queries.PAGE],
        unread=sum(row.read_at is None for row in shown),
        processes=queries.processes_in(every),
        followed=followed_by(db.session(), _me().id),
        about=about,
        page=page,
        pages=last,
        said=on_a_page,
        address_of=lambda row: request.script_root + row.path,
    )


@pages.post("/account/notices/<notice_id>/open")
@requires("notices:own")
def open_one(notice_id: str) -> Any:
    """It is read; go where it leads."""
    with transaction() as session:
        notice = queries.find_notice(session, _me(), notice_id)
        commands.read_notice(session, notice)
    return redirect(request.script_root + notice.path, 303)


@pages.post("/account/notices/<notice_id>/read")
@requires("notices:own")
def read(notice_id: str) -> Any:
    """It is read; stay here."""
    with transaction() as session:
        commands.read_notice(session, queries.find_notice(session, _me(), notice_id))
    return redirect(url_for(".index"), 303)


@pages.post("/account/notices/read")
@requires("notices:own")
def read_all() -> Any:
    """All are read, or those of one process."""
    about = request.form.get("process", "")
    with transaction() as session:
        every = queries.processes_in(queries.notices_of(session, _me()))
        place = next((process for process in every if process.public_id == about), None)
        if place is not None or not about:
            commands.read_all(session, _me(), place.id if place is not None else None)
    return redirect(url_for(".index", process=about or None), 303)


@pages.route("/account/notices/wishes", methods=["GET", "POST"])
@requires("notices:own")
def wishes() -> Any:
    """How to hear of what."""
    form = WishesForm()
    if not form.is_submitted():
        form.fill(queries.wishes_of(db.session(), _me().id), queries.hours_of(db.session(), _me().id))
    elif form.validate():
        with transaction() as session:
            commands.choose(session, current_actor(), _me(), form.wishes(), form.hours())
        flash(_("Saved."), "success")
        return redirect(url_for(".wishes"), 303)
    return render_template("notices/wishes.html", form=form), 422 if form.errors else 200


@pages.route("/notices/stop/<token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs post here with no page of ours before them; whoever has the token may
@requires("notices:stop")
def stop(token: str) -> Any:
    """End the mails: one button, since programs that check mails open every link."""
    person = links.person_to_stop(db.session(), token)
    is_done = False
    if request.method == "POST":
        is_one_click = request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]
        if not is_one_click:
            csrf.protect()
        with transaction() as session:
            commands.stop_mails(session, current_actor(), person)
        if not is_one_click:  # a mail program follows no redirection
            return redirect(url_for(".stop", token=token, done=1), 303)
        is_done = True
    return render_template("notices/stop.html", token=token, is_done=is_done or "done" in request.args)


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]
