"""Other servers are told what happens: signed, again when they do not answer, and never inside our own network."""

import base64
import hashlib
import hmac
import json
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.api import rules, webhooks
from cocreate.api.models import Webhook, WebhookDelivery
from cocreate.core.jobs import do_the_minutely
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.process.commands import publish_process
from cocreate.process.models import Process
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.rules import ConsultationState
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation


@dataclass
class Receiver:
    """A server that takes what it is told, or answers as it is told to."""

    address: str = ""
    answers: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def checked(self, place: int, secret: str) -> dict[str, Any]:
        """What came, after a check of its signature as any receiver makes it."""
        headers, body = self.got[place]
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        assert abs(int(headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
        told: dict[str, Any] = json.loads(body)
        return told


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(kept.answers)
            if kept.answers == 302:
                self.send_header("Location", kept.address)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.address = f"http://localhost:{server.server_port}/hooks?from=cocreate"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def intranet(app: Flask) -> None:
    """An installation whose webhooks may go to its own network: that is where the tests' receiver is."""
    object.__setattr__(app.extensions["cocreate_settings"], "webhooks_private", True)


def hook(session: Session, process: Process, address: str, *kinds: rules.Kind) -> Webhook:
    made = webhooks.add_webhook(session, SYSTEM, process, address=address, kinds=kinds or tuple(rules.Kind))
    session.commit()
    return made


def log(session: Session) -> list[WebhookDelivery]:
    session.expire_all()
    return list(session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


@pytest.mark.usefixtures("intranet")
def test_a_server_is_told_with_a_signature_it_can_check(session: Session, process: Process, receiver: Receiver) -> None:
    webhook = hook(session, process, receiver.address)
    consultation = make_consultation(session, process, state=ConsultationState.DRAFT)
    open_consultation(session, SYSTEM, consultation)
    session.commit()
    told = receiver.checked(0, rules.shown_secret(webhook.key))
    assert told["kind"] == "consultation.opened" and told["process"] == process.public_id
    assert told["subject"] == {"type": "consultation", "id": consultation.public_id}
    (row,) = log(session)
    assert (row.state, row.attempts, row.status, row.public_id) == ("delivered", 1, 204, told["id"])


@pytest.mark.usefixtures("intranet")
def test_only_what_was_asked_for_is_told_and_only_after_it_is_true(
    session: Session, process: Process, receiver: Receiver
) -> None:
    hook(session, process, receiver.address, rules.Kind.CONSULTATION_CLOSED, rules.Kind.PROCESS_HIDDEN)
    hook(session, make_process(session), receiver.address)
    consultation = make_consultation(session, process)
    close_consultation(session, SYSTEM, consultation)
    session.rollback()
    assert receiver.got == []
    publish_process(session, SYSTEM, process, is_public=False)
    session.commit()
    assert [json.loads(body)["kind"] for _headers, body in receiver.got] == ["process.hidden"]


@pytest.mark.usefixtures("intranet")
def test_what_does_not_arrive_is_tried_again_later_and_later_then_given_up(
    session: Session, process: Process, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(session, process, receiver.address)
    receiver.answers = 500
    publish_process(session, SYSTEM, process, is_public=False)
    session.commit()
    (row,) = log(session)
    now, waits = clock.now(), []
    while row.next_at is not None:
        waits.append(row.next_at - now)
        assert (row.state, row.status, row.problem) == ("waiting", 500, "api.webhook.refused")
        do_the_minutely()
        assert len(log(session)) == 1 and len(receiver.got) == row.attempts, "too early"
        now = row.next_at
        monkeypatch.setattr(clock, "now", lambda moment=now: moment)
        do_the_minutely()
        (row,) = log(session)
    assert len(receiver.got) == 1 + len(rules.WAITS) and row.state == "failed"
    assert waits == sorted(waits) and waits[-1] == timedelta(days=1)
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1


@pytest.mark.usefixtures("intranet")
def test_a_server_that_takes_nothing_any_more_is_told_nothing_more(
    session: Session, process: Process, receiver: Receiver
) -> None:
    webhook = hook(session, process, receiver.address)
    webhook.given_up = rules.SWITCHED_OFF_AFTER - 1
    delivery = webhooks.tell(session, webhook, process, rules.TEST, webhook.ref)
    delivery.attempts = len(rules.WAITS)
    session.commit()
    receiver.answers = 410
    webhooks.send_one(delivery.id)
    session.expire_all()
    assert webhook.is_active is False
    publish_process(session, SYSTEM, process, is_public=False)
    session.commit()
    assert len(receiver.got) == 1


@pytest.mark.usefixtures("intranet")
def test_two_workers_send_one_delivery_once(session: Session, process: Process, receiver: Receiver) -> None:
    webhook = hook(session, process, receiver.address)
    delivery = webhooks.tell(session, webhook, process, rules.TEST, webhook.ref)
    session.commit()
    assert webhooks.claim(session, delivery.id, clock.now()) is not None
    assert webhooks.claim(session, delivery.id, clock.now()) is None
    session.commit()


@pytest.mark.usefixtures("intranet")
def test_a_redirect_is_not_followed(session: Session, process: Process, receiver: Receiver) -> None:
    receiver.answers = 302
    hook(session, process, receiver.address)
    publish_process(session, SYSTEM, process, is_public=False)
    session.commit()
    assert len(receiver.got) == 1 and log(session)[0].problem == "api.webhook.refused"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fd00::1",
        "fe80::1%2",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "224.0.0.1",
        "::",
    ],
)
def test_nothing_is_sent_into_a_network_of_its_own(
    number: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("9.9.9.9", 443))
    found = [public, (family, socket.SOCK_STREAM, 6, "", (number, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    sent = webhooks.send("https://hooks.example.org/", b"{}", {}, allows_private=False)
    assert sent == webhooks.Sent(problem="api.webhook.private")


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://name:word@hooks.example.org/",
        "https://",
        "ftp://hooks.example.org/",
        "https://hooks.example.org/#part",
        "https://a b/",
        "https://x:99999/",
    ],
)
def test_an_address_that_cannot_be_told_anything_is_refused_at_once(address: str) -> None:
    with pytest.raises(Invalid):
        rules.check_address(address, allows_private=False)


def test_an_organiser_adds_a_webhook_and_sees_what_becomes_of_a_test(
    app: Flask, client: FlaskClient, session: Session, process: Process, receiver: Receiver, intranet: None
) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/webhooks/"
    form_id = re.search(r'name="form_id"[^>]*value="(\w+)"', client.get(page).text)
    assert form_id
    told = {"address": receiver.address, "kinds": ["decision.published"], "form_id": form_id[1]}
    made = [client.submit(page, told) for _ in range(2)]
    assert made[0].location == made[1].location and len(session.scalars(select(Webhook)).all()) == 1
    own = made[0].location
    shown = client.get(own).text
    secret = re.search(r"whsec_[\w+/=]+", shown)
    assert secret
    client.submit(own, to=f"{own}/test")
    assert receiver.checked(0, secret[0])["kind"] == "test"
    assert "answer 204" in client.get(own).text
    (row,) = log(session)
    client.submit(own, to=f"{own}/deliveries/{row.public_id}/again")
    assert [headers["webhook-id"] for headers, _body in receiver.got] == [row.public_id] * 2
    client.submit(own, {"number": "1"}, to=f"{own}/key")
    client.submit(own, {"number": "1"}, to=f"{own}/key")
    assert session.scalars(select(Webhook)).one().key_number == 2
    client.submit(own, to=f"{own}/remove")
    assert client.get(own).status_code == 404 and log(session) == []


def test_what_was_typed_comes_back_with_what_is_wrong_with_it(
    client: FlaskClient, session: Session, process: Process
) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/webhooks/"
    for address in ("http://hooks.example.org/", "https://10.0.0.7/hook"):
        answer = client.submit(page, {"address": address, "kinds": ["decision.published"]})
        assert answer.status_code == 422 and f'value="{address}"' in answer.text
    assert client.submit(page, {"address": "https://hooks.example.org/"}).status_code == 422
    assert csrf_token(client.get(page).text)


def test_the_log_holds_a_month(session: Session, process: Process) -> None:
    webhook = hook(session, process, "https://hooks.example.org/")
    for days in (29, 31):
        row = webhooks.tell(session, webhook, process, rules.TEST, webhook.ref)
        row.state, row.ended_at = "failed", clock.now() - timedelta(days=days)
    session.flush()
    webhooks.forget_old(session)
    assert len(log(session)) == 1
