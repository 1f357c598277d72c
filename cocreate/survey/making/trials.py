"""Test mode: the real questionnaire, filled in by the team; its sheets lie in quarantine and are never counted."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.core.ids import secret_token
from cocreate.errors import Invalid
from cocreate.survey import filling, queries, receipts, sheets
from cocreate.survey.commands import sheets as sheets_commands
from cocreate.survey.commands.answering import SheetRefused
from cocreate.survey.commands.sheets import keep_trial
from cocreate.survey.manage import manage
from cocreate.survey.models import TrialSheet
from cocreate.survey.routes import another_page, consultation_of_address, show_form
from cocreate.survey.rules import AnswerGiven, AnswerSheet
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say


@manage.route("/<consultation_id>/try", methods=["GET", "POST"])
@requires("survey:trial:give")
def try_(consultation_id: str) -> Any:
    """The questionnaire as respondents meet it, draft or not; what is sent goes into quarantine."""
    consultation, typed = consultation_of_address(consultation_id), request.form.to_dict()
    g.trial_address = url_for(".try_", consultation_id=consultation_id)
    if request.method == "GET":
        return show_form(consultation, filling.filled_in(consultation.active_questions, request.args), is_new=True)
    typed, refused_files = filling.from_page(consultation, typed, is_trial=True)
    if refused_files:
        return show_form(consultation, typed, refused_files, status=422)
    if "switch_language" in typed:
        return show_form(consultation, typed)
    if (shown := another_page(consultation, typed)) is not None:
        return shown
    try:
        with transaction() as session:
            ground = queries.ground_of(session, g.process)
            sheet = sheets.read_sheet(consultation, typed, ground, language=current_language(), seconds_open=60)
            token = receipts.read_form_token(consultation, typed.get("form_token", ""))
            secret = token.secret if token else secret_token()
            keep_trial(session, current_actor(), consultation, sheet, secret)
    except SheetRefused as refused:
        return show_form(consultation, typed, refused.problems, status=422)
    except Invalid as full:
        flash(say(full), "error")
        return redirect(url_for(".trials", consultation_id=consultation_id), 303)
    flash(_("The test answers have arrived, and count for nothing."), "success")
    return redirect(url_for(".trials", consultation_id=consultation_id), 303)


@manage.get("/<consultation_id>/try/answers")
@requires("survey:trial:view")
def trials(consultation_id: str) -> str:
    """The sheets in quarantine."""
    consultation = consultation_of_address(consultation_id)
    ground = queries.ground_of(db.session(), g.process)
    kept = [
        (trial, sheets.said_on_sheet(consultation, sheet_of(trial), ground))
        for trial in queries.trials_of(db.session(), consultation)
    ]
    return render_template("survey/manage/trials.html", consultation=consultation, kept=kept)


@manage.post("/<consultation_id>/try/erase")
@requires("survey:trial:erase")
def erase_trials(consultation_id: str) -> Any:
    """Empty the quarantine."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        gone = sheets_commands.erase_trials(session, current_actor(), consultation)
    flash(ngettext("%(num)s trial answer erased.", "%(num)s trial answers erased.", gone), "success")
    return redirect(url_for(".trials", consultation_id=consultation_id))


def sheet_of(trial: TrialSheet) -> AnswerSheet:
    """A sheet out of quarantine, to be read."""
    answers = tuple(AnswerGiven(**answer) for answer in trial.content.get("answers", ()))
    return AnswerSheet(language=trial.language, answers=answers, revision=trial.revision)
