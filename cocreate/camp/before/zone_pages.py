"""The form of a board's zones. Its buttons put rows elsewhere without saving, so it works without script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask import flash, g, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, RadioField
from wtforms import Form as PlainForm

from cocreate.camp.before import zoning
from cocreate.camp.before.preparing_pages import back, pages
from cocreate.camp.before.zoning import MOST_COLUMNS, MOST_ZONES
from cocreate.camp.models import Board, WorkingGroup
from cocreate.camp.rules import BoardState, Layout
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField
from cocreate.web.language import translate
from cocreate.web.messages import say

LAYOUTS = (
    (Layout.LIST.value, _l("One list of cards")),
    (Layout.COLUMNS.value, _l("Several columns, each with a heading")),
    (Layout.FREE.value, _l("Cards placed freely")),
)
FEWEST_ROWS = 2  # for headings of columns, empty ones included
MOST_ROWS = 4 * MOST_ZONES  # that are read: boards whose zones differ stand in one form before some are taken out

Told = dict[str, Any]  # of a zone: {key, title, help, layout, columns: [{key, title}]}


class ColumnForm(PlainForm):
    """One column of a zone; without a heading there is none."""

    key = HiddenField(default="")
    title = TranslatedField()


class ZoneForm(PlainForm):
    """One zone; `ZonesForm` gives its fields their labels."""

    key = HiddenField(default="")
    title = TranslatedField(needed=True)
    help = TranslatedField(long=True)
    layout = RadioField(choices=LAYOUTS, default=Layout.LIST.value, validate_choice=False)
    columns = FieldList(FormField(ColumnForm), max_entries=MOST_COLUMNS)

    def told(self) -> Told:
        """What is filled in, rows that are still empty included."""
        layout = self.layout.data
        return {
            "key": self.key.data or "",
            "title": self.title.data,
            "help": self.help.data,
            "layout": layout if layout in set(Layout) else Layout.LIST.value,
            "columns": [{"key": row.form.key.data or "", "title": row.form.title.data} for row in self.columns],
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Beside what each field asks for, columns need a heading."""
        good = bool(super().validate(extra_validators))
        if self.told()["layout"] == Layout.COLUMNS and not any(row.form.title.data for row in self.columns):
            self.columns.errors = [_("Give at least one column a heading.")]
            good = False
        return good


