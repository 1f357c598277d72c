"""Pages about who answers: entering what came on paper or by telephone, the recruitment meter, and odd answers."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.errors import Closed, Conflict, DomainError, Invalid, NotAllowed
from cocreate.survey import filling, labels, queries, receipts, sheets
from cocreate.survey import queries as survey_queries
from cocreate.survey.commands.answering import SheetRefused, submit_answers
from cocreate.survey.commands.sheets import leave_out
from cocreate.survey.forms import LeaveOutForm
from cocreate.survey.inviting import oddities, way_in
from cocreate.survey.inviting.meter import MOST, Meter, meter_of, set_targets
from cocreate.survey.inviting.oddities import flag_duplicates
from cocreate.survey.labels import BRIEF_SOURCES as SOURCES
from cocreate.survey.models import Consultation
from cocreate.survey.routes import another_page, consultation_of_address, show_form, words_back
from cocreate.survey.rules import Flag, LeftOut, Source
from cocreate.web.access import current_actor, requires
from cocreate.web.errors import refused
from cocreate.web.forms import clean, number_in
from cocreate.web.language import current_language
from cocreate.web.messages import say
from cocreate.web.paging import page_number

helper_pages = Blueprint(
    "survey_assisted", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>"
)
helper_pages.context_processor(labels.for_templates)
ENTERED = "survey_entered"  # name in the helper's visit: consultation and receipt code of the last answer entered
HELPED = (Source.PAPER, Source.TELEPHONE)


@helper_pages.get("/enter")
@requires("survey:answer:enter")
def enter(consultation_id: str) -> Any:
    """The questionnaire, to be filled in for somebody."""
    consultation = consultation_of_address(consultation_id)
    if not consultation.is_taking_from_helpers:
        return redirect(url_for("survey_manage.show", consultation_id=consultation_id))
    return _form(consultation, {})


@helper_pages.post("/enter")
@requires("survey:answer:enter")
def submit(consultation_id: str) -> Any:
    """Take the answers in, with the helper in the audit trail and the receipt to hand over."""
    consultation, typed = consultation_of_address(consultation_id), request.form.to_dict()
    typed, refused_files = filling.from_page(consultation, typed, is_helped=True)
    if refused_files:
        return _form(consultation, typed, problems=refused_files, status=422)
    token = receipts.read_form_token(consultation, typed.get("form_token", ""))
    if "switch_language" in typed:
        return _form(consultation, typed)
    if (shown := another_page(consultation, typed, **_assisted(consultation, typed))) is not None:
        return shown
    if token is None:
        return _form(consultation, typed, warning="survey.sheet.form_unknown", status=422)
    helper = current_actor()
    try:
        with transaction() as session:
            ground = queries.ground_for(session, consultation)
            way = way_in.for_helper(session, consultation, helper, clean(typed.get("invited_email", ""))[:254])
            language = current_language()
            sheet = sheets.read_sheet(
                consultation, typed, ground, language=language, seconds_open=60, seed=token.secret
            )
            sheet = replace(sheet, source=_source(typed), flag=Flag.AGAIN if way.is_again else None)
            receipt = submit_answers(session, helper, consultation, sheet, token.secret, ground=ground, way_in=way)
    except (Conflict, NotAllowed) as refusal:
        return _form(consultation, typed, warning=refusal.code, status=refusal.status)
    except SheetRefused as problem:
        return _form(consultation, typed, problems=problem.problems, status=422)
    visit[ENTERED] = [consultation.public_id, receipt.code]
    return redirect(url_for(".entered", consultation_id=consultation_id), 303)


@helper_pages.errorhandler(Closed)
def closed_meanwhile(error: Closed) -> Any:
    """It closed while a helper was typing: what somebody told them comes back, to be handed in another way."""
    return words_back(error) if request.endpoint == "survey_assisted.submit" else refused(error)


@helper_pages.get("/entered")
@requires("survey:answer:enter")
def entered(consultation_id: str) -> Any:
    """The receipt code of the answer just entered."""
    consultation = consultation_of_address(consultation_id)
    about, code = visit.get(ENTERED) or ("", "")
    if about != consultation.public_id:
        return redirect(url_for(".enter", consultation_id=consultation_id))
    submission = queries.submission_by_receipt(db.session(), consultation, code)
    return render_template(
        "survey/inviting/entered.html", consultation=consultation, code=code, submission=submission, sources=SOURCES
    )


def _form(consultation: Consultation, typed: dict[str, str], **how: Any) -> Any:
    return show_form(consultation, typed, **how, **_assisted(consultation, typed))


def _assisted(consultation: Consultation, typed: dict[str, str]) -> dict[str, Any]:
    sources = [(source.value, SOURCES[source]) for source in HELPED]
    return {
        "form_action": url_for("survey_assisted.submit", consultation_id=consultation.public_id),
        "assisted": {"sources": sources, "chosen": _source(typed).value},
    }


def _source(typed: dict[str, str]) -> Source:
    return Source.TELEPHONE if typed.get("source") == Source.TELEPHONE else Source.PAPER


meter_pages = Blueprint(
    "survey_meter", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/meter"
)
meter_pages.context_processor(labels.for_templates)


@meter_pages.get("")
@requires("survey:meter:view")
def show(consultation_id: str) -> str:
    """Answers against targets, who is missing, and whom one could invite next."""
    consultation = consultation_of_address(consultation_id)
    meter = meter_of(db.session(), consultation)
    return render_template("survey/inviting/meter.html", consultation=consultation, meter=meter)


@meter_pages.get("/now")
@requires("survey:meter:view")
def now(consultation_id: str) -> str:
    """The bars alone, for the script that refreshes them."""
    consultation = consultation_of_address(consultation_id)
    meter = meter_of(db.session(), consultation)
    return render_template("survey/inviting/_meter.html", consultation=consultation, meter=meter)


@meter_pages.route("/targets", methods=["GET", "POST"])
@requires("survey:meter:edit")
def targets(consultation_id: str) -> Any:
    """How many answers are aimed for, by category."""
    consultation = consultation_of_address(consultation_id)
    meter = meter_of(db.session(), consultation)
    problem, status = "", 200
    if request.method == "POST":
        try:
            wanted = _typed(meter)
            with transaction() as session:
                version = number_in(request.form.get("version"))
                set_targets(session, current_actor(), consultation, wanted, version=version)
            flash(_("The targets are saved."), "success")
            return redirect(url_for(".show", consultation_id=consultation_id))
        except DomainError as error:
            problem, status = say(error), error.status
            consultation = consultation_of_address(consultation_id)
    page = render_template(
        "survey/inviting/targets.html",
        consultation=consultation,
        meter=meter,
        typed=request.form if problem else {},
        problem=problem,
    )
    return page, status


def _typed(meter: Meter) -> dict[str, dict[str, int]]:
    """What was typed, by dimension and category; nothing typed is no target."""
    found: dict[str, dict[str, int]] = {}
    for dimension in meter.dimensions:
        for category in dimension.categories:
            text = request.form.get(f"target-{dimension.name}-{category.key}", "").strip()
            if text and not (text.isascii() and text.isdigit() and len(text) < 10):
                raise Invalid("survey.targets.range", limit=MOST)
            found.setdefault(dimension.name, {})[category.key] = int(text or 0)
    return found


MOST_AT_ONCE = 500  # sheets of one decision; the next press takes the next ones
odd_pages = Blueprint("survey_odd", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/odd")
odd_pages.context_processor(labels.for_templates)


@odd_pages.get("")
@requires("survey:odd:view")
def index(consultation_id: str) -> str:
    """How many there are of each sort, and the answers themselves."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    asked = request.args.get("flag", "")
    flag = Flag(asked) if asked in set(Flag) else None
    found, page, page_count = oddities.odd_sheets(session, consultation, flag, page_number())
    ground = survey_queries.ground_of(session, g.process)
    return render_template(
        "survey/inviting/odd.html",
        consultation=consultation,
        counts=oddities.counts_by_flag(session, consultation),
        by_source=oddities.counts_by_source(session, consultation),
        sources=SOURCES,
        flag=flag,
        form=LeaveOutForm(formdata=None),
        found=[(sheet, sheets.said_in_submission(sheet, ground)) for sheet in found],
        page=page,
        page_count=page_count,
        page_url=lambda number: url_for(".index", consultation_id=consultation_id, flag=flag, page=number),
    )


