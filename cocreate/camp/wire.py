"""Whole frames and bounded patience: what keeps a slow reader from corrupting its stream or filling our memory.

Three faults of the libraries below us, mended here in one place and proven by tests/realtime/test_wire.py:

1. simple-websocket (1.1.0, the latest) writes a frame with one `send()`. Under gevent sockets do not block, so when
   the kernel's buffer is full only part of the frame leaves, the next one follows in the middle of it, and the client
   reads rubbish. `WholeFrames` writes all of every frame, one at a time. (gevent-websocket would do so too; its last
   release is old, and engineio prefers it over everything as soon as it can be imported.)
2. simple-websocket collects a message of any size before engineio looks at its length; the limit belongs in between.
3. engineio queues without limit for a client that does not read. `PatientSocket` hangs up; the browser connects again
   and asks for what it missed, which is cheaper for everybody.
"""

import logging
import socket as sockets
import threading
from contextlib import suppress
from typing import Any

import engineio.socket
import simple_websocket

MOST_WAITING = 1000  # packets for one client; at twenty a second it has not read for fifty seconds
LARGEST_MESSAGE = 256 * 1024  # bytes; as `max_http_buffer_size` of the application

log = logging.getLogger(__name__)


class WholeFrames:
    """Stands in for a connection's socket: `send` writes everything, and nobody writes in between."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._lock = threading.Lock()  # gevent's own once patched

    def send(self, data: bytes) -> int:
        """Write all of it; waits while the client does not read."""
        with self._lock:
            self._sock.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Server(simple_websocket.Server):  # type: ignore[misc]
    """The server's side of one websocket."""

    sock: Any

    def __init__(self, environ: dict[str, Any], **options: Any) -> None:
        options["max_message_size"] = options.get("max_message_size") or LARGEST_MESSAGE
        super().__init__(environ, **options)

    def handshake(self) -> None:
        """Called before anything is written, and before the thread that reads starts."""
        self.sock = WholeFrames(self.sock)
        super().handshake()


class PatientSocket(engineio.socket.Socket):  # type: ignore[misc]
    """A client of engineio that is hung up on when it stops reading."""

    wire: Any = None

    def _websocket_handler(self, ws: Any) -> Any:
        self.wire = ws
        return super()._websocket_handler(ws)

    def send(self, pkt: Any) -> None:
        """Queue a packet, unless too many wait already."""
        if self.queue.qsize() >= MOST_WAITING:
            self.hang_up()
            return
        super().send(pkt)

    def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:
        """Also end a write that waits for a client that is gone."""
        super().close(wait=wait, abort=abort, reason=reason)
        if reason == self.server.reason.PING_TIMEOUT:
            self.hang_up()

    def hang_up(self) -> None:
        """Cut the connection; the greenlet that reads from it notices and cleans up as after any lost connection."""
        if self.wire is None:
            return
        wire, self.wire = self.wire, None
        log.info("slow_reader_cut_off", extra={"waiting": self.queue.qsize()})
        with suppress(OSError, AttributeError):
            wire.ws.sock.shutdown(sockets.SHUT_RDWR)


def install() -> None:
    """Put both in place; engineio looks them up by name for every connection."""
    simple_websocket.Server = Server
    engineio.socket.Socket = PatientSocket
