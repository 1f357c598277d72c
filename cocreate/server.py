"""The server process: gevent's own server, patched before anything else is imported. Started by `cocreate serve`."""

# isort: skip_file
from gevent import monkey

monkey.patch_all()

import gc  # noqa: E402
import time  # noqa: E402

import gevent  # noqa: E402
from flask import Flask  # noqa: E402

from cocreate.app import create_app, socketio  # noqa: E402  patched first, on purpose
from cocreate.settings import Settings  # noqa: E402
from cocreate.web import layout  # noqa: E402

QUIET_FOR, EVERY, LATEST = 10.0, 300.0, 1800.0  # seconds


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environment()
    app = create_app(settings)
    get_ready(app)
    socketio.run(app, host=settings.host, port=settings.port, log_output=False)


def get_ready(app: Flask) -> None:
    """All that is done once, so that nobody waits for it later."""
    layout.get_ready(app)
    keep_for_good()
    gevent.spawn(collect_when_quiet)


def keep_for_good() -> None:
    """What is loaded by now stays until the end, so nobody has to look through it for rubbish.

    A look through the whole program makes everybody wait for a fifth of a second, and for half a second where a
    thousand browsers are connected. So Python may look through what is new only (for several pages at once: 3 % less
    work), and through everything when we say so.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10_000)


def collect_when_quiet() -> None:
    """For as long as the process lives: look through everything while nobody waits, and once in half an hour anyway."""
    looked_at, looks_then = time.monotonic(), _looks()
    before = looks_then
    while True:
        gevent.sleep(QUIET_FOR)
        now, looks = time.monotonic(), _looks()
        is_quiet, before = looks - before <= 1, looks
        if looks > looks_then and now - looked_at > (EVERY if is_quiet else LATEST):
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            looked_at, looks_then = now, _looks()


def _looks() -> int:
    """How often Python looked through what is new: every so many thousand objects, so it tells how much goes on."""
    return int(gc.get_stats()[0]["collections"])


if __name__ == "__main__":
    main()
