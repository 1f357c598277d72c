"""The one table decides: everybody who may come × every address and every event × before, during and after its phase.

Each request is really made, with an empty form where it is a POST, and goes its whole way up to the point where it
would store something. So that thousands of requests leave the same world behind, `WouldCommit` stops them there.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, g, has_request_context
from sqlalchemy import event as database_event
from werkzeug.routing import Rule

from cocreate.app import socketio
from cocreate.camp.board import KINDS
from cocreate.core.db import db
from cocreate.core.permissions import TABLE
from tests.conftest import csrf_token
from tests.whole.choosing import EVERYTHING, chosen
from tests.whole.world import (
    COLLEAGUE,
    PEOPLE,
    SEAT,
    STRANGER,
    VISITOR,
    WHEN,
    World,
    WouldCommit,
    shift_phases,
    visit,
)

REFUSED = {"not_allowed", "sign_in_first", "phase_closed"}
# Not there for these although their role has the permission: what is at the address decides too.
HIDDEN_FROM = {
    # Until its board is closed.
    "camp.record": {VISITOR, SEAT, STRANGER, COLLEAGUE, "account", "administrator", "participant"},
    "account.unlink": set(PEOPLE) - {"account"},  # the link of somebody else
    "api_tokens.end": set(PEOPLE) - {"account"},  # the token of somebody else
    "notices.open_one": set(PEOPLE) - {"account"},  # the notice of somebody else
    "notices.read": set(PEOPLE) - {"account"},
    "api_camps.board": {VISITOR, STRANGER, COLLEAGUE, "account", "administrator", "participant"},  # the same
    "camp.board": {"participant"},  # a role alone is no seat
    "camp.themes": {"participant"},
    "camp_lead.result": {"participant"},
    "camp_lead.result_csv": {"participant"},
    "camp_session.show": {"participant"},
    "camp_session.vote": {"participant"},
    "camp_session.ask_help": {"participant"},
    "camp_cards.card_history": {"participant"},
    "camp_cards.card_sources": {"participant"},
    "camp_cards.origins": {"participant"},
    "camp_cards.restore": {"participant"},
    "camp_cards.upload": {"participant"},
    "camp_cards.file": {"participant"},
    "camp_preparing.sheet": {"participant"},
    "camp_lead.lock": set(PEOPLE),  # an empty form names no board
    "moderation.appeal": set(PEOPLE),  # a decision about words of somebody with a code
    "organisations.change": set(PEOPLE),  # an empty form names nobody of the organisation
    "camp.take": set(PEOPLE),  # an empty code is the code of no camp
    "survey.compare_file": set(PEOPLE),  # without a question there is nothing to compare
}
STOPPED: list[bool] = []  # whether a request came as far as storing
# Where a permission knows no phases these suffice before and after.
FEW = {VISITOR, SEAT, STRANGER, "committee_member", "organiser"}


@dataclass(frozen=True)
class Outcome:
    """What a person would see."""

    status: int
    code: str  # of the refusal, if it was one

    @property
    def is_refusal(self) -> bool:
        return self.code in REFUSED


@dataclass
class Browser:
    """Somebody's cookies and forgery token; every request starts from them afresh."""

    app: Flask
    cookies: str
    token: str

    def ask(self, method: str, path: str) -> Outcome:
        client = self.app.test_client(use_cookies=False)
        headers = {"Cookie": self.cookies, "Accept": "application/json", "X-CSRFToken": self.token}
        try:
            answer = client.open(f"/en{path}", method=method, headers=headers)
        except WouldCommit:  # where a library stores after the page is made
            return Outcome(204, "")
        told = answer.get_json(silent=True) if answer.status_code >= 400 else None
        return Outcome(answer.status_code, str((told or {}).get("error", "")))


@pytest.fixture(scope="module", autouse=True)
def nothing_is_stored(whole_app: Flask, browsers: dict[str, "Browser"]) -> Iterator[None]:
    """From here on every commit of a request is stopped."""

    def stop(session: Any) -> None:
        if has_request_context() and not session.in_nested_transaction() and not g.get("may_store"):
            STOPPED.append(True)
            raise WouldCommit

    logging.disable(logging.CRITICAL)
    database_event.listen(db.session, "before_commit", stop)
    yield
    database_event.remove(db.session, "before_commit", stop)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def browsers(whole_app: Flask, world: World) -> dict[str, Browser]:
    """One for everybody who may come."""
    return {who: open_browser(whole_app, world, who) for who in PEOPLE}


