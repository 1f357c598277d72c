"""Pages of a consultation for everybody: answering it, one's own answers, and the results."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from cocreate import clock
from cocreate.core import stages
from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import Closed, Conflict, NotAllowed, NotFound
from cocreate.process.rules import PhaseKind
from cocreate.survey import filling, flow, labels, queries, receipts, sheets
from cocreate.survey.commands.answering import SheetRefused, asks_to_quote, submit_answers
from cocreate.survey.commands.sheets import change_answers
from cocreate.survey.filling import CHANGE_CODE, Filling
from cocreate.survey.inviting import oddities, way_in
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.results.show import show_results
from cocreate.survey.rules import AnswerSheet, Paging, Problem, Receipt
from cocreate.web.access import current_actor, requires
from cocreate.web.errors import refused
from cocreate.web.language import LANGUAGES, PageLanguage, content_language, current_language, page_languages
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("survey", __name__, url_prefix="/p/<process_id>/consultations")
pages.context_processor(labels.for_templates)
pages.register_error_handler(RequestEntityTooLarge, filling.too_large)

# A classroom or an office answers from one address; a flood does not look like that.
ANSWERS = limiter.shared_limit("120 per minute; 2000 per hour", scope="survey:answers")
UNPROVEN = limiter.shared_limit("10 per minute; 100 per hour", scope="survey:unproven")
CODES = limiter.shared_limit("12 per minute; 100 per hour", scope="survey:codes")


def consultation_of_address(consultation_id: str) -> Consultation:
    """The consultation, or NotFound."""
    found = queries.find_consultation(db.session(), g.process, consultation_id)
    if found is None:
        raise NotFound()
    return found


@pages.get("/")
@requires("survey:consultation:list")
def index() -> str:
    """The consultations of the process."""
    return render_template("survey/index.html", consultations=queries.published_consultations(db.session(), g.process))


@pages.get("/<consultation_id>")
@requires("survey:consultation:view")
def answer(consultation_id: str) -> Any:
    """The questionnaire; or, when nobody can answer now, what there is instead."""
    consultation = consultation_of_address(consultation_id)
    if not consultation.is_taking_answers:
        return render_template("survey/not_open.html", consultation=consultation, opens_at=opening_day())
    if "another" in request.args:  # the next person at this device sees nothing of the one before
        visit.pop("receipt", None)
        way_in.forget_ticket(visit, consultation)
        return redirect(url_for(".answer", consultation_id=consultation_id))
    if (visit.get("receipt") or [""])[0] == consultation.public_id:
        return render_template("survey/answered.html", consultation=consultation)
    way = way_in.way_in(db.session(), consultation, current_actor(), visit)
    if not way.is_allowed:
        return render_template("survey/inviting/no_way_in.html", consultation=consultation, way=way), 403
    typed = filling.filled_in(consultation.active_questions, request.args)
    return show_form(consultation, typed, is_new=True)


@pages.post("/<consultation_id>")
@requires("survey:answer:submit")
def submit(consultation_id: str) -> Any:
    """Take in a sheet; or show it again on another page, in another language, or with what is wrong with it."""
    consultation, typed = consultation_of_address(consultation_id), request.form.to_dict()
    if (turned := turned_away(consultation, typed)) is not None:
        return turned
    typed, refused_files = filling.from_page(consultation, typed)
    if refused_files:
        return show_form(consultation, typed, refused_files, status=422)
    if "switch_language" in typed:
        return show_form(consultation, typed)
    if (shown := another_page(consultation, typed)) is not None:
        return shown
    try:
        receipt = received(consultation, typed)
    except (Conflict, NotAllowed) as refusal:
        return show_form(consultation, typed, warning=refusal.code, status=refusal.status)
    except RateLimitExceeded:
        return show_form(consultation, typed, warning="survey.sheet.too_often", status=429)
    except SheetRefused as problem:
        return show_form(consultation, typed, problem.problems, status=422)
    except NotFound as unknown:
        return show_form(consultation, typed, warning=unknown.code, status=422)
    if receipt is None:
        return show_form(consultation, typed, warning="survey.sheet.form_unknown", status=422)
    visit["receipt"] = [consultation.public_id, receipt.code, receipt.is_repeat]
    way_in.remember_answer(visit, consultation)
    return redirect(url_for(".thanks", consultation_id=consultation_id), 303)


def received(consultation: Consultation, typed: dict[str, str]) -> Receipt | None:
    """Store what was sent, judged by the way it came; None where the form is none of ours."""
    with ANSWERS:
        token = receipts.read_form_token(consultation, typed.get("form_token", ""))
        if token is None:
            return None
        is_unproven = oddities.is_unproven(consultation, typed)
        with UNPROVEN if is_unproven else nullcontext(), transaction() as session:
            ground = queries.ground_for(session, consultation)
            sheet = sheets.read_sheet(
                consultation,
                typed,
                ground,
                language=current_language(),
                seconds_open=token.seconds_open,
                seed=token.secret,
            )
            way = way_in.way_in(session, consultation, current_actor(), visit)
            asked = consultation.active_questions
            sheet = oddities.judged(sheet, way, is_unproven=is_unproven, questions=asked)
            code = typed.get(CHANGE_CODE, "")
            return take_in(session, consultation, sheet, token.secret, code=code, ground=ground, way=way)


def turned_away(consultation: Consultation, typed: dict[str, str]) -> Any:
    """For whoever has no link, or is not signed in: the page that says so, without any question; None for all others.

    A form that we handed out comes back with its own words, so that nobody loses them with a visit that ended.
    """
    way = way_in.way_in(db.session(), consultation, current_actor(), visit)
    code = typed.get(CHANGE_CODE, "")
    if not way.is_stranger or (code and queries.submission_by_receipt(db.session(), consultation, code) is not None):
        return None
    is_ours = receipts.read_form_token(consultation, typed.get("form_token", "")) is not None
    said = said_back(consultation, typed) if is_ours else []
    page = render_template("survey/inviting/no_way_in.html", consultation=consultation, way=way, said=said)
    return page, 403


def take_in(
    session: Session,
    consultation: Consultation,
    sheet: AnswerSheet,
    secret: str,
    *,
    code: str,
    ground: Ground,
    way: WayIn,
) -> Receipt:
    """A new sheet; or, with the code of a receipt, other answers in the sheet that there is."""
    if not code:
        actor = current_actor()
        return submit_answers(session, actor, consultation, sheet, secret, ground=ground, way_in=way)
    changed = change_answers(session, current_actor(), consultation, sheet, code, secret, ground=ground)
    flash(_("Your answers were changed. The code is the same as before."), "success")
    return changed


def another_page(consultation: Consultation, typed: dict[str, str], **extra: Any) -> Any:
    """The page that comes next, or before, or this one again; None when everything is ready to be sent."""
    if consultation.paging == Paging.ALL and not any(question.is_soft for question in consultation.active_questions):
        return None
    is_taking = consultation.is_taking_from_helpers if "assisted" in extra else consultation.is_taking_answers
    if not is_taking and not trial_address():
        raise Closed("survey.consultation.not_open", state=consultation.state)
    ground = queries.ground_for(db.session(), consultation)
    filled = filling.begin(consultation, typed, ground)
    here, way = filled.here, filled.followed.way
    if typed.get("go") == "back":
        before = flow.page_before(filled.pages, here, way) or 0
        return show_form(consultation, typed, filled=filled, index=before, **extra)
    following = flow.next_page(filled.pages, here, way)
    if following is not None and (problems := filled.problems_on(here)):
        return show_form(consultation, typed, problems, filled=filled, index=here, status=422, **extra)
    if forgotten := filled.forgotten(filled.questions if following is None else filled.on_page(here)):
        index = flow.page_with(filled.pages, forgotten[0].key)
        return show_form(consultation, typed, filled=filled, index=index, forgotten=forgotten, **extra)
    if following is not None:
        return show_form(consultation, typed, filled=filled, index=following, **extra)
    if typed.get("go") == "next" and here < len(filled.pages):
        return show_form(consultation, typed, filled=filled, index=len(filled.pages), **extra)
    return None


@pages.errorhandler(Closed)
def closed_meanwhile(error: Closed) -> Any:
    """Somebody was typing when it closed: their words come back to them; to a form sent twice, its receipt."""
    if request.endpoint not in ("survey.submit", "survey.save"):
        return refused(error)
    consultation, typed = read_anew()
    token = receipts.read_form_token(consultation, typed.get("form_token", ""))
    if token is not None and queries.submission_by_form(db.session(), consultation, token.secret) is not None:
        visit["receipt"] = [consultation.public_id, receipts.code_for(consultation, token.secret), True]
        return redirect(url_for(".thanks", consultation_id=consultation.public_id), 303)
    return words_back(error)


def words_back(error: Closed) -> Any:
    """The page with what was typed into a form that cannot be taken in any more."""
    consultation, typed = read_anew()
    said = said_back(consultation, typed)
    return render_template("survey/closed_meanwhile.html", consultation=consultation, said=said), error.status


def read_anew() -> tuple[Consultation, dict[str, str]]:
    """The consultation and what was typed, after a write that came to nothing."""
    db.session.rollback()
    begin_reading()
    return consultation_of_address((request.view_args or {})["consultation_id"]), request.form.to_dict()


def said_back(consultation: Consultation, typed: dict[str, str]) -> Any:
    """What somebody typed, to be read."""
    ground = queries.ground_for(db.session(), consultation)
    sheet = sheets.read_sheet(consultation, typed, ground, language=current_language(), seconds_open=60)
    return sheets.said_on_sheet(consultation, sheet, ground)


@pages.get("/<consultation_id>/thanks")
@requires("survey:receipt:view")
def thanks(consultation_id: str) -> Any:
    """The receipt: the code, and what was answered. The code travels in this browser's visit, never in the address."""
    consultation = consultation_of_address(consultation_id)
    about, code, is_repeat = visit.get("receipt") or ("", "", False)
    if about != consultation.public_id:
        return redirect(url_for(".receipt", consultation_id=consultation_id))
    return show_own_answers(consultation, code, is_new=True, is_repeat=is_repeat)


