"""What organisers fill in about the population."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from cocreate.public.population.commands import PopulationTold
from cocreate.public.population.models import Population
from cocreate.public.population.reading import read_shares
from cocreate.public.population.rules import CATEGORIES, Attribute
from cocreate.public.population.words import known_names, name_of
from cocreate.web.forms import Form, at_most, required

PREFIX = "share_"


class PopulationForm(Form):
    """Where the shares come from; the shares themselves are added for each category."""

    table = TextAreaField(
        _l("Or paste a table"),
        validators=[at_most(2000)],
        description=_l(
            "A group and its percentage a line, such as: Businesses; 25. What is pasted replaces the above."
        ),
    )
    source = StringField(_l("Source"), validators=[required(), at_most(300)])
    url = StringField(_l("Address of the source on the web"), validators=[at_most(500)])
    year = IntegerField(
        _l("Year of the figures"), validators=[Optional(), NumberRange(1900, 2100, _l("A year, please."))]
    )

    def told(self, attribute: Attribute) -> PopulationTold:
        """As the command takes it; raises Invalid for a table that cannot be read."""
        pasted = (self.table.data or "").strip()
        shares = read_shares(pasted, known_names(attribute)) if pasted else dict(self._typed())
        return PopulationTold(shares, self.source.data or "", (self.url.data or "").strip(), self.year.data)

    def shares(self) -> list[Any]:
        """The fields of the categories."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def _typed(self) -> Iterator[tuple[str, float]]:
        for field in self.shares():
            if field.data is not None:
                yield field.name.removeprefix(PREFIX), float(field.data)


def form_for(attribute: Attribute, row: Population | None) -> PopulationForm:
    """The form for one attribute, filled with what was told."""

    class Filled(PopulationForm):
        """With a field a category."""

    message = _l("A percentage from 0 to 100, please.")
    for category in CATEGORIES[attribute]:
        field = DecimalField(name_of(attribute, category), validators=[Optional(), NumberRange(0, 100, message)])
        setattr(Filled, f"{PREFIX}{category}", field)
    if row is None:
        return Filled()
    data = {f"{PREFIX}{category}": share for category, share in row.shares.items()}
    return Filled(data={**data, "source": row.source, "url": row.url, "year": row.year})
