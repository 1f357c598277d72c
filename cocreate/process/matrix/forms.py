"""What people fill in about the matrix."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField

from cocreate.core.ids import public_id
from cocreate.process.matrix.labels import STRENGTHS
from cocreate.web.forms import Form, TranslatedField


class CellForm(Form):
    """How much a megatrend has to do with a priority, and why."""

    version = HiddenField(default="0")
    strength = RadioField(
        _l("How much do they have to do with each other?"), choices=list(STRENGTHS.items()), coerce=int
    )
    reason = TranslatedField(_l("Why"), long=True)


class DraftForm(Form):
    """A draft challenge of cells, or a challenge that the cells go to."""

    token = HiddenField(default=public_id)
    cells = SelectMultipleField(_l("Cells"), validate_choice=False)
    into = SelectField(_l("What comes of them"), choices=[], validate_choice=True, default="")
    title = TranslatedField(_l("Title of the draft"))
    description = TranslatedField(_l("Description"), long=True)
