"""What is filled in about an organisation."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.accounts.organisations.rules import SHORT_NAME_MAX
from cocreate.core.ids import public_id
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import NAMES


class LookForm(Form):
    """What an organisation is called and looks like."""

    version = HiddenField(default="1")
    title = TranslatedField(_l("Name"), needed=True)
    picture = FileField(
        _l("Logo"),
        description=_l("PNG, JPEG, WebP or GIF, at most 2 MB. It is drawn anew: only its pixels are kept."),
        render_kw={"accept": "image/png,image/jpeg,image/webp,image/gif"},
    )
    without_logo = BooleanField(_l("Show no logo any more"))
    accent = StringField(
        _l("Colour of links and buttons"),
        description=_l("Such as #1d5fa7; empty is ours. We refuse a colour that cannot be read well."),
        validators=[at_most(7)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    footer = TranslatedField(_l("Text at the foot of pages, letters and documents"), long=True)
    contact = StringField(
        _l("Contact"),
        description=_l("A mail address or telephone number for questions, as everybody sees it."),
        validators=[at_most(300)],
    )
    languages = SelectMultipleField(
        _l("Languages of its pages"),
        choices=list(NAMES.items()),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Those in which its pages are offered. None chosen is all."),
    )


class OrganisationForm(Form):
    """A new organisation."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Name"), needed=True)
    short_name = StringField(
        _l("Short name, for its address"),
        description=_l("Small letters, digits and hyphens. You may leave it empty: we make one of the name."),
        validators=[at_most(SHORT_NAME_MAX)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
