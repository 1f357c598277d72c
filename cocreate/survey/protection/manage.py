"""Pages for organisers: the notice of a consultation, and the records of processing of the whole process."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import Optional

from cocreate import clock
from cocreate.core.cells import safe_cell
from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import DomainError
from cocreate.survey import labels
from cocreate.survey.exporting.routes import Boxes
from cocreate.survey.labels import BASES
from cocreate.survey.models import Consultation
from cocreate.survey.protection import commands, queries
from cocreate.survey.protection.queries import ProcessingRecord
from cocreate.survey.protection.rules import WARN_DAYS, LegalBasis, Notice
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import ConsultationState, QuestionKind
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField, at_most, number_in
from cocreate.web.language import translate
from cocreate.web.messages import say

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


manage = Blueprint("survey_privacy_manage", __name__, url_prefix="/p/<process_id>/manage")
manage.context_processor(labels.for_templates)


@manage.route("/consultations/<consultation_id>/privacy", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def edit(consultation_id: str) -> Any:
    """The notice, and the day on which answers are erased."""
    consultation = consultation_of_address(consultation_id)
    form, problem, status = _form(consultation), "", 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.set_privacy(
                    session,
                    current_actor(),
                    consultation,
                    form.notice(),
                    erase_on=form.erase_on.data,
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for("survey_manage.show", consultation_id=consultation_id), 303)
        except DomainError as refused:
            problem, status = say(refused), refused.status
            begin_reading()
            consultation = consultation_of_address(consultation_id)
            form.version.data = str(consultation.version)
    elif form.errors:
        status = 422
    page = render_template("survey/protection/edit.html", form=form, problem=problem, consultation=consultation)
    return page, status


def _form(consultation: Consultation) -> PrivacyForm:
    told = queries.notice_for(consultation)
    values = {
        **vars(told),
        "basis": told.basis.value,
        "about_person": list(told.about_person),
        "erase_on": consultation.erase_on,
        "version": str(consultation.version),
    }
    return PrivacyForm(data=values, consultation=consultation)


@manage.get("/records")
@requires("survey:records:view")
def records() -> str:
    """The records of processing that the law asks for, made of the notices."""
    return render_template("survey/protection/records.html", records=_told(), headers=_headers())


@manage.get("/records.csv")
@requires("survey:records:view")
def records_as_csv() -> Response:
    """The same as a file."""
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(_headers())
    lines.writerows([[safe_cell(cell) for cell in cells] for _consultation, cells in _told()])
    name = f"records-{g.process.public_id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


def _headers() -> list[str]:
    return [
        _("Processing"),
        _("Controller"),
        _("Contact"),
        _("Data protection officer"),
        _("Purpose"),
        _("Legal basis"),
        _("Whose data"),
        _("Which data"),
        _("Recipients"),
        _("Outside the European Union"),
        _("Erased on"),
        _("Safety"),
        _("Sheets now"),
    ]


def _told() -> Iterator[tuple[Consultation, list[str]]]:
    for record in queries.records_of(db.session(), g.process):
        yield record.consultation, _cells(record)


def _cells(record: ProcessingRecord) -> list[str]:
    consultation, notice = record.consultation, record.notice
    day = consultation.erased_at.date() if consultation.erased_at else consultation.erase_on
    anonymous = _("Answers are stored without name, address of the device or hour, under random keys.")
    named = _("Only organisers can see who gave which answers; every export of them is recorded.")
    return [
        translate(consultation.title),
        notice.controller,
        notice.contact,
        notice.officer,
        translate(notice.purpose),
        str(labels.BASES[notice.basis]),
        _("People and organisations who answer"),
        "; ".join(str(labels.DATA[kind]) for kind in record.data),
        translate(notice.recipients),
        _("Nothing is sent there by this software."),
        day.isoformat() if day else _("No day is set"),
        anonymous if consultation.is_anonymous else named,
        str(record.sheets),
    ]


def retention_days(consultation: Consultation) -> int | None:
    """Days until the answers are erased, once organisers should think of it; None before that, after it, in a draft."""
    is_draft = consultation.state == ConsultationState.DRAFT
    if consultation.erase_on is None or consultation.erased_at is not None or is_draft:
        return None
    days = (consultation.erase_on - clock.today()).days
    return max(0, days) if days <= max(WARN_DAYS) else None


def for_templates() -> dict[str, Any]:
    """What the page of a consultation calls."""
    return {"retention_days": retention_days}


manage.context_processor(for_templates)
