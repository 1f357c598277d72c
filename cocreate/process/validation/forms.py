"""What people fill in about the validation of a challenge."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from cocreate.core.ids import public_id
from cocreate.process.validation.labels import ANSWERED, KINDS, OUTCOMES
from cocreate.process.validation.rules import DECISIONS, Answered, CommentKind, Meeting, Outcome
from cocreate.web.forms import LONG, Form, TranslatedField, at_most, required

MOST_PEOPLE = 1000


class CommentForm(Form):
    """A remark or a proposed change."""

    form_id = HiddenField(default=public_id)
    kind = RadioField(_l("What it is"), choices=list(KINDS.items()), default=CommentKind.COMMENT.value)
    text = TextAreaField(_l("Your words"), validators=[required(), at_most(LONG)])


class AnswerForm(Form):
    """What becomes of a remark."""

    answered = RadioField(_l("What becomes of it"), choices=list(ANSWERED.items()), default=Answered.TAKEN_UP.value)
    answer = TextAreaField(_l("Answer"), validators=[at_most(LONG)])


def _people(label: object, default: int | None = None) -> IntegerField:
    return IntegerField(
        label,
        default=default,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(0, MOST_PEOPLE, _l("A number from 0 to 1000, please.")),
        ],
    )


class DecisionForm(Form):
    """What the committee decided in its meeting."""

    outcome = RadioField(
        _l("Decision"), choices=[(one, OUTCOMES[one]) for one in DECISIONS], default=Outcome.VALIDATED.value
    )
    day = DateField(_l("Day of the meeting"), validators=[InputRequired(_l("Please give a day."))])
    present = _people(_l("Members present"))
    in_favour = _people(_l("In favour"))
    against = _people(_l("Against"), 0)
    abstained = _people(_l("Abstained"), 0)
    reason = TranslatedField(_l("Reason, or what was changed"), long=True)

    def meeting(self) -> Meeting:
        """Who was there and how they voted."""
        return Meeting(self.day.data, self.present.data, self.in_favour.data, self.against.data, self.abstained.data)


class ExceptionForm(Form):
    """Why people are asked about challenges that the committee did not validate."""

    reason = TranslatedField(_l("Reason"), long=True)
