"""Pages on which questions come from the bank of the process, and an outline from a file."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.survey import queries
from cocreate.survey.commands.questions import bring_outline, drop_question, keep_question, take_question
from cocreate.survey.kinds.places import MapPoint
from cocreate.survey.making.parts import typed
from cocreate.survey.making.questions import neighbour, show_gallery
from cocreate.survey.manage import manage, question_of_address
from cocreate.survey.models import BankQuestion, Question
from cocreate.survey.outlining import MEGABYTES, Outline, read_outline
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import QuestionKind, clean_text
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, number_in
from cocreate.web.messages import say


@manage.get("/bank")
@requires("survey:bank:view")
def bank() -> str:
    """The questions that were kept."""
    return render_template("survey/manage/bank.html", kept=queries.bank_of(db.session(), g.process))


@manage.post("/<consultation_id>/questions/<question_id>/keep")
@requires("survey:bank:edit")
def keep(consultation_id: str, question_id: str) -> Any:
    """Put a copy of a question into the bank."""
    _consultation, found = question_of_address(consultation_id, question_id)
    with transaction() as session:
        keep_question(session, current_actor(), found)
    flash(_("A copy of the question is in the bank."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id) + f"#question-{found.key}")


@manage.post("/<consultation_id>/questions/from-bank")
@requires("survey:consultation:edit")
def take(consultation_id: str) -> Any:
    """Add a copy of a kept question."""
    consultation = consultation_of_address(consultation_id)
    kept = queries.find_bank_question(db.session(), g.process, typed(request.form, "bank_question", 16))
    after, reason = neighbour(consultation, request.form.get("after", "")), clean_text(request.form.get("reason", ""))
    try:
        if kept is None:
            raise Invalid("survey.bank.gone")
        with transaction() as session:
            take_question(
                session,
                current_actor(),
                kept,
                consultation,
                after=after,
                reason=reason,
                token=typed(request.form, "token", 16),
            )
        flash(_("The question is in the questionnaire."), "success")
    except DomainError as error:
        consultation = consultation_of_address(consultation_id)
        return show_gallery(consultation, after, reason=reason, problem=say(error), status=error.status)
    return redirect(url_for(".show", consultation_id=consultation_id) + "#questions")


@manage.post("/bank/<bank_question_id>/drop")
@requires("survey:bank:edit")
def drop(bank_question_id: str) -> Any:
    """Take a question out of the bank."""
    kept = _kept(bank_question_id)
    with transaction() as session:
        drop_question(session, current_actor(), kept, g.process.public_id)
    flash(_("The question is no longer in the bank."), "success")
    return redirect(url_for(".bank"))


def _kept(name: str) -> BankQuestion:
    found = queries.find_bank_question(db.session(), g.process, name[:16])
    if found is None:
        raise NotFound()
    return found


class OutlineForm(Form):
    """An outline, and whose it is."""

    version = HiddenField(default="1")
    file = FileField(_l("Outline (GeoJSON)"))
    attribution = StringField(_l("Source and licence"), validators=[at_most(300)])


@manage.route("/<consultation_id>/questions/<question_id>/map", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def map_(consultation_id: str, question_id: str) -> Any:
    """The outline there is, and bringing another."""
    consultation, found = question_of_address(consultation_id, question_id)
    if found.kind != QuestionKind.MAP_POINT:
        return redirect(url_for(".question", consultation_id=consultation_id, question_id=question_id))
    told = {"version": str(found.version), "attribution": found.options.get("outline", {}).get("attribution", "")}
    form, problem, status = OutlineForm(data=told) if request.method == "GET" else OutlineForm(), "", 200
    if form.validate_on_submit():
        try:
            outline = _sent(form)
            with transaction() as session:
                bring_outline(
                    session,
                    current_actor(),
                    found,
                    outline,
                    form.attribution.data or "",
                    version=number_in(form.version.data),
                )
            flash(_kept_outline(outline), "success")
            return redirect(url_for(".map_", consultation_id=consultation_id, question_id=question_id))
        except DomainError as error:
            problem, status = say(error), error.status
            consultation, found = question_of_address(consultation_id, question_id)
            form.version.data, form.file.errors = str(found.version), [problem]
    page = render_template(
        "survey/manage/map.html",
        form=form,
        consultation=consultation,
        question=found,
        sketch=_sketch(found),
        limit=MEGABYTES,
        is_fixed=consultation.opened_at is not None,
    )
    return page, 422 if form.errors and status == 200 else status


def _sent(form: OutlineForm) -> Outline | None:
    """The file of the form, read; None if none was chosen."""
    if not form.file.data or not form.file.data.filename:
        return None
    return read_outline(form.file.data.read(MEGABYTES * 1024 * 1024 + 1))


def _kept_outline(outline: Outline | None) -> str:
    if outline is None:
        return _("Saved.")
    told = {"areas": len(outline.areas), "kept": outline.kept, "read": outline.read}
    return _("The outline is kept: areas: %(areas)s, points: %(kept)s of %(read)s.", **told)


def _sketch(question: Question) -> dict[str, Any] | None:
    return MapPoint().sketch(question) if question.options.get("outline") else None
