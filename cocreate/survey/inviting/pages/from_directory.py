"""Contacts taken from the directory with one button: only people who agreed to be written to."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import transaction
from cocreate.directory import queries as directory
from cocreate.survey.inviting import commands
from cocreate.survey.inviting.pages.contacts import pages
from cocreate.survey.inviting.rules import ContactDetails
from cocreate.web.access import current_actor, requires


@pages.post("/from-directory")
@requires("survey:contacts:edit")
def from_directory() -> Any:
    """Take those who take part in the process, or everybody who agreed."""
    with transaction() as session:
        people = directory.may_be_written_to(session, g.process)
        if request.form.get("whom") != "all":
            here = {one.id for one in directory.taking_part(session, g.process)}
            people = [one for one in people if one.id in here]
        contacts = [
            ContactDetails(one.email or "", one.name, one.language, one.works_for, one.helix).checked()
            for one in people
        ]
        done = commands.import_contacts(session, current_actor(), g.process, contacts)
    flash(_("Added: %(added)s. Brought up to date: %(updated)s.", added=done.added, updated=done.updated), "success")
    return redirect(url_for(".index"))
