"""Webhooks: other servers that are told when something happens in a process, one request each, tried again if need be.

No server of our own network is told. The name is looked up here and the connection made to the address found, with the
certificate checked against the name: looked up twice, it could be a public address when we check it and one of ours
when we connect. Redirects are not followed, for the same reason.
"""

import json
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, joinedload
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from cocreate import clock
from cocreate.accounts.mails import path_of
from cocreate.api.models import Webhook, WebhookDelivery
from cocreate.api.rules import (
    KEPT_FOR,
    LEASE,
    MOST_WEBHOOKS,
    SWITCHED_OFF_AFTER,
    TEST,
    Kind,
    State,
    check_address,
    is_public,
    next_wait,
    signed_headers,
)
from cocreate.core import audit, features, jobs
from cocreate.core.db import transaction
from cocreate.core.ids import public_id
from cocreate.core.jobs import JobContext
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.core.telling import N_
from cocreate.core.telling import Kind as NoticeKind
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.notices.storing import RUNNING, News, tell_people
from cocreate.process.models import Process

TIMEOUT = Timeout(connect=5, read=10)


@dataclass(frozen=True)
class Sent:
    """What the server answered; or the code of why there was no answer."""

    status: int | None = None
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the server has it."""
        return self.status is not None and 200 <= self.status < 300


def send(address: str, body: bytes, headers: dict[str, str], *, allows_private: bool) -> Sent:
    """POST a body; never raises for what other servers and the network do."""
    parts = urlsplit(address)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    try:
        looked_up = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Sent(problem="api.webhook.no_name")
    found = list(dict.fromkeys(str(one[4][0]) for one in looked_up))  # in the order that the system prefers
    if not found or (not allows_private and not all(is_public(one) for one in found)):
        return Sent(problem="api.webhook.private")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    told = {**headers, "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "cocreate-webhooks"}
    for number in found:
        pool = _pool(number, port, host if is_secure else "")
        try:
            answer = pool.urlopen("POST", target, body=body, headers=told, redirect=False, preload_content=False)
            status = answer.status
            answer.close()
            return Sent(status, "" if 200 <= status < 300 else "api.webhook.refused")
        except (NewConnectionError, ConnectTimeoutError):
            continue  # nothing was sent; another of its addresses may work
        except (HTTPError, OSError):
            break
        finally:
            pool.close()
    return Sent(problem="api.webhook.no_answer")


def _pool(number: str, port: int, host: str) -> HTTPConnectionPool:
    """To one address; with a host, by TLS and with its certificate."""
    if not host:
        return HTTPConnectionPool(number, port, timeout=TIMEOUT, retries=False, maxsize=1)
    return HTTPSConnectionPool(
        number,
        port,
        timeout=TIMEOUT,
        retries=False,
        maxsize=1,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
    )


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
    if len(webhooks_of(session, process)) >= MOST_WEBHOOKS:
        raise Conflict("api.webhook.too_many", most=MOST_WEBHOOKS)
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
    waiting = waiting_test(session, webhook)
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
    mine = (WebhookDelivery.id == delivery_id, IS_DUE, WebhookDelivery.next_at <= now)
    taken = session.execute(
        update(WebhookDelivery)
        .where(*mine)
        .values(attempts=WebhookDelivery.attempts + 1, next_at=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    session.expire_all()
    return with_webhook(session, delivery_id)


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


@jobs.job(JOB)
def send_due(context: JobContext) -> None:
    """One after the other; no transaction is open while another server takes its time. While the installation tells
    nobody anything, all of it waits."""
    if not features.value("webhooks"):
        return
    with context.reading() as session:
        waiting = due(session, clock.now())
    for place, delivery_id in enumerate(waiting):
        context.advance(place / len(waiting))
        send_one(delivery_id)


def send_one(delivery_id: int) -> None:
    """Claim it, send it, keep what came of it."""
    now = clock.now()
    with transaction() as session:
        delivery = claim(session, delivery_id, now)
        if delivery is None:
            return
        webhook = delivery.webhook
        address, key, ident = webhook.address, webhook.key, delivery.public_id
        body = json.dumps(delivery.body, sort_keys=True, separators=(",", ":")).encode()
    allows_private = current_app.extensions["cocreate_settings"].webhooks_private
    headers = signed_headers(key, ident, int(now.timestamp()), body)
    sent = send(address, body, headers, allows_private=allows_private)
    with transaction() as session:
        delivery = with_webhook(session, delivery_id)
        if delivery is not None:  # its webhook may be gone meanwhile
            keep_outcome(session, delivery, sent)


@jobs.minutely
def try_again(session: Session) -> None:
    """What could not be delivered and whose time has come."""
    if features.value("webhooks") and is_any_due(session, clock.now()):
        jobs.enqueue(session, SYSTEM, JOB)


jobs.hourly(forget_old)
