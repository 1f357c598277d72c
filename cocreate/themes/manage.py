"""The analyst's pages: have the answers read, then name, merge, accept or reject what the machine proposes."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from cocreate.core.db import db, transaction
from cocreate.core.provenance import Relation, origins
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.process.queries import challenges_of
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import asking, commands, counting, joining, queries, views
from cocreate.themes import queries as themes
from cocreate.themes.assistant import asking_about
from cocreate.themes.counting import tallies
from cocreate.themes.forms import DecisionForm, MergeForm, NameForm, RunForm
from cocreate.themes.joining import count_late
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.rules import Belonging
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say
from cocreate.web.paging import page_number

manage = Blueprint("themes_manage", __name__, url_prefix="/p/<process_id>/manage/themes")


@manage.get("/")
@requires("themes:theme:view")
def index() -> Any:
    """The consultations whose answers can be read; straight on where there is only one."""
    rows = queries.consultations_of(db.session(), g.process)
    if len(rows) == 1:
        return redirect(url_for("themes_manage.board", consultation_id=rows[0].public_id))
    return render_template("themes/index.html", consultations=rows)


@manage.get("/of/<consultation_id>")
@requires("themes:theme:view")
def board(consultation_id: str) -> Any:
    """The themes of a consultation, question by question."""
    return _board(consultation_of_address(consultation_id), RunForm())


def _board(consultation: Consultation, form: RunForm, status: int = 200, **more: Any) -> Any:
    session = db.session()
    run = queries.current_run(session, consultation)
    context: dict[str, Any] = {
        "consultation": consultation,
        "run": run,
        "latest": queries.latest_run(session, consultation),
        "texts": queries.count_free_texts(session, consultation),
        "form": form,
    }
    if run is not None:
        context |= _tree(consultation, run)
    return render_template("themes/board.html", **(context | more)), status


def _tree(consultation: Consultation, run: AnalysisRun) -> dict[str, Any]:
    session, choice = db.session(), views.chosen()
    grouped = queries.themes_by_question(session, run)
    counts = tallies(session, consultation, run, helix=choice.helix, language=choice.language)
    asked = [row for row in grouped if choice.question in ("", row[0].public_id)]
    branches = counting.grow(run, asked, counts, families=choice.families, state=choice.state)
    return {
        "choice": choice,
        "lists": views.lists_of(
            [question for question, _themes in grouped], queries.languages_of(session, consultation)
        ),
        "branches": branches,
        "late": count_late(session, run),
        "stamp": queries.stamp_of(session, run),
        "quotes": queries.quotes_of(session, [theme for branch in branches for theme in branch.themes], most=1),
        "places": queries.places_of(challenges_of(session, g.process)),
        "doubts": views.doubts(run),
        "language_name": views.language_name,
    }


@manage.post("/of/<consultation_id>/start")
@requires("themes:run:start")
def start(consultation_id: str) -> Any:
    """Have the machine read the answers."""
    consultation, form = consultation_of_address(consultation_id), RunForm()
    if not form.validate():
        return _board(consultation, form, 422)
    try:
        with transaction() as session:
            commands.start_run(
                session, current_actor(), g.process, consultation, granularity=form.granularity.data or 1.0
            )
    except DomainError as error:
        return _board(consultation, form, error.status, problem=say(error))
    return redirect(url_for("themes_manage.board", consultation_id=consultation_id))


@manage.get("/<theme_id>")
@requires("themes:theme:view")
def theme(theme_id: str) -> Any:
    """One theme: what the machine says, what people decide, and all its answers."""
    return _theme(queries.find_theme(db.session(), g.process, theme_id))


def _theme(row: Theme, status: int = 200, **more: Any) -> Any:
    session = db.session()
    answers, pages = queries.answers_page(session, row, page := page_number())
    merged = [step.source[1] for step in origins(session, row.ref) if step.relation == Relation.MERGED_FROM]
    context: dict[str, Any] = {
        "theme": row,
        "answers": answers,
        "page": page,
        "pages": pages,
        "places": queries.places_of(challenges_of(session, g.process)),
        "origins": session.scalars(select(Theme).where(Theme.public_id.in_(merged)).order_by(Theme.id)).all(),
        "merged_into": session.get(Theme, row.merged_into_id) if row.merged_into_id else None,
        "name_asking": asking_about(session, row),
        "charts": views.breakdown(row, row.by_helix, row.by_language),
        "dissent": queries.dissent_of(session, [row])[row.id] if page == 1 else [],
        "uses": views.uses_of(session, g.process, row),
        "also": queries.also_said(session, row) if page == 1 else [],
        "name_form": NameForm(labels=row.labels, version=str(row.version)),
        "decision_form": DecisionForm(version=str(row.version), reason=row.reason),
        "chosen_place": views.place_of(row, session),
    }
    return render_template("themes/theme.html", **(context | more)), status


@manage.post("/<theme_id>/name")
@requires("themes:theme:decide")
def name(theme_id: str) -> Any:
    """People's words for a theme."""
    row, form = queries.find_theme(db.session(), g.process, theme_id), NameForm()
    if not form.validate():
        return _theme(row, 422, name_form=form)
    try:
        with transaction() as session:
            commands.rename_theme(
                session, current_actor(), g.process, row, labels=form.labels.data, version=_version(form)
            )
    except DomainError as error:
        return _again(row, error, "name_form", form)
    flash(_("The name is saved."), "success")
    return redirect(url_for("themes_manage.theme", theme_id=theme_id))


