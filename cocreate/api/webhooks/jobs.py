"""Sending what is due: at once after something happened, and every minute what has to be tried again."""

import json

from flask import current_app
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.api.webhooks import commands, queries
from cocreate.api.webhooks.rules import signed_headers
from cocreate.api.webhooks.sending import send
from cocreate.core import features, jobs
from cocreate.core.db import transaction
from cocreate.core.jobs import JobContext
from cocreate.core.permissions import SYSTEM


@jobs.job(commands.JOB)
def send_due(context: JobContext) -> None:
    """One after the other; no transaction is open while another server takes its time. While the installation tells
    nobody anything, all of it waits."""
    if not features.value("webhooks"):
        return
    with context.reading() as session:
        waiting = queries.due(session, clock.now())
    for place, delivery_id in enumerate(waiting):
        context.advance(place / len(waiting))
        send_one(delivery_id)


def send_one(delivery_id: int) -> None:
    """Claim it, send it, keep what came of it."""
    now = clock.now()
    with transaction() as session:
        delivery = commands.claim(session, delivery_id, now)
        if delivery is None:
            return
        webhook = delivery.webhook
        address, key, ident = webhook.address, webhook.key, delivery.public_id
        body = json.dumps(delivery.body, sort_keys=True, separators=(",", ":")).encode()
    allows_private = current_app.extensions["cocreate_settings"].webhooks_private
    headers = signed_headers(key, ident, int(now.timestamp()), body)
    sent = send(address, body, headers, allows_private=allows_private)
    with transaction() as session:
        delivery = queries.with_webhook(session, delivery_id)
        if delivery is not None:  # its webhook may be gone meanwhile
            commands.keep_outcome(session, delivery, sent)


@jobs.minutely
def try_again(session: Session) -> None:
    """What could not be delivered and whose time has come."""
    if features.value("webhooks") and queries.is_any_due(session, clock.now()):
        jobs.enqueue(session, SYSTEM, commands.JOB)


jobs.hourly(commands.forget_old)
