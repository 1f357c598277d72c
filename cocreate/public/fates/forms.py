"""What organisers fill in about contributions, and the address that somebody leaves to hear of news."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField

from cocreate.core.ids import public_id
from cocreate.public.fates.commands import Told
from cocreate.public.fates.messages import REASONS
from cocreate.public.fates.rules import CHOSEN, Act, Reason
from cocreate.web.forms import Form, TranslatedField

TICKED, ALL = "ticked", "all"


class DecideForm(Form):
    """Contributions of a list, and what is decided about them."""

    form_id = HiddenField(default=public_id)
    chosen = SelectMultipleField(_l("Contributions"), validate_choice=False)
    scope = RadioField(
        _l("About which of them"), choices=[(TICKED, _l("Those that are ticked")), (ALL, _l("All in this list"))],
        default=TICKED,
    )  # fmt: skip
    reason = SelectField(
        _l("Reason for setting them aside"),
        choices=[("", _l("Choose a reason")), *((reason.value, REASONS[reason]) for reason in CHOSEN)],
    )
    words = TranslatedField(
        _l("A reply, or a note to the reason"), long=True, description=_l("Everybody can read it. Name nobody in it.")
    )

    def told(self, act: Act) -> Told:
        """What is decided, by the button that was pressed."""
        reason = Reason(self.reason.data) if self.reason.data and act is Act.SET_ASIDE else None
        return Told(act, self.words.data, reason)


class ReplyForm(Form):
    """A reply to all that a theme is made of."""

    form_id = HiddenField(default=public_id)
    words = TranslatedField(
        _l("Reply"), long=True, needed=True, description=_l("Everybody can read it. Name nobody in it.")
    )
