"""Signing in with Flask-Security: how it is set up, what it leaves in the trail, and how often one may try."""

import logging
from datetime import timedelta
from typing import Any

import flask
from flask import Blueprint, Flask, after_this_request, request, session, url_for
from flask_babel import LazyString, get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore, signals, url_for_security, views
from flask_security.recovery_codes import mf_recovery, mf_recovery_codes
from flask_wtf import FlaskForm

from cocreate import clock
from cocreate.accounts import second_factor
from cocreate.accounts.forms import Passwords, SignInForm
from cocreate.accounts.mails import OutboxMailUtil, letter_context
from cocreate.accounts.messages import SECURITY_LABELS, SECURITY_MESSAGES, role_name
from cocreate.accounts.models import SiteRole, User
from cocreate.accounts.rules import PASSWORD_MIN
from cocreate.core import audit
from cocreate.core.db import db
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor, ActorKind
from cocreate.settings import Settings
from cocreate.web.access import may, requires
from cocreate.web.language import add_spoken_filter
from cocreate.web.security import limiter


def _address() -> str:
    """The address typed, hashed: the counters may lie in another server's memory."""
    return "address:" + digest(request.form.get("email", "").strip().lower())


def _person() -> str:
    """Whoever is signed in or has passed the first step, wherever they come from."""
    half_way = session.get("tf_user_id")
    signed_in = current_user.get_id() if current_user.is_authenticated else None
    return f"person:{signed_in or half_way or get_remote_address()}"


# A town hall shares one address, so the limit per connection is wide and the others are narrow.
per_visitor = limiter.limit("60 per 5 minutes; 300 per hour", methods=["POST"])
per_address = limiter.limit("10 per 15 minutes", methods=["POST"], key_func=_address)
per_person = limiter.limit("10 per 15 minutes", methods=["POST"], key_func=_person)
letters = limiter.limit("5 per 15 minutes", methods=["POST"], key_func=_address)


log = logging.getLogger(__name__)


def listen() -> None:
    """Connect; doing so again changes nothing."""
    signals.user_authenticated.connect(signed_in)
    signals.user_failed_authn.connect(failed)
    signals.password_changed.connect(changed_password)
    signals.password_reset.connect(changed_password)
    signals.tf_profile_changed.connect(connected_app)
    signals.tf_code_confirmed.connect(confirmed_code)
    signals.tf_disabled.connect(disconnected_app)


def signed_in(sender: Any, user: Any, authn_via: list[str] | None = None, **_: Any) -> None:
    """A visit begins; sign-in links that wait for it end."""
    user.last_login_at, user.current_login_at = user.current_login_at, clock.now()
    _note("accounts:user:sign_in", user, via=(authn_via or ["second factor"])[0])


def failed(sender: Any, user: Any, auth_type: str = "", tfa: bool = False, **_: Any) -> None:
    """Not a line of the trail, which anybody could fill so; a line of the log."""
    log.warning("sign_in_failed", extra={"user": user.public_id, "factor": "second" if tfa else "first"})


def changed_password(sender: Any, user: Any, **_: Any) -> None:
    """By its owner, with the old one or by a link."""
    _note("accounts:user:set_password", user)


def connected_app(sender: Any, user: Any, **_: Any) -> None:
    """A second factor is set up, or replaced."""
    _note("accounts:second_factor:connect", user)


def confirmed_code(sender: Any, user: Any, **_: Any) -> None:
    """A code was right; the sign-in itself follows."""
    _note("accounts:second_factor:confirm", user)


def disconnected_app(sender: Any, user: Any, **_: Any) -> None:
    """No second factor any more; its recovery codes go with it."""
    user.mf_recovery_codes = None
    _note("accounts:second_factor:disconnect", user)


def _note(verb: str, user: User, **details: Any) -> None:
    actor = Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
    audit.record(db.session(), actor, verb, user.ref, **details)


# The views that we offer, in a blueprint of our own: what is not in this table (rescue by mail, choice between several
# second factors, answers as JSON, tokens) has no address. Flask-Security finds them by these names.
pages = Blueprint("security", __name__, url_prefix="/account")


def offer(
    path: str, name: str, view: Any, permission: str, *limited: Any, methods: tuple[str, ...] = ("GET", "POST")
) -> None:
    """Give a view of Flask-Security an address, a permission and limits."""
    guarded = requires(permission)(view)
    for limit in limited:
        guarded = limit(guarded)
    pages.add_url_rule(path, name, guarded, methods=list(methods))


def sign_out() -> Any:
    """A link to this page asks; only the button signs out, so that no foreign page can do it."""
    if request.method == "GET":
        return flask.render_template("security/logout_user.html")
    return views.logout()


def code_of_second_step() -> Any:
    """Whoever is signed in and connects no app has nothing to type here; the library would sign them out for coming."""
    if current_user.is_authenticated and flask.session.get("tf_state") != "validating_profile":
        return flask.redirect(url_for_security("two_factor_setup"))
    return views.two_factor_token_validation()


def lost_phone() -> Any:
    """Flask-Security offers help by mail, which would be the first factor again; we offer recovery codes."""
    return flask.redirect(url_for_security("mf_recovery"))