@pages.route("/<consultation_id>/receipt", methods=["GET", "POST"])
@requires("survey:receipt:view")
def receipt(consultation_id: str) -> Any:
    """One's own answers, for whoever has the code."""
    consultation = consultation_of_address(consultation_id)
    if request.method == "GET":
        return show_code_form(consultation, "", "", 200)
    code = request.form.get("code", "")[:100].replace("\x00", "")
    try:
        with CODES:
            return show_own_answers(consultation, code)
    except RateLimitExceeded:
        problem, status = say("survey.receipt.too_often"), 429
    except NotFound as unknown:
        problem, status = say(unknown), 422
    return show_code_form(consultation, code, problem, status)


def show_code_form(consultation: Consultation, code: str, problem: str, status: int = 422) -> Any:
    """Where the code of a receipt is typed."""
    return render_template("survey/receipt.html", consultation=consultation, code=code, problem=problem), status


@pages.get("/<consultation_id>/results")
@requires("survey:results:view")
def results_page(consultation_id: str) -> Any:
    """What was answered, in numbers: for everybody by the consultation's rule, for the staff at any time."""
    return show_results(consultation_of_address(consultation_id))


def opening_day() -> datetime | None:
    """When the consultation phase begins, if that is still to come."""
    moments = [phase.starts_at for phase in g.process.phases if phase.kind == PhaseKind.CONSULTATION]
    return next((moment for moment in moments if moment > clock.now()), None)


