"""One's own tokens, in the account: make one, which is shown once; end one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate import clock
from cocreate.accounts import security
from cocreate.accounts.models import User
from cocreate.accounts.second_factor import Confirmed, has_shown, way_of
from cocreate.api import tokens
from cocreate.api.models import ApiToken
from cocreate.api.rules import LASTS, NAME_MAX, SCOPE_NAMES
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, required
from cocreate.web.messages import say


class TokenForm(Form):
    """A new token: for which program, for what, how long; and once more who one is."""

    form_id = HiddenField(default=public_id)
    name = StringField(
        _l("Which program is it for?"),
        description=_l("So that you know later which one to end."),
        validators=[required(), at_most(NAME_MAX)],
    )
    scopes = SelectMultipleField(
        _l("What may it do?"),
        description=_l("Never more than you may do yourself."),
        choices=[(scope.value, name) for scope, name in SCOPE_NAMES.items()],
        validators=[DataRequired(_l("Please choose at least one."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        default=["read"],
    )
    days = SelectField(_l("For how long?"), choices=list(LASTS.items()), default="90")
    secret = PasswordField(_l("Your password"), validators=[at_most(1000)])

    def ask_for(self, label: Any) -> "TokenForm":
        """Ask for a code instead of a password."""
        self.secret.label.text = label
        return self


pages = Blueprint("api_tokens", __name__, url_prefix="/account/tokens")


@pages.get("/")
@requires("api:tokens:own")
def index() -> Any:
    """My tokens, and a form for one more."""
    return _page(_form())


@pages.post("/")
@security.per_person
@requires("api:tokens:own")
def make() -> Any:
    """A new token, shown on the page that answers and never again."""
    form, me = _form(is_sent=True), _me()
    form_id = form_public_id(form.form_id.data)
    if not form.validate() or form_id is None:
        return _page(form, status=422)
    try:
        with transaction() as session:
            made = tokens.made_just_now(session, me, form_id)
            if made is None:
                if not has_shown(me, form.secret.data or ""):
                    form.secret.errors = [_not_shown()]
                    return _page(form, status=422)
                made = tokens.make_token(
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
    return _page(_form(), made=made, shown=tokens.secret_of(me, form_id))


@pages.post("/<api_token_id>/end")
@requires("api:tokens:own")
def end(api_token_id: str) -> Any:
    """No program comes in with it any more."""
    with transaction() as session:
        tokens.end_token(session, current_actor(), tokens.find_token(session, _me(), api_token_id))
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
        tokens=tokens.tokens_of(db.session(), _me()),
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
