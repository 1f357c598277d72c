"""What hosts fix when they prepare a round."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from cocreate.process.rules import HelixCategory
from cocreate.selection.forms import Checkboxes
from cocreate.selection.rankings import words
from cocreate.selection.rankings.terms import ALL_SHARES, DECIDING, Terms, Weighting
from cocreate.selection.rules import DIMENSION_TITLES, Dimension
from cocreate.survey.labels import helix_name
from cocreate.web.forms import Form
from cocreate.web.language import translate


class RoundForm(Form):
    """A round of rankings to prepare."""

    camp = SelectField(_l("Whose participants rank"))
    dimensions = Checkboxes(_l("They rank by"), default=[dimension.value for dimension in Dimension])
    rule = RadioField(_l("Counting rule"), default=DECIDING[0])
    weighting = RadioField(_l("Whose ranking counts how much"), default=Weighting.RAW.value)
    opens_ballots = BooleanField(
        _l("Afterwards anybody may download the rankings without names and count again"), default=True
    )

    def offer(self, camps: Sequence[Any]) -> Self:
        """Choose from these camps."""
        self.camp.choices = [(camp.public_id, translate(camp.title)) for camp in camps]
        self.dimensions.choices = [(key, translate(title)) for key, title in DIMENSION_TITLES.items()]
        self.rule.choices = [(key, _said(words.RULES[key], words.RULE_WORDS[key])) for key in DECIDING]
        self.weighting.choices = [
            (each.value, _said(words.WEIGHTINGS[each], words.WEIGHTING_WORDS[each])) for each in Weighting
        ]
        for field, family in zip(self.shares(), HelixCategory, strict=True):
            field.label.text = helix_name(family)
        return self

    def shares(self) -> list[Any]:
        """The fields of the families' shares."""
        return [self[f"share-{family.value}"] for family in HelixCategory]

    def terms(self) -> Terms:
        """What was chosen."""
        given = {family.value: field.data for family, field in zip(HelixCategory, self.shares(), strict=True)}
        targets = {name: share for name, share in given.items() if share}
        return Terms(rule=self.rule.data or "", weighting=Weighting(self.weighting.data), targets=targets)


def _said(name: Any, told: Any) -> Any:
    return _l("%(name)s. %(words)s", name=name, words=told)


for _family in HelixCategory:
    _limits = NumberRange(0, ALL_SHARES, _l("A whole number from 0 to 100, please."))
    setattr(RoundForm, f"share-{_family.value}", IntegerField(_family.value, [Optional(), _limits]))
