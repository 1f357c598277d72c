"""The analyst's queue: one statement at a time, by key, mouse or finger; and what the whole comes to."""

import csv
from io import StringIO
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.cells import safe_cell
from cocreate.core.db import db, transaction
from cocreate.errors import Conflict, DomainError, Invalid
from cocreate.process.commands import find_challenge
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import queries as themes
from cocreate.themes.forms import SubChallengeForm
from cocreate.themes.matching import commands, queries, views
from cocreate.themes.matching import jobs as jobs
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import Places, Wanted, pages_of, places_of, statements_page
from cocreate.themes.matching.rules import Choice
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say
from cocreate.web.paging import page_number

matching = Blueprint("themes_matching", __name__, url_prefix="/p/<process_id>/manage/themes/of/<consultation_id>/where")


@matching.get("/")
@requires("themes:match:view")
def index(consultation_id: str) -> Any:
    """What belongs where, how much people have decided, and how well the machine learns."""
    return _overview(consultation_of_address(consultation_id))


def _overview(consultation: Consultation, status: int = 200, problem: str = "") -> Any:
    session = db.session()
    places = _places()
    decided, everything = queries.progress(session, consultation)
    ranks = queries.ranks(session, consultation)
    return (
        render_template(
            "themes/matching/overview.html",
            consultation=consultation,
            latest=queries.latest_run(session, consultation),
            decided=decided,
            everything=everything,
            rows=views.rows_of(queries.tallies(session, consultation), places, g.process.minimum_cell),
            helixes=views.HELIXES,
            curve=views.curve_chart(ranks),
            right=sum(rank == 1 for rank in ranks),
            tested=len(ranks),
            completing=sum(map(len, queries.completing(session, consultation).values())),
            texts=themes.count_free_texts(session, consultation),
            run=themes.current_run(session, consultation),
            problem=problem,
        ),
        status,
    )


@matching.post("/start")
@requires("themes:match:start")
def start(consultation_id: str) -> Any:
    """Have the machine read, or read again with what people decided."""
    consultation = consultation_of_address(consultation_id)
    try:
        with transaction() as session:
            commands.start_reading(session, current_actor(), g.process, consultation)
    except DomainError as error:
        db.session.rollback()
        return _overview(consultation_of_address(consultation_id), error.status, say(error))
    return redirect(url_for("themes_matching.index", consultation_id=consultation_id))


@matching.post("/next")
@requires("themes:match:decide")
def next_statement(consultation_id: str) -> Any:
    """Go on with the next statement that nobody has."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        held = commands.hold_next(session, current_actor(), consultation)
    return _go_on(consultation, held)


def _go_on(consultation: Consultation, held: Statement | None) -> Any:
    if held is None:
        flash(_("Nothing waits for you: every statement is decided, or somebody else has it on the screen."), "info")
        return redirect(url_for("themes_matching.index", consultation_id=consultation.public_id))
    return redirect(
        url_for("themes_matching.show", consultation_id=consultation.public_id, statement_id=held.public_id)
    )


@matching.get("/<statement_id>")
@requires("themes:match:view")
def show(consultation_id: str, statement_id: str) -> Any:
    """One statement with its answer, the machine's word and the keys to decide."""
    consultation = consultation_of_address(consultation_id)
    return _statement(consultation, queries.find_statement(db.session(), consultation, statement_id))


def _statement(consultation: Consultation, row: Statement, status: int = 200, problem: str = "") -> Any:
    session, places = db.session(), _places()
    decided, everything = queries.progress(session, consultation)
    return (
        render_template(
            "themes/matching/statement.html",
            consultation=consultation,
            statement=row,
            pieces=views.pieces_of(row),
            offered=views.offered(row, places),
            machine=views.machine_says(row, places),
            people=views.people_say(row, places),
            completes=views.completes(row, places),
            places=places,
            beside=views.beside(places),
            decided=decided,
            everything=everything,
            can_undo=queries.last_decision(session, consultation, current_actor().user_id) is not None,
            problem=problem,
        ),
        status,
    )


