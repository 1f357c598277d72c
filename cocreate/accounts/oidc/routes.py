"""The way to a provider and back."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_login import current_user

from cocreate.accounts import limits
from cocreate.accounts.oidc import commands, providers
from cocreate.accounts.routes import account, enter
from cocreate.core import features
from cocreate.core.db import begin_writing, db, transaction
from cocreate.errors import DomainError
from cocreate.settings import Settings
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.security import safe_next

NEXT = "oidc_next"


@account.get("/with/<provider>")
@limits.per_visitor
@requires("accounts:sign_in")
def with_provider(provider: str) -> Any:
    """To the provider; where to go afterwards is kept in the visit, not in the address."""
    chosen = providers.find_provider(provider)
    visit[NEXT] = safe_next(request.args.get("next"), "")
    try:
        return providers.begin(chosen, _callback(provider))
    except DomainError as refusal:
        return _refused(refusal)


@account.get("/with/<provider>/done")
@limits.per_visitor
@requires("accounts:sign_in")
def back_from_provider(provider: str) -> Any:
    """Back from there: the first step of signing in. The second is asked for as always."""
    chosen = providers.find_provider(provider)
    try:
        claims = providers.finish(chosen)
        db.session.rollback()
        begin_writing()  # a page that is asked for with GET otherwise only reads
        with transaction() as session:
            user = commands.person_behind(
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
        commands.unlink(session, current_actor(), current_user._get_current_object(), identity_id)
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
