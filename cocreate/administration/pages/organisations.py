"""Organisations in numbers; one is switched off and on again. Their people's words are not shown here."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.accounts.organisations.commands import close_organisation, open_organisation
from cocreate.administration.pages import pages
from cocreate.administration.queries.organisations import organisation_of_address, organisations_in_numbers
from cocreate.core.db import db, transaction
from cocreate.web.access import current_actor, requires


@pages.get("/organisations")
@requires("administration:organisations:view")
def organisations() -> str:
    """All of them."""
    return render_template("administration/organisations.html", rows=organisations_in_numbers(db.session()))


@pages.post("/organisations/<listed_id>/<any(close, open):opening>")
@requires("administration:organisations:edit")
def switch_organisation(listed_id: str, opening: str) -> Any:
    """Off or on."""
    with transaction() as session:
        row = organisation_of_address(session, listed_id)
        (close_organisation if opening == "close" else open_organisation)(session, current_actor(), row)
    told = {
        "close": _("It is switched off: nobody reaches its pages and processes."),
        "open": _("It is switched on again, with all that was there."),
    }
    flash(told[opening], "success")
    return redirect(url_for("administration.organisations"))