class ZonesForm(Form):
    """The zones of a board, or of several, in their order."""

    seen = HiddenField()  # which zones whoever fills it in has seen
    zones = FieldList(FormField(ZoneForm), min_entries=1, max_entries=MOST_ROWS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, zone in enumerate(self.zones, start=1):
            _number(zone.form, number)

    @classmethod
    def of(cls, zones: Sequence[Told], *, seen: str) -> Self:
        """The form with these zones, whatever was sent."""
        padded = [{**zone, "columns": _with_rows(zone["columns"])} for zone in zones]
        return cls(formdata=None, data={"seen": seen, "zones": padded})

    def told(self) -> list[Told]:
        """What is filled in."""
        return [zone.form.told() for zone in self.zones]

    def texts(self) -> list[Told]:
        """What is to be saved: without columns that have no heading."""
        return [{**zone, "columns": [row for row in zone["columns"] if row["title"]]} for zone in self.told()]


def _with_rows(columns: Sequence[Told]) -> list[Told]:
    return [*columns, *[_NO_COLUMN] * (FEWEST_ROWS - len(columns))]


_NO_COLUMN: Told = {"key": "", "title": {}}
_NO_ZONE: Told = {"key": "", "title": {}, "help": {}, "layout": Layout.LIST.value, "columns": []}


def _number(zone: Any, number: int) -> None:
    """Say in each label which zone it is about: a summary of what went wrong stands above all of them."""
    zone.title.label.text = _("Title of zone %(number)s", number=number)
    zone.help.label.text = _("What belongs in zone %(number)s", number=number)
    zone.layout.label.text = _("How cards stand in zone %(number)s", number=number)
    zone.columns.label.text = _("Columns of zone %(number)s", number=number)
    for place, column in enumerate(zone.columns, start=1):
        column.form.title.label.text = _("Heading of column %(place)s of zone %(number)s", place=place, number=number)


@dataclass(frozen=True)
class Pressed:
    """A button that changes the form and saves nothing."""

    what: str  # add, up, down, remove, column
    place: int = 0  # of the zone, from 0

    @classmethod
    def read(cls, told: str, count: int) -> Self | None:
        """From what the button sent; None for saving, and for what no button of a form with so many zones says."""
        what, _dash, place = told.partition("-")
        if what == "add":
            return cls(what, count)
        if what not in ("up", "down", "remove", "column") or not (place.isascii() and place.isdigit()):
            return None
        return cls(what, int(place)) if len(place) < 4 and int(place) < count else None


def rearranged(zones: Sequence[Told], pressed: Pressed) -> tuple[list[Told], int]:
    """The zones after a button was pressed, and the place of the one that it was about. Pure.

    >>> a, b = ({"key": key, "columns": []} for key in "ab")
    >>> rearranged([a, b], Pressed("down", 0)) == ([b, a], 1)
    True
    >>> rearranged([a, b], Pressed("remove", 1)) == ([a], 0)
    True
    """
    if pressed.what == "add":
        return [*zones, _NO_ZONE][:MOST_ZONES], min(len(zones), MOST_ZONES - 1)
    rest = [*zones]
    one = rest.pop(pressed.place)
    if pressed.what == "remove":
        return rest, min(pressed.place, len(rest) - 1)
    if pressed.what == "column":
        one = {**one, "columns": [*one["columns"], _NO_COLUMN][:MOST_COLUMNS]}
    place = max(0, min(len(rest), pressed.place + {"up": -1, "down": 1, "column": 0}[pressed.what]))
    rest.insert(place, one)
    return rest, place


Held = Mapping[str, Sequence[WorkingGroup]]


@pages.route("/p/<process_id>/manage/boards/<board_id>/zones", methods=["GET", "POST"])
@requires("camp:camp:edit")
def zones() -> Any:
    """The zones of one board."""
    return _answer([g.board])


@pages.route("/p/<process_id>/manage/camps/<camp_id>/prepare/zones", methods=["GET", "POST"])
@requires("camp:camp:edit")
def zones_of_groups() -> Any:
    """The zones of the boards of all groups."""
    return _answer([group.board for group in g.camp.working_groups])


def _answer(asked: Sequence[Board]) -> Any:
    boards = [board for board in asked if board.state != BoardState.CLOSED]
    if not boards:
        flash(_("The zones of a closed board stay as they are."), "notice")
        return back()
    if request.method == "GET":
        return _page(boards, _as_they_are(boards))
    form = ZonesForm()
    pressed = Pressed.read(request.form.get("do", ""), len(form.zones))
    if pressed is not None:
        return _rearrange(boards, form, pressed)
    if not form.validate():
        return _page(boards, form, status=422)
    return _save(boards, form)


def _as_they_are(boards: Sequence[Board]) -> ZonesForm:
    session = db.session()
    return ZonesForm.of(zoning.zones_of(session, boards), seen=zoning.mark_of(session, boards))


def _rearrange(boards: Sequence[Board], form: ZonesForm, pressed: Pressed) -> Any:
    """Nothing is saved: the form comes back with its rows elsewhere, or says why a zone stays."""
    told = form.told()
    if pressed.what == "remove":
        problem = _why_it_stays(told[pressed.place], zoning.held(db.session(), boards), told)
        if problem:
            return _page(boards, form, problem=problem, place=pressed.place, status=409)
    after, place = rearranged(told, pressed)
    fresh = ZonesForm.of(after, seen=form.seen.data or "")
    return _page(boards, fresh, pressed=pressed, place=place)


def _why_it_stays(zone: Told, held: Held, others: Sequence[Told]) -> str:
    if len(others) < 2:
        return _("A board needs at least one zone.")
    return _holds_cards(zone["title"], held[zone["key"]]) if zone["key"] in held else ""


def _holds_cards(title: Mapping[str, str], groups: Sequence[WorkingGroup]) -> str:
    return _(
        "“%(zone)s” stays: it holds cards, taken off the board or not, here: %(boards)s. It can be renamed and moved.",
        zone=translate(title),
        boards=", ".join(translate(group.title) for group in groups),
    )


def _save(boards: Sequence[Board], form: ZonesForm) -> Any:
    texts = form.texts()
    problem = _what_stays(boards, texts)
    if problem:
        return _page(boards, form, problem=problem, status=409)
    try:
        with transaction() as session:
            zoning.set_zones(session, current_actor(), boards, texts, seen=form.seen.data or "")
    except DomainError as refused:
        db.session.rollback()
        now = _as_they_are(boards)
        form.seen.data = now.seen.data
        return _page(boards, form, problem=say(refused), now=now.told(), status=refused.status)
    flash(_("The zones are saved."), "success")
    return back()


def _what_stays(boards: Sequence[Board], texts: Sequence[Told]) -> str:
    """Why a zone that is not in the form any more, or never was, is not taken out."""
    left = {zone["key"] for zone in texts}
    held = zoning.held(db.session(), boards)
    stays = (zone for zone in zoning.zones_of(db.session(), boards) if zone["key"] in held.keys() - left)
    return next((_holds_cards(zone["title"], held[zone["key"]]) for zone in stays), "")


def _page(
    boards: Sequence[Board],
    form: ZonesForm,
    *,
    pressed: Pressed | None = None,
    place: int | None = None,
    problem: str = "",
    now: Sequence[Told] = (),
    status: int = 200,
) -> Any:
    page = render_template(
        "camp/before/zones.html",
        camp=g.camp,
        boards=boards,
        is_for_all=g.board is None,
        is_live=any(board.state != BoardState.PREPARING for board in boards),
        form=form,
        pressed=pressed,
        place=place,
        problem=problem,
        now=now,
        limits=(zoning.MOST_ZONES, zoning.MOST_COLUMNS),
    )
    return page, status
