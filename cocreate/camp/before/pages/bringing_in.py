"""Cards from another whiteboard: a file is read, a person ticks and puts right, and then they are on the board."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import ngettext

from cocreate.camp import board as rules
from cocreate.camp.before import preparing
from cocreate.camp.before.bringing_in import LARGEST, Found, notes_in, tags_of
from cocreate.camp.before.pages.preparing import pages
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid
from cocreate.web.access import current_actor, requires
from cocreate.web.language import translate
from cocreate.web.messages import say

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
