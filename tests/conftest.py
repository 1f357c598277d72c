"""What every test may ask for: an application with an empty database, a session, a client, servers and a browser.

`session` arranges and looks; `client` acts as a browser would, with cookies and forgery protection in force. Before a
request of the client, what `session` arranged is committed; after it, `session` sees what the request wrote.
"""

import contextvars
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cocreate.core.db import db
from cocreate.settings import Settings
from tests.quick import compile_addresses_once, compile_templates_once, lent_application

pytest_plugins = [
    "tests.tiers",
    "tests.seconds",
    "tests.services",
    "tests.browser",
    "tests.live",
    "tests.hall",
    "tests.factories.demo",
]

# No example is too slow: how long one takes says how much else the machine has to do. Before a change is taken in the
# examples are the same every time, so that it answers for its own faults only; whoever runs the tests by hand gets new.
hypothesis.settings.register_profile("unhurried", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("unhurried")

MOST_OF_A_NAME = 80
CSRF_TOKEN = re.compile(r'name="csrf_token"[^>]*\bvalue="([^"]+)"|name="csrf-token"[^>]*\bcontent="([^"]+)"')


def pytest_configure(config: pytest.Config) -> None:
    """The pages speak four languages, so their catalogues are compiled before the first test."""
    compile_addresses_once()
    compile_templates_once()
    if not hasattr(config, "workerinput"):
        from hatch_build import compile_catalogues

        compile_catalogues()


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In parallel runs a file stays in one process, which shares what it started; the long ones begin first."""
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(config.rootpath))))
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("browser", "slow")))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes and long texts go by their argument's name.

    A workbook holds the second in which it was made, and all processes of a parallel run must name its test alike.
    """
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > MOST_OF_A_NAME) else None


class BrowserLikeClient(FlaskClient):
    """A test client whose requests share nothing with the test but the database."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request in a context of its own: Flask would lend it the test's `g`, and so its signed-in person."""
        if has_app_context():
            db.session.commit()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return response

    def submit(self, page: str, data: Mapping[str, Any] | None = None, *, to: str | None = None, **kwargs: Any) -> Any:
        """Open a page and send a form from it, with the page's own forgery protection; `to` is the form's action."""
        shown = self.get(page)
        assert shown.status_code == 200, f"{page} answered {shown.status}"
        return self.post(to or page, data={**(data or {}), "csrf_token": csrf_token(shown.text)}, **kwargs)


def csrf_token(html: str) -> str:
    """The token in a page's form or head."""
    found = CSRF_TOKEN.search(html)
    assert found, "the page has no form with a csrf_token"
    return found[1] or found[2]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, made once and copied for every test."""
    from cocreate.app import create_app

    folder = tmp_path_factory.mktemp("template")
    app = create_app(Settings(data_dir=folder, testing=True, jobs="inline", secret_key="template"))
    with app.app_context():
        db.create_all()
        db.engine.dispose()  # the last connection gone, all is in the one file
    return folder / "cocreate.sqlite"


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one installation after another: what has the same settings is the same application."""
    return tmp_path_factory.mktemp("installation") / "data"


@pytest.fixture
def settings(installation: Path, empty_database: Path) -> Settings:
    """The settings of an installation with an empty database; jobs run at once, nobody is slowed down."""
    shutil.rmtree(installation, ignore_errors=True)
    installation.mkdir()
    shutil.copyfile(empty_database, installation / "cocreate.sqlite")
    return Settings(
        data_dir=installation,
        secret_key="only for tests",
        base_url="http://localhost",
        jobs="inline",
        rate_limits=False,
        testing=True,
        two_factor_required=False,  # tests/accounts asks for it; elsewhere an organiser signs in by one step
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application on an empty database."""
    with lent_application(settings) as app:
        app.test_client_class = BrowserLikeClient
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A database session inside an application context; rolled back if the test leaves it open."""
    with app.app_context():
        yield db.session()
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser. For a second person: `app.test_client()`."""
    return app.test_client()
