"""`cocreate camp simulate` in a short form: programs work as people do, and in the end everybody sees the same."""

from pathlib import Path

import pytest

from cocreate.camp.cli import percentiles
from tests.live import LiveServerFactory


@pytest.mark.slow
def test_a_short_simulation_ends_in_agreement_and_leaves_nothing(
    tmp_path: Path, live_servers: LiveServerFactory
) -> None:
    server = live_servers(tmp_path)
    server.command("init")
    server.start()
    some = ("--participants", "8", "--groups", "2", "--minutes", "0.2", "--think", "0.7", "--url", server.url)
    said = server.command("camp", "simulate", *some)
    assert "agreement    all participants and the database agree" in said
    committed = int(said.split("operations   ")[1].split()[0])
    assert committed > 20
    assert "delivered    p50" in said
    assert "WRONG" not in said


def test_percentiles_are_said_in_milliseconds() -> None:
    assert percentiles([float(n) for n in range(1, 100)]) == "p50 50 ms, p95 95 ms, p99 99 ms (99 measured)"
    assert percentiles([1.0]) == "nothing measured"
