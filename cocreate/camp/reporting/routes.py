"""Pages of what became of a camp: the report to read, and the files to take away."""

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from sqlalchemy import func, select

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import history, session_queries, snapshots
from cocreate.camp.labels import EVENTS, ROUND_KINDS
from cocreate.camp.models import Operation
from cocreate.camp.policy import has_report
from cocreate.camp.reporting import material, report
from cocreate.camp.reporting.layout import drawing_of
from cocreate.camp.reporting.material import GroupMaterial, Material, material_of, stands
from cocreate.camp.reporting.picture import svg_of
from cocreate.camp.reporting.report import picture_labels, report_of
from cocreate.camp.routes import load_camp
from cocreate.core import made_files
from cocreate.core.db import db, transaction
from cocreate.core.documents import body_of, html_of
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotFound
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say

pages = Blueprint("camp_report", __name__, url_prefix="/p/<process_id>/camps/<camp_id>/report")
pages.url_value_preprocessor(load_camp)


def _is_insider() -> bool:
    return not current_actor().roles.isdisjoint(INSIDERS)


@pages.before_request
def only_what_is_over() -> None:
    """To outsiders, a camp without a closed board has no report."""
    if not has_report(g.camp, current_actor()):
        raise NotFound()


@pages.get("")
@requires("camp:report:view")
def show() -> str:
    """The report on a page."""
    document = report_of(db.session(), g.camp, current_language(), is_insider=_is_insider())
    return render_template(
        "camp/report.html",
        camp=g.camp,
        body=Markup(body_of(document)),  # of our own making: every text in it was escaped by `core.documents`
        lede=document.lede,
        kept=_kept() if may("camp:report:make") else [],
        formats=report.FORMATS,
    )


def _kept() -> list[dict[str, Any]]:
    return [
        {"job": job, "path": made_files.kept_file(job), "said": say(job.error or f"job.{job.state}")}
        for job in report.reports_of(db.session(), g.camp)
    ]


@pages.get("/report.html")
@requires("camp:report:view")
def as_page() -> Response:
    """The report as one file that needs nothing else."""
    document = report_of(db.session(), g.camp, current_language(), is_insider=_is_insider())
    return _sent(html_of(document), "text/html", "html")


@pages.get("/cards.csv")
@requires("camp:report:view")
def cards_csv() -> Response:
    """Every card, a line each."""
    return _sent(material.cards_csv(_material(), current_language()), "text/csv", "csv")


@pages.get("/camp.json")
@requires("camp:report:view")
def camp_json() -> Response:
    """Every board whole."""
    return _sent(material.camp_json(_material()), "application/json", "json")


@pages.get("/cards.md")
@requires("camp:report:view")
def cards_markdown() -> Response:
    """A text to go on writing in."""
    return _sent(material.cards_markdown(g.camp, _material(), current_language()), "text/markdown", "md")


def _material() -> Material:
    return material_of(db.session(), g.camp, closed_only=not _is_insider())


def _sent(text: str, media_type: str, ending: str) -> Response:
    response = Response(text, mimetype=media_type)
    name = f"camp-{g.camp.public_id}-{current_language()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/make/<paper>")
@requires("camp:report:make")
def make(paper: str) -> Any:
    """Have the report made as a file for paper."""
    if paper not in report.FORMATS:
        raise NotFound()
    with transaction() as session:
        task = report.ask_for(session, current_actor(), g.camp, paper, current_language())
    back = url_for("camp_report.show", camp_id=g.camp.public_id)
    return redirect(url_for("jobs.show", job_id=task.public_id, back=back), 303)


@pages.get("/made/<made_id>")
@requires("camp:report:make")
def made(made_id: str) -> Any:
    """A report that a task made, for a day."""
    task = report.find_report(db.session(), g.camp, made_id)
    path = made_files.kept_file(task) if task is not None else None
    if path is None:
        raise NotFound("camp.report.gone")
    response = send_file(path, as_attachment=True, download_name=made_files.name_of(path), max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


watch_pages = Blueprint("camp_watch", __name__, url_prefix="/p/<process_id>/boards/<board_id>")
watch_pages.url_value_preprocessor(load_camp)


def _picture(state: dict[str, Any]) -> Markup:
    """What everybody may see of a state, now or of before, drawn here."""
    seen = rules.seen_state(state, is_anonymous=True, hidden=history.hidden_now(db.session(), g.board))
    drawing = drawing_of(seen, picture_labels(GroupMaterial(g.board.group, g.board, seen, 0), current_language()))
    return Markup(svg_of(drawing))  # of our own making: every text in it was escaped


@watch_pages.get("/replay")
@requires("camp:replay:view")
def replay() -> str:
    """The board after any of its changes; the last one unless asked for another."""
    session = db.session()
    last = session.scalar(select(func.max(Operation.number)).where(Operation.board_id == g.board.id)) or 0
    asked = request.args.get("number", "")
    number = min(int(asked), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else last
    entry = session.scalar(select(Operation).where(Operation.board_id == g.board.id, Operation.number == number))
    state = history.state_at(session, g.board, number)
    return render_template(
        "camp/replay.html",
        camp=g.camp,
        board=g.board,
        number=number,
        last=last,
        entry=entry,
        what=EVENTS.get(entry.kind) if entry is not None else None,
        cards=sum(stands(card) for card in state["cards"].values() if not card["is_private"]),
        picture=_picture(state),
    )


@watch_pages.get("/screen")
@requires("camp:replay:view")
def screen() -> str:
    """The board and the running step for a projector; nothing on it can be pressed by mistake."""
    session = db.session()
    return render_template(
        "camp/screen.html",
        camp=g.camp,
        board=g.board,
        plan=session_queries.plan_message(session, g.camp),
        ends_at=g.camp.step_ends_at,
        remaining=session_queries.clock_of(g.camp).remaining(clock.now()),
        round=session_queries.open_round_on(session, g.board),
        round_kinds=ROUND_KINDS,
        picture=_picture(snapshots.board_state(session, g.board)),
    )
