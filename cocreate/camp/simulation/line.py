"""A browser's line to the board namespace without a browser: Socket.IO over one websocket, as much of it as we use."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import simple_websocket

NAMESPACE = "/board"
ANSWER_WITHIN = 15.0  # seconds


class LineBroken(ConnectionError):
    """There is no line, or it broke while we waited."""


class Line:
    """One connection. What the server sends by itself goes to `heard`, in the thread that reads."""

    def __init__(self, url: str, cookie: str, csrf: str, heard: Callable[[str, list[Any]], None]) -> None:
        self._heard = heard
        self._answers: dict[int, tuple[threading.Event, list[Any]]] = {}
        self._next, self._lock = 0, threading.Lock()
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._ws = simple_websocket.Client(address, headers={"Cookie": cookie})
        # First send: what came with the handshake itself is read by this client only once something else arrives.
        self._ws.send(f"40{NAMESPACE}," + json.dumps({"csrf": csrf, "language": "en"}))
        self._expect("0")
        self._expect(f"40{NAMESPACE},")
        self.is_open = True
        threading.Thread(target=self._read, daemon=True).start()

    def _expect(self, start: str) -> None:
        got = self._ws.receive(timeout=ANSWER_WITHIN)
        if not isinstance(got, str) or not got.startswith(start):
            self._ws.close()
            raise LineBroken(f"expected {start}, got {str(got)[:200]}")

    def _read(self) -> None:
        with suppress(simple_websocket.ConnectionClosed, OSError):
            while True:
                self._take(str(self._ws.receive()))
        self.is_open = False
        for arrived, _ in list(self._answers.values()):
            arrived.set()

    def _take(self, packet: str) -> None:
        event, answer = f"42{NAMESPACE},", f"43{NAMESPACE},"
        if packet == "2":
            self._ws.send("3")
        elif packet.startswith(event):
            name, *arguments = json.loads(packet[len(event) :])
            self._heard(name, arguments)
        elif packet.startswith(answer):
            number, _, rest = packet[len(answer) :].partition("[")
            arrived, answers = self._answers.pop(int(number), (threading.Event(), []))
            answers += json.loads("[" + rest)
            arrived.set()

    def ask(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an event and wait for what it is acknowledged with."""
        with self._lock:
            self._next += 1
            number = self._next
        arrived, answers = self._answers[number] = (threading.Event(), [])
        try:
            self._ws.send(f"42{NAMESPACE},{number}" + json.dumps([event, payload]))
        except (simple_websocket.ConnectionClosed, OSError) as gone:
            raise LineBroken from gone
        if not arrived.wait(ANSWER_WITHIN) or not answers:
            raise LineBroken
        return dict(answers[0])

    def cut(self) -> None:
        """End it without a goodbye, as in a tunnel."""
        self.is_open = False
        with suppress(OSError):
            self._ws.sock.shutdown(2)