def open_browser(app: Flask, world: World, who: str) -> Browser:
    client = visit(app, world, who)
    page = client.get(f"/en/seat/{world.seat_token}")  # has a form that everybody may see
    kept = [f"{cookie.key}={cookie.value}" for cookie in client._cookies.values()]
    return Browser(app, "; ".join(kept), csrf_token(page.text))


def rules(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Every address with each of its methods."""
    for rule in chosen(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def expected(permission: str, who: str, when: str) -> bool:
    """What the table says."""
    line = TABLE[permission]
    return bool(PEOPLE[who] & line.roles) and (line.during is None or when == "during")


def is_right(endpoint: str, who: str, should: bool, outcome: Outcome, *, too_late: bool, is_apart: bool) -> bool:
    """Whether the outcome is what the table says; out of its phase a page of its own may say that it is closed. An
    organisation's pages (`is_apart`) are not there for those who do not belong to it."""
    if outcome.status >= 500:
        return False
    if not should and is_apart and who not in (VISITOR, SEAT, COLLEAGUE):
        return (outcome.status, outcome.code) == (404, "not_found")
    if not should:
        return (outcome.is_refusal and outcome.status in (401, 403, 409)) or (too_late and outcome.status == 409)
    if outcome.status == 404:
        return who in HIDDEN_FROM.get(endpoint, ())
    return not outcome.is_refusal


@pytest.mark.parametrize("when", WHEN)
def test_every_address_does_what_the_table_says(
    when: str, whole_app: Flask, world: World, browsers: dict[str, Browser]
) -> None:
    with whole_app.app_context():
        shift_phases(db.session(), world, when)
    wrong, asked = [], 0
    for method, rule in rules(whole_app):
        permission = whole_app.view_functions[rule.endpoint].permission
        is_timed = TABLE[permission].during is not None
        if when != "during" and not is_timed and not rule.rule.startswith("/p/"):
            continue  # what lies outside any process knows no phases
        path = whole_app.url_map.bind("localhost").build(rule.endpoint, next(world.addresses(rule)), method)
        for who, browser in browsers.items():
            if when != "during" and not is_timed and who not in FEW:
                continue
            should = expected(permission, who, when)
            outcome, asked = browser.ask(method, path), asked + 1
            told = {"too_late": is_timed and when != "during", "is_apart": "organisation_id" in rule.arguments}
            if not is_right(rule.endpoint, who, should, outcome, **told):
                wrong.append(f"{'allowed' if should else 'refused'} by {permission}: {who}: {method} {path}: {outcome}")
    assert asked > 500 or not EVERYTHING
    assert not wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong[:60])


def test_a_visitor_is_led_to_the_sign_in_page_and_back(whole_app: Flask, world: World) -> None:
    answer = visit(whole_app, world, VISITOR).get(f"/en/p/{world.process_id}/manage/")
    assert answer.status_code == 302
    assert answer.location == f"/en/account/sign-in?next=/p/{world.process_id}/manage/"


def test_a_form_without_the_forgery_token_stores_nothing_whoever_sends_it(
    whole_app: Flask, world: World, browsers: dict[str, Browser]
) -> None:
    let_in = []
    for method, rule in rules(whole_app):
        if method != "POST":
            continue
        path = whole_app.url_map.bind("localhost").build(rule.endpoint, next(world.addresses(rule)), method)
        forged = Browser(whole_app, browsers["owner"].cookies, "forged").ask(method, path)
        if (forged.status, forged.code) != (400, "stale_form"):
            let_in.append(f"{path}: {forged}")
    assert not let_in


