"""One page for all that is prepared: templates, rehearsal, boards with first cards, plenary, rotation, video links."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import card_queries
from cocreate.camp import queries as camp_queries
from cocreate.camp.before import preparing, queries, templating
from cocreate.camp.before.board_templates import TEMPLATES
from cocreate.camp.before.forms import PlenaryForm, PrefillForm, TemplateForm
from cocreate.camp.before.preparing import LARGEST, Found, notes_in, tags_of
from cocreate.camp.before.rules import video_link
from cocreate.camp.commands import running
from cocreate.camp.models import Board
from cocreate.camp.routes import load_camp, own_seat, require_sight
from cocreate.core.db import db, transaction
from cocreate.core.documents import body_of
from cocreate.core.permissions import Actor
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.information.queries import published_for
from cocreate.information.routes import reader_document
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say

pages = Blueprint("camp_preparing", __name__)
pages.url_value_preprocessor(load_camp)


@pages.get("/p/<process_id>/manage/camps/<camp_id>/prepare")
@requires("camp:camp:manage")
def index() -> str:
    """All that can be prepared, and what is."""
    return _show(TemplateForm(formdata=None))


def _show(form: TemplateForm, **told: Any) -> str:
    form.template.choices = [(one.key, one.title) for one in TEMPLATES.values()]
    session = db.session()
    return render_template(
        "camp/before/prepare.html",
        camp=g.camp,
        form=form,
        templates=TEMPLATES,
        can_take=templating.can_take(session, g.camp),
        rehearsal=templating.rehearsal_of(session, g.camp),
        plenary=preparing.plenary_of(g.camp),
        are_away=running.are_away(session, g.camp),
        groups=queries.working_groups(session, g.camp),
        **told,
    )


def back(camp_id: str | None = None) -> Any:
    """To the page for all that is prepared."""
    return redirect(url_for("camp_preparing.index", camp_id=camp_id or g.camp.public_id), 303)


@pages.post("/p/<process_id>/manage/camps/<camp_id>/prepare/template")
@requires("camp:camp:edit")
def apply_template() -> Any:
    """Give the boards zones and the camp a plan."""
    form = TemplateForm()
    form.template.choices = [(one.key, one.title) for one in TEMPLATES.values()]
    form.validate()
    try:
        if form.file.data:
            plan, name = templating.read_document(form.file.data.read(templating.LARGEST + 1)), "file"
        elif form.template.data in TEMPLATES:
            name = form.template.data
            plan = templating.plan_of(TEMPLATES[name])
        else:
            form.template.errors = [_("Choose a template or a file.")]
            return _show(form), 422
        with transaction() as session:
            templating.apply_template(session, current_actor(), g.camp, plan, name=name)
    except DomainError as refused:
        db.session.rollback()
        form.file.errors = [*form.file.errors, say(refused)]
        return _show(form), refused.status
    flash(_("The boards and the plan are as in the template."), "success")
    return back()


@pages.get("/p/<process_id>/manage/camps/<camp_id>/prepare/template.json")
@requires("camp:camp:manage")
def save_template() -> Response:
    """The zones and the plan of this camp as a file."""
    answer = jsonify(templating.document_of(db.session(), g.camp))
    answer.headers["Content-Disposition"] = f'attachment; filename="camp-template-{g.camp.public_id}.json"'
    return answer


def _done(change: Callable[[Session, Actor, Any], Any], said: str = "") -> Any:
    """Make a change of the whole camp, or say why not."""
    try:
        with transaction() as session:
            change(session, current_actor(), g.camp)
        if said:
            flash(said, "success")
    except DomainError as refused:
        db.session.rollback()
        flash(say(refused), "error")
    return back()


@pages.post("/p/<process_id>/manage/camps/<camp_id>/prepare/rehearsal")
@requires("camp:camp:edit")
def rehearse() -> Any:
    """Begin a rehearsal, which is a camp of its own."""
    return _done(templating.begin_rehearsal, _("The rehearsal is ready. Give its code to those who try it out."))


@pages.post("/p/<process_id>/manage/camps/<camp_id>/prepare/clear")
@requires("camp:camp:edit")
def clear() -> Any:
    """Throw the rehearsal away, from its own pages or from those of the camp."""
    camp_id = g.camp.rehearses or g.camp.public_id
    try:
        with transaction() as session:
            trial = g.camp if g.camp.is_rehearsal else templating.rehearsal_of(session, g.camp)
            if trial is None:
                raise NotFound("camp.rehearsal.none")
            templating.clear_rehearsal(session, current_actor(), trial)
        flash(_("The rehearsal is cleared; nothing of it is left."), "success")
    except DomainError as refused:
        db.session.rollback()
        flash(say(refused), "error")
    return back(camp_id)


@pages.post("/p/<process_id>/manage/camps/<camp_id>/prepare/rotate")
@requires("camp:seat:manage")
def rotate() -> Any:
    """Everybody to the next board, or home."""
    is_home = request.form.get("where") == "home"
    return _done(running.bring_home if is_home else running.rotate, _("Everybody sits at the other board now."))


@pages.post("/p/<process_id>/manage/camps/<camp_id>/prepare/video")
@requires("camp:camp:edit")
def video() -> Any:
    """Where groups meet by video."""
    try:
        keys = ["", *(group.public_id for group in g.camp.groups)]
        links = {key: video_link(request.form.get(f"video-{key}", "")[:600]) for key in keys}
    except DomainError as refused:
        return _show(TemplateForm(formdata=None), video_error=say(refused), typed=request.form), 422
    return _done(
        lambda session, actor, camp: preparing.set_video_links(session, actor, camp, links), _("The links are saved.")
    )


@pages.post("/p/<process_id>/manage/camps/<camp_id>/prepare/plenary-board")
@requires("camp:camp:edit")
def make_plenary() -> Any:
    """A board for everybody."""
    return _done(preparing.add_plenary, _("There is a board of the plenary."))


@pages.route("/p/<process_id>/manage/camps/<camp_id>/plenary", methods=["GET", "POST"])
@requires("camp:board:prepare")
def plenary() -> Any:
    """Bring results of groups to the plenary."""
    group = preparing.plenary_of(g.camp)
    if group is None:
        return back()
    form = PlenaryForm()
    form.zone.choices = [(zone.key, translate(zone.title)) for zone in group.board.zones]
    if form.validate_on_submit():
        try:
            with transaction() as session:
                cards = request.form.getlist("card")[: preparing.MOST_AT_ONCE]
                count = preparing.bring_to_plenary(session, current_actor(), g.camp, cards, zone=form.zone.data)
            flash(ngettext("%(num)d card is copied.", "%(num)d cards are copied.", count), "success")
            return redirect(url_for("camp_preparing.plenary", camp_id=g.camp.public_id), 303)
        except DomainError as refused:
            db.session.rollback()
            form.zone.errors = [*form.zone.errors, say(refused)]
    page = render_template(
        "camp/before/plenary.html",
        camp=g.camp,
        form=form,
        plenary=group,
        lines=preparing.results_of(db.session(), g.camp),
        there={
            parent for line in card_queries.cards_of_board(db.session(), group.board) for parent in line.card.parents
        },
    )
    return page, 422 if form.errors else 200


@pages.route("/p/<process_id>/manage/boards/<board_id>/prefill", methods=["GET", "POST"])
@requires("camp:board:prepare")
def prefill() -> Any:
    """Put themes and assets on a board."""
    form, themes, assets = PrefillForm(), *_material(g.board)
    form.zone.choices = [(zone.key, translate(zone.title)) for zone in g.board.zones]
    form.themes.choices = [(theme.public_id, translate(theme.title)) for theme in themes]
    form.assets.choices = [(asset.public_id, translate(asset.title)) for asset in assets]
    form.language.data = form.language.data or current_language()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = preparing.prefill(
                    session,
                    current_actor(),
                    g.board,
                    zone=form.zone.data,
                    themes=[theme for theme in themes if theme.public_id in (form.themes.data or ())],
                    assets=[asset for asset in assets if asset.public_id in (form.assets.data or ())],
                    language=form.language.data,
                    is_locked=form.is_locked.data,
                )
            flash(ngettext("%(num)d card is on the board.", "%(num)d cards are on the board.", count), "success")
            return redirect(url_for("camp_preparing.prefill", board_id=g.board.public_id), 303)
        except DomainError as refused:
            db.session.rollback()
            form.zone.errors = [*form.zone.errors, say(refused)]
    page = render_template("camp/before/prefill.html", camp=g.camp, board=g.board, form=form)
    return page, 422 if form.errors else 200


def _material(board: Board) -> tuple[list[Any], list[Any]]:
    """The themes and assets that a board can be filled with: those of its challenge first."""
    challenge = board.group.challenge
    assets = list(challenge.assets) if challenge is not None else []
    return camp_queries.citable_themes(db.session(), g.process, board.group), assets


@pages.get("/p/<process_id>/boards/<board_id>/sheet")
@requires("camp:board:view")
def sheet() -> str:
    """The information sheet of the group's challenge: a page, or with `?piece=1` the piece to stand beside a board."""
    require_sight(own_seat())
    themes, assets = _material(g.board)
    challenge = g.board.group.challenge
    published = published_for(db.session(), challenge) if challenge is not None else None
    near = [theme for theme in themes if challenge is not None and theme.challenge_id == challenge.id]
    name = "camp/before/_sheet.html" if request.args.get("piece") else "camp/before/sheet.html"
    return render_template(
        name,
        board=g.board,
        camp=g.camp,
        challenge=challenge,
        assets=assets,
        themes=near,
        others=len(themes) - len(near),
        published=published,
        in_short=Markup(body_of(reader_document(published))) if published is not None else "",
    )


ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")