@matching.post("/<statement_id>")
@requires("themes:match:decide")
def decide(consultation_id: str, statement_id: str) -> Any:
    """Decide about a statement, or leave it, and go on with the next."""
    consultation = consultation_of_address(consultation_id)
    row = queries.find_statement(db.session(), consultation, statement_id)
    try:
        with transaction() as session:
            actor = current_actor()
            if request.form.get("decision") == "skip":
                commands.skip(session, actor, row)
            else:
                choice = _choice()
                version = number_in(request.form.get("version"))
                commands.decide(session, actor, g.process, row, choice, _places(), version=version)
                commands.learn_if_due(session, actor, g.process, consultation)
            held = commands.hold_next(session, actor, consultation, after=row)
    except DomainError as error:
        db.session.rollback()
        fresh = queries.find_statement(db.session(), consultation, statement_id)
        return _statement(consultation, fresh, error.status, say(error))
    return _go_on(consultation, held)


def _choice() -> Choice:
    """The button that was pressed; the two buttons below the list of all entries speak of the entry chosen there."""
    pressed = request.form.get("decision", "")
    if pressed in ("belongs", "completes"):
        pressed = f"{pressed}:{request.form.get('entry', '')}"
    choice = Choice.parse(pressed)
    if choice is None:
        raise Invalid("themes.match.needs_entry")
    return choice


@matching.post("/undo")
@requires("themes:match:decide")
def undo(consultation_id: str) -> Any:
    """Take back what one decided last, and see it again."""
    consultation = consultation_of_address(consultation_id)
    try:
        with transaction() as session:
            row = commands.undo(session, current_actor(), g.process, consultation)
    except Conflict as error:
        db.session.rollback()
        return _overview(consultation_of_address(consultation_id), error.status, say(error))
    flash(_("Taken back. Decide again, or skip it."), "success")
    return _go_on(consultation, row)


@matching.get("/completing")
@requires("themes:match:view")
def completing(consultation_id: str) -> Any:
    """What people say is missing under each challenge."""
    consultation, places = consultation_of_address(consultation_id), _places()
    found = queries.completing(db.session(), consultation)
    groups = [(c, found[c.public_id]) for c in places.challenges if c.public_id in found]
    return render_template("themes/matching/completing.html", consultation=consultation, groups=groups)


@matching.route("/completing/<challenge_id>", methods=["GET", "POST"])
@requires("process:edit")
def make(consultation_id: str, challenge_id: str) -> Any:
    """A new sub-challenge out of statements that complete a challenge."""
    consultation, form, problem, status = consultation_of_address(consultation_id), SubChallengeForm(), "", 200
    challenge = find_challenge(db.session(), g.process, challenge_id)
    waiting = queries.completing(db.session(), consultation).get(challenge_id, [])
    chosen = request.form.getlist("statement")
    if request.method == "POST":
        status = 422
        try:
            if form.validate():
                with transaction() as session:
                    commands.make_sub_challenge(
                        session,
                        current_actor(),
                        g.process,
                        challenge,
                        [row for row in waiting if row.public_id in chosen],
                        title=form.title.data,
                        form_token=form.token.data or "",
                    )
                flash(_("The sub-challenge is added; the statements belong to it now."), "success")
                return redirect(url_for("themes_matching.completing", consultation_id=consultation_id))
        except DomainError as error:
            db.session.rollback()
            problem, status = say(error), error.status
    return (
        render_template(
            "themes/matching/make.html",
            consultation=consultation,
            challenge=challenge,
            waiting=waiting,
            chosen=chosen or [row.public_id for row in waiting],
            form=form,
            problem=problem,
        ),
        status,
    )


@matching.get("/statements")
@requires("themes:match:view")
def statements(consultation_id: str) -> str:
    """Statements found again by where they belong, to be looked at or decided anew."""
    consultation, places, page = consultation_of_address(consultation_id), _places(), page_number()
    wanted = Wanted.parse(*(request.args.get(name, "") for name in ("verdict", "entry", "by")))
    rows, total = statements_page(db.session(), consultation, places, wanted, page)
    return render_template(
        "themes/matching/list.html",
        consultation=consultation,
        wanted=wanted,
        lines=views.lines_of(rows, places),
        total=total,
        page=page,
        pages=pages_of(total),
        places=places,
        beside=views.beside(places),
    )


@matching.get("/statements.csv")
@requires("themes:match:decide")
def statements_csv(consultation_id: str) -> Response:
    """All statements with the machine's word and people's, as a file."""
    consultation = consultation_of_address(consultation_id)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(views.COLUMNS)
    for row in views.table(queries.statements_of(db.session(), consultation), _places()):
        writer.writerow([safe_cell(str(cell)) for cell in row])
    name = f"statements-{consultation.public_id}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def _places() -> Places:
    return places_of(db.session(), g.process)
