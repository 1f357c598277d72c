"""Browsers' sockets without a browser, on the application in this process."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient

from cocreate.camp.models import Board
from tests.conftest import csrf_token
from tests.factories.camp import op_id


class Browser:
    """Somebody with a seat who has a board open."""

    def __init__(self, app: Flask, board: Board, token: str | None, *, language: str = "en") -> None:
        self.board = board.public_id
        self.http = app.test_client()
        self.csrf = ""
        if token:
            self.http.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
            page = self.http.get(f"/en/p/{board.group.camp.process.public_id}/boards/{board.public_id}/")
            self.csrf = page.text.split('data-csrf="')[1].split('"')[0]
        else:
            self.csrf = csrf_token(self.http.get(f"/en/join?code={board.group.camp.join_code}").text)
        self.socket: SocketIOTestClient = app.extensions["socketio"].test_client(
            app,
            namespace="/board",
            auth={"csrf": self.csrf, "language": language},
            flask_test_client=self.http,
        )

    def ask(self, event: str, **payload: Any) -> dict[str, Any]:
        """Send an event about the board and return the acknowledgement."""
        return dict(self.socket.emit(event, {"board": self.board, **payload}, namespace="/board", callback=True))

    def join(self, **payload: Any) -> dict[str, Any]:
        """Open the board."""
        return self.ask("join", since=None, pending=[], **payload) if not payload else self.ask("join", **payload)

    def do(self, kind: str, **payload: Any) -> dict[str, Any]:
        """Send an operation."""
        return self.ask("op", op={"op_id": op_id(), "kind": kind, **payload})

    def heard(self, name: str) -> list[dict[str, Any]]:
        """What arrived since the last look; of the event `changes` each change."""
        arrived = self.socket.queue  # readable after a disconnection too
        # What is named "message" comes without a list around it in this client.
        args = [event["args"] for event in arrived if event["name"] == name]
        found = [given if isinstance(given, dict) else given[0] for given in args]
        if name == "changes":
            found = [message for messages in found for message in messages]
        arrived[:] = [event for event in arrived if event["name"] != name]
        return found


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    """Opens a board for the holder of a token."""
    return lambda board, token, **options: Browser(app, board, token, **options)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.valkey])])
def services(request: pytest.FixtureRequest) -> dict[str, str]:
    """What a live server runs with: nothing but itself, and so SQLite; or PostgreSQL and Valkey."""
    if request.param == "sqlite":
        return {}
    return {
        "COCREATE_DATABASE_URL": request.getfixturevalue("postgres_url"),
        "COCREATE_REDIS_URL": request.getfixturevalue("valkey_url"),
        "COCREATE_SECRET_KEY": "shared",
    }
