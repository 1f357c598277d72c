"""What somebody fills in to report, to decide, to appeal, and to write the list of reasons."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from cocreate.core.ids import public_id
from cocreate.moderation.commands import Told
from cocreate.moderation.reasons import Reason
from cocreate.moderation.rules import APPEAL_LIMIT, NOTE_LIMIT, Verdict
from cocreate.web.forms import LONG, Form, TranslatedField, at_most, required
from cocreate.web.language import translate


def named(reasons: Sequence[Reason]) -> list[tuple[str, str]]:
    """Reasons as the choices of a field."""
    return [(each.key, translate(each.title) if each.is_own else str(each.title)) for each in reasons]


class ReportForm(Form):
    """Why something should not be published."""

    form_id = HiddenField(default=public_id)
    reason = RadioField(_l("Why should it not be published?"))
    note = TextAreaField(
        _l("What should we know about it? (optional)"),
        validators=[at_most(NOTE_LIMIT)],
        description=_l("Only those who decide read this. You need not say who you are."),
    )
    website = StringField(
        _l("Please leave this empty"), validators=[at_most(NOTE_LIMIT)]
    )  # people do not see it; programs that fill in forms do


class DecideForm(Form):
    """Cases of the queue, a reason, and a note for those who wrote them."""

    form_id = HiddenField(default=public_id)
    chosen = SelectMultipleField(_l("Contributions"), validate_choice=False)
    reason = SelectField(_l("Reason from the published list"))
    note = TextAreaField(
        _l("A note for whoever wrote it (optional)"),
        validators=[at_most(NOTE_LIMIT)],
        description=_l("They read it with the reason. Do not repeat what you take out."),
    )

    def offer(self, reasons: Sequence[Reason]) -> None:
        """The reasons that can be chosen."""
        self.reason.choices = [("", str(_l("Choose a reason"))), *named(reasons)]

    def told(self, verdict: Verdict) -> Told:
        """What is decided, by the button that was pressed."""
        return Told(verdict, self.reason.data or "", self.note.data or "")


class EditForm(DecideForm):
    """Passages to take out of one contribution."""

    passages = TextAreaField(
        _l("Passages to take out, one a line"),
        validators=[at_most(LONG)],
        description=_l("Copy them exactly as they stand in the text. Dots take their place, and nobody can undo it."),
    )


class AppealForm(Form):
    """Why somebody should look at a decision again."""

    words = TextAreaField(
        _l("Why should it be shown?"), validators=[required(), at_most(APPEAL_LIMIT)], render_kw={"rows": 4}
    )


class AnswerForm(Form):
    """What whoever appealed is told."""

    answer = TextAreaField(
        _l("What do you tell whoever asked?"), validators=[at_most(NOTE_LIMIT)], render_kw={"rows": 3}
    )


class ReasonForm(Form):
    """One reason of an organisation's list."""

    key = HiddenField()
    title = TranslatedField(_l("Reason"), needed=True)
    help = TranslatedField(_l("What it means"))
    is_listed = BooleanField(_l("It is on the list"), default=True)
