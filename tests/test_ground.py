"""The ground that other tests stand on: the throw-away servers and the browser."""

import collections
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
from flask import Flask, g
from flask import session as visit
from playwright.sync_api import expect
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.orm import Session

from cocreate.core.db import db
from tests.browser import VisitorFactory, accessibility_violations, page_weight, scrolls_sideways
from tests.live import ROOT, LiveServerFactory
from tests.services import PostgresServer, ValkeyServer

PAGE = b"""<!doctype html><html lang="en"><head><title>Test</title></head><body><main><h1>Test</h1>
<img src="/no-alternative-text.png"><p id="wide" hidden>wide</p></main></body></html>"""
BEGINNING = b"""<!doctype html><html lang="en"><head><title>Slow</title></head><body><main><h1>Slow</h1>"""
REST = b"""<p style="width: 900px">wide</p></main></body></html>"""


@pytest.mark.postgres
def test_every_test_gets_an_empty_postgresql_database(postgres_server: PostgresServer, postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE challenge (id int)"))
        assert connection.scalar(sa.text("SELECT current_setting('fsync')")) == "off"
    another = postgres_server.create_database()
    with sa.create_engine(postgres_server.url(another)).connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    # Dropped although both are still connected.
    postgres_server.drop_database(another)


@pytest.mark.valkey
def test_valkey_answers_only_to_its_password(valkey_server: ValkeyServer, valkey_url: str) -> None:
    client = redis.Redis.from_url(valkey_url)
    client.set("greeting", "hello")
    assert client.get("greeting") == b"hello"
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=valkey_server.port, retry=Retry(NoBackoff(), 0)).ping()


@pytest.mark.valkey
def test_a_killed_test_run_leaves_no_server_behind() -> None:
    script = (
        "import os, signal\n"
        "from tests.services import running_valkey\n"
        "with running_valkey() as server:\n"
        "    print(server.process.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == -9, done.stderr
    pid = int(done.stdout)
    for _ in range(100):
        if _is_gone(pid):
            return
        threading.Event().wait(0.05)
    raise AssertionError(f"process {pid} outlived the test run")


def _is_gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] in "ZX"  # a zombie waits for its parent only
    except FileNotFoundError:
        return True


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            return self.send_slowly()
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE if self.path == "/" else b"")

    def send_slowly(self) -> None:
        """A page in two parts, as from a server that has much to do."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(BEGINNING)
        threading.Event().wait(0.7)
        self.wfile.write(REST)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def small_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_the_browser_notices_what_a_visitor_must_never_meet(visitors: VisitorFactory, small_site: str) -> None:
    visitor = visitors(small_site, width=375, locale="nl-BE")
    visitor.page.goto("/")
    assert visitor.page.evaluate("() => [innerWidth, navigator.language]") == [375, "nl-BE"]
    assert any(found.startswith("image-alt (critical)") for found in accessibility_violations(visitor.page))
    with pytest.raises(AssertionError, match="404"):
        visitor.assert_untroubled()
    visitor.forgive("404")
    visitor.assert_untroubled()

    assert not scrolls_sideways(visitor.page)
    visitor.page.evaluate("() => { wide.hidden = false; wide.style.width = '900px' }")
    assert scrolls_sideways(visitor.page)
    assert 0 < page_weight(visitor.page) < 2000

    visitor.page.evaluate("() => fetch('http://elsewhere.example/count.js').catch(() => null)")
    visitor.forgive("ERR_NAME_NOT_RESOLVED")
    with pytest.raises(AssertionError, match=r"elsewhere\.example"):
        visitor.assert_untroubled()


@pytest.mark.browser
def test_a_page_is_looked_at_once_all_of_it_has_arrived(visitors: VisitorFactory, small_site: str) -> None:
    page = visitors(small_site, width=375).page
    page.goto("/slow", wait_until="commit")
    assert scrolls_sideways(page)


@pytest.mark.browser
def test_a_visitor_without_script_runs_none(visitors: VisitorFactory, small_site: str) -> None:
    visitor = visitors(small_site, script=False)
    visitor.page.set_content("<noscript><p>no script</p></noscript>")
    expect(visitor.page.get_by_text("no script")).to_be_visible()


def test_no_setting_of_the_developer_leaks_into_a_live_server(
    monkeypatch: pytest.MonkeyPatch, live_servers: LiveServerFactory, tmp_path: Path
) -> None:
    monkeypatch.setenv("COCREATE_SMTP_URL", "smtp://mail.example")
    server = live_servers(tmp_path, COCREATE_LOG_LEVEL="DEBUG")
    assert "COCREATE_SMTP_URL" not in server.environment
    assert server.environment["COCREATE_LOG_LEVEL"] == "DEBUG"
    assert server.environment["PATH"] == os.environ["PATH"]


def test_what_one_person_signs_in_to_stays_in_that_persons_browser(app: Flask, session: Session) -> None:
    @app.get("/test/remember/<name>")
    def remember(name: str) -> str:
        g.name = visit["name"] = name
        return name

    @app.get("/test/who")
    def who() -> str:
        return f"{visit.get('name')} {g.get('name')} {id(db.session()) == id(session)}"

    ada, bo = app.test_client(), app.test_client()
    ada.get("/en/test/remember/ada")
    assert ada.get("/en/test/who").text == "ada None False"
    assert bo.get("/en/test/who").text == "None None False"


@pytest.mark.slow
def test_a_test_has_the_same_name_in_every_process(request: pytest.FixtureRequest) -> None:
    """Parallel runs end before their first test where a name holds a moment, a random number or a set's order."""
    ours = {_name(item) for item in request.session.items}
    again = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-W", "ignore", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert again.returncode == 0, again.stdout + again.stderr
    theirs = collections.Counter(line for line in again.stdout.splitlines() if "::" in line)
    assert sorted(ours - set(theirs)) == []
    assert [name for name, times in theirs.items() if times > 1] == []


def _name(item: pytest.Item) -> str:
    """Without the group that a parallel run writes behind it."""
    group = item.get_closest_marker("xdist_group")
    return item.nodeid.removesuffix(f"@{group.args[0]}") if group else item.nodeid


@pytest.mark.slow
def test_a_killed_server_comes_back_on_the_same_address_with_everybody_still_signed_in(
    live_servers: LiveServerFactory, tmp_path: Path
) -> None:
    server = live_servers(tmp_path)
    server.command("init")
    server.start()
    server.start_worker()
    worker = server.worker
    assert worker is not None
    secret = (tmp_path / "data" / "secret_key").read_text()
    server.kill()
    assert not server.is_ready()
    assert worker.returncode == -9
    server.start()
    assert server.is_ready()
    assert (tmp_path / "data" / "secret_key").read_text() == secret, "everybody would be signed out"
    server.stop()
    assert not server.is_ready()
