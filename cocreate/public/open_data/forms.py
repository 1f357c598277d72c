"""What organisers fill in about open data."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from cocreate.core.ids import public_id
from cocreate.public.open_data.licences import DEFAULT, LICENCES
from cocreate.web.forms import Form, TranslatedField


class ReleaseForm(Form):
    """Under which licence the data is given away."""

    form_id = HiddenField(default=public_id)
    licence = RadioField(_l("Licence"), choices=[(key, one.title) for key, one in LICENCES.items()], default=DEFAULT)


class WithdrawForm(Form):
    """Why a release should not be read any more."""

    reason = TranslatedField(_l("Reason, for everybody to read"), long=True, needed=True)
