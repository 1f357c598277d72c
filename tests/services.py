"""Throw-away PostgreSQL and Valkey servers: one of each per test process, on a port of its own, gone afterwards.

Fixtures (made known by conftest): `postgres_url`, an empty database for one test; `valkey_url`, an emptied server for
one test; `postgres_server` and `valkey_server`, the running servers themselves.
"""

import contextlib
import ctypes
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, Protocol

import pytest

PATIENCE = 60.0  # seconds until a server must answer; generous, as test machines can be busy
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(what: str, package: str) -> NoReturn:
    """Skip visibly on somebody's own machine; fail where everything has to run."""
    sentence = f"{what} is not installed (Debian package {package}); `make test` installs it where it may"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def dies_with_us(sign: int = signal.SIGKILL) -> Callable[[], None]:
    """For `preexec_fn`: the kernel ends the child when the test process ends, even by SIGKILL. No orphans."""
    libc = ctypes.CDLL(None, use_errno=True)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, sign)


class Running(Protocol):
    """What is asked of a started program, whoever started it."""

    @property
    def returncode(self) -> Any: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int, /) -> None: ...

    def kill(self) -> None: ...


def wait_until(is_ready: Callable[[], bool], process: Running, log: Path, name: str) -> None:
    """Wait for a server to answer; show its log if it ends or never does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"{name} ended with code {process.returncode}:\n{tail(log)}")
        if is_ready():
            return
        time.sleep(0.05)
    raise TimeoutError(f"{name} did not answer within {PATIENCE:.0f} seconds:\n{tail(log)}")


def tail(log: Path, length: int = 4000) -> str:
    """The end of a log file."""
    return log.read_text(errors="replace")[-length:] if log.exists() else "(no log)"


def stop(process: Running, sign: int = signal.SIGTERM) -> None:
    """End a process kindly, then less so."""
    if process.poll() is None:
        process.send_signal(sign)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class PostgresServer:
    """A running cluster in a folder of its own."""

    folder: Path
    port: int
    password: str
    process: subprocess.Popen[bytes] = field(repr=False)

    def url(self, database: str = "postgres") -> str:
        """The address of one database, as COCREATE_DATABASE_URL takes it."""
        return f"postgresql+psycopg://cocreate:{self.password}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        import psycopg

        with psycopg.connect(self.url().replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(statement.encode())

    def create_database(self) -> str:
        """Make an empty database and return its name."""
        name = f"test_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@dataclass
class ValkeyServer:
    """A running Valkey (or Redis) that keeps nothing on disk."""

    port: int
    password: str
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def url(self) -> str:
        """The address as COCREATE_REDIS_URL takes it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def client(self) -> Any:
        """A connection to it."""
        import redis

        return redis.Redis.from_url(self.url)


def postgres_folder() -> Path | None:
    """The folder with initdb and postgres: the newest that Debian's layout offers, or the one on the path."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: float(path.split("/")[4]))
    initdb = found[-1] if found else shutil.which("initdb")
    return Path(os.path.realpath(initdb)).parent if initdb else None


def unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made, or as nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("running as root, and there is neither a user postgres nor a user nobody")


@contextlib.contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a cluster and remove it afterwards."""
    programs = postgres_folder()
    if programs is None:
        missing("PostgreSQL", "postgresql")
    as_user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="cocreate-postgres-"))
    try:
        if as_user:
            os.chown(folder, as_user["user"], as_user["group"])
        password = secrets.token_hex(16)
        secret = folder / "password"
        secret.write_text(password)
        secret.chmod(0o644)  # the folder itself is closed to others
        cluster = folder / "cluster"
        subprocess.run(
            [
                *(programs / "initdb", "-D", cluster, "-U", "cocreate", "--auth=scram-sha-256", f"--pwfile={secret}"),
                *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
            ],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            **as_user,
        )
        yield from _serve_postgres(programs, folder, cluster, password, as_user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve_postgres(
    programs: Path, folder: Path, cluster: Path, password: str, as_user: dict[str, Any]
) -> Iterator[PostgresServer]:
    port = free_port()
    # Nothing here has to survive a power cut.
    options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1"]
    options += [f"unix_socket_directories={folder}", "max_connections=100"]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [programs / "postgres", "-D", cluster, "-p", str(port)] + [word for o in options for word in ("-c", o)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=dies_with_us(signal.SIGQUIT),  # its children end with it
            **as_user,
        )
    server = PostgresServer(folder, port, password, process)

    def answers() -> bool:
        try:
            server.execute("SELECT 1")
        except Exception:
            return False
        return True

    try:
        wait_until(answers, process, log, "PostgreSQL")
        yield server
    finally:
        stop(process, signal.SIGINT)  # its "fast" shutdown


@contextlib.contextmanager
def running_valkey() -> Iterator[ValkeyServer]:
    """Start a Valkey or Redis server and stop it afterwards."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        missing("Valkey", "valkey-server, or redis-server on older releases")
    with tempfile.TemporaryDirectory(prefix="cocreate-valkey-") as folder:
        log = Path(folder) / "log"
        port, password = free_port(), secrets.token_hex(16)
        settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n'
        with log.open("wb") as output:
            process = subprocess.Popen(
                [program, "-"],  # settings from standard input, so that the password is in no process list
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=dies_with_us(),
            )
        assert process.stdin is not None
        process.stdin.write(settings.encode())
        process.stdin.close()
        server = ValkeyServer(port, password, process)

        def answers() -> bool:
            try:
                with server.client() as client:
                    return bool(client.ping())
            except Exception:
                return False

        try:
            wait_until(answers, process, log, "Valkey")
            yield server
        finally:
            stop(process)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One cluster for this test process."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database that only this test uses."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """One Valkey for this test process."""
    with running_valkey() as server:
        yield server


@pytest.fixture
def valkey_url(valkey_server: ValkeyServer) -> Iterator[str]:
    """The address of a Valkey that holds nothing when the test begins."""
    with valkey_server.client() as client:
        client.flushall()
    yield valkey_server.url
