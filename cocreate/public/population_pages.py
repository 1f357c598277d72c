"""Where organisers say whom the population consists of."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.public import population
from cocreate.public.models import Population
from cocreate.public.population import CATEGORIES, Attribute, PopulationTold, read_shares
from cocreate.public.population_words import TITLES, known_names, name_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, required
from cocreate.web.messages import say

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


manage = Blueprint("population_manage", __name__, url_prefix="/p/<process_id>/manage/record/population")


@manage.get("/")
@requires("public:record:edit")
def index() -> str:
    """By what people are compared."""
    return render_template(
        "public/population/manage.html", titles=TITLES, told=population.populations_of(db.session(), g.process)
    )


@manage.route("/<any(helix, language):attribute>", methods=["GET", "POST"])
@requires("public:record:edit")
def change(attribute: str) -> Any:
    """The shares by one attribute."""
    by = Attribute(attribute)
    row, problem = population.populations_of(db.session(), g.process).get(by), ""
    form = form_for(by, row)
    if form.validate_on_submit():
        try:
            told = form.told(by)
            with transaction() as session:
                population.set_population(session, current_actor(), g.process, by, told)
            flash(_("Saved."), "success")
            return redirect(url_for(".index"), 303)
        except DomainError as error:
            db.session.rollback()
            problem = say(error)
    page = render_template(
        "public/population/change.html", form=form, title=TITLES[by], row=row, problem=problem, attribute=attribute
    )
    return page, 422 if form.errors or problem else 200


@manage.post("/<any(helix, language):attribute>/remove")
@requires("public:record:edit")
def remove(attribute: str) -> Any:
    """Compare by it no longer."""
    with transaction() as session:
        population.remove_population(session, current_actor(), g.process, Attribute(attribute))
    flash(_("It is removed."), "success")
    return redirect(url_for(".index"), 303)
