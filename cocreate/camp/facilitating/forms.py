"""What those who run a session fill in: a step of the plan, and how a vote goes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.camp.commands import running
from cocreate.camp.commands.planning import StepTexts
from cocreate.camp.labels import CARD_KINDS, ROUND_KINDS, STEP_KINDS
from cocreate.camp.models import Camp
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rounds import VOTES_AT_MOST, RoundSpec
from cocreate.camp.rules import MINUTES_AT_MOST, RoundKind, StepKind
from cocreate.core.ids import public_id
from cocreate.web.forms import Form, TranslatedField
from cocreate.web.language import translate

_NEEDED = _l("Please fill this in.")


class Boxes(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RoundForm(Form):
    """How a vote goes."""

    round_kind = RadioField(
        _l("How people vote"),
        choices=[(kind.value, label) for kind, label in ROUND_KINDS.items()],
        default=RoundKind.DOTS.value,
        description=_l(
            "Dots: some votes to spread. Approval: any number of cards. Gradient: eight degrees of agreement for each "
            "card. Ranking: an order of the cards that matter most."
        ),
    )
    question = TranslatedField(_l("Question"))
    votes_each = IntegerField(
        _l("Dots per person, or places of a ranking"),
        default=5,
        validators=[InputRequired(_NEEDED), NumberRange(1, VOTES_AT_MOST, _l("A number from 1 to 50, please."))],
    )
    most_per_card = IntegerField(
        _l("Most dots of one person on one card"),
        default=1,
        validators=[InputRequired(_NEEDED), NumberRange(1, VOTES_AT_MOST, _l("A number from 1 to 50, please."))],
    )
    zones = Boxes(_l("Only cards in these zones"), description=_l("None ticked: all."))
    card_kinds = Boxes(
        _l("Only these kinds of cards"),
        choices=[(kind.value, label) for kind, label in CARD_KINDS.items()],
        description=_l("None ticked: all."),
    )
    is_hidden = BooleanField(
        _l("Nobody sees counts before the vote is closed"),
        default=True,
        description=_l("Once the vote is open this cannot be undone."),
    )

    def spec(self) -> RoundSpec:
        """What was filled in."""
        return RoundSpec(
            kind=RoundKind(self.round_kind.data),
            question=self.question.data,
            zones=tuple(self.zones.data or ()),
            card_kinds=tuple(self.card_kinds.data or ()),
            votes_each=self.votes_each.data or 1,
            most_per_card=self.most_per_card.data or 1,
            is_hidden=bool(self.is_hidden.data),
        )


class StepForm(RoundForm):
    """A step of the plan; what concerns a vote is kept for steps of that kind."""

    form_id = HiddenField(default=public_id)
    kind = RadioField(
        _l("Kind of step"),
        choices=[(kind.value, label) for kind, label in STEP_KINDS.items()],
        default=StepKind.DISCUSS.value,
        description=_l("It decides what people see and may do while the step runs."),
    )
    title = TranslatedField(_l("Title"), needed=True)
    minutes = IntegerField(
        _l("Minutes"),
        default=10,
        validators=[
            InputRequired(_NEEDED),
            NumberRange(1, MINUTES_AT_MOST, _l("A number from 1 to 240, please.")),
        ],
    )
    groups = SelectField(
        _l("As this step starts, the groups"),
        choices=[
            ("", _l("stay at their boards")),
            (running.NEXT, _l("go on to the next board")),
            (running.HOME, _l("go back to their own boards")),
        ],
        default="",
    )
    help = TranslatedField(_l("What people are asked to do"), long=True)
    guide = TranslatedField(_l("Notes for those who run the camp"), long=True)

    def texts(self) -> StepTexts:
        """What was filled in."""
        kind = StepKind(self.kind.data)
        return StepTexts(
            kind=kind,
            title=self.title.data,
            minutes=self.minutes.data or 0,
            help=self.help.data,
            guide=self.guide.data,
            settings={
                **(self.spec().packed() if kind is StepKind.VOTE else {}),
                **({running.GROUPS: self.groups.data} if self.groups.data else {}),
            },
        )


def step_form(camp: Camp, step: PlanStep | None = None) -> StepForm:
    """The form of a new step, or of one that is changed."""
    told = {} if step is None else _told(RoundSpec.unpacked(step.settings))
    groups = "" if step is None else step.settings.get(running.GROUPS, "")
    form = StepForm() if step is None else StepForm(obj=step, data={**told, "groups": groups})
    form.zones.choices = zones_of(camp)
    return form


def round_form(camp: Camp) -> RoundForm:
    """The form of a vote."""
    form = RoundForm()
    form.zones.choices = zones_of(camp)
    return form


def _told(spec: RoundSpec) -> dict[str, Any]:
    kept = spec.packed()
    return {**kept, "round_kind": kept.pop("kind")}


def zones_of(camp: Camp) -> Sequence[tuple[str, str]]:
    """The zones that boards of a camp have, each once: key and title."""
    found: dict[str, str] = {}
    for group in camp.groups:
        for zone in group.board.zones:
            found.setdefault(zone.key, translate(zone.title))
    return list(found.items())
