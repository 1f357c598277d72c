"""A mail server that takes every mail and keeps what it was given."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ANSWERS = {b"DATA": b"354 Go ahead", b"QUIT": b"221 Bye"}


class _Visit(socketserver.StreamRequestHandler):
    server: "Postbox"

    def handle(self) -> None:
        """One conversation: every command is agreed to, and the lines after DATA are a mail."""
        self._say(b"220 Welcome")
        for line in self.rfile:
            command = line[:4].strip().upper()
            self._say(ANSWERS.get(command, b"250 Fine"))
            if command == b"QUIT":
                return
            if command == b"DATA":
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(lines).decode())
                self._say(b"250 Taken")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class Postbox(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; `mails` are those it took, oldest first."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.mails: list[str] = []

    @property
    def url(self) -> str:
        """For the settings."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    """A post box that is gone afterwards."""
    with Postbox() as box:
        threading.Thread(target=box.serve_forever, args=(0.02,), daemon=True).start()
        yield box
        box.shutdown()
