"""The programs of the tests, started as children of one process that has read their modules.

Reading the whole program takes three seconds of processor time, and a run of the tests starts a hundred servers. Each
module has a nursery of its own, as the server patches what the others need unpatched.

    server = start("cocreate.server", environment=variables, output=log)
    server.kill(); server.wait()
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Child:
    """One started program, with what `subprocess.Popen` has and tests use; `returncode` as there."""

    nursery: "Nursery"
    pid: int
    returncode: int | None = field(default=None)

    def poll(self) -> int | None:
        """The code it ended with; nothing while it runs."""
        if self.returncode is None:
            self.returncode = self.nursery.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: it still runs after so many seconds.
        """
        started = time.monotonic()
        while (code := self.poll()) is None:
            if timeout is not None and time.monotonic() - started > timeout:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return code

    def send_signal(self, sign: int) -> None:
        """Tell it something, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, sign)

    def kill(self) -> None:
        """No goodbye."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that has read one module and makes children of itself."""

    def __init__(self, module: str) -> None:
        from tests.services import dies_with_us

        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "tests.nursery", module],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=dies_with_us(signal.SIGTERM),
        )
        atexit.register(self._process.kill)

    def ask(self, question: Mapping[str, Any]) -> Any:
        """Send a line, read a line."""
        assert self._process.stdin and self._process.stdout
        with self._lock:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        assert answer, "the nursery has ended"
        return json.loads(answer)


_nurseries: dict[str, Nursery] = {}


def start(
    module: str, *arguments: str, environment: Mapping[str, str], output: Path, errors: Path | None = None
) -> Child:
    """Run `main()` of a module in a process of its own session; what it prints is added to the files."""
    nursery = _nurseries.get(module) or _nurseries.setdefault(module, Nursery(module))
    told = {
        "arguments": arguments,
        "environment": dict(environment),
        "output": str(output),
        "errors": str(errors or output),
    }
    return Child(nursery, nursery.ask(told))


def _serve(module: str) -> None:
    """Read the module, then make a child for each line that asks for one, or say whether one has ended."""
    from tests.quick import compile_addresses_once, compile_templates_once

    program = import_module(module)
    compile_addresses_once()
    compile_templates_once()
    answers = os.dup(1)
    os.dup2(2, 1)
    for line in iter(_lines(), b""):
        asked = json.loads(line)
        if "ended" in asked:
            pid, status = os.waitpid(asked["ended"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        else:
            answer = _fork()
            if answer == 0:
                _become(program, **asked)
            _lead_a_group(answer)
        os.write(answers, json.dumps(answer).encode() + b"\n")


def _lines() -> Any:
    """Lines of the standard input by the plain system call: nothing that gevent patched waits here."""
    rest = b""

    def next_line() -> bytes:
        nonlocal rest
        while b"\n" not in rest:
            if not (more := os.read(0, 65_536)):
                return b""
            rest += more
        line, _, rest = rest.partition(b"\n")
        return line

    return next_line


def _fork() -> int:
    """The system's own `fork`, in the server's nursery, too."""
    if "gevent.monkey" in sys.modules:
        from gevent import monkey

        return int(monkey.get_original("os", "fork")())
    return os.fork()


def _lead_a_group(pid: int) -> None:
    """So that a signal to the group reaches all that a child starts; said by both, as either may come first."""
    with suppress(OSError):
        os.setpgid(pid, pid)


def _become(
    program: Any, arguments: Sequence[str], environment: Mapping[str, str], output: str, errors: str
) -> NoReturn:
    """Be the program, as if it had been started alone."""
    from tests.services import dies_with_us

    code = 1
    try:
        _lead_a_group(os.getpid())
        dies_with_us(signal.SIGTERM)()
        nothing = os.open(os.devnull, os.O_RDONLY)
        written = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) for path in (output, errors)]
        for number, file in enumerate((nothing, *written)):
            os.dup2(file, number)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = [program.__name__, *arguments]
        program.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
