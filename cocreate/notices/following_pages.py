"""Pages on which somebody follows a process or a thing in it, and leaves again."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import EmailField, SelectField

from cocreate.accounts.security import letters, per_visitor
from cocreate.core.db import db, transaction
from cocreate.core.mail import ONE_CLICK
from cocreate.errors import DomainError, NotFound
from cocreate.notices import following, links
from cocreate.notices.messages import FREQUENCIES, ITEMS
from cocreate.notices.rules import Frequency
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, required
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import csrf

OFFERED = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)


class FollowForm(Form):
    """An address, and how often it wants mail."""

    email = EmailField(
        _l("Your e-mail address"),
        validators=[required(), at_most(254)],
        description=_l("You first get a mail with a link that confirms it. When you leave, the address is erased."),
    )
    frequency = SelectField(
        _l("How often at most"), choices=[(each.value, FREQUENCIES[each]) for each in OFFERED], default="weekly"
    )


pages = Blueprint("following", __name__)


@pages.app_context_processor
def marks() -> dict[str, Any]:
    """For the buttons on pages of things that one can follow: asked once for each page that has some."""
    return {"followed_marks": _marks, "follow_names": ITEMS}


def _marks() -> set[str]:
    if not current_user.is_authenticated:
        return set()
    known: set[str] | None = g.get("followed_marks")
    if known is None:
        known = g.followed_marks = following.marks_of(db.session(), g.process, current_user.id)
    return known


@pages.route("/p/<process_id>/follow", methods=["GET", "POST"])
@letters
@per_visitor
@requires("notices:follow")
def follow() -> Any:
    """Follow the process or the thing that the address names: one button, or for visitors an e-mail address."""
    thing = following.thing_of_mark(db.session(), g.process, request.values.get("item", ""))
    if current_user.is_authenticated:
        return _by_account(thing)
    form, problem = FollowForm(), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                following.ask_by_mail(
                    session,
                    g.process,
                    thing,
                    email=form.email.data or "",
                    language=current_language(),
                    frequency=Frequency(form.frequency.data),
                )
            return redirect(url_for(".asked"), 303)
        except DomainError as error:
            problem = say(error)
            form.email.errors = [problem]
    page = render_template("notices/follow.html", form=form, thing=thing)
    return page, 422 if form.errors else 200


def _by_account(thing: following.Thing) -> Any:
    if request.method == "POST":
        with transaction() as session:
            following.follow(session, current_actor(), g.process, current_user.id, thing)
        flash(_("You follow this from now on."), "success")
        return redirect(request.script_root + thing.path, 303)
    return render_template("notices/follow.html", form=None, thing=thing)


@pages.get("/p/<process_id>/follow/asked")
@requires("notices:follow")
def asked() -> str:
    """A mail is on its way; the page is the same whoever asked."""
    return render_template("notices/follow_asked.html")


@pages.post("/p/<process_id>/unfollow")
@requires("notices:own")
def unfollow() -> Any:
    """No more of it."""
    thing = following.thing_of_mark(db.session(), g.process, request.form.get("item", ""))
    with transaction() as session:
        row = following.find_follow(session, g.process, current_user.id, thing)
        if row is not None:
            following.unfollow(session, current_actor(), g.process, row)
    flash(_("You do not follow this any more."), "success")
    back = url_for("notices.index") if request.form.get("back") == "notices" else request.script_root + thing.path
    return redirect(back, 303)


@pages.route("/follow/confirm/<token>", methods=["GET", "POST"])
@per_visitor
@requires("notices:follow:leave")
def confirm(token: str) -> Any:
    """A page with a button: programs that look into mails follow links, but press no buttons."""
    row = links.follow_to_confirm(db.session(), token)
    if request.method == "POST":
        with transaction() as session:
            following.confirm(session, row)
        return redirect(url_for(".confirm", token=token), 303)
    thing = following.known_thing(db.session(), row.process, row.item_type, row.item)
    if thing is None or row.follower is None:
        raise NotFound("notices.follow.unknown")
    own = request.script_root + links.leave_path(row.follower)
    return render_template("notices/follow_confirm.html", follow=row, thing=thing, token=token, own=own)


@pages.route("/follow/mine/<token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs post here with no page of ours before them; whoever has the token may
@requires("notices:follow:leave")
def mine(token: str) -> Any:
    """What an address follows; posting leaves all of it, which erases the address."""
    if request.method == "GET":
        follower = links.follower_to_leave(db.session(), token)
        rows = following.followed_at(db.session(), follower)
        return render_template("notices/follow_mine.html", follower=follower, rows=rows, token=token)
    is_one_click = request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]
    if not is_one_click:
        csrf.protect()
    with transaction() as session, suppress(NotFound):  # pressed twice: it is erased
        following.leave(session, links.follower_to_leave(session, token))
    return render_template("notices/follow_left.html") if is_one_click else redirect(url_for(".left"), 303)


@pages.post("/follow/mine/<token>/drop")
@requires("notices:follow:leave")
def drop(token: str) -> Any:
    """No more of one thing."""
    with transaction() as session:
        follower = links.follower_to_leave(session, token)
        is_kept = following.leave_one(session, follower, request.form.get("follow", "")[:16])
    return redirect(url_for(".mine", token=token) if is_kept else url_for(".left"), 303)


@pages.get("/follow/left")
@requires("notices:follow:leave")
def left() -> str:
    """The address is erased."""
    return render_template("notices/follow_left.html")