ON_EVERY_FORM = {"honeypot": sheets.HONEYPOT, "shelf_of": filling.shelf_of, "work": oddities}


def show_form(
    consultation: Consultation,
    typed: dict[str, str],
    problems: Sequence[Problem] = (),
    *,
    warning: str = "",
    status: int = 200,
    filled: Filling | None = None,
    index: int | None = None,
    forgotten: Sequence[QuestionLike] = (),
    **extra: Any,
) -> Any:
    """A page of the questionnaire with what was typed: the one with the first problem, unless told otherwise.

    Kept by the browser's Back, so that a form sent again is the same form. `extra` are values for the template.
    """
    begin_reading()
    token, seed = form_token(consultation, typed)
    g.content_language = published_language(consultation)
    filled = filled or filling.begin(consultation, typed, queries.ground_for(db.session(), consultation))
    troubled = next((problem.question for problem in problems if problem.question), "")
    index = filled.place_of(troubled) if index is None else index
    form = filling.form_page(filled, index, language=content_language(), seed=seed)
    values: dict[str, Any] = {
        "consultation": consultation,
        "form": form,
        "asked": form.asked,
        "ground": filled.ground,
        "typed": typed,
        **problems_shown(form, problems),
        "warning": say(warning) if warning else "",
        **forgotten_on(form, typed, forgotten),
        "languages": offered_languages(consultation, extra.get("form_action", "")),
        "form_token": token,
        "asks_to_quote": asks_to_quote(consultation),
        "form_action": trial_address(),
        "is_trial": bool(trial_address()),
    }
    page = render_template("survey/answer.html", **(ON_EVERY_FORM | values | extra))
    return make_response(page, status, {"Cache-Control": "private, no-cache"})


