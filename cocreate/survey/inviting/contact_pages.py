"""The contacts of a process: looked through, added, brought in from a file or the directory, told to have moved."""

import csv
import io
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField, TextAreaField

from cocreate.core import audit
from cocreate.core.db import begin_writing, db, transaction
from cocreate.directory import queries as directory
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.survey import labels
from cocreate.survey.inviting import queries
from cocreate.survey.inviting.contacts import (
    add_contact,
    delete_contact,
    harmless,
    import_contacts,
    mark_bounced,
    read_contacts,
    read_table,
    update_contact,
)
from cocreate.survey.inviting.models import Contact
from cocreate.survey.inviting.queries import Chosen
from cocreate.survey.inviting.returned import named_in
from cocreate.survey.inviting.rules import LONGEST_NAME, ContactDetails, attributes_as_lines, attributes_in
from cocreate.survey.labels import helix_name
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import LONG, Form, TranslatedField, at_most, clean, required
from cocreate.web.language import NAMES
from cocreate.web.messages import say
from cocreate.web.paging import page_number


def helix_choices() -> list[tuple[str, str]]:
    """The helix categories by name, after "not said"."""
    return [("", helix_name("")), *((category.value, helix_name(category.value)) for category in HelixCategory)]


class ContactForm(Form):
    """One contact."""

    email = EmailField(_l("E-mail address"), validators=[required(), at_most(254)])
    name = StringField(_l("Name"), validators=[at_most(LONGEST_NAME)])
    organisation = StringField(_l("Organisation"), validators=[at_most(LONGEST_NAME)])
    language = SelectField(_l("Language of mails"), choices=list(NAMES.items()), default="en")
    helix = SelectField(_l("Group"))
    attributes = TextAreaField(
        _l("Other attributes"),
        description=_l("One a line, such as “commune: Ixelles”. Only what is needed to balance who is heard."),
        validators=[at_most(LONG)],
    )
    is_bounced = BooleanField(_l("Mail to this address came back"))

    def __init__(self, contact: Contact | None = None) -> None:
        names = ("email", "name", "organisation", "language", "helix", "is_bounced")
        known = {} if contact is None else {name: getattr(contact, name) for name in names}
        if contact is not None:
            known["attributes"] = attributes_as_lines(contact.attributes)
        super().__init__(data=known)
        self.helix.choices = helix_choices()

    def details(self) -> ContactDetails:
        """What was typed."""
        return ContactDetails(
            email=self.email.data or "",
            name=self.name.data or "",
            language=self.language.data,
            organisation=self.organisation.data or "",
            helix=self.helix.data,
            attributes=attributes_in(self.attributes.data or ""),
        )


class ContactFileForm(Form):
    """A file of contacts."""

    file = FileField(
        _l("File"),
        description=_l("CSV or XLSX with a line of column names; one column holds the e-mail addresses."),
        validators=[FileRequired(message=_l("Please choose a file."))],
    )
    language = SelectField(_l("Language of mails where the file says none"), choices=list(NAMES.items()), default="en")


class BounceForm(Form):
    """Addresses that mail came back from, or the report that says so."""

    text = TextAreaField(
        _l("Addresses, or the text of a report of non-delivery"), validators=[at_most(200_000)], render_kw={"rows": 6}
    )
    file = FileField(_l("Or a file with them"))


class MailingForm(Form):
    """The words of a mail to many."""

    version = HiddenField(default="1")
    subject = TranslatedField(_l("Subject"), needed=True)
    body = TranslatedField(
        _l("Text"),
        long=True,
        needed=True,
        description=_l("These are filled in: {name} {title} {link} {closes} {opt_out}"),
    )


pages = Blueprint("survey_contacts", __name__, url_prefix="/p/<process_id>/manage/contacts")
pages.context_processor(labels.for_templates)


def chosen_in(values: Any) -> Chosen:
    """Which contacts a page asks for, by its address or its form."""
    told = {name: (clean(values.get(name, "")) or "")[:100] for name in ("search", "helix", "language", "attribute")}
    return Chosen(**told, value=(clean(values.get("value", "")) or "")[:200])


def choices() -> dict[str, Any]:
    """What the filter of contacts offers."""
    return {
        "helix_choices": helix_choices()[1:],
        "language_choices": list(NAMES.items()),
        "attribute_choices": queries.attribute_names(db.session(), g.process),
    }


@pages.get("/")
@requires("survey:contacts:view")
def index() -> str:
    """All contacts, a page at a time, or those that fit."""
    chosen = chosen_in(request.args)
    page = page_number()
    contacts, page_count, total = queries.contacts_page(db.session(), g.process, chosen, page)
    return render_template(
        "survey/inviting/contacts.html",
        contacts=contacts,
        total=total,
        page=min(page, page_count),
        page_count=page_count,
        chosen=chosen,
        page_url=lambda number: url_for(".index", page=number, **asdict(chosen)),
        **choices(),
    )


