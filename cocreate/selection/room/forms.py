"""What people fill in in the committee's room."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from cocreate.accounts.models import User
from cocreate.camp.forms import MOMENT
from cocreate.core.ids import public_id
from cocreate.selection.forms import Checkboxes
from cocreate.selection.labels import CHOICE_WORDS, MAJORITIES, MOTION_KINDS
from cocreate.selection.models import Sid
from cocreate.selection.room.models import Motion
from cocreate.selection.room.rules import (
    ASIDE,
    CHOICES,
    MINUTES_MOST,
    REASON_LIMIT,
    TEXT_LIMIT,
    Majority,
    MotionKind,
)
from cocreate.web.forms import Form, TranslatedField, at_most, required
from cocreate.web.language import translate

_NUMBER = _l("Please give a whole number.")


def _whole(label: Any, least: int, most: int, help: Any, default: int) -> IntegerField:
    limits = NumberRange(least, most, _l("A whole number from %(least)s to %(most)s, please.", least=least, most=most))
    return IntegerField(label, default=default, validators=[InputRequired(_NUMBER), limits], description=help)


class MeetingForm(Form):
    """A meeting's words, time, chair and rules."""

    form_id = HiddenField(default=public_id)  # becomes the meeting's public id, so that a form sent twice makes one
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    starts_at = DateTimeLocalField(_l("Starts at (Brussels time)"), format=MOMENT, validators=[Optional()])
    place = StringField(_l("Where, or the address of the call"), validators=[at_most(300)])
    chair = SelectField(
        _l("Chair"), default="", description=_l("Organisers can lead a meeting too; a member only as its chair.")
    )
    quorum = _whole(_l("Quorum"), 0, 200, _l("Members who must be present for a motion to count; 0 for no rule."), 0)
    speaking_minutes = _whole(_l("Minutes for each turn to speak"), 0, 60, _l("0 for no limit."), 3)

    def offer(self, members: Sequence[User]) -> "MeetingForm":
        """Let one of these chair it."""
        named = [(member.public_id, member.name or member.email) for member in members]
        self.chair.choices = [("", _l("No member: an organiser leads")), *named]
        return self


class _AboutCandidates(Form):
    """Something that names candidates."""

    sids = Checkboxes(_l("Candidates it is about"))

    def offer(self, sids: Sequence[Sid]) -> Any:
        """Choose among these."""
        self.sids.choices = [(sid.public_id, translate(sid.title)) for sid in sids]
        return self


class ItemForm(_AboutCandidates):
    """A point of the agenda."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Title"), needed=True)
    minutes = _whole(_l("Minutes"), 1, MINUTES_MOST, None, 10)


class MotionForm(_AboutCandidates):
    """A motion, with all that is fixed before anybody votes."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("What is to be decided, in one line"), needed=True)
    text = TranslatedField(_l("The motion in full"), long=True)
    kind = RadioField(
        _l("How it is decided"),
        choices=[(kind.value, words) for kind, words in MOTION_KINDS.items()],
        default=MotionKind.VOTE.value,
    )
    majority = RadioField(
        _l("How many must be for it"),
        choices=[(majority.value, words) for majority, words in MAJORITIES.items()],
        default=Majority.HALF.value,
        description=_l("For a vote and a gradient of agreement; consent is carried unless somebody blocks."),
    )
    is_hidden = BooleanField(
        _l("Votes stay hidden until it closes"),
        description=_l("Then the committee sees who voted how. A show of hands is always open."),
    )


def vote_form(motion: Motion) -> type[Form]:
    """The answers of one motion; several of these forms may stand on a page."""
    choices = [(choice, CHOICE_WORDS[choice]) for choice in (*CHOICES[motion.kind], ASIDE)]

    class VoteForm(Form):
        """One member's vote."""

        choice = RadioField(_l("Your vote"), [Optional()], choices=choices, validate_choice=False)
        reason = TextAreaField(_l("Reason"), validators=[at_most(REASON_LIMIT)])

    return VoteForm


class PostForm(Form):
    """A post in a thread."""

    form_id = HiddenField(default=public_id)
    version = HiddenField(default="1")
    criterion = HiddenField()
    answers = HiddenField()
    text = TextAreaField(_l("Your words"), validators=[required(), at_most(TEXT_LIMIT)])


class HideForm(Form):
    """Why a post is hidden."""

    reason = TextAreaField(_l("Reason, which everybody here reads"), validators=[required(), at_most(500)])


def at_spot(form: Any, spot: str) -> Any:
    """The same form with ids of its own, as several of a kind stand on one page."""
    for field in form:
        field.id = f"{field.id}-{spot}"
        field.label.field_id = field.id
    return form
