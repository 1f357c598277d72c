"""What staff fill in to make a sub-challenge of what people say is missing."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from cocreate.core.ids import public_id
from cocreate.web.forms import Form, TranslatedField


class SubChallengeForm(Form):
    """The new sub-challenge's name."""

    token = HiddenField(default=public_id)
    title = TranslatedField(_l("Name of the new sub-challenge"), needed=True)
