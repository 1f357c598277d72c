"""The analyst's other pages: answers in no theme, one alone, all on a map, those found by a search."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import answers, queries, searching, succession, views
from cocreate.themes import queries as theme_queries
from cocreate.themes.counting import Count, tallies, together
from cocreate.themes.manage import manage
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.rules import Choice
from cocreate.themes.searching import Words
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say
from cocreate.web.paging import page_number


def base(consultation: Consultation, run: AnalysisRun) -> dict[str, Any]:
    """What the pages with a choice share."""
    session = db.session()
    asked = [question for question, _themes in queries.themes_by_question(session, run)]
    return {
        "consultation": consultation,
        "run": run,
        "choice": views.chosen(),
        "lists": views.lists_of(asked, queries.languages_of(session, consultation)),
        "language_name": views.language_name,
    }


@manage.get("/of/<consultation_id>/unplaced")
@requires("themes:theme:view")
def unplaced(consultation_id: str) -> Any:
    """The answers in no theme, by class, so that none is lost from sight."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
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
        language_name=views.language_name,
    )


@manage.get("/of/<consultation_id>/stamp")
@requires("themes:theme:view")
def stamp(consultation_id: str) -> Any:
    """What changes with every change of the board, for pages that ask now and then."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    run = queries.current_run(session, consultation)
    return {"stamp": queries.stamp_of(session, run) if run else ""}


@manage.get("/of/<consultation_id>/moved")
@requires("themes:theme:view")
def moved(consultation_id: str) -> Any:
    """What became of the themes of the reading before, and where their answers are now."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None or not run.moved:
        return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
    return render_template(
        "themes/moved.html", consultation=consultation, run=run, questions=succession.movements(session, run)
    )


def _mapped(run: AnalysisRun, choice: Choice) -> tuple[str, list[Theme]]:
    """The question whose answers are on the map (the first, unless one is chosen), and its themes."""
    grouped = queries.themes_by_question(db.session(), run)
    for question, themes in grouped:
        if choice.question in ("", question.public_id):
            return question.public_id, themes
    return choice.question, []


def _place(
    consultation: Consultation, run: AnalysisRun, choice: Choice
) -> tuple[list[answers.Place], list[answers.Point]]:
    session = db.session()
    question, themes = _mapped(run, choice)
    points = answers.points_of(session, consultation, run, choice.about(question), themes)
    return answers.places_on(themes, points), points


@manage.get("/of/<consultation_id>/map")
@requires("themes:theme:view")
def answer_map(consultation_id: str) -> Any:
    """All answers to a question as points, with the same as tables."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None:
        return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
    context, page = base(consultation, run), page_number()
    places, points = _place(consultation, run, context["choice"])
    only = next((place for place in places if place.theme.public_id == request.args.get("theme")), None)
    shown = [answer for *_rest, number, answer in points if only is None or number == only.number]
    found, pages = answers.by_ids(session, shown, page)
    return render_template(
        "themes/map.html",
        **context,
        places=places,
        only=only,
        total=len(points),
        found=found,
        themes_of=answers.themes_of(session, run, [said.answer.id for said in found]),
        page=page,
        pages=pages,
    )


@manage.get("/of/<consultation_id>/map/points")
@requires("themes:theme:view")
def map_points(consultation_id: str) -> Any:
    """The points of the picture, as numbers."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None:
        return answers.packed([], [])
    return answers.packed(*_place(consultation, run, base(consultation, run)["choice"]))


@manage.route("/of/<consultation_id>/search", methods=["GET", "POST"])
@requires("themes:theme:view")
def search(consultation_id: str) -> Any:
    """Answers that hold some words (asked in the address), or a search by meaning (sent, and done by the worker)."""
    consultation = consultation_of_address(consultation_id)
    typed = Words(request.values.get("q", "")[: searching.LONGEST])
    if request.method == "POST":
        try:
            with transaction() as session:
                asked = searching.ask(session, current_actor(), consultation, typed.typed)
        except DomainError as error:
            return _page(consultation, typed, [], problem=say(error)), error.status
        return redirect(
            url_for("themes_manage.search_found", consultation_id=consultation_id, search_id=asked.public_id)
        )
    keys = searching.with_words(db.session(), consultation, views.chosen(), typed) if typed.patterns else []
    return _page(consultation, typed, keys)


@manage.get("/of/<consultation_id>/search/<search_id>")
@requires("themes:theme:view")
def search_found(consultation_id: str, search_id: str) -> Any:
    """What a search by meaning found, or how far it is."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    asked = searching.find_search(session, consultation, search_id)
    keys = searching.near_ones(session, consultation, views.chosen(), asked)
    return _page(consultation, Words(asked.words), keys, asked=asked)


def _page(consultation: Consultation, typed: Words, keys: list[str], **more: Any) -> str:
    session, page = db.session(), page_number()
    run = theme_queries.current_run(session, consultation)
    found, pages = answers.by_ids(session, keys, page)
    context: dict[str, Any] = {
        "consultation": consultation,
        "choice": views.chosen(),
        "lists": views.lists_of(
            theme_queries.questions_with_texts(session, consultation), theme_queries.languages_of(session, consultation)
        ),
        "language_name": views.language_name,
        "typed": typed,
        "total": len(keys),
        "found": found,
        "themes_of": answers.themes_of(session, run, [said.answer.id for said in found]),
        "page": page,
        "pages": pages,
        "asked": None,
    }
    return render_template("themes/search.html", **(context | more))
