"""What organisers fill in about a process, its challenges, the matrix and the validation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from cocreate.core.ids import public_id
from cocreate.process.evidence.forms import TagsField
from cocreate.process.evidence.rules import GOALS, POLICIES
from cocreate.process.messages import ANSWERED, OUTCOMES, REMARK_KINDS, STRENGTHS
from cocreate.process.rules import DECISIONS, Answered, CommentKind, Meeting, Outcome, PhaseKind
from cocreate.web.forms import LONG, Form, TranslatedField, at_most, required

MOMENT = "%Y-%m-%dT%H:%M"


def between_the_years(form: Any, field: Any) -> None:
    """A day to which weeks can be added, in this century or the next."""
    if field.data is not None and not 2000 <= field.data.year <= 2200:
        raise ValidationError(_l("Please give a day of this century."))


class ProcessForm(Form):
    """The process's own texts."""

    token = HiddenField(default=public_id)
    version = HiddenField(default="1")
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


class NewProcessForm(ProcessForm):
    """A process that does not exist yet."""

    organisation = RadioField(_l("Organisation that runs it"), choices=[])
    starts_on = DateField(
        _l("First day"),
        description=_l("The phases follow one another from here; you can move each of them later."),
        validators=[InputRequired(_l("Please give a day.")), between_the_years],
    )
    needs_validation = BooleanField(
        _l("The committee validates challenges before people are asked about them"),
    )


def _is_filled(field: Any) -> bool:
    return bool(field.data or any(text.strip() for text in field.raw_data or ()))


def phases_form() -> type[Form]:
    """A form with a start and an end for each kind of phase."""

    class PhasesForm(Form):
        """When each phase is open; both fields empty for one that is no part of the process."""

        def kept(self) -> list[PhaseKind]:
            """The kinds of which something is filled in."""
            return [kind for kind in PhaseKind if any(_is_filled(field) for field in self.edges(kind))]

        def edges(self, kind: PhaseKind) -> tuple[Any, Any]:
            """The two fields of a kind."""
            return self[f"{kind.value}_starts_at"], self[f"{kind.value}_ends_at"]

        def validate(self, extra_validators: Any = None) -> bool:
            """Each phase has both ends or none, and there is one at least."""
            is_fine = super().validate(extra_validators)
            kept = self.kept()
            missing = [f for kind in kept or list(PhaseKind) for f in self.edges(kind) if not _is_filled(f)]
            for field in missing:
                field.errors = [_l("Please give a day and an hour.")]
            return bool(is_fine) and not missing

    for kind in PhaseKind:
        for edge, label in (("starts_at", _l("Opens")), ("ends_at", _l("Closes"))):
            setattr(
                PhasesForm,
                f"{kind.value}_{edge}",
                DateTimeLocalField(label, format=MOMENT, validators=[Optional()]),
            )
    return PhasesForm


class ChallengeForm(Form):
    """A challenge, a sub-challenge or an asset."""

    token = HiddenField(default=public_id)
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    description = TranslatedField(_l("Description"), long=True)


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


MOST_PEOPLE = 1000


class CommentForm(Form):
    """A remark or a proposed change."""

    form_id = HiddenField(default=public_id)
    kind = RadioField(_l("What it is"), choices=list(REMARK_KINDS.items()), default=CommentKind.COMMENT.value)
    text = TextAreaField(_l("Your words"), validators=[required(), at_most(LONG)])


class AnswerForm(Form):
    """What becomes of a remark."""

    answered = RadioField(_l("What becomes of it"), choices=list(ANSWERED.items()), default=Answered.TAKEN_UP.value)
    answer = TextAreaField(_l("Answer"), validators=[at_most(LONG)])


def _people(label: object, default: int | None = None) -> IntegerField:
    return IntegerField(
        label,
        default=default,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(0, MOST_PEOPLE, _l("A number from 0 to 1000, please.")),
        ],
    )


class DecisionForm(Form):
    """What the committee decided in its meeting."""

    outcome = RadioField(
        _l("Decision"), choices=[(one, OUTCOMES[one]) for one in DECISIONS], default=Outcome.VALIDATED.value
    )
    day = DateField(_l("Day of the meeting"), validators=[InputRequired(_l("Please give a day."))])
    present = _people(_l("Members present"))
    in_favour = _people(_l("In favour"))
    against = _people(_l("Against"), 0)
    abstained = _people(_l("Abstained"), 0)
    reason = TranslatedField(_l("Reason, or what was changed"), long=True)

    def meeting(self) -> Meeting:
        """Who was there and how they voted."""
        return Meeting(self.day.data, self.present.data, self.in_favour.data, self.against.data, self.abstained.data)


class ExceptionForm(Form):
    """Why people are asked about challenges that the committee did not validate."""

    reason = TranslatedField(_l("Reason"), long=True)
