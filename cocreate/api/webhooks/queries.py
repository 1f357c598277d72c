"""Reads of webhooks, named for what a screen or a job needs."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.api.webhooks.models import Webhook, WebhookDelivery
from cocreate.api.webhooks.rules import TEST, State
from cocreate.errors import NotFound
from cocreate.process.models import Process

IS_DUE = WebhookDelivery.state == State.WAITING.value


def webhooks_of(session: Session, process: Process) -> list[Webhook]:
    """The webhooks of a process, the oldest first."""
    return list(session.scalars(select(Webhook).where(Webhook.process_id == process.id).order_by(Webhook.id)))


def find_webhook(session: Session, process: Process, public_id: str) -> Webhook:
    """The webhook of an address, of this process only."""
    found = session.scalar(select(Webhook).where(Webhook.process_id == process.id, Webhook.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def listening(session: Session, process_id: int, kind: str) -> list[Webhook]:
    """Those that are told of something now."""
    mine = select(Webhook).where(Webhook.process_id == process_id, Webhook.is_active)
    return [row for row in session.scalars(mine.order_by(Webhook.id)) if kind in row.kinds]


def deliveries_of(session: Session, webhook: Webhook, most: int = 50) -> list[WebhookDelivery]:
    """What was told to it last, the newest first."""
    mine = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    return list(session.scalars(mine.order_by(WebhookDelivery.id.desc()).limit(most)))


def find_delivery(session: Session, webhook: Webhook, public_id: str) -> WebhookDelivery:
    """One telling to this webhook."""
    mine = WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.public_id == public_id
    found = session.scalar(select(WebhookDelivery).where(*mine))
    if found is None:
        raise NotFound()
    return found


def waiting_test(session: Session, webhook: Webhook) -> WebhookDelivery | None:
    """The test that is on its way."""
    mine = WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.kind == TEST, IS_DUE
    return session.scalar(select(WebhookDelivery).where(*mine).limit(1))


def due(session: Session, now: datetime, most: int = 50) -> list[int]:
    """Numbers of the deliveries whose time has come, the longest waiting first."""
    rows = select(WebhookDelivery.id).where(IS_DUE, WebhookDelivery.next_at <= now)
    return list(session.scalars(rows.order_by(WebhookDelivery.next_at, WebhookDelivery.id).limit(most)))


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether there is anything to send."""
    counted = select(func.count()).select_from(WebhookDelivery).where(IS_DUE, WebhookDelivery.next_at <= now)
    return bool(session.scalar(counted))


def with_webhook(session: Session, delivery_id: int) -> WebhookDelivery | None:
    """A delivery with where it goes."""
    wanted = select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)
    return session.scalar(wanted.options(joinedload(WebhookDelivery.webhook)))
