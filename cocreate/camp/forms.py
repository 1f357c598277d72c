"""What people fill in about camps, and the list of names that facilitators paste."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from cocreate.camp.before.board_templates import TEMPLATES
from cocreate.camp.commands.seats import Reservation
from cocreate.camp.models import WorkingGroup
from cocreate.camp.rules import NAME_LIMIT, SEATS_AT_ONCE, tidy_name
from cocreate.core.ids import public_id, secret_token
from cocreate.directory.messages import HELIX
from cocreate.web.forms import Form, TranslatedField, at_most, required
from cocreate.web.language import translate

MOMENT = "%Y-%m-%dT%H:%M"


class CampForm(Form):
    """A camp's own texts and rules."""

    form_id = HiddenField(default=public_id)  # becomes the camp's public id, so that a form sent twice makes one camp
    version = HiddenField(default="1")
    title = TranslatedField(_l("Title"), needed=True)
    introduction = TranslatedField(_l("What participants should know beforehand"), long=True)
    template = SelectField(_l("Boards and session plan"), choices=[], default="")
    starts_at = DateTimeLocalField(_l("Starts at (Brussels time)"), format=MOMENT, validators=[Optional()])
    votes_per_seat = IntegerField(
        _l("Votes per participant"),
        default=5,
        validators=[
            InputRequired(_l("Please fill this in.")),
            NumberRange(0, 50, _l("A number from 0 to 50, please.")),
        ],
        description=_l("Spread over all cards of the camp, at most one per card."),
    )
    is_anonymous = BooleanField(
        _l("Nobody sees who wrote what"),
        description=_l("Only the group of a card is shown. Once somebody has a seat this cannot be changed any more."),
    )
    shows_cursors = BooleanField(_l("People see each other's pointers on the board"), default=True)


def camp_form(**given: Any) -> CampForm:
    """The form with the templates that a new camp can begin with."""
    form = CampForm(**given)
    titles = [(one.key, one.title) for one in TEMPLATES.values()]
    form.template.choices = [("", _("The three aspects, without a session plan")), *titles]
    return form


class GroupForm(Form):
    """A working group beside those made from the challenges."""

    form_id = HiddenField(default=public_id)
    title = TranslatedField(_l("Title of the group"), needed=True)


class CodeForm(Form):
    """The code that the facilitator reads aloud."""

    code = StringField(
        _l("Code"),
        validators=[required(), at_most(40)],
        description=_l("Eight letters and digits, for example K7QM-2XRB."),
    )


class SeatForm(Form):
    """Who takes a seat by code."""

    form_id = HiddenField(default=secret_token)  # the same form sent twice takes one seat
    code = HiddenField()
    name = StringField(
        _l("Your name"),
        validators=[required(), at_most(NAME_LIMIT)],
        description=_l("The others in your group see it."),
    )
    helix = RadioField(_l("You take part as"), choices=HELIX, validators=[InputRequired(_l("Please choose one."))])
    group = RadioField(_l("Working group"), choices=[], validate_choice=True, default="")


def seat_form(groups: Sequence[WorkingGroup], *, with_choice: bool = True) -> SeatForm:
    """The form with the camp's groups."""
    form = SeatForm()
    titles = [(group.public_id, translate(group.title)) for group in groups]
    form.group.choices = [("", _("Wherever there is room")), *(titles if with_choice else [])]
    return form


class SeatsForm(Form):
    """A list of people who get personal links."""

    form_id = HiddenField(default=secret_token)
    names = TextAreaField(
        _l("Names, one a line"),
        validators=[required(), at_most(60_000)],
        description=_l(
            "Paste from a spreadsheet. After the name may come the category (business, research, public_sector, "
            "civil_society, citizen, other) and the number of the group."
        ),
    )
    group = RadioField(_l("Where no group is named"), choices=[], default="spread")
    is_facilitator = BooleanField(
        _l("These people facilitate"), description=_l("They can open, lock and close boards and see every group.")
    )
    is_observer = BooleanField(
        _l("These people only watch"), description=_l("They see every board and change nothing; they have no group.")
    )


def seats_form(groups: Sequence[WorkingGroup]) -> SeatsForm:
    """The form with the camp's groups."""
    form = SeatsForm()
    form.group.choices = [
        ("spread", _("Spread them evenly over the groups")),
        ("none", _("No group: they see every board")),
        *((group.public_id, f"{number}. {translate(group.title)}") for number, group in enumerate(groups, start=1)),
    ]
    return form


def read_names(form: SeatsForm, groups: Sequence[WorkingGroup], seats: dict[int | None, int]) -> list[Reservation]:
    """The pasted list as reservations; ValidationError names the line that cannot be read."""
    text = form.names.data or ""
    delimiter = next((sign for sign in ("\t", ";") if sign in text), ",")
    rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(cell.strip() for cell in row)]
    if len(rows) > SEATS_AT_ONCE:
        raise ValidationError(_("At most %(limit)s names at a time.", limit=SEATS_AT_ONCE))
    taken = dict(seats)
    reservations = []
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row] + ["", ""]
        group = _group_for(form, groups, taken, cells[2], number)
        taken[group.id if group else None] = taken.get(group.id if group else None, 0) + 1
        name = tidy_name(cells[0])
        if not name:
            raise ValidationError(_("Line %(number)s has no name.", number=number))
        told = Reservation(name, _helix(cells[1], number), group, bool(form.is_facilitator.data))
        watching = replace(told, group=None, is_facilitator=False, is_observer=True)
        reservations.append(watching if form.is_observer.data else told)
    return reservations


def _helix(typed: str, number: int) -> str:
    wanted = typed.casefold().replace(" ", "_")
    for code, label in HELIX:
        if wanted in ("", code, str(label).casefold().replace(" ", "_")):
            return code if wanted else ""
    raise ValidationError(_("Line %(number)s: “%(typed)s” is not a category.", number=number, typed=typed[:40]))


def _group_for(
    form: SeatsForm, groups: Sequence[WorkingGroup], taken: dict[int | None, int], typed: str, number: int
) -> WorkingGroup | None:
    if typed:
        if typed.isdecimal() and 1 <= int(typed) <= len(groups):
            return groups[int(typed) - 1]
        raise ValidationError(_("Line %(number)s: there is no group “%(typed)s”.", number=number, typed=typed[:40]))
    if form.group.data == "spread":
        return min(groups, key=lambda group: (taken.get(group.id, 0), group.position), default=None)
    return next((group for group in groups if group.public_id == form.group.data), None)
