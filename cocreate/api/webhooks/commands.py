"""Writes of webhooks: add, change and remove them, tell them something, and keep what became of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import path_of
from cocreate.api.webhooks import queries
from cocreate.api.webhooks.models import Webhook, WebhookDelivery
from cocreate.api.webhooks.rules import (
    KEPT_FOR,
    LEASE,
    MOST,
    SWITCHED_OFF_AFTER,
    TEST,
    Kind,
    State,
    check_address,
    next_wait,
)
from cocreate.api.webhooks.sending import Sent
from cocreate.core import audit, jobs
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.core.telling import N_
from cocreate.core.telling import Kind as NoticeKind
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.notices.audience import RUNNING, News, tell_people
from cocreate.process.models import Process

JOB = "api.webhooks"


def add_webhook(
    session: Session, actor: Actor, process: Process, *, address: str, kinds: Iterable[str], form_id: str | None = None
) -> Webhook:
    """One more server that is told; the same form sent twice adds it once."""
    known = session.scalar(select(Webhook).where(Webhook.public_id == form_id)) if form_id else None
    if known is not None:
        if known.process_id != process.id:
            raise NotFound()
        return known
    if len(queries.webhooks_of(session, process)) >= MOST:
        raise Conflict("api.webhook.too_many", most=MOST)
    made = Webhook(process_id=process.id, created_at=clock.now(), **_told(address, kinds))
    if form_id:
        made.public_id = form_id
    session.add(made)
    session.flush()
    audit.record(session, actor, "api:webhook:add", made.ref, process=process.public_id, kinds=made.kinds)
    return made


def change_webhook(
    session: Session,
    actor: Actor,
    process: Process,
    webhook: Webhook,
    *,
    address: str,
    kinds: Iterable[str],
    is_active: bool,
    version: int,
) -> None:
    """Another address, other things to be told of; or switched off and on."""
    if webhook.version != version:
        raise Conflict("changed_meanwhile")
    for name, value in _told(address, kinds).items():
        setattr(webhook, name, value)
    webhook.is_active, webhook.given_up = is_active, 0
    audit.record(session, actor, "api:webhook:change", webhook.ref, process=process.public_id, kinds=webhook.kinds)
    session.flush()


def renew_key(session: Session, actor: Actor, process: Process, webhook: Webhook, *, number: int) -> None:
    """Another secret; the receiver must be given it. A form sent twice renews it once."""
    if webhook.key_number != number:
        return
    webhook.key_number += 1
    audit.record(session, actor, "api:webhook:renew_key", webhook.ref, process=process.public_id)
    session.flush()


def remove_webhook(session: Session, actor: Actor, process: Process, webhook: Webhook) -> None:
    """Tell it nothing more; its log goes with it."""
    audit.record(session, actor, "api:webhook:remove", webhook.ref, process=process.public_id)
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id))
    session.delete(webhook)
    session.flush()


def _told(address: str, kinds: Iterable[str]) -> dict[str, Any]:
    wanted = set(kinds)
    chosen = [kind.value for kind in Kind if kind in wanted]
    if not chosen:
        raise Invalid("required")
    allows_private = current_app.extensions["cocreate_settings"].webhooks_private
    return {"address": check_address(address, allows_private=allows_private), "kinds": chosen}


def tell(session: Session, webhook: Webhook, process: Process, kind: str, subject: tuple[str, str]) -> WebhookDelivery:
    """Put something on its way to one webhook. Ids only: what they stand for is read with the reader's permissions."""
    now, ident = clock.now(), public_id()
    body = {
        "id": ident,
        "kind": kind,
        "at": now.isoformat(timespec="seconds"),
        "process": process.public_id,
        "subject": {"type": subject[0], "id": subject[1]},
    }
    made = WebhookDelivery(public_id=ident, webhook_id=webhook.id, kind=kind, body=body, next_at=now, created_at=now)
    session.add(made)
    session.flush()
    return made


def send_test(session: Session, actor: Actor, process: Process, webhook: Webhook) -> WebhookDelivery:
    """Something to try the receiver with; one at a time."""
    waiting = queries.waiting_test(session, webhook)
    if waiting is not None:
        return waiting
    made = tell(session, webhook, process, TEST, webhook.ref)
    jobs.enqueue(session, actor, JOB, process=process)
    return made


def send_again(session: Session, actor: Actor, process: Process, delivery: WebhookDelivery) -> None:
    """Begin anew with something that did not arrive, or that the receiver lost."""
    if delivery.state == State.WAITING and delivery.attempts == 0:
        return
    delivery.state, delivery.attempts, delivery.problem = State.WAITING.value, 0, ""
    delivery.next_at, delivery.ended_at = clock.now(), None
    audit.record(session, actor, "api:webhook:send_again", delivery.ref, process=process.public_id)
    jobs.enqueue(session, actor, JOB, process=process)


def claim(session: Session, delivery_id: int, now: datetime) -> WebhookDelivery | None:
    """Take a delivery to send it, so that two workers never send the same; None: somebody else has it."""
    mine = (WebhookDelivery.id == delivery_id, queries.IS_DUE, WebhookDelivery.next_at <= now)
    taken = session.execute(
        update(WebhookDelivery)
        .where(*mine)
        .values(attempts=WebhookDelivery.attempts + 1, next_at=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    session.expire_all()
    return queries.with_webhook(session, delivery_id)


def keep_outcome(session: Session, delivery: WebhookDelivery, sent: Sent) -> None:
    """Delivered; to be tried again later; or given up. A webhook that takes nothing any more is switched off."""
    now, webhook = clock.now(), delivery.webhook
    delivery.status, delivery.problem = sent.status, sent.problem
    if sent.is_taken:
        delivery.state, delivery.next_at, delivery.ended_at = State.DELIVERED.value, None, now
        webhook.given_up = 0
    elif (wait := next_wait(delivery.attempts)) is not None:
        delivery.next_at = now + wait
    else:
        delivery.state, delivery.next_at, delivery.ended_at = State.FAILED.value, None, now
        webhook.given_up += 1
        if webhook.given_up >= SWITCHED_OFF_AFTER and webhook.is_active:
            webhook.is_active = False
            name = webhook.process.public_id
            audit.record(session, SYSTEM, "api:webhook:switch_off", webhook.ref, process=name)
            _tell_organisers(session, webhook)
    session.flush()


def _tell_organisers(session: Session, webhook: Webhook) -> None:
    said = N_("A program that should be told of events does not answer: its webhook is switched off.")
    path = path_of("api_webhooks.index", process_id=webhook.process.public_id)
    key = f"webhook:{webhook.public_id}:{clock.now().isoformat(timespec='minutes')}"
    tell_people(session, webhook.process, News(NoticeKind.PROGRAM, said, path, key), RUNNING)


def forget_old(session: Session) -> None:
    """The log holds a month."""
    over = WebhookDelivery.ended_at < clock.now() - KEPT_FOR
    session.execute(delete(WebhookDelivery).where(over))
