"""What organisers fill in about a process."""

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, NumberRange

from cocreate.core.ids import public_id
from cocreate.process.rules import PhaseKind
from cocreate.web.forms import Form, TranslatedField, at_most

MOMENT = "%Y-%m-%dT%H:%M"


class ProcessForm(Form):
    """The process's own texts."""

    token = HiddenField(default=public_id)
    version = HiddenField(default="1")
    organisation = RadioField(_l("Organisation that runs it"), choices=[])
    title = TranslatedField(_l("Title"), needed=True)
    summary = TranslatedField(_l("What it is about, in a few plain sentences"), long=True)
    region = StringField(_l("Region, city or organisation"), validators=[at_most(200)])
    minimum_cell = IntegerField(
        _l("Smallest group shown in published figures"),
        default=5,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(1, 50, _l("A number from 1 to 50, please.")),
        ],
        description=_l("Smaller groups are hidden, so that nobody can be recognised in a table."),
    )


def phases_form() -> type[Form]:
    """A form with a start and an end for each kind of phase."""

    class PhasesForm(Form):
        """When each phase is open."""

    for kind in PhaseKind:
        for edge, label in (("starts_at", _l("Opens")), ("ends_at", _l("Closes"))):
            setattr(
                PhasesForm,
                f"{kind.value}_{edge}",
                DateTimeLocalField(
                    label, format=MOMENT, validators=[InputRequired(_l("Please give a day and an hour."))]
                ),
            )
    return PhasesForm


class ChallengeForm(Form):
    """A challenge, a sub-challenge or an asset."""

    token = HiddenField(default=public_id)
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    description = TranslatedField(_l("Description"), long=True)
