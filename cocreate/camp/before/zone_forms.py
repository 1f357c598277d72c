"""The form of a board's zones. Its buttons put rows elsewhere without saving, so it works without script."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, RadioField
from wtforms import Form as PlainForm

from cocreate.camp.before.zoning import MOST_COLUMNS, MOST_ZONES
from cocreate.camp.rules import Layout
from cocreate.web.forms import Form, TranslatedField

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
