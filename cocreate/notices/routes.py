"""One's own notices: what there is, read it, and how to hear of what."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, FormField, SelectField
from wtforms import Form as PlainForm

from cocreate.accounts.models import User
from cocreate.core.db import db, transaction
from cocreate.core.mail import ONE_CLICK
from cocreate.core.telling import Kind
from cocreate.notices import commands, links, queries
from cocreate.notices.following import followed_by
from cocreate.notices.messages import FREQUENCIES, KINDS, WEEKDAYS, on_a_page
from cocreate.notices.rules import Frequency, Hours, Wish
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form
from cocreate.web.paging import page_number
from cocreate.web.security import csrf


class _WishForm(PlainForm):
    is_shown = BooleanField(_l("Show it beside the bell"))
    mail = SelectField(_l("By mail"), choices=[(each.value, label) for each, label in FREQUENCIES.items()])


class WishesForm(Form):
    """How to hear of each kind, and when the mails that gather several notices leave."""

    hour = SelectField(_l("Hour"), choices=[(hour, f"{hour}:00") for hour in range(24)], coerce=int)
    weekday = SelectField(_l("Day of the weekly mail"), choices=list(enumerate(WEEKDAYS)), coerce=int)

    def fill(self, wishes: dict[Kind, Wish], hours: Hours) -> None:
        """What is chosen now."""
        told: dict[str, Any] = {
            kind.value: {"is_shown": wish.is_shown, "mail": wish.mail.value} for kind, wish in wishes.items()
        }
        self.process(data={"hour": hours.hour, "weekday": hours.weekday} | told)

    def wishes(self) -> dict[Kind, Wish]:
        """As the command takes them."""
        given = {kind: self[kind.value].data for kind in Kind}
        return {kind: Wish(data["is_shown"], Frequency(data["mail"])) for kind, data in given.items()}

    def hours(self) -> Hours:
        """As the command takes them."""
        return Hours(self.hour.data, self.weekday.data)


for _kind in Kind:
    setattr(WishesForm, _kind.value, FormField(_WishForm, KINDS[_kind][0], description=KINDS[_kind][1]))


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
