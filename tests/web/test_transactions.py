"""When a page takes the write lock of SQLite, of which there is one for everybody."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from cocreate.core import db as database
from tests.factories.process import make_process


@contextmanager
def beginnings() -> Iterator[list[str]]:
    """How transactions are begun."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


class SlowLine(BytesIO):
    """A form that is still on its way; notes whether somebody holds the write lock meanwhile."""

    was_locked = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.was_locked |= database._writer.locked()
        return super().read(size)


def test_a_page_that_reads_takes_no_write_lock_whatever_came_before(session: Session, app: Flask) -> None:
    address = f"/en/p/{make_process(session).public_id}/consultations/"
    session.commit()
    modes: list[list[str]] = []

    def one_after_another() -> None:
        browser = FlaskClient(app)
        for method, page in (("GET", ""), ("POST", "unknown"), ("GET", "")):
            with beginnings() as begun:
                browser.open(address + page, method=method, headers={"Accept": "application/json"})
            modes.append(begun)

    contextvars.Context().run(one_after_another)  # in one context, as over one connection of the server
    # What holds for the whole installation is read beside, by a connection that only reads.
    assert [sorted(set(begun)) for begun in modes] in (
        [["BEGIN DEFERRED"], ["BEGIN IMMEDIATE"], ["BEGIN DEFERRED"]],
        [["BEGIN DEFERRED"], ["BEGIN DEFERRED", "BEGIN IMMEDIATE"], ["BEGIN DEFERRED"]],
    )


def test_nobody_waits_for_a_form_that_is_still_on_its_way(session: Session, client: FlaskClient) -> None:
    address = f"/en/p/{make_process(session).public_id}/consultations/unknown"
    line = SlowLine(b"a=b")
    with beginnings() as begun:
        client.post(address, input_stream=line, content_length=3, content_type="application/x-www-form-urlencoded")
    assert "BEGIN IMMEDIATE" in begun and not line.was_locked
