"""Pages of somebody's own account, of invitations and links, and of signing in with an account elsewhere."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_login import current_user
from flask_login import login_user as stay_signed_in
from flask_security import login_user, logout_user
from sqlalchemy.orm import Session

from cocreate.accounts import commands, invitations, oidc, queries, security
from cocreate.accounts.commands import read_sign_in_link
from cocreate.accounts.forms import AcceptForm, LinkForm, PersonForm
from cocreate.accounts.messages import ROLE_HELP
from cocreate.accounts.models import User
from cocreate.accounts.oidc import identities_of
from cocreate.accounts.organisations.queries import organisations_of
from cocreate.core import features
from cocreate.core.db import begin_writing, db, transaction
from cocreate.errors import DomainError
from cocreate.settings import Settings
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import safe_next

account = Blueprint("account", __name__, url_prefix="/account")


@account.route("/", methods=["GET", "POST"])
@requires("accounts:own")
def overview() -> Any:
    """Name, language, ways to sign in, and my roles."""
    form = PersonForm(obj=current_user)
    if form.validate_on_submit():
        with transaction() as session:
            commands.describe_user(
                session, current_actor(), _me(), name=form.name.data or "", language=form.language.data or "en"
            )
        flash(_("Saved."), "success")
        return redirect(url_for("account.overview"))
    page = render_template(
        "accounts/overview.html",
        form=form,
        memberships=queries.memberships_of(db.session(), current_user),
        organisations=organisations_of(db.session(), current_user.id),
        identities=identities_of(db.session(), current_user.id),
    )
    return page, 422 if form.errors else 200


@account.post("/end-sessions")
@requires("accounts:own")
def end_sessions() -> Any:
    """Sign out on all other devices."""
    with transaction() as session:
        commands.end_sessions(session, current_actor(), _me())
    stay_signed_in(_me())
    flash(_("All other devices are signed out."), "success")
    return redirect(url_for("account.overview"))


@account.get("/second-step/done")
@requires("accounts:own")
def after_second_factor() -> Any:
    """After connecting an app come the recovery codes; after disconnecting, the overview."""
    needs_codes = current_user.has_second_factor and not current_user.mf_recovery_codes
    return redirect(url_for("security.mf_recovery_codes" if needs_codes else "account.overview"))


@account.route("/link", methods=["GET", "POST"])
@security.letters
@security.per_visitor
@requires("accounts:sign_in")
def request_link() -> Any:
    """Ask for a sign-in link; the answer is the same for an unknown address."""
    form = LinkForm(request.form if request.form else request.args)
    if form.validate_on_submit():
        with transaction() as session:
            commands.send_sign_in_link(
                session, form.email.data or "", language=current_language(), next=safe_next(form.next.data, "")
            )
        return render_template("accounts/link_sent.html", email=form.email.data)
    return render_template("accounts/link.html", form=form), 422 if form.errors else 200


@account.get("/link/<token>")
@requires("accounts:sign_in")
def open_link(token: str) -> Any:
    """A page with a button: programs that look into mails follow links, but press no buttons."""
    link = read_sign_in_link(db.session(), token)
    return render_template("accounts/open_link.html", user=link.user)


@account.post("/link/<token>")
@security.per_visitor
@requires("accounts:sign_in")
def follow_link(token: str) -> Any:
    """Sign in."""
    with transaction() as session:
        link = read_sign_in_link(session, token)
        session.refresh(link.user, with_for_update=True)
        link = read_sign_in_link(session, token)  # again, now that a second click has to wait
        return enter(session, link.user, via="link", next=link.next)


@account.get("/invitation/<token>")
@requires("accounts:invitation:accept")
def invitation(token: str) -> Any:
    """What the invitation is about, and how to accept it."""
    return _show_invitation(db.session(), token, AcceptForm(language=current_language()))


@account.post("/invitation/<token>")
@security.per_visitor
@requires("accounts:invitation:accept")
def accept_invitation(token: str) -> Any:
    """Accept as the signed-in person, or with a new account."""
    signed_in = current_user.is_authenticated
    form = AcceptForm()
    if not signed_in and not form.validate_on_submit():
        return _show_invitation(db.session(), token, form)
    try:
        with transaction() as session:
            user = invitations.accept_invitation(
                session,
                current_actor(),
                token,
                user=_me() if signed_in else None,
                name=form.name.data or "",
                language=form.language.data or "en",
                password=form.password.data or None,
            )
            flash(_("Welcome! The invitation is accepted."), "success")
            return redirect(url_for("account.overview")) if signed_in else enter(session, user, via="invitation")
    except DomainError as error:
        if error.code.startswith("accounts.password") or error.code.startswith("accounts.email"):
            form.password.errors = [say(error)]
        return _show_invitation(db.session(), token, form, error)


def _show_invitation(session: Session, token: str, form: AcceptForm, error: DomainError | None = None) -> Any:
    found = queries.find_invitation(session, token)
    try:
        invitations.check_invitation(found)
    except DomainError as refusal:
        return render_template("accounts/invitation_over.html", sentence=say(refusal), invitation=found), 410
    assert found is not None
    known = queries.find_user(session, found.email) is not None
    mine = current_user.is_authenticated and current_user.email.lower() == found.email
    page = render_template(
        "accounts/invitation.html",
        form=form,
        invitation=found,
        role_help=ROLE_HELP[found.to],
        state="mine" if mine else "other" if current_user.is_authenticated else "sign_in" if known else "new",
        problem=say(error) if error else "",
    )
    return page, (error.status if error else 422 if form.errors else 200)


def enter(session: Session, user: User, *, via: str, next: str = "") -> Any:
    """Begin a visit, by way of the second factor where there is one."""
    if current_user.is_authenticated:
        logout_user()
    goal = safe_next(next, url_for("account.overview"))
    half_way = current_app.extensions["security"].two_factor_plugins.tf_enter(user, False, via, next_loc=goal)
    if half_way is not None:
        return half_way
    login_user(user, authn_via=[via])
    return redirect(goal)


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]


NEXT = "oidc_next"


@account.get("/with/<provider>")
@security.per_visitor
@requires("accounts:sign_in")
def with_provider(provider: str) -> Any:
    """To the provider; where to go afterwards is kept in the visit, not in the address."""
    chosen = oidc.find_provider(provider)
    visit[NEXT] = safe_next(request.args.get("next"), "")
    try:
        return oidc.begin(chosen, _callback(provider))
    except DomainError as refusal:
        return _refused(refusal)


@account.get("/with/<provider>/done")
@security.per_visitor
@requires("accounts:sign_in")
def back_from_provider(provider: str) -> Any:
    """Back from there: the first step of signing in. The second is asked for as always."""
    chosen = oidc.find_provider(provider)
    try:
        claims = oidc.finish(chosen)
        db.session.rollback()
        begin_writing()  # a page that is asked for with GET otherwise only reads
        with transaction() as session:
            user = oidc.person_behind(
                session,
                chosen,
                claims,
                language=current_language(),
                makes_accounts=features.value("oidc_makes_accounts"),
            )
            return enter(session, user, via="oidc", next=visit.pop(NEXT, ""))
    except DomainError as refusal:
        return _refused(refusal)


@account.post("/with/<identity_id>/unlink")
@requires("accounts:own")
def unlink(identity_id: str) -> Any:
    """An account elsewhere signs in here no more."""
    with transaction() as session:
        oidc.unlink(session, current_actor(), current_user._get_current_object(), identity_id)
    flash(_("The link is removed."), "success")
    return redirect(url_for("account.overview"))


def _callback(provider: str) -> str:
    """As registered with the provider: without a language, and not from the request, whose Host may be forged."""
    settings: Settings = current_app.extensions["cocreate_settings"]
    return f"{settings.base_url.rstrip('/')}/account/with/{provider}/done"


def _refused(refusal: DomainError) -> Any:
    db.session.rollback()
    flash(say(refusal), "error")
    return redirect(url_for("account.overview" if current_user.is_authenticated else "security.login"))
