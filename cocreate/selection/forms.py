"""What organisers and committee members fill in."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core.db import Translated
from cocreate.core.ids import public_id
from cocreate.process.rules import HelixCategory
from cocreate.selection.labels import KINDS
from cocreate.selection.models import Sid
from cocreate.selection.rankings import words
from cocreate.selection.rankings.terms import ALL_SHARES, DECIDING, Terms, Weighting
from cocreate.selection.rules import (
    DIMENSION_TITLES,
    REASON_LIMIT,
    CandidateKind,
    Choice,
    Dimension,
)
from cocreate.survey.labels import helix_name
from cocreate.web.forms import Form, TranslatedField, at_most, required
from cocreate.web.language import translate

_CHOOSE = _l("Please choose one of the answers.")
_KINDS = [(kind.value, label) for kind, label in KINDS.items()]


class Checkboxes(SelectMultipleField):
    """Several of a list, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CandidateForm(Form):
    """A candidate's words."""

    token = HiddenField(default=public_id)
    version = HiddenField()
    kind = RadioField(_l("Kind"), choices=_KINDS, default=CandidateKind.SID.value)
    title = TranslatedField(_l("Title"), needed=True)
    description = TranslatedField(_l("Description"), long=True)
    sub_domains = TranslatedField(_l("Sub-domains, one a line"), long=True)


class PromoteForm(Form):
    """What becomes of a card."""

    into = SelectField(_l("Candidate"))
    kind = RadioField(_l("Kind"), choices=_KINDS, default=CandidateKind.SID.value)
    title = TranslatedField(_l("Title of a new candidate"))


class MergeForm(Form):
    """The candidate that several become."""

    token = HiddenField(default=public_id)
    kind = RadioField(_l("Kind"), choices=_KINDS, default=CandidateKind.SID.value)
    title = TranslatedField(_l("Title of the merged candidate"), needed=True)
    description = TranslatedField(_l("Description"), long=True)
    reason = TextAreaField(_l("Why they belong together"), validators=[required(), at_most(500)])


class WithdrawForm(Form):
    """Why a candidate leaves the list."""

    reason = TextAreaField(_l("Reason"), validators=[at_most(REASON_LIMIT)])


def decision_form(sids: Sequence[Sid]) -> type[Form]:
    """What the committee decides, candidate by candidate."""

    class DecisionForm(Form):
        """The decision."""

        version = HiddenField()

    keep = [("yes", _l("Keep")), ("no", _l("Drop"))]
    for sid in sids:
        others = [(other.public_id, translate(other.title)) for other in sids if other is not sid]
        fields = {
            "keep": RadioField(_l("Decision"), [Optional()], choices=keep, validate_choice=False),
            "position": IntegerField(_l("Place on the shortlist"), [Optional(), NumberRange(1, len(sids), _CHOOSE)]),
            "reason": TranslatedField(_l("Reason"), long=True),
            "final_title": TranslatedField(_l("Adopted under another name")),
            "is_transversal": BooleanField(_l("Transversal: it serves all the others")),
            "taken_up_in": Checkboxes(_l("Dropped as a domain of its own, taken up in"), choices=others),
        }
        for name, made in fields.items():
            setattr(DecisionForm, f"{name}-{sid.public_id}", made)
    return DecisionForm


def choices_in(form: Form, sids: Sequence[Sid]) -> list[Choice]:
    """The choices made; a candidate that is neither kept nor dropped yet is left out."""
    found = []
    for sid in sids:
        given = {name: form[f"{name}-{sid.public_id}"].data for name in ("keep", "position", "reason", "final_title")}
        if given["keep"] in ("yes", "no"):
            found.append(
                Choice(
                    sid=sid.public_id,
                    is_kept=given["keep"] == "yes",
                    position=given["position"] or 0,
                    reason=given["reason"],
                    final_title=given["final_title"],
                    is_transversal=bool(form[f"is_transversal-{sid.public_id}"].data),
                    taken_up_in=tuple(form[f"taken_up_in-{sid.public_id}"].data or ()),
                )
            )
    return found


def lines_of(sub_domains: Sequence[Translated]) -> Translated:
    """Sub-domains as they are typed: per language one a line, an empty line where a language has none.

    >>> lines_of([{"en": "Repair", "fr": "Réparer"}, {"en": "Reuse"}, {"en": "Rent", "fr": "Louer"}])
    {'en': 'Repair\\nReuse\\nRent', 'fr': 'Réparer\\n\\nLouer'}
    """
    languages = dict.fromkeys(code for words in sub_domains for code in words)
    return {code: "\n".join(words.get(code, "") for words in sub_domains).rstrip("\n") for code in languages}


def from_lines(typed: Translated) -> list[Translated]:
    """The other way round: the first line of every language is the first sub-domain.

    >>> from_lines({"en": "Repair\\nReuse", "fr": "Réparer"})
    [{'en': 'Repair', 'fr': 'Réparer'}, {'en': 'Reuse'}]
    """
    rows = zip_longest(*(text.split("\n") for text in typed.values()), fillvalue="")
    found = [{code: line.strip() for code, line in zip(typed, row, strict=True) if line.strip()} for row in rows]
    return [words for words in found if words]


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
