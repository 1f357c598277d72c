"""The real server as a process of its own, to be visited, killed and started again.

Fixture (made known by conftest): `live_servers`, which starts servers and ends them when the module's tests are done:

    server = live_servers(tmp_path, COCREATE_REDIS_URL=valkey_url)
    server.command("init")
    server.start()
    server.kill(); server.start()
"""

import os
import signal
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import nursery
from tests.services import free_port, stop, wait_until

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class LiveServer:
    """One server, as `python -m cocreate.server` starts it, with its data folder, port and settings, running or not."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: nursery.Child | None = None
    worker: nursery.Child | None = None

    @property
    def url(self) -> str:
        """The address that a browser opens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Everything that the server and its commands print."""
        return self.folder / f"server-{self.port}.log"

    @property
    def environment(self) -> dict[str, str]:
        """The variables it runs with; none of the developer's own settings leak in."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COCREATE_")}
        return inherited | {
            "COCREATE_DATA_DIR": str(self.folder / "data"),
            "COCREATE_HOST": "127.0.0.1",
            "COCREATE_PORT": str(self.port),
            "COCREATE_BASE_URL": self.url,
            "COCREATE_RATE_LIMITS": "no",
            "COCREATE_TESTING": "yes",
            "COCREATE_TWO_FACTOR_REQUIRED": "no",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    def command(self, *arguments: str, timeout: float = 240) -> str:
        """Run `cocreate ARGUMENTS` with the server's settings and return what it printed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            printed, complained = Path(folder, "printed"), Path(folder, "complained")
            done = nursery.start(
                "cocreate.cli", *arguments, environment=self.environment, output=printed, errors=complained
            )
            if done.wait(timeout):
                raise RuntimeError(
                    f"cocreate {' '.join(arguments)} failed:\n{printed.read_text()}\n{complained.read_text()}"
                )
            return printed.read_text()

    def start(self) -> "LiveServer":
        """Start the server and wait until /readyz says yes."""
        assert self.process is None or self.process.poll() is not None, "it is already running"
        self.process = self._run("cocreate.server")
        wait_until(self.is_ready, self.process, self.log, "the server")
        return self

    def start_worker(self) -> None:
        """Start a worker beside it, which does the long tasks; ends with the server."""
        self.worker = self._run("cocreate.worker")

    def _run(self, module: str) -> nursery.Child:
        self.folder.mkdir(parents=True, exist_ok=True)
        return nursery.start(module, environment=self.environment, output=self.log)

    def is_ready(self) -> bool:
        """Whether it answers and has its database."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def get(self, path: str) -> str:
        """The text of a page."""
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def kill(self) -> None:
        """SIGKILL for the server, its worker and everything that they started: no goodbye, as in a power cut."""
        assert self.process is not None, "it is not running"
        for process in filter(None, (self.process, self.worker)):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.worker = None

    def restart(self) -> "LiveServer":
        """End it properly and start it again on the same port (a worker has to be asked for again)."""
        self.stop()
        return self.start()

    def stop(self) -> None:
        """SIGTERM, and SIGKILL for whatever is left of its group."""
        for process in filter(None, (self.worker, self.process)):
            stop(process)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.worker = None


LiveServerFactory = Callable[..., LiveServer]


@pytest.fixture(scope="module")
def live_servers() -> Iterator[LiveServerFactory]:
    """Makes servers (not yet started) and ends those that run when the module is done."""
    servers: list[LiveServer] = []

    def make(folder: Path, **settings: str) -> LiveServer:
        servers.append(LiveServer(folder, settings=settings))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()
