"""What is filled in about an organisation."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from cocreate.accounts.organisations.rules import SHORT_NAME_MAX
from cocreate.core.ids import public_id
from cocreate.web.forms import Form, TranslatedField, at_most


class OrganisationForm(Form):
    """A new organisation."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Name"), needed=True)
    short_name = StringField(
        _l("Short name, for its address"),
        description=_l("Small letters, digits and hyphens. You may leave it empty: we make one of the name."),
        validators=[at_most(SHORT_NAME_MAX)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
