"""Where organisers offer documents."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError
from cocreate.public.documents import commands
from cocreate.survey import filetypes
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField
from cocreate.web.messages import say

manage = Blueprint("record_documents_manage", __name__, url_prefix="/p/<process_id>/manage/record/documents")


class OfferForm(Form):
    """A document to offer."""

    form_id = HiddenField(default=public_id)
    file = FileField(_l("Document"), validators=[FileRequired(_l("Please choose a file."))])
    title = TranslatedField(_l("Title"))


class RenewForm(Form):
    """A newer version of a document."""

    file = FileField(_l("Document"), validators=[FileRequired(_l("Please choose a file."))])
    changes = TranslatedField(_l("What is new in it"), long=True)


@manage.route("/", methods=["GET", "POST"])
@requires("public:record:edit")
def index() -> Any:
    """What is offered, and offering more."""
    form = OfferForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.offer_document(
                    session,
                    current_actor(),
                    g.process,
                    title=form.title.data,
                    name=form.file.data.filename or "",
                    content=_content(form),
                    public_id=form_public_id(form.form_id.data),
                )
            flash(_("The document is offered now."), "success")
            return redirect(url_for(".index"), 303)
        except DomainError as error:
            db.session.rollback()
            form.file.errors = [say(error)]
    page = render_template(
        "public/documents/manage.html", form=form, documents=commands.documents_of(db.session(), g.process), **_limits()
    )
    return page, 422 if form.errors else 200


@manage.route("/<record_document_id>", methods=["GET", "POST"])
@requires("public:record:edit")
def renew(record_document_id: str) -> Any:
    """The versions of a document, and a newer one."""
    row, form = commands.find_document(db.session(), g.process, record_document_id), RenewForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                name, content = form.file.data.filename or "", _content(form)
                changes = form.changes.data
                commands.renew_document(
                    session, current_actor(), g.process, row, name=name, content=content, changes=changes
                )
            flash(_("The newer version is offered now."), "success")
            return redirect(url_for(".renew", record_document_id=record_document_id), 303)
        except DomainError as error:
            db.session.rollback()
            form.file.errors = [say(error)]
    page = render_template("public/documents/renew.html", form=form, document=row, **_limits())
    return page, 422 if form.errors else 200


@manage.post("/<record_document_id>/<int:document_number>/withdraw")
@requires("public:record:edit")
def withdraw(record_document_id: str, document_number: int) -> Any:
    """Erase the file of a version."""
    with transaction() as session:
        row = commands.find_document(session, g.process, record_document_id)
        version = commands.find_version(row, document_number)
        commands.withdraw_version(session, current_actor(), g.process, row, version)
    flash(_("The file of version %(number)s is erased.", number=document_number), "success")
    return redirect(url_for(".renew", record_document_id=record_document_id), 303)


def _content(form: Any) -> bytes:
    """What was sent, and a byte more than allowed when it is too much."""
    content: bytes = form.file.data.read(commands.MEGABYTES * filetypes.MEGABYTE + 1)
    return content


def _limits() -> dict[str, Any]:
    return {"types": ", ".join(filetypes.KNOWN), "limit": commands.MEGABYTES}
