"""Whole frames, written at once, with bounded patience: what makes a broadcast cheap and a slow reader harmless.

A websocket server sends its frames unmasked, so one broadcast is the same bytes for every receiver: the frame is built
once and written to every socket without a queue or a change of greenlets, unless that socket is busy or has packets
waiting. That makes it cheaper than a bare Socket.IO server of Node's (`python -m bench.board`).

Three faults of the libraries below us, mended here in one place and proven by tests/realtime/test_wire.py:

1. simple-websocket (1.1.0, the latest) writes a frame with one `send()`. Under gevent sockets do not block, so when
   the kernel's buffer is full only part of the frame leaves, the next one follows in the middle of it, and the client
   reads rubbish. `WholeFrames` writes all of every frame, one at a time. (gevent-websocket would do so too; its last
   release is old, and engineio prefers it over everything as soon as it can be imported.)
2. simple-websocket collects a message of any size before engineio looks at its length; the limit belongs in between.
3. engineio queues without limit for a client that does not read. `PatientSocket` hangs up; the browser connects again
   and asks for what it missed, which is cheaper for everybody.

And one thing they do not do: they read as fast as anybody sends, and turn to the others only when nothing is left.
`Server` takes from each line no more than a busy person's browser sends; the rest waits in the sender's own machine.
Test: tests/realtime/test_hostile_live.py; figures: `python -m bench.hostile`.
"""

import logging
import socket as sockets
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import engineio.socket
import simple_websocket
from engineio.packet import MESSAGE

MOST_WAITING = 1000  # packets for one client; at twenty a second it has not read for fifty seconds
TEXT = 0x81  # first byte of a whole text frame
READ_PER_SECOND, READ_AT_ONCE = 40.0, 200.0  # messages from one client; a pointer that moves makes ten a second
MOST_UNREAD = 50  # messages taken off the line before their turn has come
LONGEST_UNREAD = 60.0  # seconds until a line on which nothing moves is given up
LARGEST_MESSAGE = 256 * 1024  # bytes; as `max_http_buffer_size` of the application

log = logging.getLogger(__name__)


class WholeFrames:
    """Stands in for a connection's socket: `send` writes everything, and nobody writes in between."""

    def __init__(self, sock: Any, start: Callable[..., Any]) -> None:
        self._sock = sock
        self._raw = getattr(sock, "_sock", sock)  # below gevent's, which would wait
        self._start = start  # something in the background
        self._lock = threading.Lock()  # gevent's own once patched

    def send(self, data: bytes) -> int:
        """Write all of it; waits while the client does not read."""
        with self._lock:
            self._sock.sendall(data)
        return len(data)

    def send_at_once(self, data: bytes) -> bool:
        """Write without waiting; False, and nothing done, while somebody else writes.

        What does not fit in the kernel's buffer follows by itself, before anything else.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            sent = self._raw.send(data, sockets.MSG_DONTWAIT)
        except BlockingIOError:
            sent = 0
        except OSError:  # gone; whoever reads from it notices
            sent = len(data)
        if sent == len(data):
            self._lock.release()
        else:
            self._start(self._send_rest, memoryview(data)[sent:])
        return True

    def _send_rest(self, data: memoryview) -> None:
        try:
            self._sock.sendall(data)
        except OSError:
            pass
        finally:
            self._lock.release()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


def frame_of(packet: Any) -> bytes:
    """A packet of text as a websocket frame, built once for all its receivers."""
    built: bytes | None = getattr(packet, "frame", None)
    if built is None:
        data = packet.encode().encode()
        size = len(data)
        if size < 126:
            head = bytes((TEXT, size))
        elif size < 65536:
            head = struct.pack("!BBH", TEXT, 126, size)
        else:
            head = struct.pack("!BBQ", TEXT, 127, size)
        built = packet.frame = head + data
    return built


class Server(simple_websocket.Server):  # type: ignore[misc]
    """The server's side of one websocket."""

    sock: Any

    def __init__(self, environ: dict[str, Any], **options: Any) -> None:
        self._pace = Pace()
        options["max_message_size"] = options.get("max_message_size") or LARGEST_MESSAGE
        # No compression: it would cost every receiver's frame anew, and let a small message grow huge.
        without = {name: value for name, value in environ.items() if name != "HTTP_SEC_WEBSOCKET_EXTENSIONS"}
        super().__init__(without, **options)

    def handshake(self) -> None:
        """Called before anything is written, and before the thread that reads starts."""
        self.sock = WholeFrames(self.sock, start_thread)
        super().handshake()

    def receive(self, timeout: float | None = None) -> Any:
        """The next message, when its turn has come."""
        message = super().receive(timeout)
        self._pace.keep()
        return message

    def _handle_events(self) -> bool:
        """Read on only once what was read is being worked on: the kernel's buffer fills, and the sender has to wait."""
        goes_on: bool = super()._handle_events()
        deadline = time.monotonic() + LONGEST_UNREAD
        while goes_on and self.connected and len(self.input_buffer) >= MOST_UNREAD:
            if time.monotonic() > deadline:
                raise OSError("nobody takes what was read")
            time.sleep(0.05)
        return goes_on


@dataclass
class Pace:
    """How fast messages of one client are taken. Others have their turn in between."""

    left: float = READ_AT_ONCE
    at: float = field(default_factory=time.monotonic)

    def keep(self) -> None:
        """Wait as long as this client has to; not at all where it sends as people do."""
        now = time.monotonic()
        self.left = min(READ_AT_ONCE, self.left + (now - self.at) * READ_PER_SECOND) - 1
        self.at = now
        if self.left < 0:
            time.sleep(-self.left / READ_PER_SECOND)
        elif self.left < READ_AT_ONCE - 20:
            time.sleep(0)


def start_thread(target: Callable[..., Any], *args: Any) -> None:
    """Do something in the background; with gevent a thread is a greenlet."""
    threading.Thread(target=target, args=args, daemon=True).start()


class PatientSocket(engineio.socket.Socket):  # type: ignore[misc]
    """A client of engineio that is hung up on when it stops reading."""

    wire: Any = None
    is_writing = False  # packets have left the queue and are not on their way yet

    def _websocket_handler(self, ws: Any) -> Any:
        self.wire = ws
        return super()._websocket_handler(ws)

    def poll(self) -> Any:
        """Called by the writer whenever it has written everything it took before."""
        self.is_writing = False
        packets = super().poll()
        self.is_writing = True
        return packets

    def send(self, pkt: Any) -> None:
        """Write a packet at once where nothing is before it; else queue it, unless too many wait already."""
        waiting = self.queue.qsize()
        if not waiting and self._can_write(pkt):
            if self.check_ping_timeout() and not self.wire.ws.sock.send_at_once(frame_of(pkt)):
                super().send(pkt)
        elif waiting >= MOST_WAITING:
            self.hang_up()
        else:
            super().send(pkt)

    def _can_write(self, pkt: Any) -> bool:
        wire = self.wire
        return (
            wire is not None
            and pkt.packet_type == MESSAGE  # its own pings keep the queue's writer alive, which else gives up
            and not pkt.binary
            and not (self.is_writing or self.upgrading or self.closing)
            and self.upgraded
            and wire.ws.connected
        )

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
