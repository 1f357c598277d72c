"""What somebody without an account fills in to follow."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField

from cocreate.notices.messages import FREQUENCIES
from cocreate.notices.rules import Frequency
from cocreate.web.forms import Form, at_most, required

OFFERED = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)


class FollowForm(Form):
    """An address, and how often it wants mail."""

    email = EmailField(
        _l("Your e-mail address"),
        validators=[required(), at_most(254)],
        description=_l("You first get a mail with a link that confirms it. When you leave, the address is erased."),
    )
    frequency = SelectField(
        _l("How often at most"), choices=[(each.value, FREQUENCIES[each]) for each in OFFERED], default="weekly"
    )