offer("/sign-in", "login", views.login, "accounts:sign_in", per_visitor, per_address)
offer("/sign-out", "logout", sign_out, "accounts:sign_in")
offer("/confirm", "verify", views.verify, "accounts:own", per_person)
offer("/recover", "forgot_password", views.forgot_password, "accounts:sign_in", per_visitor, letters)
offer("/recover/<token>", "reset_password", views.reset_password, "accounts:sign_in", per_visitor)
offer("/password", "change_password", views.change_password, "accounts:own", per_person)
offer("/second-step", "two_factor_setup", views.two_factor_setup, "accounts:sign_in", per_visitor)
offer(
    "/second-step/code",
    "two_factor_token_validation",
    code_of_second_step,
    "accounts:sign_in",
    per_visitor,
    per_person,
)
offer("/second-step/recovery", "mf_recovery", mf_recovery, "accounts:sign_in", per_visitor, per_person)
offer("/second-step/help", "two_factor_rescue", lost_phone, "accounts:sign_in", methods=("GET",))
offer("/second-step/recovery-codes", "mf_recovery_codes", mf_recovery_codes, "accounts:own", per_person)


def init_app(app: Flask, settings: Settings) -> None:
    """Attach Flask-Security with our tables and choices."""
    app.config.update(configuration(settings))
    security = Security(
        app,
        SQLAlchemyUserDatastore(db, User, SiteRole),
        register_blueprint=False,  # see above
        login_form=SignInForm,
        mail_util_cls=OutboxMailUtil,
        password_util_cls=Passwords,
        totp_cls=second_factor.OnceOnlyTotp,
        mf_recovery_codes_util_cls=second_factor.HashedRecoveryCodes,
        render_template=render,
    )
    security.i18n_domain = Words()  # type: ignore[assignment]
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)  # people come with a visit, not with tokens
    security.mail_context_processor(letter_context)
    app.context_processor(lambda: {"url_for_security": url_for_security, "security": security})
    app.context_processor(account_navigation)
    add_spoken_filter(app, role_name, "role_name")
    app.before_request(second_factor.ask_staff_for_it)
    listen()


PAGES_AND_LETTERS = {
    "POST_LOGIN_VIEW": "account.overview",
    "POST_VERIFY_VIEW": "account.overview",
    "POST_CHANGE_VIEW": "account.overview",
    "POST_LOGOUT_VIEW": "/",
    "TWO_FACTOR_POST_SETUP_VIEW": "account.after_second_factor",
    "EMAIL_SUBJECT_PASSWORD_RESET": _l("Choose a new password"),
    "EMAIL_SUBJECT_PASSWORD_NOTICE": _l("Your password was replaced"),
    "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": _l("Your password was changed"),
    "EMAIL_TEMPLATE_PASSWORD_RESET": "emails/password_reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "emails/password_changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "emails/password_changed",
}


def configuration(settings: Settings) -> dict[str, Any]:
    """Our choices for Flask-Security."""
    key = settings.signing_key()
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1} if settings.testing else {}
    chosen = {
        "BLUEPRINT_NAME": "security",
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        # Argon2 alone: hashes then survive a change of the installation's key.
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_HASH_PASSLIB_OPTIONS": cheap,
        "PASSWORD_SALT": key,
        "PASSWORD_LENGTH_MIN": PASSWORD_MIN,
        "RECOVERABLE": True,
        "RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "CHANGEABLE": True,
        "RETURN_GENERIC_RESPONSES": True,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "API_ENABLED_METHODS": ["session"],
        "FRESHNESS": timedelta(hours=2),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": second_factor.WINDOW,
        "TWO_FACTOR_RESCUE_EMAIL": False,  # whoever reads the mail already has the first factor
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "TOTP_SECRETS": {"1": key},
        "TOTP_ISSUER": settings.installation_name.replace(":", " ").strip() or "cocreate",
        "DATETIME_FACTORY": clock.now,
        **PAGES_AND_LETTERS,
    }
    chosen |= {f"MSG_{name}": message for name, message in SECURITY_MESSAGES.items()}
    config = {f"SECURITY_{name}": value for name, value in chosen.items()}
    return config | {"REMEMBER_COOKIE_DURATION": timedelta(days=30)}


class Words:
    """What Flask-Security asks for a translation: our words for its labels, our sentences for its messages."""

    def gettext(self, text: Any, **variables: Any) -> str:
        """The text in the visitor's language."""
        said = str(text) if isinstance(text, LazyString) else str(SECURITY_LABELS.get(text, ""))
        said = said or gettext(text)
        return said % variables if variables else said

    @staticmethod
    def format_list(items: list[str], **kwargs: Any) -> str:
        """A list in a sentence."""
        from babel.lists import format_list

        return str(format_list(items, locale=get_locale(), **kwargs))


def render(template: str, **context: Any) -> str:
    """Letters without the page around them; pages with status 422 when a form failed."""
    if template.startswith("emails/"):
        return flask.current_app.jinja_env.get_template(template).render(**context)
    forms = [value for value in context.values() if isinstance(value, FlaskForm)]
    if request.method == "POST" and any(form.errors for form in forms):
        after_this_request(_unprocessable)
    return flask.render_template(template, **context)


def _unprocessable(response: Any) -> Any:
    response.status_code = 422
    return response


def account_navigation() -> dict[str, Any]:
    """The menu under one's name."""
    if not current_user.is_authenticated:
        return {"account_nav": []}
    lines = [("account.overview", gettext("My account")), ("organisations.index", gettext("Organisations"))]
    if may("administration:start:view"):
        lines.append(("administration.start", gettext("Administration")))
    here = request.script_root + request.path
    entries = [(label, url_for(endpoint)) for endpoint, label in lines]
    return {"account_nav": [{"label": label, "url": url, "is_current": here == url} for label, url in entries]}
