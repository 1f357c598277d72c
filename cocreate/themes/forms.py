"""What analysts fill in about themes."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import FloatField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from cocreate.core.ids import public_id
from cocreate.survey.models import Question
from cocreate.themes.double_coding import LARGEST, SMALLEST
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import translate


class RunForm(Form):
    """How the machine should read."""

    granularity = FloatField(
        _l("Fewer or more themes"),
        default=1.0,
        validators=[Optional(), NumberRange(0.3, 3, _l("A number from 0.3 to 3, please."))],
        description=_l("1 is what the machine proposes; 0.5 gives fewer, larger themes, 2 gives more, smaller ones."),
    )


class NameForm(Form):
    """A theme's name in people's words."""

    version = HiddenField()
    labels = TranslatedField(_l("Name"))


class SplitForm(Form):
    """The name of a theme that some answers of another become."""

    version = HiddenField()
    labels = TranslatedField(_l("Name"))


class MergeForm(Form):
    """The name of a theme made of several."""

    labels = TranslatedField(_l("Name of the merged theme"), needed=True)
    reason = TextAreaField(_l("Why they belong together (optional)"), validators=[at_most(500)])


class DecisionForm(Form):
    """What a person decides about a theme. The place is a public id, `new`, or `transversal`."""

    version = HiddenField()
    place = HiddenField()
    reason = TextAreaField(_l("Reason"), validators=[at_most(1000)])


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


class SubChallengeForm(Form):
    """The new sub-challenge's name."""

    token = HiddenField(default=public_id)
    title = TranslatedField(_l("Name of the new sub-challenge"), needed=True)
