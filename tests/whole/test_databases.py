"""What can be seen and sent on SQLite can be seen and sent on PostgreSQL, which is stricter about queries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cocreate.core.db import db
from tests.whole.test_permissions import open_browser, rules
from tests.whole.world import SEAT, VISITOR, World, build_world, make_app

SEVERAL = (VISITOR, SEAT, "administrator", "owner", "committee_member")


@pytest.fixture
def postgres_app(postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty PostgreSQL database with all tables."""
    app = make_app(tmp_path, database_url=postgres_url)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.postgres
def test_no_page_and_no_form_breaks_on_postgresql(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        world: World = build_world(db.session())
        db.session.remove()
    broken, asked = [], 0
    for method in ("GET", "POST"):  # first look, then touch: an empty form may delete or close something
        for who in SEVERAL:
            browser = open_browser(postgres_app, world, who)
            for kind, rule in rules(postgres_app):
                if kind != method or rule.endpoint.startswith("security."):
                    continue
                for values in list(world.addresses(rule))[: 6 if method == "GET" else 1]:
                    path = postgres_app.url_map.bind("localhost").build(rule.endpoint, values, method)
                    outcome, asked = browser.ask(method, path), asked + 1
                    if outcome.status >= 500:
                        broken.append(f"{who}: {method} {path}: {outcome}")
    assert asked > 300
    assert not broken, "\n".join(broken)