@manage.post("/<theme_id>/decide")
@requires("themes:theme:decide")
def decide(theme_id: str) -> Any:
    """Accept, reject, or take the decision back."""
    row, form = queries.find_theme(db.session(), g.process, theme_id), DecisionForm()
    if not form.validate():
        return _theme(row, 422, decision_form=form)
    try:
        with transaction() as session:
            _carry_out(session, row, form, request.form.get("decision", ""))
    except DomainError as error:
        return _again(row, error, "decision_form", form)
    flash(_("Your decision is saved."), "success")
    board_url = url_for("themes_manage.board", consultation_id=row.question.consultation.public_id)
    return redirect(board_url + f"#theme-{row.public_id}")


def _carry_out(session: Any, row: Theme, form: DecisionForm, decision: str) -> None:
    actor, version, reason = current_actor(), _version(form), form.reason.data or ""
    if decision == "accept":
        chosen = form.place.data or ""
        place = queries.places_of(challenges_of(session, g.process)).find(chosen)
        belongs_to = Belonging(chosen) if chosen in (Belonging.NEW, Belonging.TRANSVERSAL) else None
        commands.accept_theme(
            session, actor, g.process, row, belongs_to=belongs_to, place=place, reason=reason, version=version
        )
    elif decision == "reject":
        commands.reject_theme(session, actor, g.process, row, reason=reason, version=version)
    elif decision == "reopen":
        commands.reopen_theme(session, actor, g.process, row, version=version)
    else:
        raise Invalid("unknown")


@manage.route("/of/<consultation_id>/merge", methods=["GET", "POST"])
@requires("themes:theme:decide")
def merge(consultation_id: str) -> Any:
    """Several themes of one question become one."""
    consultation, form = consultation_of_address(consultation_id), MergeForm()
    chosen = [
        queries.find_theme(db.session(), g.process, key) for key in dict.fromkeys(request.values.getlist("theme"))
    ]
    problem, status = "", 200
    if request.method == "POST":
        try:
            if form.validate():
                with transaction() as session:
                    merged = commands.merge_themes(
                        session,
                        current_actor(),
                        g.process,
                        chosen,
                        labels=form.labels.data,
                        reason=form.reason.data or "",
                    )
                flash(_("The themes are merged; their origins are kept."), "success")
                return redirect(url_for("themes_manage.theme", theme_id=merged.public_id))
            status = 422
        except DomainError as error:
            db.session.rollback()
            problem, status = say(error), error.status
    elif len(chosen) < 2:
        flash(say("themes.merge.needs_two"), "warning")
        return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
    return render_template(
        "themes/merge.html", consultation=consultation, form=form, chosen=chosen, problem=problem
    ), status


def _again(row: Theme, error: DomainError, which: str, form: Any) -> Any:
    """The page with what was typed and the present version, so that saving again is a decision."""
    db.session.rollback()
    fresh = queries.find_theme(db.session(), g.process, row.public_id)
    form.version.data = str(fresh.version)
    return _theme(fresh, error.status, problem=say(error), **{which: form})


def _version(form: Any) -> int:
    return number_in(form.version.data)


@manage.post("/of/<consultation_id>/join")
@requires("themes:run:start")
def join(consultation_id: str) -> Any:
    """Let the answers that came after the reading join its themes."""
    run = queries.current_run(db.session(), consultation_of_address(consultation_id))
    if run is None:
        raise NotFound()
    try:
        with transaction() as session:
            joining.start_joining(session, current_actor(), run)
        flash(_("The new answers are being placed. Reload in a moment to see where they belong."), "success")
    except DomainError as error:
        flash(say(error), "warning")
    return redirect(url_for("themes_manage.board", consultation_id=consultation_id))


FEW = 5  # on the page of the theme itself


@manage.get("/<theme_id>/asked")
@requires("themes:theme:view")
def asked(theme_id: str) -> Any:
    """All that a theme's answers ask for, and why."""
    session, theme = db.session(), themes.find_theme(db.session(), g.process, theme_id)
    found, pages = asking.asked_page(session, theme, page := page_number())
    return render_template(
        "themes/asking/all.html",
        theme=theme,
        asked=found,
        count=asking.count_asking(session, theme),
        page=page,
        pages=pages,
    )


@manage.app_template_global()
def asked_of(theme: Theme) -> dict[str, Any] | None:
    """For the page of a theme: the first things that its answers ask for; None where no reading looked for them."""
    session = db.session()
    if not asking.is_known(session, theme.run):
        return None
    found, pages = asking.asked_page(session, theme, 1, FEW)
    return {"asked": found, "count": asking.count_asking(session, theme), "has_more": pages > 1}
