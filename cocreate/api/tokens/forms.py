"""What is filled in to make a token."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.api.tokens.rules import LASTS, NAME_MAX, SCOPE_NAMES
from cocreate.core.ids import public_id
from cocreate.web.forms import Form, at_most, required


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
