"""`cocreate serve`: one server process and, unless told otherwise, one worker beside it; they end together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

from cocreate.settings import Settings

GRACE = 10.0  # seconds to finish what is under way
LONGEST_PAUSE = 60.0  # seconds before a worker that keeps dying is started again


def serve(settings: Settings, environ: Mapping[str, str]) -> int:
    """Run until a signal or the server's end; returns the server's exit code."""
    server = _start("cocreate.server", environ)
    worker = _start("cocreate.worker", environ) if settings.jobs == "embedded" else None
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    pause, restart_at = 1.0, 0.0
    while not stopping and server.poll() is None:
        time.sleep(0.2)
        if worker is not None and worker.poll() is not None and time.monotonic() >= restart_at:
            worker = _start("cocreate.worker", environ)
            restart_at, pause = time.monotonic() + pause, min(pause * 2, LONGEST_PAUSE)
    for process in (worker, server):
        if process is not None:
            _end(process)
    return 0 if stopping else int(server.returncode or 0)


def _start(module: str, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl+C reaches only us, and we end the others in order.
    return subprocess.Popen([sys.executable, "-m", module], env={**os.environ, **environ}, start_new_session=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
