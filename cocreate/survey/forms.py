"""What organisers fill in about a consultation."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from cocreate.core.ids import public_id
from cocreate.web.forms import Form, TranslatedField


class ConsultationForm(Form):
    """The words at the top of a questionnaire."""

    token = HiddenField(default=public_id)
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    introduction = TranslatedField(_l("Introduction"), long=True)


class QuestionForm(Form):
    """The words of a question, and how it is asked."""

    version = HiddenField(default="1")
    title = TranslatedField(_l("Question"), needed=True)
    help = TranslatedField(_l("Help"), long=True)
    is_active = BooleanField(_l("Ask this question"))
    is_required = BooleanField(_l("An answer is required"))