@pages.route("/new", methods=["GET", "POST"])
@requires("survey:contacts:edit")
def create() -> Any:
    """Add one contact."""
    form = ContactForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                add_contact(session, current_actor(), g.process, form.details())
            flash(_("The contact is added."), "success")
            return redirect(url_for(".index"))
        except DomainError as error:
            form.email.errors = [*form.email.errors, say(error)]
    return render_template("survey/inviting/contact.html", form=form, contact=None), 422 if form.errors else 200


@pages.route("/<contact_id>", methods=["GET", "POST"])
@requires("survey:contacts:edit")
def edit(contact_id: str) -> Any:
    """Change one contact."""
    contact = _contact(contact_id)
    form = ContactForm(contact)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                update_contact(
                    session, current_actor(), g.process, contact, form.details(), is_bounced=form.is_bounced.data
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".index"))
        except DomainError as error:
            form.email.errors = [*form.email.errors, say(error)]
            contact = _contact(contact_id)
    return render_template("survey/inviting/contact.html", form=form, contact=contact), 422 if form.errors else 200


@pages.post("/<contact_id>/delete")
@requires("survey:contacts:edit")
def delete(contact_id: str) -> Any:
    """Forget one contact."""
    contact = _contact(contact_id)
    with transaction() as session:
        delete_contact(session, current_actor(), g.process, contact)
    flash(_("The contact is deleted."), "success")
    return redirect(url_for(".index"))


@pages.route("/import", methods=["GET", "POST"])
@requires("survey:contacts:edit")
def import_() -> Any:
    """Bring contacts in from a file: all of it, or, if a line is wrong, nothing."""
    form, found = ContactFileForm(), None
    if form.validate_on_submit():
        try:
            table = read_table(form.file.data.read())
            found = read_contacts(table, form.language.data)
            if not found.problems and not found.contacts:
                raise Invalid("survey.contacts.empty")
        except Invalid as problem:
            form.file.errors = [*form.file.errors, say(problem)]
    if found is None or found.problems or form.errors:
        problems = [(each.line, say(each.code, **each.params)) for each in found.problems] if found else []
        status = 422 if form.errors or problems else 200
        return render_template("survey/inviting/import.html", form=form, found=found, problems=problems), status
    with transaction() as session:
        done = import_contacts(session, current_actor(), g.process, found.contacts)
    flash(_("Added: %(added)s. Brought up to date: %(updated)s.", added=done.added, updated=done.updated), "success")
    if found.merged:
        flash(ngettext("%(num)s line repeated an address.", "%(num)s lines repeated an address.", found.merged), "info")
    return redirect(url_for(".index"))


@pages.get("/export.csv")
@requires("survey:contacts:export")
def export() -> Response:
    """All contacts as a file; that they were taken out is recorded."""
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    with transaction() as session:
        audit.record(
            session, current_actor(), "survey:contacts:export", g.process.ref, process=g.process.public_id, format="csv"
        )
        rows = list(session.scalars(queries.contacts_where(g.process, Chosen()).order_by(Contact.email)))
        names = queries.attribute_names(session, g.process)
    return csv_response(
        "contacts.csv",
        ["email", "name", "organisation", "language", "helix", "opted_out", "bounced", *names],
        [
            [
                contact.email,
                contact.name,
                contact.organisation,
                contact.language,
                contact.helix,
                "yes" if contact.is_opted_out else "",
                "yes" if contact.is_bounced else "",
                *(contact.attributes.get(name, "") for name in names),
            ]
            for contact in rows
        ],
    )


@pages.route("/bounces", methods=["GET", "POST"])
@requires("survey:contacts:edit")
def bounces() -> Any:
    """Tell which addresses mail came back from."""
    form = BounceForm()
    if form.validate_on_submit():
        text = form.text.data or ""
        if form.file.data:
            text += "\n" + form.file.data.read().decode("utf-8", "replace")
        if found := named_in(text.replace("\x00", "").strip()):
            with transaction() as session:
                marked = mark_bounced(session, current_actor(), g.process, found)
            told = _("Addresses read: %(found)s. Contacts marked: %(marked)s.", found=len(found), marked=marked)
            flash(told, "success")
            return redirect(url_for(".index"))
        form.text.errors = [say("survey.contacts.no_returned")]
    return render_template("survey/inviting/bounces.html", form=form), 422 if form.errors else 200


def csv_response(name: str, heads: list[str], rows: list[list[str]]) -> Response:
    """A file that spreadsheet programs open without computing anything in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=headers)


def _contact(public_id: str) -> Contact:
    found = queries.find_contact(db.session(), g.process, public_id)
    if found is None:
        raise NotFound()
    return found


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
        done = import_contacts(session, current_actor(), g.process, contacts)
    flash(_("Added: %(added)s. Brought up to date: %(updated)s.", added=done.added, updated=done.updated), "success")
    return redirect(url_for(".index"))