def operations(world: World) -> dict[str, dict[str, Any]]:
    """One operation of every kind, on a card that is not there: refused for that, if not for who sends it."""
    nobody = ("card", "comment", "file", "link", "onto", "round", "source", "target", "theme")
    fields = {name: f"no{name[:4]:0<10}" for name in nobody} | {
        "zone": "market",
        "text": "A",
        "title": "A",
        "was": "B",
        "rank": 1.0,
        "tag": "a",
        "reaction": "like",
        "relation": "needs",
        "reference": {"id": "noreference1", "kind": "link", "url": "https://example.org/"},
        "cards": ["nocard000001", "nocard000002"],
        "into": [{"card": "nocard000003", "text": "A"}, {"card": "nocard000004", "text": "B"}],
        "choices": {},
    }
    other = {"remove_reference": {"reference": "noreference1"}}
    return {
        name: {
            "kind": name,
            "op_id": "operation-1",
            **{f: v for f, v in (fields | other.get(name, {})).items() if f in kind.__dataclass_fields__},
        }
        for name, kind in KINDS.items()
    }


@pytest.mark.parametrize("when", WHEN)
def test_every_event_of_a_board_does_what_the_table_says(
    when: str, whole_app: Flask, world: World, browsers: dict[str, Browser]
) -> None:
    with whole_app.app_context():
        shift_phases(db.session(), world, when)
    time.sleep(1.5)  # an operation is judged by phases that may be a second old
    events: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
        "join": ("join", {}, ("camp:board:view",)),
        "missed": ("missed", {"since": 0}, ("camp:board:view",)),
        "typing": ("typing", {"card": "nocard000001"}, ("camp:board:work",)),
        "plan": ("plan", {}, ("camp:board:view",)),
        "message": ("message", {"text": "Welcome"}, ("camp:message:send",)),
        "come": ("come", {}, ("camp:board:gather",)),
        "help": ("help", {"text": "Please come"}, ("camp:help:ask",)),
        **{
            f"op {name}": ("op", {"op": operation}, ("camp:board:work", KINDS[name].permission))
            for name, operation in operations(world).items()
        },
    }
    wrong = []
    for who, browser in browsers.items():
        socket = connect(whole_app, browser)
        for told, (name, payload, permissions) in events.items():
            answer = ask(socket, name, {"board": world.values["board_id"][0], **payload})
            should = all(expected(permission, who, when) for permission in permissions)
            # Somebody with the role but without a seat has nothing to do at a board of which they are no member.
            should = should and who != "participant"
            refused = answer.get("error") in REFUSED | {"not_found"} and "card" not in str(answer.get("message"))
            if refused == should or (answer.get("error") == "broken" and not STOPPED):
                wrong.append(f"{'allowed' if should else 'refused'}: {who}: {told}: {answer}")
        with suppress(WouldCommit):  # who is present is written down, too
            socket.disconnect(namespace="/board")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:40])


def ask(socket: Any, name: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Send an event; whoever is too fast for the board waits as a browser does."""
    while True:
        answer: dict[str, Any] = socket.emit(name, payload, namespace="/board", callback=True)
        if answer.get("error") != "camp.operation.too_fast":
            return answer
        time.sleep(0.1)


@pytest.mark.parametrize("when", WHEN)
def test_every_event_of_the_committee_s_room_does_what_the_table_says(
    when: str, whole_app: Flask, world: World, browsers: dict[str, Browser]
) -> None:
    with whole_app.app_context():
        shift_phases(db.session(), world, when)
    wrong = []
    for who, browser in browsers.items():
        socket = connect(whole_app, browser, "/committee")
        payload = {"meeting": world.values["meeting_id"][0]}
        answer = socket.emit("join", payload, namespace="/committee", callback=True)
        if answer["ok"] != expected("selection:room:view", who, when) or answer.get("error") not in REFUSED | {None}:
            wrong.append(f"{who}: {answer}")
        socket.disconnect(namespace="/committee")
    assert not wrong, "\n".join(wrong)


def connect(app: Flask, browser: Browser, namespace: str = "/board") -> Any:
    """The browser's socket."""
    return socketio.test_client(
        app,
        namespace=namespace,
        headers={"Cookie": browser.cookies},
        auth={"csrf": browser.token, "language": "en"},
    )


def test_a_socket_without_the_page_s_token_is_not_opened(whole_app: Flask, browsers: dict[str, Browser]) -> None:
    forged = Browser(whole_app, browsers["owner"].cookies, "forged")
    for namespace in ("/board", "/committee"):
        assert connect(whole_app, browsers["owner"], namespace).is_connected(namespace)
        assert not connect(whole_app, forged, namespace).is_connected(namespace)