@pages.get("/p/<process_id>/manage/boards/<board_id>/bring-in")
@requires("camp:board:prepare")
def bring_in() -> Any:
    """Ask for the file."""
    return _page()


def _page(notes: list[Found] | None = None, problem: str = "", status: int = 200) -> Any:
    sent = request.form
    zones = {zone.key: translate(zone.title) for zone in g.board.zones}
    return (
        render_template(
            "camp/before/bring_in.html",
            camp=g.camp,
            board=g.board,
            notes=notes or [],
            zones=zones,
            zone_of=lambda note: sent.get(f"zone-{note.origin}", "") or _same_name(note.zone, zones),
            picked=set(sent.getlist("pick")) if "pick" in sent else {note.origin for note in notes or []},
            most=preparing.MOST_AT_ONCE,
            limits=(rules.TEXT_LIMIT, rules.TITLE_LIMIT),
            problem=problem,
        ),
        status,
    )


def _same_name(name: str, zones: dict[str, str]) -> str:
    """The zone that is called like the frame a note stood in, else the first."""
    found = (key for key, title in zones.items() if title.casefold() == name.casefold())
    return next(found, next(iter(zones), ""))


@pages.post("/p/<process_id>/manage/boards/<board_id>/bring-in")
@requires("camp:board:prepare")
def read_or_add() -> Any:
    """With a file: show what is in it. With ticked notes: put them on the board."""
    notes: list[Found] = []
    try:
        if (file := request.files.get("file")) is not None and file.filename:
            if not file.filename.lower().endswith(ENDINGS):
                raise Invalid("file.table.no_table")
            return _page(notes_in(file.read(LARGEST + 1)))
        notes = _typed()
        wanted = set(request.form.getlist("pick"))
        picked = [note for note in notes if note.origin in wanted]
        if not picked:
            raise Invalid("camp.bring_in.nothing")
        with transaction() as session:
            count = preparing.bring_in(session, current_actor(), g.board, [(note, note.zone) for note in picked])
    except DomainError as error:
        db.session.rollback()
        return _page(notes, say(error), error.status)
    flash(ngettext("%(num)d card is on the board.", "%(num)d cards are on the board.", count), "success")
    return redirect(url_for("camp.board", board_id=g.board.public_id), 303)


def _typed() -> list[Found]:
    """The notes as they come back from the page, in their order; `zone` is a key of the board by now."""
    sent = request.form
    return [
        Found(
            origin[:40],
            sent.get(f"text-{origin}", "").strip()[: rules.TEXT_LIMIT],
            sent.get(f"title-{origin}", "").strip()[: rules.TITLE_LIMIT],
            tags_of(sent.get(f"tags-{origin}", "")),
            sent.get(f"zone-{origin}", ""),
        )
        for origin in sent.getlist("note")
    ]
