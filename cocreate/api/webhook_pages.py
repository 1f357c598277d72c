"""Pages for organisers: which servers are told what happens, with the log of what was told."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.api import webhooks
from cocreate.api.models import Webhook
from cocreate.api.rules import ADDRESS_MAX, KIND_NAMES, STATE_NAMES, TEST, shown_secret
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, at_most, number_in, required
from cocreate.web.messages import say


class WebhookForm(Form):
    """Which server is told what."""

    form_id = HiddenField(default=public_id)
    version = HiddenField()
    address = StringField(
        _l("Address of the server"),
        description=_l("It begins with https:// and takes POST requests."),
        validators=[required(), at_most(ADDRESS_MAX)],
        render_kw={"inputmode": "url"},
    )
    kinds = SelectMultipleField(
        _l("Of what is it told?"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        validators=[DataRequired(_l("Please choose at least one."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_active = BooleanField(_l("Switched on"), default=True)


pages = Blueprint("api_webhooks", __name__, url_prefix="/p/<process_id>/manage/webhooks")


def kind_name(kind: str) -> str:
    """What a kind of event is called."""
    return _("Test") if kind == TEST else str(KIND_NAMES[kind])  # type: ignore[index]


@pages.get("/")
@requires("api:webhooks:view")
def index() -> Any:
    """The webhooks of the process, and a form for one more."""
    return _index(WebhookForm(formdata=None))


@pages.post("/")
@requires("api:webhooks:edit")
def add() -> Any:
    """One more server that is told."""
    form = WebhookForm()
    if not form.validate():
        return _index(form, 422)
    try:
        with transaction() as session:
            made = webhooks.add_webhook(
                session,
                current_actor(),
                g.process,
                address=form.address.data or "",
                kinds=form.kinds.data or (),
                form_id=form_public_id(form.form_id.data),
            )
            key = made.public_id
    except DomainError as error:
        db.session.rollback()
        form.address.errors = [say(error)]
        return _index(form, error.status)
    flash(_("The webhook is added. Give its secret to the receiving server, then send a test."), "success")
    return redirect(url_for(".show", webhook_id=key), 303)


@pages.get("/<webhook_id>")
@requires("api:webhooks:view")
def show(webhook_id: str) -> Any:
    """One webhook: its secret, what it is told of, and the log."""
    webhook = webhooks.find_webhook(db.session(), g.process, webhook_id)
    return _show(webhook, _filled(webhook))


@pages.post("/<webhook_id>")
@requires("api:webhooks:edit")
def change(webhook_id: str) -> Any:
    """Another address, other things to be told of, off or on."""
    webhook = webhooks.find_webhook(db.session(), g.process, webhook_id)
    form = WebhookForm()
    if not form.validate():
        return _show(webhook, form, 422)
    try:
        with transaction() as session:
            webhooks.change_webhook(
                session,
                current_actor(),
                g.process,
                webhook,
                address=form.address.data or "",
                kinds=form.kinds.data or (),
                is_active=bool(form.is_active.data),
                version=number_in(form.version.data),
            )
    except DomainError as error:
        db.session.rollback()
        form.address.errors = [say(error)]
        webhook = webhooks.find_webhook(db.session(), g.process, webhook_id)
        form.version.data = str(webhook.version)
        return _show(webhook, form, error.status)
    flash(_("Saved."), "success")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@pages.post("/<webhook_id>/key")
@requires("api:webhooks:edit")
def renew_key(webhook_id: str) -> Any:
    """Another secret."""
    with transaction() as session:
        webhook = webhooks.find_webhook(session, g.process, webhook_id)
        number = number_in(request.form.get("number"))
        webhooks.renew_key(session, current_actor(), g.process, webhook, number=number)
    flash(_("The secret is renewed. Give it to the receiving server."), "success")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@pages.post("/<webhook_id>/test")
@requires("api:webhooks:edit")
def test(webhook_id: str) -> Any:
    """Send something to try the receiver with."""
    with transaction() as session:
        webhook = webhooks.find_webhook(session, g.process, webhook_id)
        webhooks.send_test(session, current_actor(), g.process, webhook)
    flash(_("The test is on its way. Look at the log in a moment."), "success")
    return redirect(url_for(".show", webhook_id=webhook_id) + "#log", 303)


@pages.post("/<webhook_id>/remove")
@requires("api:webhooks:edit")
def remove(webhook_id: str) -> Any:
    """Tell it nothing more."""
    with transaction() as session:
        webhook = webhooks.find_webhook(session, g.process, webhook_id)
        webhooks.remove_webhook(session, current_actor(), g.process, webhook)
    flash(_("The webhook is removed."), "success")
    return redirect(url_for(".index"), 303)


@pages.post("/<webhook_id>/deliveries/<webhook_delivery_id>/again")
@requires("api:webhooks:edit")
def again(webhook_id: str, webhook_delivery_id: str) -> Any:
    """Tell it once more; the receiver knows by the id that it is the same."""
    with transaction() as session:
        webhook = webhooks.find_webhook(session, g.process, webhook_id)
        delivery = webhooks.find_delivery(session, webhook, webhook_delivery_id)
        webhooks.send_again(session, current_actor(), g.process, delivery)
    flash(_("It is on its way again."), "success")
    return redirect(url_for(".show", webhook_id=webhook_id) + "#log", 303)


def _index(form: WebhookForm, status: int = 200) -> Any:
    rows = webhooks.webhooks_of(db.session(), g.process)
    return render_template("api/webhooks.html", form=form, webhooks=rows, kind_name=kind_name), status


def _filled(webhook: Webhook) -> WebhookForm:
    told = {name: getattr(webhook, name) for name in ("address", "kinds", "is_active", "version")}
    return WebhookForm(formdata=None, data=told)


def _show(webhook: Webhook, form: WebhookForm, status: int = 200) -> Any:
    page = render_template(
        "api/webhook.html",
        webhook=webhook,
        form=form,
        secret=shown_secret(webhook.key),
        deliveries=webhooks.deliveries_of(db.session(), webhook),
        kind_name=kind_name,
        state_names=STATE_NAMES,
    )
    return page, status
