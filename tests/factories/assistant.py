"""A language model to test with: a real server on this machine that answers as a test wants it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cocreate.themes.assistant import LanguageModel

NAMES = {"en": "A name from the model", "nl": "Een naam van het model"}


def chat(content: str) -> bytes:
    """An answer as OpenAI-compatible servers give it."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


@dataclass
class FakeModel:
    """What the server was asked, and how it answers: a status, headers and pieces of a body."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)  # {"path", "headers", "body"}
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] = lambda: iter([chat(json.dumps(NAMES))])
    statuses: list[int] = field(default_factory=list)  # of the first answers

    def says(self, content: str) -> None:
        """From now on it answers this."""
        self.pieces = lambda: iter([chat(content)])

    def model(self, key: str = "") -> LanguageModel:
        """How the platform knows it."""
        return LanguageModel(self.url, "tiny-1", key)

    @property
    def texts(self) -> str:
        """All that was sent."""
        return json.dumps([request["body"] for request in self.asked], ensure_ascii=False)


@contextmanager
def fake_model() -> Iterator[FakeModel]:
    """Runs until the end of the block."""
    fake = FakeModel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length))
            fake.asked.append({"path": self.path, "headers": dict(self.headers), "body": body})
            self.send_response(fake.statuses.pop(0) if fake.statuses else fake.status)
            for name, value in fake.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for piece in fake.pieces():
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