def form_token(consultation: Consultation, typed: Mapping[str, str]) -> tuple[str, str]:
    """The form's token and its secret; of a form that is none of ours, new ones."""
    token = typed.get("form_token", "")
    if receipts.read_form_token(consultation, token) is None:
        token = receipts.issue_form_token(consultation)
    known = receipts.read_form_token(consultation, token)
    return token, known.secret if known else ""


def forgotten_on(form: filling.FormPage, typed: Mapping[str, str], forgotten: Sequence[QuestionLike]) -> dict[str, Any]:
    """What is asked for once more, and what is let pass the next time."""
    keys = [question.key for question in forgotten]
    return {
        "forgotten": [each for each in form.asked if each.question.key in keys],
        "let_pass": " ".join([*typed.get(filling.LET_PASS, "").split(), *keys]),
    }


def problems_shown(form: filling.FormPage, problems: Sequence[Problem]) -> dict[str, Any]:
    """What is wrong on this page; all of it, where nothing of it is on this page."""
    here = {each.question.key for each in form.asked} | {""}
    shown = [problem for problem in problems if problem.question in here] or list(problems)
    return {
        "problems": [(problem, say(problem.code, **problem.params)) for problem in shown],
        "errors": {field: [say(p.code, **p.params) for p in found] for field, found in sheets.by_field(shown).items()},
    }


def trial_address() -> str:
    """Where the form goes in test mode (`making.trials`), which says so before it calls; nowhere else there is one."""
    return str(g.get("trial_address", ""))


def offered_languages(consultation: Consultation, form_action: str = "") -> list[PageLanguage]:
    """The questionnaire in each language in which it is published."""
    here = form_action or trial_address() or url_for("survey.answer", consultation_id=consultation.public_id)
    every = page_languages(here)
    return [language for language in every if not consultation.languages or language.code in consultation.languages]


def published_language(consultation: Consultation) -> str:
    """The visitor's language if the questionnaire is published in it, else the first in which it is."""
    published = [code for code in consultation.languages if code in LANGUAGES]
    here = current_language()
    return here if not published or here in published else published[0]


def show_own_answers(consultation: Consultation, code: str, *, is_new: bool = False, is_repeat: bool = False) -> Any:
    """The page of one's own answers, or NotFound for a code that is none."""
    begin_reading()
    submission = queries.submission_by_receipt(db.session(), consultation, code)
    if submission is None:
        raise NotFound("survey.receipt.unknown")
    return render_template(
        "survey/own_answers.html",
        consultation=consultation,
        submission=submission,
        outcomes=what_became(consultation, submission, code),
        said=sheets.said_in_submission(submission, queries.ground_for(db.session(), consultation)),
        code=code,
        is_new=is_new,
        is_repeat=is_repeat,
    )


def what_became(consultation: Consultation, submission: Submission, code: str) -> list[Markup]:
    """What the later stages tell of a sheet's answers, each in a piece of page of its own; its forms send the code."""
    told = [stage.answer_outcome(db.session(), g.process, submission.answers) for stage in stages.announced()]
    here = {"consultation": consultation, "code": code}
    return [Markup(render_template(template, **values, **here)) for template, values in filter(None, told)]
