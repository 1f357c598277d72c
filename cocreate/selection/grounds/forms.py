"""What organisers fill in about the criteria, and members about their weights."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from cocreate.core.db import Translated
from cocreate.core.ids import public_id
from cocreate.selection.forms import from_lines, lines_of
from cocreate.selection.grounds.editing import CriterionWords
from cocreate.selection.grounds.rules import WeighMethod, Wish
from cocreate.selection.grounds.templates import TEMPLATES
from cocreate.selection.labels import MARKS as MARK_WORDS
from cocreate.selection.labels import METHODS
from cocreate.selection.models import Criterion, RankingRound
from cocreate.selection.rules import ALL_WEIGHTS, DIMENSION_TITLES, MARKS, SHORTLIST_MOST
from cocreate.web.forms import Form, TranslatedField
from cocreate.web.language import translate

EVIDENCE_ONLY = "evidence"
_WHOLE = _l("A whole number from 0 to 100, please.")
_NUMBER = _l("Please give a whole number.")
_PERCENT = NumberRange(0, ALL_WEIGHTS, _WHOLE)


class TemplateForm(Form):
    """The set of criteria to begin with."""

    version = HiddenField()
    template = RadioField(
        _l("Criteria to begin with"),
        choices=[(template.key, template.title) for template in TEMPLATES.values()],
        default=next(iter(TEMPLATES)),
    )


class CriterionForm(Form):
    """All the words of a criterion, in every language."""

    version = HiddenField()
    title = TranslatedField(_l("Title"), needed=True)
    description = TranslatedField(_l("Description"), long=True)
    questions = TranslatedField(_l("Questions that help to judge, one a line"), long=True)
    evidence_expected = TranslatedField(_l("Evidence expected"), long=True)

    def words(self) -> CriterionWords:
        """What was filled in."""
        return CriterionWords(
            title=self.title.data,
            description=self.description.data,
            questions=from_lines(self.questions.data),
            rubric=[self[f"mark_{mark}"].data for mark in MARKS],
            evidence_expected=self.evidence_expected.data,
        )


for _mark in MARKS:
    _label = _l("What a %(mark)s means (%(words)s)", mark=_mark, words=MARK_WORDS[_mark])
    setattr(CriterionForm, f"mark_{_mark}", TranslatedField(_label))


class NewCriterionForm(CriterionForm):
    """A criterion more, and what it weighs."""

    form_id = HiddenField(default=public_id)
    weight = IntegerField(_l("Weight"), [InputRequired(_NUMBER), _PERCENT], default=0)


def words_of(criterion: Criterion) -> dict[str, Any]:
    """What is stored, as the form has it."""
    return {
        "title": criterion.title,
        "description": criterion.description,
        "questions": lines_of(criterion.questions),
        "evidence_expected": criterion.evidence_expected,
        **{f"mark_{mark}": words for mark, words in zip(MARKS, criterion.rubric, strict=False)},
    }


def weights_form(criteria: Sequence[Criterion], *, asks_reason: bool = False) -> type[Form]:
    """A weight per criterion, the size of the shortlist, and why these weights where members gave other ones."""

    class WeightsForm(Form):
        """What counts how much."""

        version = HiddenField()

    for criterion in criteria:
        made = IntegerField(translate(criterion.title), [InputRequired(_NUMBER), _PERCENT])
        setattr(WeightsForm, f"weight-{criterion.key}", made)
    limits = NumberRange(1, SHORTLIST_MOST, _l("A whole number from 1 to 50, please."))
    size = IntegerField(_l("Places on the shortlist"), [InputRequired(_NUMBER), limits])
    WeightsForm.shortlist_size = size  # type: ignore[attr-defined]
    if asks_reason:
        WeightsForm.reason = TranslatedField(_l("Why other weights than the members’"), long=True)  # type: ignore[attr-defined]
    return WeightsForm


class CrowdForm(Form):
    """Whether the participants' rankings count as a criterion."""

    version = HiddenField()
    counts = RadioField(_l("The participants’ rankings are"), validate_choice=False)
    weight = IntegerField(_l("Weight, if they are a criterion"), [Optional(), _PERCENT], default=10)

    def offer(self, rounds: Sequence[RankingRound]) -> "CrowdForm":
        """Choose from these rounds and what people ranked by in them."""
        self.counts.choices = [(EVIDENCE_ONLY, _("evidence only: members see them and mark by themselves"))]
        for round_ in rounds:
            for dimension in round_.dimensions:
                words = {
                    "camp": translate(round_.camp.title),
                    "day": format_date(round_.opened_at, "long"),
                    "dimension": translate(DIMENSION_TITLES[dimension]),
                }
                label = _("a criterion: %(dimension)s (%(camp)s, ranking of %(day)s)", **words)
                self.counts.choices.append((f"{round_.public_id}:{dimension}", label))
        return self


class MethodForm(Form):
    """How members are asked."""

    method = RadioField(
        _l("How members are asked"),
        choices=[(method.value, label) for method, label in METHODS.items()],
        default=WeighMethod.POINTS.value,
    )


def wishes_form(titles: Mapping[str, Translated]) -> type[Form]:
    """A weight per criterion (by key), and between which weights the member could live with the result."""

    class WishesForm(Form):
        """One member's weights."""

    for key, title in titles.items():
        name = translate(title)
        fields = {
            "weight": IntegerField(_("Weight: %(criterion)s", criterion=name), [InputRequired(_NUMBER), _PERCENT]),
            "low": IntegerField(_("At least: %(criterion)s", criterion=name), [Optional(), _PERCENT]),
            "high": IntegerField(_("At most: %(criterion)s", criterion=name), [Optional(), _PERCENT]),
        }
        for part, made in fields.items():
            setattr(WishesForm, f"{part}-{key}", made)
    return WishesForm


def wishes_in(form: Form, keys: Sequence[str]) -> dict[str, Wish]:
    """What was given; an end of a range that was left open is the weight itself."""
    found = {}
    for key in keys:
        weight, low, high = (form[f"{part}-{key}"].data for part in ("weight", "low", "high"))
        found[key] = Wish(weight, weight if low is None else low, weight if high is None else high)
    return found


def as_typed(wishes: Mapping[str, Wish]) -> dict[str, int | None]:
    """The other way round, for the form."""
    return {
        f"{part}-{key}": value
        for key, wish in wishes.items()
        for part, value in (
            ("weight", wish.weight),
            ("low", None if wish.low == wish.weight else wish.low),
            ("high", None if wish.high == wish.weight else wish.high),
        )
    }
