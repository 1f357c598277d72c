"""What one answered questionnaire costs the server, beside a bare Flask form in the same run: `python bench/survey.py`.

A visit is: see the page with an empty cookie jar, send it, see the page of thanks. Ten questions: five single choices,
a multiple choice, a short text, a number, two long texts. The load comes from `survey.mjs` and the yardstick from
`anchors/flask_form.py`, both in the folder given by --harness (they are not part of this project); the yardstick runs
under gunicorn in an environment that this script makes for itself. Server CPU is the figure to trust; prints medians of
the rounds, the ratio, and whether every acknowledged sheet is in the database once. Asserts nothing: machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CHOICES = [{"key": f"option_{n}", "label": {"en": f"Option {n}"}} for n in range(5)]
QUESTIONS = [
    ("used", "single_choice", "Did you use the centre this year?", {"choices": CHOICES}),
    ("satisfied", "single_choice", "How satisfied are you?", {"choices": CHOICES}),
    ("where", "short_text", "Which neighbourhood do you live in?", {}),
    ("age", "number", "How old are you?", {"min": 0, "max": 150}),
    ("often", "single_choice", "How often do you come?", {"choices": CHOICES}),
    ("service", "single_choice", "Which service matters most?", {"choices": CHOICES}),
    ("heard", "single_choice", "How did you hear of us?", {"choices": CHOICES}),
    ("joined", "multiple_choice", "Which activities did you join?", {"choices": CHOICES}),
    ("improve", "long_text", "What should we improve?", {}),
    ("idea", "long_text", "Your idea for the camp", {}),
]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers."""
    for _ in range(200):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at {url}")


