"""What organisers fill in about data protection."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import Optional

from cocreate.survey.exporting.forms import Boxes
from cocreate.survey.models import Consultation
from cocreate.survey.protection.rules import LegalBasis, Notice
from cocreate.survey.protection.words import BASES
from cocreate.survey.rules import QuestionKind
from cocreate.web.forms import Form, TranslatedField, at_most
from cocreate.web.language import translate

_MAY_BE_PERSONAL = frozenset(
    {
        QuestionKind.SINGLE_CHOICE,
        QuestionKind.MULTIPLE_CHOICE,
        QuestionKind.SCALE,
        QuestionKind.MATRIX,
        QuestionKind.NUMBER,
    }
)


class PrivacyForm(Form):
    """The notice that people read before they answer, and the day on which their answers go."""

    version = HiddenField(default="1")
    controller = StringField(_l("Who is responsible (the controller)"), validators=[at_most(300)])
    contact = StringField(_l("How to reach them"), validators=[at_most(300)])
    officer = StringField(_l("How to reach the data protection officer"), validators=[at_most(300)])
    basis = SelectField(_l("Why it is lawful"), choices=[(basis.value, word) for basis, word in BASES.items()])
    purpose = TranslatedField(_l("What the answers are for"), long=True)
    recipients = TranslatedField(_l("Who gets to see them"), long=True)
    rights = TranslatedField(_l("What people can ask for"), long=True)
    erase_on = DateField(_l("Day on which all answers are erased"), validators=[Optional()])
    erases_results = BooleanField(_l("Erase the results in numbers too"))
    about_person = Boxes(_l("Questions by which somebody could be found, such as age or place"))

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [question for question in consultation.questions if question.kind in _MAY_BE_PERSONAL]
        self.about_person.choices = [(question.key, translate(question.title)) for question in asked]

    def notice(self) -> Notice:
        """What was written."""
        return Notice(
            controller=self.controller.data or "",
            contact=self.contact.data or "",
            officer=self.officer.data or "",
            basis=LegalBasis(self.basis.data),
            purpose=self.purpose.data,
            recipients=self.recipients.data,
            rights=self.rights.data,
            erases_results=bool(self.erases_results.data),
            about_person=tuple(self.about_person.data or ()),
        )
