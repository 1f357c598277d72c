"""What is filled in to draw up, sign and amend a record."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from cocreate.accounts.models import User
from cocreate.accounts.rules import NAME_MAX
from cocreate.selection.record.rules import TEXT_LIMIT, Motion
from cocreate.selection.room.queries import MotionOutcome
from cocreate.web.forms import Form, TranslatedField, at_most, required
from cocreate.web.language import current_language, language_of

_PEOPLE = NumberRange(0, 1000, _l("A whole number from 0 to 1000, please."))
_NUMBER = InputRequired(_l("Please give a whole number."))


class RecordForm(Form):
    """The motion and how the committee voted."""

    version = HiddenField()
    source = HiddenField()  # public id of a motion of the committee room, whose votes are then taken from there
    motion = TextAreaField(_l("What the committee voted on"), validators=[required(), at_most(TEXT_LIMIT)])
    present = IntegerField(_l("Members present"), [_NUMBER, _PEOPLE])
    voted_on = DateField(_l("Day of the vote"), [Optional()])
    quorum = IntegerField(_l("Quorum (empty: none is asked)"), [Optional(), _PEOPLE])
    votes_for = IntegerField(_l("Votes for"), [_NUMBER, _PEOPLE])
    votes_against = IntegerField(_l("Votes against"), [_NUMBER, _PEOPLE])
    abstained = IntegerField(_l("Abstentions"), [_NUMBER, _PEOPLE])
    aside = IntegerField(_l("Members who stepped aside and did not vote"), [Optional(), _PEOPLE])
    minority = TextAreaField(_l("Minority opinions, in the words of those who hold them"), [at_most(TEXT_LIMIT)])
    chair = SelectField(_l("Chair"))
    opens_sheets = BooleanField(_l("Publish marks and weights by numbered member, without names"))
    signatures = IntegerField(_l("Signatures that the record needs"), [_NUMBER, _PEOPLE])

    def offer(self, members: Sequence[User]) -> "RecordForm":
        """The members who can be the chair."""
        self.chair.choices = [("", _l("Nobody: an organiser publishes")), *((m.public_id, m.name) for m in members)]
        return self

    def take(self, outcome: MotionOutcome | None) -> "RecordForm":
        """Take the votes from the committee room, instead of asking for them."""
        if outcome is not None:
            for name in ("present", "voted_on", "quorum", "votes_for", "votes_against", "abstained", "aside"):
                delattr(self, name)
        return self

    def told(self, outcome: MotionOutcome | None) -> Motion:
        """The motion as it was typed, or as the committee room has it."""
        said = {
            "text": self.motion.data or "",
            "minority": self.minority.data or "",
            "language": language_of(outcome.title) if outcome is not None else current_language(),
        }
        if outcome is not None:
            return Motion(
                **said,
                kind=outcome.kind,
                counts=outcome.counts,
                source=outcome.public_id,
                present=outcome.present,
                quorum=outcome.quorum,
                voted_on=outcome.closed_at.date().isoformat(),
                aside=len(outcome.recused),
            )
        counts = {
            "for": self.votes_for.data or 0,
            "against": self.votes_against.data or 0,
            "abstained": self.abstained.data or 0,
        }
        return Motion(
            **said,
            counts=counts,
            present=self.present.data or 0,
            quorum=self.quorum.data,
            voted_on=self.voted_on.data.isoformat() if self.voted_on.data else "",
            aside=self.aside.data or 0,
        )


class SignForm(Form):
    """A signature."""

    seen = HiddenField()
    name = StringField(_l("Your name"), validators=[required(), at_most(NAME_MAX)])
    secret = PasswordField(_l("Your password"))

    def ask_for(self, label: Any) -> "SignForm":
        """Ask for a password or for a code."""
        self.secret.label.text = label
        return self


class PublishForm(Form):
    """The last step."""

    confirmed = BooleanField(_l("This is the committee’s decision. It can only be amended by a new one."))


class AmendForm(Form):
    """Why the decision is amended."""

    reason = TranslatedField(_l("Why the decision is to be amended"), long=True, needed=True)
