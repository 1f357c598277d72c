"""What is filled in for a webhook."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.api.webhooks.rules import ADDRESS_MAX, KIND_NAMES
from cocreate.core.ids import public_id
from cocreate.web.forms import Form, at_most, required


class WebhookForm(Form):
    """Which server is told what."""

    form_id = HiddenField(default=public_id)
    version = HiddenField()
    address = StringField(
        _l("Address of the server"),
        description=_l("It begins with https:// and takes POST requests."),
        validators=[required(), at_most(ADDRESS_MAX)],
        render_kw={"inputmode": "url"},
    )
    kinds = SelectMultipleField(
        _l("Of what is it told?"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        validators=[DataRequired(_l("Please choose at least one."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_active = BooleanField(_l("Switched on"), default=True)
