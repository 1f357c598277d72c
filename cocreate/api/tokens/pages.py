"""One's own tokens, in the account: make one, which is shown once; end one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cocreate import clock
from cocreate.accounts import limits
from cocreate.accounts.again import Confirmed, has_shown, way_of
from cocreate.accounts.models import User
from cocreate.api.tokens import commands, queries
from cocreate.api.tokens.forms import TokenForm
from cocreate.api.tokens.models import ApiToken
from cocreate.api.tokens.rules import SCOPE_NAMES
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

pages = Blueprint("api_tokens", __name__, url_prefix="/account/tokens")


@pages.get("/")
@requires("api:tokens:own")
def index() -> Any:
    """My tokens, and a form for one more."""
    return _page(_form())


@pages.post("/")
@limits.per_person
@requires("api:tokens:own")
def make() -> Any:
    """A new token, shown on the page that answers and never again."""
    form, me = _form(is_sent=True), _me()
    form_id = form_public_id(form.form_id.data)
    if not form.validate() or form_id is None:
        return _page(form, status=422)
    try:
        with transaction() as session:
            made = commands.made_just_now(session, me, form_id)
            if made is None:
                if not has_shown(me, form.secret.data or ""):
                    form.secret.errors = [_not_shown()]
                    return _page(form, status=422)
                made = commands.make_token(
                    session,
                    current_actor(),
                    me,
                    name=form.name.data or "",
                    scopes=form.scopes.data or (),
                    days=int(form.days.data),
                    form_id=form_id,
                )
    except DomainError as error:
        db.session.rollback()
        return _page(form, status=error.status, problem=say(error))
    return _page(_form(), made=made, shown=commands.secret_of(me, form_id))


@pages.post("/<api_token_id>/end")
@requires("api:tokens:own")
def end(api_token_id: str) -> Any:
    """No program comes in with it any more."""
    with transaction() as session:
        commands.end_token(session, current_actor(), queries.find_token(session, _me(), api_token_id))
    flash(_("The token is ended."), "success")
    return redirect(url_for("api_tokens.index"))


def _form(*, is_sent: bool = False) -> TokenForm:
    form = TokenForm() if is_sent else TokenForm(formdata=None)
    return form.ask_for(_("Code of your authenticator app")) if way_of(_me()) is Confirmed.SECOND_STEP else form


def _page(
    form: TokenForm, *, status: int = 200, problem: str = "", made: ApiToken | None = None, shown: str = ""
) -> Any:
    page = render_template(
        "api/tokens.html",
        form=form,
        tokens=queries.tokens_of(db.session(), _me()),
        scope_names=SCOPE_NAMES,
        way=way_of(_me()),
        now=clock.now(),
        problem=problem,
        made=made,
        shown=shown,
    )
    return page, status


def _not_shown() -> str:
    is_link = way_of(_me()) is Confirmed.SIGN_IN
    return say("api.token.confirm_sign_in" if is_link else "api.token.confirm")


def _me() -> User:
    return current_user._get_current_object()  # type: ignore[no-any-return]
