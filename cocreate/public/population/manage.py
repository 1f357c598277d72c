"""Where organisers say whom the population consists of."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.public.population import commands
from cocreate.public.population.forms import form_for
from cocreate.public.population.rules import Attribute
from cocreate.public.population.words import TITLES
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

manage = Blueprint("population_manage", __name__, url_prefix="/p/<process_id>/manage/record/population")


@manage.get("/")
@requires("public:record:edit")
def index() -> str:
    """By what people are compared."""
    return render_template(
        "public/population/manage.html", titles=TITLES, told=commands.populations_of(db.session(), g.process)
    )


@manage.route("/<any(helix, language):attribute>", methods=["GET", "POST"])
@requires("public:record:edit")
def change(attribute: str) -> Any:
    """The shares by one attribute."""
    by = Attribute(attribute)
    row, problem = commands.populations_of(db.session(), g.process).get(by), ""
    form = form_for(by, row)
    if form.validate_on_submit():
        try:
            told = form.told(by)
            with transaction() as session:
                commands.set_population(session, current_actor(), g.process, by, told)
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
        commands.remove_population(session, current_actor(), g.process, Attribute(attribute))
    flash(_("It is removed."), "success")
    return redirect(url_for(".index"), 303)