@odd_pages.post("/decide")
@requires("survey:sheet:decide")
def decide(consultation_id: str) -> Any:
    """Leave all answers with one mark out of the results."""
    consultation, asked = consultation_of_address(consultation_id), request.form.get("flag", "")
    form = LeaveOutForm()
    if asked not in set(Flag) or not form.validate():
        flash(_("Please say why: choose a ground, and write the reason in a few words."), "error")
        return redirect(url_for(".index", consultation_id=consultation_id, flag=asked if asked in set(Flag) else None))
    with transaction() as session:
        sheets = oddities.sheets_to_decide(session, consultation, Flag(asked), MOST_AT_ONCE)
        ground, reason = LeftOut(form.ground.data), form.reason.data or ""
        left = leave_out(session, current_actor(), consultation, sheets, ground, reason)
    flash(ngettext("%(num)s answer is left out.", "%(num)s answers are left out.", left), "success")
    return redirect(url_for(".index", consultation_id=consultation_id, flag=asked))


@odd_pages.post("/compare")
@requires("survey:odd:view")
def compare(consultation_id: str) -> Any:
    """Look for long texts that are word for word the same, and mark their sheets."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        found = flag_duplicates(session, current_actor(), consultation)
    flash(ngettext("%(num)s answer is newly marked.", "%(num)s answers are newly marked.", found), "success")
    return redirect(url_for(".index", consultation_id=consultation_id))
