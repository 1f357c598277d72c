"""What an organisation fills in to word a letter itself."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField

from cocreate.web.forms import Form, at_most, required

SUBJECT, TEXT = 200, 5000


class WordingForm(Form):
    """Subject and text."""

    version = HiddenField(default="0")
    subject = StringField(_l("Subject"), validators=[required(), at_most(SUBJECT)])
    text = TextAreaField(
        _l("Text"),
        validators=[required(), at_most(TEXT)],
        description=_l("An empty line begins a new paragraph. Greeting and foot of the letter stay as they are."),
    )
