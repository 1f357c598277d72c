"""What people fill in about the fiche of a challenge."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from cocreate.process.evidence.forms import TagsField
from cocreate.process.evidence.rules import GOALS, POLICIES
from cocreate.web.forms import Form, TranslatedField


class RestForm(Form):
    """A piece of evidence for a challenge."""

    evidence = SelectField(_l("Evidence"), choices=[])
    reason = TranslatedField(_l("What it shows for this challenge"), long=True)


class LinkForm(Form):
    """Another challenge that this one hangs together with."""

    other = SelectField(_l("Other challenge"), choices=[])
    why = TranslatedField(_l("How they hang together"), long=True)


class TagsForm(Form):
    """Goals and policies."""

    goals = TagsField(_l("Goals of the United Nations that it is about"), choices=list(GOALS.items()))
    policies = TagsField(_l("Policies of the European Union that it is about"), choices=list(POLICIES.items()))
