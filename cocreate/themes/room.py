"""The analyst's other pages: answers in no theme, one answer alone, whether somebody changed something meanwhile."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from cocreate.core.db import db
from cocreate.survey.models import Consultation
from cocreate.themes import answers, choosing, movements, queries
from cocreate.themes.counting import Count, tallies, together
from cocreate.themes.manage import find_consultation, manage
from cocreate.themes.models import AnalysisRun
from cocreate.web.access import requires
from cocreate.web.paging import page_number


def base(consultation: Consultation, run: AnalysisRun) -> dict[str, Any]:
    """What the pages with a choice share."""
    session = db.session()
    asked = [question for question, _themes in queries.themes_by_question(session, run)]
    return {
        "consultation": consultation,
        "run": run,
        "choice": choosing.chosen(),
        "lists": choosing.lists_of(asked, queries.languages_of(session, consultation)),
        "language_name": choosing.language_name,
    }


@manage.get("/of/<consultation_id>/unplaced")
@requires("themes:theme:view")
def unplaced(consultation_id: str) -> Any:
    """The answers in no theme, by class, so that none is lost from sight."""
    session, consultation = db.session(), find_consultation(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None:
        return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
    context, page = base(consultation, run), page_number()
    choice, reason = context["choice"], request.args.get("reason", "")[:16]
    counts = tallies(session, consultation, run, helix=choice.helix, language=choice.language)
    asked = {
        question.id
        for question in queries.questions_by_id(session, consultation).values()
        if choice.question in ("", question.public_id)
    }
    found, pages = answers.unplaced_page(session, consultation, run, choice, reason, page)
    return render_template(
        "themes/unplaced.html",
        **context,
        reason=reason,
        classes=_classes(counts.unplaced, asked),
        total=together(count for key, count in counts.answers.items() if key in asked).total,
        found=found,
        page=page,
        pages=pages,
    )


def _classes(unplaced: dict[int, dict[str, Count]], asked: set[int]) -> list[tuple[str, int]]:
    """How many answers each class without a theme has, over the questions asked for."""
    names = sorted({reason for key in asked for reason in unplaced.get(key, {})})
    empty = Count()
    return [(name, sum(unplaced.get(key, {}).get(name, empty).total for key in asked)) for name in names]


@manage.get("/answers/<answer_id>")
@requires("themes:theme:view")
def answer(answer_id: str) -> Any:
    """One answer with its themes."""
    session = db.session()
    said = answers.find_said(session, g.process, answer_id)
    consultation = said.answer.question.consultation
    run = queries.current_run(session, consultation)
    themes = answers.themes_of(session, run, [answer_id])[answer_id]
    return render_template(
        "themes/answer.html",
        said=said,
        consultation=consultation,
        themes=themes,
        reason=answers.reason_of(session, run, answer_id) if run and not themes else "",
        language_name=choosing.language_name,
    )


@manage.get("/of/<consultation_id>/stamp")
@requires("themes:theme:view")
def stamp(consultation_id: str) -> Any:
    """What changes with every change of the board, for pages that ask now and then."""
    session, consultation = db.session(), find_consultation(consultation_id)
    run = queries.current_run(session, consultation)
    return {"stamp": queries.stamp_of(session, run) if run else ""}


@manage.get("/of/<consultation_id>/moved")
@requires("themes:theme:view")
def moved(consultation_id: str) -> Any:
    """What became of the themes of the reading before, and where their answers are now."""
    session, consultation = db.session(), find_consultation(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None or not run.moved:
        return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
    return render_template(
        "themes/moved.html", consultation=consultation, run=run, questions=movements.movements(session, run)
    )
