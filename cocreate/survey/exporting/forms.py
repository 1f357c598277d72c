"""What organisers fill in to take answers out."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.process.rules import HelixCategory
from cocreate.survey import labels
from cocreate.survey.cuts import Chosen
from cocreate.survey.exporting.asking import Filters, Flagged, Headings, Values, Wish
from cocreate.survey.exporting.formats import FILES, FORMATS
from cocreate.survey.labels import helix_name
from cocreate.web.forms import Form
from cocreate.web.language import NAMES


class Boxes(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ExportForm(Form):
    """Format, what stands in the cells, and which sheets."""

    format = RadioField(_l("Format"), default="csv", validate_choice=False)
    values = RadioField(
        _l("Answers to closed questions"),
        default=Values.CODES.value,
        choices=[
            (Values.CODES.value, _l("As codes, which stay the same in every language")),
            (Values.LABELS.value, _l("As people saw them")),
        ],
    )
    headings = RadioField(
        _l("Names of columns"),
        default=Headings.CODES.value,
        choices=[
            (Headings.CODES.value, _l("Short codes")),
            (Headings.NAMES.value, _l("Short codes with names of choices")),
            (Headings.QUESTIONS.value, _l("Whole questions")),
        ],
    )
    language = SelectField(_l("Language of questions and choices"), choices=list(NAMES.items()))
    languages = Boxes(_l("Only sheets in these languages"), choices=list(NAMES.items()))
    helix = Boxes(_l("Only sheets of these groups"))
    sources = Boxes(
        _l("Only sheets from these sources"),
        choices=[(each.value, word) for each, word in labels.EXPORTED_SOURCES.items()],
    )
    since = DateField(_l("From this day on"), validators=[Optional()])
    until = DateField(_l("Up to this day"), validators=[Optional()])
    flagged = SelectField(
        _l("Sheets that were sent in an odd way"),
        default=Flagged.ALL.value,
        choices=[
            (Flagged.ALL.value, _l("Take them too; a column marks them")),
            (Flagged.WITHOUT.value, _l("Leave them out")),
            (Flagged.ONLY.value, _l("Only them")),
        ],
    )
    only_counted = BooleanField(_l("Without the sheets that are left out of the results; else a column marks them"))
    with_contacts = BooleanField(_l("Add who gave the answers"))

    def __init__(self, *args: Any, has_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = [(each.name, each.label) for each in FORMATS.values() if each.is_installed]
        if has_files:
            self.format.choices.append((FILES, _l("Zip of the files that people handed in")))
        self.helix.choices = [(each.value, helix_name(each)) for each in HelixCategory]
        self.helix.choices.append(("", helix_name("")))

    def wish(self, chosen: tuple[Chosen, ...] = ()) -> Wish:
        """What was asked for; `chosen` are the conditions on answers."""
        return Wish(
            format=self.format.data or "",
            language=self.language.data,
            values=Values(self.values.data),
            headings=Headings(self.headings.data),
            with_contacts=bool(self.with_contacts.data),
            filters=Filters(
                languages=tuple(self.languages.data or ()),
                helix=tuple(self.helix.data or ()),
                sources=tuple(self.sources.data or ()),
                since=self.since.data,
                until=self.until.data,
                flagged=Flagged(self.flagged.data),
                only_counted=bool(self.only_counted.data),
                chosen=chosen,
            ),
        )
