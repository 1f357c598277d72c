"""The server process: gevent's own server, patched before anything else is imported. Started by `cocreate serve`."""

# isort: skip_file
from gevent import monkey

monkey.patch_all()

import gc  # noqa: E402

from cocreate.app import create_app, socketio  # noqa: E402  patched first, on purpose
from cocreate.settings import Settings  # noqa: E402
from cocreate.web import layout  # noqa: E402


def main() -> None:
    """Serve until told to stop."""
    settings = Settings.from_environment()
    app = create_app(settings)
    layout.get_ready(app)
    keep_for_good()
    socketio.run(app, host=settings.host, port=settings.port, log_output=False)


def keep_for_good() -> None:
    """What is loaded by now stays until the end, so nobody has to look through it for rubbish.

    Otherwise a look through the whole program makes everybody wait for a fifth of a second, a few times a minute.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)  # looked through once for several pages: 3 % less work


if __name__ == "__main__":
    main()
