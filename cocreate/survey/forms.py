"""What organisers fill in about a consultation."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core.ids import public_id
from cocreate.survey.labels import GROUNDS
from cocreate.survey.rules import Access, Paging, ResultsRule
from cocreate.web.forms import Form, TranslatedField, at_most, required
from cocreate.web.language import LANGUAGES, NAMES


class ConsultationForm(Form):
    """The words at the top of a questionnaire."""

    token = HiddenField(default=public_id)
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    introduction = TranslatedField(_l("Introduction"), long=True)
    reason = StringField(_l("What changes, and why"), validators=[at_most(300)])


class FarewellForm(Form):
    """What people read after sending, and after the close."""

    version = HiddenField(default="1")
    thanks = TranslatedField(_l("After sending"), long=True)
    closing = TranslatedField(_l("After the close"), long=True)


class QuestionForm(Form):
    """The words of a question, and how it is asked; what its kind can be told stands beside it (`making.options`)."""

    version = HiddenField(default="1")
    token = HiddenField(default=public_id)
    title = TranslatedField(_l("Question"))
    help = TranslatedField(_l("Help"), long=True)
    requirement = RadioField(
        _l("Must it be answered?"),
        choices=[
            ("optional", _l("No, it may be skipped")),
            ("soft", _l("People are asked once more, then it may be skipped")),
            ("required", _l("Yes, nothing can be sent without it")),
        ],
        default="optional",
        validate_choice=False,
    )
    is_active = BooleanField(_l("Ask this question"), default=True)
    key = StringField(_l("Key"), validators=[at_most(40)])
    reason = StringField(_l("What changes, and why"), validators=[at_most(300)])


class ReasonForm(Form):
    """Why a sheet counts again."""

    reason = StringField(_l("Reason"), validators=[required(), at_most(300)])


class LeaveOutForm(ReasonForm):
    """Why a sheet is left out of the results."""

    ground = SelectField(_l("Ground"), choices=[(ground.value, word) for ground, word in GROUNDS.items()])


class LateForm(Form):
    """Until when helpers enter what came by post after the close."""

    version = HiddenField(default="1")
    until = DateField(_l("Last day for entering answers on paper or by telephone"), validators=[Optional()])


class RulesForm(Form):
    """Who may answer, how, and who sees what comes of it."""

    version = HiddenField(default="1")
    access = RadioField(
        _l("Who may answer"),
        choices=[
            (Access.OPEN.value, _l("Whoever has the address")),
            (Access.LINK.value, _l("Whoever has a personal link")),
            (Access.ACCOUNT.value, _l("Whoever has an account and is signed in")),
        ],
    )
    anonymity = RadioField(
        _l("Whose answers they are"),
        choices=[
            ("anonymous", _l("Anonymous: nobody can tell who answered what, the team included")),
            ("named", _l("With the name: the team sees who answered what, and people are told")),
        ],
    )
    results_rule = RadioField(
        _l("When everybody sees the results"),
        choices=[
            (ResultsRule.LIVE.value, _l("While people are answering")),
            (ResultsRule.AFTER_CLOSE.value, _l("After the close")),
            (ResultsRule.STAFF.value, _l("Never by themselves: the team decides what to publish")),
        ],
    )
    closes_on = DateField(_l("Last day for answers"), validators=[Optional()])
    paging = RadioField(
        _l("Pages"),
        choices=[
            (Paging.ALL.value, _l("All questions on one page")),
            (Paging.PAGES.value, _l("One page after the other, at the page breaks")),
            (Paging.QUESTIONS.value, _l("One question at a time")),
        ],
    )
    allows_editing = BooleanField(_l("People can change their answers until the close, with their receipt"))
    needs_proof_of_work = BooleanField(_l("The browser does a little sum before sending, against programs that flood"))
    languages = SelectMultipleField(
        _l("Languages in which it is published"),
        choices=[(code, NAMES[code]) for code in LANGUAGES],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
