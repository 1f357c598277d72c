"""Pages on which organisers make, open, watch and close a consultation."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core import audit
from cocreate.core.db import begin_writing, db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey import commands, exports, filling, labels, queries, questionnaire, receipts, sheets
from cocreate.survey.forms import ConsultationForm, QuestionForm
from cocreate.survey.kinds import kind_of
from cocreate.survey.models import Consultation, Question
from cocreate.survey.qr import qr_svg
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Paging
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import LANGUAGES, NAMES, address, current_language
from cocreate.web.messages import say

manage = Blueprint("survey_manage", __name__, url_prefix="/p/<process_id>/manage/consultations")
manage.context_processor(labels.for_templates)


@manage.get("/")
@requires("survey:consultation:manage")
def index() -> str:
    """All consultations with their state and number of answers."""
    session = db.session()
    return render_template(
        "survey/manage/index.html",
        consultations=queries.consultations_of(session, g.process),
        counts=queries.counts_of(session, g.process),
    )


@manage.route("/new", methods=["GET", "POST"])
@requires("survey:consultation:create")
def create() -> Any:
    """Make a consultation, with the questionnaire that the method starts with."""
    form = ConsultationForm(data={"title": questionnaire.TITLE, "introduction": questionnaire.INTRODUCTION})
    if form.validate_on_submit():
        with transaction() as session:
            made = commands.create_consultation(
                session,
                current_actor(),
                g.process,
                title=form.title.data,
                introduction=form.introduction.data,
                form_token=form.token.data or "",
            )
        flash(_("The draft is ready: look at the questions, then open it."), "success")
        return redirect(url_for(".show", consultation_id=made.public_id))
    return render_template("survey/manage/edit.html", form=form, is_new=True), 422 if form.errors else 200


@manage.get("/<consultation_id>")
@requires("survey:consultation:manage")
def show(consultation_id: str) -> str:
    """One consultation: its questions, its address, its counts, and what to do next."""
    consultation = consultation_of_address(consultation_id)
    link = public_link(consultation)
    return render_template(
        "survey/manage/show.html",
        consultation=consultation,
        asked=[(question, kind_of(question)) for question in consultation.questions],
        link=link,
        links=[(code, NAMES[code], public_link(consultation, code)) for code in LANGUAGES],
        qr=qr_svg(link, _("QR code of the address")),
        counts=queries.participation(db.session(), consultation),
    )


@manage.get("/<consultation_id>/counts")
@requires("survey:consultation:manage")
def counts(consultation_id: str) -> str:
    """The live count alone, for the script that refreshes it."""
    consultation = consultation_of_address(consultation_id)
    found = queries.participation(db.session(), consultation)
    return render_template("survey/manage/_counts.html", consultation=consultation, counts=found)


@manage.route("/<consultation_id>/edit", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def edit(consultation_id: str) -> Any:
    """Title and introduction."""
    consultation = consultation_of_address(consultation_id)
    form, problem = ConsultationForm(obj=consultation), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.update_consultation(
                    session,
                    current_actor(),
                    consultation,
                    title=form.title.data,
                    introduction=form.introduction.data,
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".show", consultation_id=consultation_id))
        except DomainError as error:
            problem, consultation = say(error), consultation_of_address(consultation_id)
            form.version.data = str(consultation.version)
    status = 409 if problem else 422 if form.errors else 200
    return (
        render_template("survey/manage/edit.html", form=form, consultation=consultation, problem=problem, is_new=False),
        status,
    )


@manage.route("/<consultation_id>/questions/<question_id>", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def question(consultation_id: str, question_id: str) -> Any:
    """The words of a question, and how it is asked."""
    consultation, found = _question(consultation_id, question_id)
    form, problem = QuestionForm(obj=found), ""
    if form.validate_on_submit():
        is_draft = consultation.state == "draft"
        changes = commands.QuestionChanges(
            title=form.title.data,
            help=form.help.data,
            # After the draft the page has no boxes for these two, and a missing box would read as "no".
            is_required=bool(form.is_required.data) if is_draft else found.is_required,
            is_active=bool(form.is_active.data) if is_draft else found.is_active,
        )
        try:
            with transaction() as session:
                commands.update_question(session, current_actor(), found, changes, version=number_in(form.version.data))
            flash(_("Saved."), "success")
            return redirect(url_for(".show", consultation_id=consultation_id))
        except DomainError as error:
            problem = say(error)
            consultation, found = _question(consultation_id, question_id)
            form.version.data = str(found.version)
    page = render_template(
        "survey/manage/question.html", form=form, consultation=consultation, question=found, problem=problem
    )
    return page, 409 if problem else 422 if form.errors else 200


@manage.post("/<consultation_id>/questions/<question_id>/move")
@requires("survey:consultation:edit")
def move(consultation_id: str, question_id: str) -> Any:
    """One place up or down."""
    _consultation, found = _question(consultation_id, question_id)
    with transaction() as session:
        commands.move_question(session, current_actor(), found, -1 if request.form.get("up") == "yes" else 1)
    return redirect(url_for(".show", consultation_id=consultation_id) + "#questions")


@manage.get("/<consultation_id>/preview")
@requires("survey:consultation:preview")
def preview(consultation_id: str) -> str:
    """The questionnaire as respondents will see it; nothing can be sent."""
    consultation = consultation_of_address(consultation_id)
    ground = queries.ground_of(db.session(), g.process)
    begun = filling.begin(consultation, {}, ground, paging=Paging.ALL)
    form = filling.form_page(begun, 0, language=current_language())
    return render_template(
        "survey/answer.html",
        consultation=consultation,
        form=form,
        asked=form.asked,
        ground=ground,
        typed={},
        problems=[],
        errors={},
        warning="",
        form_token=receipts.issue_form_token(consultation),
        honeypot=sheets.HONEYPOT,
        is_preview=True,
    )


@manage.post("/<consultation_id>/open")
@requires("survey:consultation:open")
def open_(consultation_id: str) -> Any:
    """Let people answer."""
    consultation = consultation_of_address(consultation_id)
    return _change(consultation, commands.open_consultation, _("The consultation is open."))


@manage.post("/<consultation_id>/close")
@requires("survey:consultation:close")
def close(consultation_id: str) -> Any:
    """Take no more answers."""
    consultation = consultation_of_address(consultation_id)
    return _change(consultation, commands.close_consultation, _("The consultation is closed; its results are public."))


@manage.get("/<consultation_id>/export.csv")
@requires("survey:answers:export")
def export(consultation_id: str) -> Response:
    """All answers as a file, piece by piece; that they were taken out is recorded."""
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        consultation = consultation_of_address(consultation_id)
        process = g.process.public_id
        audit.record(session, current_actor(), "survey:answers:export", consultation.ref, process=process, format="csv")
    name = f"{consultation.public_id}.csv"
    return Response(
        exports.csv_file(db.engine, consultation.id, current_language()),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def public_link(consultation: Consultation, language: str = "") -> str:
    """The address to give to people; without a language it finds theirs."""
    names = {"process_id": g.process.public_id, "consultation_id": consultation.public_id}
    full = address("survey.answer", language=language or "en", **names)
    return full if language else full.replace("/en/p/", "/p/", 1)


def _question(consultation_id: str, question_id: str) -> tuple[Consultation, Question]:
    consultation = consultation_of_address(consultation_id)
    found = queries.find_question(db.session(), consultation, question_id)
    if found is None:
        raise NotFound()
    return consultation, found


def _change(consultation: Consultation, command: Any, done: str) -> Any:
    name = consultation.public_id
    try:
        with transaction() as session:
            command(session, current_actor(), consultation)
        flash(done, "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for(".show", consultation_id=name))
