"""The log tells what happened, never who said what."""

import json
import logging

import pytest
from flask.testing import FlaskClient

from cocreate.core.logs import JsonFormatter


def test_a_request_is_logged_by_its_endpoint_and_never_by_its_address(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="cocreate"):
        client.get("/en/seat/a-very-secret-token?name=Somebody", headers={"User-Agent": "a telling browser"})
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.msg == "request"]
    assert lines and lines[0]["status"] in (200, 302, 404)
    said = json.dumps(lines)
    assert "secret" not in said and "Somebody" not in said and "127.0.0.1" not in said and "telling" not in said


def test_a_fault_is_logged_with_the_id_that_the_visitor_sees(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    client.application.view_functions["process.index"] = lambda: {}["missing"]
    shown = client.get("/en/").text
    (record,) = [r for r in caplog.records if r.msg == "unhandled"]
    assert record.incident in shown
