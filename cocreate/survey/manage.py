"""Pages on which organisers make, open, watch and close a consultation."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.ids import public_id
from cocreate.errors import DomainError, NotFound
from cocreate.survey import filling, labels, queries, receipts, sheets
from cocreate.survey.checking.burden import COMPLEX, VERY_COMPLEX, burden_of, check
from cocreate.survey.checking.questions import Finding
from cocreate.survey.commands.consultations import create_consultation, update_consultation
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.exporting.asking import Headings, Wish
from cocreate.survey.exporting.commands import csv_response
from cocreate.survey.exporting.commands import record as record_export
from cocreate.survey.forms import ConsultationForm
from cocreate.survey.kinds import kind_of
from cocreate.survey.labels import REQUIREMENTS, SEVERITIES
from cocreate.survey.logic_words import sentence
from cocreate.survey.models import Consultation, Question
from cocreate.survey.protection import manage as protection
from cocreate.survey.qr import qr_svg
from cocreate.survey.questionnaires import ready_named, ready_questionnaires
from cocreate.survey.revisions import requirement_of
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Paging, ResultsRule
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import LANGUAGES, NAMES, address, current_language
from cocreate.web.messages import say

manage = Blueprint("survey_manage", __name__, url_prefix="/p/<process_id>/manage/consultations")
manage.context_processor(labels.for_templates)
manage.context_processor(protection.for_templates)


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
    """Make a consultation, with one of the questionnaires to begin with; the method's own unless chosen otherwise."""
    ready = ready_named(request.args.get("from", ""))
    form = ConsultationForm(data={"title": ready.title, "introduction": ready.introduction})
    if form.validate_on_submit():
        with transaction() as session:
            made = create_consultation(
                session,
                current_actor(),
                g.process,
                title=form.title.data,
                introduction=form.introduction.data,
                questions=ready.questions,
                form_token=form.token.data or "",
            )
        flash(_("The draft is ready: look at the questions, then open it."), "success")
        return redirect(url_for(".show", consultation_id=made.public_id))
    page = render_template(
        "survey/manage/edit.html", form=form, is_new=True, ready=ready, offered=ready_questionnaires()
    )
    return page, 422 if form.errors else 200


@manage.get("/<consultation_id>")
@requires("survey:consultation:manage")
def show(consultation_id: str) -> str:
    """One consultation: its questions, its address, its counts, and what to do next."""
    consultation = consultation_of_address(consultation_id)
    link, questions = public_link(consultation), consultation.active_questions
    ground = queries.ground_of(db.session(), g.process)
    published = consultation.languages
    found = check(consultation, questions, ground, languages=published or LANGUAGES, published=published)
    return render_template(
        "survey/manage/show.html",
        consultation=consultation,
        findings=[(finding, _said(finding)) for finding in found],
        burden=burden_of(questions, ground),
        severities=SEVERITIES,
        new_id=public_id,
        numbers={q.key: n for n, q in enumerate(consultation.questions, start=1)},
        requirements=REQUIREMENTS,
        requirement_of=requirement_of,
        complexity=[COMPLEX, VERY_COMPLEX],
        sentences={q.key: sentence(q.condition, consultation.questions, current_language()) for q in questions},
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
                update_consultation(
                    session,
                    current_actor(),
                    consultation,
                    title=form.title.data,
                    introduction=form.introduction.data,
                    version=number_in(form.version.data),
                    reason=form.reason.data or "",
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


@manage.get("/<consultation_id>/preview")
@requires("survey:consultation:preview")
def preview(consultation_id: str) -> str:
    """The questionnaire as respondents will see it; nothing can be sent. Our own pages may show it in a frame."""
    consultation = consultation_of_address(consultation_id)
    is_framed = request.args.get("frame") == "1"
    g.may_be_framed = is_framed
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
        shelf_of=filling.shelf_of,
        is_preview=True,
        is_framed=is_framed,
    )


@manage.get("/<consultation_id>/look")
@requires("survey:consultation:preview")
def look(consultation_id: str) -> str:
    """The preview in a frame: in each language, on a phone or on a desk."""
    consultation = consultation_of_address(consultation_id)
    language, device = request.args.get("in", current_language()), request.args.get("on", "phone")
    language = language if language in LANGUAGES else current_language()
    g.has_frames = True
    return render_template(
        "survey/manage/look.html",
        consultation=consultation,
        language=language,
        device=device if device in ("phone", "desk") else "phone",
        languages=[(code, NAMES[code]) for code in LANGUAGES],
        framed=url_for(".preview", consultation_id=consultation_id, frame=1).replace(
            f"/{current_language()}/", f"/{language}/", 1
        ),
    )


@manage.post("/<consultation_id>/open")
@requires("survey:consultation:open")
def open_(consultation_id: str) -> Any:
    """Let people answer."""
    consultation = consultation_of_address(consultation_id)
    return _change(consultation, open_consultation, _("The consultation is open."))


@manage.post("/<consultation_id>/close")
@requires("survey:consultation:close")
def close(consultation_id: str) -> Any:
    """Take no more answers."""
    consultation = consultation_of_address(consultation_id)
    is_hidden = consultation.results_rule == ResultsRule.STAFF or consultation.late_until is not None
    done = _("The consultation is closed.") if is_hidden else _("The consultation is closed; its results are public.")
    return _change(consultation, close_consultation, done)


@manage.get("/<consultation_id>/export.csv")
@requires("survey:answers:export")
def export(consultation_id: str) -> Response:
    """All answers as a file, piece by piece; that they were taken out is recorded."""
    wish = Wish(language=current_language(), headings=Headings.NAMES)
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        consultation = consultation_of_address(consultation_id)
        record_export(session, current_actor(), consultation, wish)
    return csv_response(db.engine, consultation.id, wish)


def public_link(consultation: Consultation, language: str = "") -> str:
    """The address to give to people; without a language it finds theirs."""
    names = {"process_id": g.process.public_id, "consultation_id": consultation.public_id}
    full = address("survey.answer", language=language or "en", **names)
    return full if language else full.replace("/en/p/", "/p/", 1)


def question_of_address(consultation_id: str, question_id: str) -> tuple[Consultation, Question]:
    """The consultation and its question, or NotFound."""
    consultation = consultation_of_address(consultation_id)
    found = queries.find_question(db.session(), consultation, question_id)
    if found is None:
        raise NotFound()
    return consultation, found


def _said(finding: Finding) -> str:
    """A finding as a sentence, with the languages by their names."""
    params = dict(finding.params)
    if "language" in params:
        params["language"] = NAMES[params["language"]]
    return say(finding.code, **params)


def _change(consultation: Consultation, command: Any, done: str) -> Any:
    name = consultation.public_id
    try:
        with transaction() as session:
            command(session, current_actor(), consultation)
        flash(done, "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for(".show", consultation_id=name))