@contextmanager
def running(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server for as long as it is needed."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def prepare_product(folder: Path) -> tuple[dict[str, str], str]:
    """A fresh installation with an open consultation of the ten questions: its environment and its path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COCREATE_")} | {
        "COCREATE_DATA_DIR": str(folder / "data"),
        "COCREATE_RATE_LIMITS": "no",  # one address sends everything
        "COCREATE_JOBS": "worker",
        "PYTHONPATH": str(ROOT),
    }
    made = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--prepare"], env=environment, capture_output=True, text=True
    )
    if made.returncode:
        raise SystemExit(made.stderr)
    return environment, made.stdout.strip().splitlines()[-1]


def prepare() -> None:
    """Run in a process of its own, with the settings of the installation to be measured."""
    from datetime import timedelta

    from cocreate import clock
    from cocreate.app import create_app
    from cocreate.core import migrate
    from cocreate.core.db import transaction
    from cocreate.core.permissions import SYSTEM
    from cocreate.process import commands as processes
    from cocreate.process.commands import PhaseDates
    from cocreate.process.rules import PhaseKind
    from cocreate.settings import Settings
    from cocreate.survey.commands.consultations import create_consultation
    from cocreate.survey.commands.opening import open_consultation
    from cocreate.survey.questionnaire import QuestionDraft
    from cocreate.survey.rules import QuestionKind

    settings = Settings.from_environment()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.sqlalchemy_url)
    with create_app(settings).app_context(), transaction() as session:
        now, day = clock.now(), timedelta(days=1)
        phase = PhaseDates(PhaseKind.CONSULTATION, {"en": "Consultation"}, now - day, now + day)
        process = processes.create_process(
            session, SYSTEM, title={"en": "Bench"}, summary={}, region="", phases=[phase]
        )
        process.is_public = True
        drafts = [
            QuestionDraft(key=key, kind=QuestionKind(kind), title={"en": title}, options=options)
            for key, kind, title, options in QUESTIONS
        ]
        made = create_consultation(session, SYSTEM, process, title={"en": "Bench"}, questions=drafts)
        open_consultation(session, SYSTEM, made)
        print(f"/en/p/{process.public_id}/consultations/{made.public_id}")


def prepare_yardstick(folder: Path, harness: Path, environment: dict[str, str]) -> list[str]:
    """gunicorn and the bare form in an environment of their own: the command that serves it, without its address."""
    home = folder / "venv"
    venv.create(home, with_pip=True)
    packages = ["flask", "flask-wtf", "flask-sqlalchemy", "gunicorn"]
    subprocess.run([home / "bin" / "pip", "install", "-q", "--disable-pip-version-check", *packages], check=True)
    # Its tables first: two processes that make them at once get into each other's way.
    made = [str(home / "bin" / "python"), "-B", "-c", "import flask_form"]
    subprocess.run(made, env=environment | {"PYTHONPATH": str(harness / "anchors")}, check=True)
    served = ["flask_form:app", "-w", "2", "--threads", "4", "--pythonpath", str(harness / "anchors")]
    return [str(home / "bin" / "gunicorn"), *served]


def load(harness: Path, url: str, process: subprocess.Popen[bytes], done: str, at_once: int, seconds: int) -> Any:
    """One round of visits; what the load generator printed."""
    command = ["node", str(harness / "survey.mjs"), "--url", url, "--done", done, "--pid", str(process.pid)]
    printed = subprocess.run(
        [*command, "--c", str(at_once), "--s", str(seconds)], capture_output=True, text=True, check=True
    )
    return json.loads(printed.stdout)


def report(name: str, rounds: list[Any]) -> float:
    """Print the medians of some rounds; returns milliseconds of CPU a completed visit."""

    def middle(read: Callable[[Any], float]) -> float:
        return median(read(each) for each in rounds)

    cpu = middle(lambda each: each["cpu_ms_per_submission"])
    print(
        f"{name:<12} {rounds[0]['c']:>3} at once  {cpu:7.2f} ms CPU a visit  "
        f"{middle(lambda each: each['submissions_s']):6.1f} visits/s  "
        f"submit p50 {middle(lambda each: each['submit_ms']['p50']):6.0f} p95 "
        f"{middle(lambda each: each['submit_ms']['p95']):6.0f} ms  page {rounds[0]['page_bytes']:>6} bytes  "
        f"{rounds[0]['fields']} fields  errors {sum(sum(each['errors'].values()) for each in rounds)}"
    )
    return cpu


def stored(database: Path) -> int:
    """How many sheets the database holds."""
    with sqlite3.connect(database) as connection:
        return int(connection.execute("SELECT count(*) FROM submission").fetchone()[0])


def main() -> None:
    """Measure both in turn, several times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--harness", type=Path, default=ROOT.parent / "shared" / "bench", help="folder of survey.mjs")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=8, help="of one round")
    parser.add_argument("--at-once", type=int, nargs="*", default=[8, 32], help="visitors at the same time")
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        prepare()
        return
    if not (options.harness / "survey.mjs").is_file():
        raise SystemExit(f"There is no survey.mjs in {options.harness}: name its folder with --harness.")
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment, path = prepare_product(folder)
        bare_environment = {"DB": str(folder / "form.db"), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
        bare = prepare_yardstick(folder, options.harness, bare_environment)
        port, bare_port = free_port(), free_port()
        environment |= {"COCREATE_PORT": str(port), "COCREATE_HOST": "127.0.0.1"}
        product = [sys.executable, "-m", "cocreate.server"]
        with (
            running(product, environment, folder) as ours,
            running([*bare, "-b", f"127.0.0.1:{bare_port}"], bare_environment, folder) as yardstick,
        ):
            url, bare_url = f"http://127.0.0.1:{port}{path}", f"http://127.0.0.1:{bare_port}/survey"
            wait_for(url, ours)
            wait_for(bare_url, yardstick)
            acknowledged = 0
            for at_once in options.at_once:
                rounds: dict[str, list[Any]] = {"bare form": [], "cocreate": []}
                for _ in range(options.rounds):
                    rounds["bare form"].append(
                        load(options.harness, bare_url, yardstick, "Thank you", at_once, options.seconds)
                    )
                    found = load(options.harness, url, ours, "Thank you", at_once, options.seconds)
                    acknowledged += round(found["submissions_s"] * found["wall_s"])
                    rounds["cocreate"].append(found)
                costs = {server: report(server, each) for server, each in rounds.items()}
                print(f"{'':<12} {costs['cocreate'] / costs['bare form']:.2f} x the bare form\n")
            database = next((folder / "data").glob("*.sqlite"))
            print(f"about {acknowledged} sheets were acknowledged, {stored(database)} are stored")


if __name__ == "__main__":
    main()
