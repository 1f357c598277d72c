"""What analysts fill in about themes."""

from flask_babel import lazy_gettext as _l
from wtforms import FloatField, HiddenField, TextAreaField
from wtforms.validators import NumberRange, Optional

from cocreate.web.forms import Form, TranslatedField, at_most


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
