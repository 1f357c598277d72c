"""Accounts and organisations, as whoever runs the installation sees them. What people wrote is not shown here."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.accounts import commands as accounts
from cocreate.accounts import security
from cocreate.accounts.models import User
from cocreate.accounts.organisations.commands import close_organisation, open_organisation
from cocreate.accounts.organisations.queries import organisations_of
from cocreate.accounts.queries import find_user, memberships_of
from cocreate.administration import commands, queries
from cocreate.administration.forms import AccountForm, ProofForm
from cocreate.administration.messages import ACT_WORDS, WHICH_NAMES
from cocreate.administration.pages import pages, way_of_me
from cocreate.administration.queries import organisation_of_address, organisations_in_numbers
from cocreate.administration.rules import PAGE, UserAct, Which
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.paging import page_number
from cocreate.web.security import limiter


@pages.get("/users")
@requires("administration:users:view")
def users() -> str:
    """Accounts by address, a page at a time."""
    search = request.args.get("search", "").strip()[:200]
    asked = request.args.get("which", "")
    which = Which(asked) if asked in list(Which) else Which.ALL
    page = page_number()
    found, total = queries.users_page(db.session(), search=search, which=which, page=page)
    return render_template(
        "administration/users.html",
        users=found,
        total=total,
        page=page,
        page_count=max(1, -(-total // PAGE)),
        search=search,
        which=which,
        which_names=WHICH_NAMES,
    )


@pages.route("/users/new", methods=["GET", "POST"])
@requires("administration:users:edit")
def new_user() -> Any:
    """Make an account; its person gets a letter with a link to come in."""
    form = AccountForm(language=current_language())
    if form.validate_on_submit():
        try:
            with transaction() as session:
                made = commands.make_account(
                    session,
                    current_actor(),
                    email=form.email.data or "",
                    name=form.name.data or "",
                    language=form.language.data,
                )
            flash(_("The account is made, and a letter with a link to sign in is on its way."), "success")
            return redirect(url_for("administration.user", user_id=made.public_id))
        except DomainError as error:
            form.email.errors = [say(error)]
    known = find_user(db.session(), form.email.data or "") if form.email.errors else None
    return render_template("administration/new_user.html", form=form, known=known), 422 if form.errors else 200


@pages.get("/users/<user_id>")
@requires("administration:users:view")
def user(user_id: str) -> str:
    """One account: its state, how its person signs in, and what they are where."""
    session = db.session()
    found = queries.user_of_address(session, user_id)
    return render_template(
        "administration/user.html",
        user=found,
        is_administrator=commands.is_done(found, UserAct.MAKE_ADMINISTRATOR),
        is_me=found.id == current_actor().user_id,
        memberships=memberships_of(session, found),
        organisations=organisations_of(session, found.id),
    )


@pages.post("/users/<user_id>/<any(off, on, out, link):change>")
@limiter.limit("200 per hour", methods=["POST"])
@requires("administration:users:edit")
def change_user(user_id: str, change: str) -> Any:
    """Switch off or on, sign out everywhere, send a link to sign in."""
    told = {
        "off": _("The account is switched off: nobody can sign in to it."),
        "on": _("The account is switched on again."),
        "out": _("The person is signed out everywhere."),
        "link": _("A letter with a link to sign in is on its way."),
    }
    try:
        with transaction() as session:
            _change(session, queries.user_of_address(session, user_id), change)
        flash(told[change], "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for("administration.user", user_id=user_id))


def _change(session: Any, found: User, change: str) -> None:
    actor = current_actor()
    match change:
        case "off":
            accounts.deactivate_user(session, actor, found)
        case "on":
            accounts.reactivate_user(session, actor, found)
        case "out":
            accounts.end_sessions(session, actor, found)
        case "link":
            commands.send_link(session, actor, found)


@pages.route(
    "/users/<user_id>/act/<any('forget-second-step', 'make-administrator', 'no-administrator', 'close'):user_act>",
    methods=["GET", "POST"],
)
@security.per_person
@requires("administration:users:edit")
def act_on_user(user_id: str, user_act: str) -> Any:
    """What gives power or cannot be undone: says what will happen, and asks once more who one is."""
    act, form, problem = UserAct(user_act), ProofForm(), ""
    found = queries.user_of_address(db.session(), user_id)
    back = redirect(url_for("administration.user", user_id=user_id))
    if commands.is_done(found, act):
        flash(_("This is done already."), "notice")
        return back
    if form.validate_on_submit():
        try:
            with transaction() as session:
                if form.is_shown():
                    commands.change_user(session, current_actor(), found, act)
                    flash(_("Done."), "success")
                    return back
        except DomainError as error:
            problem = say(error)
    heading, help_, button = ACT_WORDS[act]
    page = render_template(
        "administration/act_on_user.html",
        user=found,
        form=form,
        way=way_of_me(),
        problem=problem,
        heading=heading,
        help=help_,
        button=button,
    )
    return page, 422 if form.errors or problem else 200


@pages.get("/organisations")
@requires("administration:organisations:view")
def organisations() -> str:
    """All of them."""
    return render_template("administration/organisations.html", rows=organisations_in_numbers(db.session()))


@pages.post("/organisations/<listed_id>/<any(close, open):opening>")
@requires("administration:organisations:edit")
def switch_organisation(listed_id: str, opening: str) -> Any:
    """Off or on."""
    with transaction() as session:
        row = organisation_of_address(session, listed_id)
        (close_organisation if opening == "close" else open_organisation)(session, current_actor(), row)
    told = {
        "close": _("It is switched off: nobody reaches its pages and processes."),
        "open": _("It is switched on again, with all that was there."),
    }
    flash(told[opening], "success")
    return redirect(url_for("administration.organisations"))
