"""Pages for organisers: the notice of a consultation, and the records of processing of the whole process."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate import clock
from cocreate.core.cells import safe_cell
from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import DomainError
from cocreate.survey import labels
from cocreate.survey.models import Consultation
from cocreate.survey.protection import commands, queries, words
from cocreate.survey.protection.forms import PrivacyForm
from cocreate.survey.protection.queries import ProcessingRecord
from cocreate.survey.protection.rules import WARN_DAYS
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import ConsultationState
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import translate
from cocreate.web.messages import say

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
        str(words.BASES[notice.basis]),
        _("People and organisations who answer"),
        "; ".join(str(words.DATA[kind]) for kind in record.data),
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
