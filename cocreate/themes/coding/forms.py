"""What is filled in to draw a sample."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from cocreate.core.ids import public_id
from cocreate.survey.models import Question
from cocreate.themes.coding.commands import LARGEST, SMALLEST
from cocreate.web.forms import Form
from cocreate.web.language import translate


class DrawForm(Form):
    """A question, and how many of its answers."""

    form_id = HiddenField(default=public_id)  # the same form sent twice draws one sample
    question = SelectField(_l("Question"))
    size = IntegerField(
        _l("How many answers"),
        default=60,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(SMALLEST, LARGEST, _l("From 10 to 400, please.")),
        ],
        description=_l("From 10 to 400. The more, the surer the numbers; 60 take a person about half an hour."),
    )

    @classmethod
    def of(cls, questions: Sequence[Question]) -> "DrawForm":
        """A form that offers these questions."""
        form = cls()
        form.question.choices = [(question.public_id, translate(question.title)) for question in questions]
        return form
