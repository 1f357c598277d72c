"""What organisers fill in about the action plan."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.web.forms import Form, TranslatedField, at_most, required


class AxisForm(Form):
    """A line of the plan."""

    number = StringField(_l("Number"), validators=[required(), at_most(8)])
    title = TranslatedField(_l("Title"), needed=True)


class ActionForm(Form):
    """One action. Actors are written one a line."""

    version = HiddenField()
    number = StringField(_l("Number"), validators=[required(), at_most(12)])
    title = TranslatedField(_l("Title"), needed=True)
    description = TranslatedField(_l("Description"), long=True)
    actors = TextAreaField(_l("Actors to mobilise, one a line"), validators=[at_most(5000)])
    sids = SelectMultipleField(
        _l("Domains that it serves"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def actor_names(self) -> list[str]:
        """The lines that say something."""
        return [line.strip()[:300] for line in (self.actors.data or "").splitlines() if line.strip()]
