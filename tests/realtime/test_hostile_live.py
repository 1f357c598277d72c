"""Malformed, oversized, replayed and forged events over real sockets, while somebody honest works on the same board."""

import random
from pathlib import Path

import pytest

from tests.live import LiveServerFactory
from tests.realtime.hostile import Attack, Hostile
from tests.realtime.live_camp import Participant, assert_nothing_lost, furnish, numbers, other_boards, wait_for

LINES = 4


@pytest.mark.slow
def test_an_attack_over_real_sockets_changes_nothing_and_stops_nobody(
    tmp_path: Path, live_servers: LiveServerFactory, services: dict[str, str]
) -> None:
    server = live_servers(tmp_path, **services)
    events = 600 if services else 2000
    place = furnish(server, seats=2)
    server.start()
    honest, hostile = (Participant(server.url, place, token, random.Random(n)) for n, token in enumerate(place.tokens))
    honest.arrive()
    hostile.sit_down()
    cards = [honest.add_card(f"Good {n}") for n in range(5)]
    done = [dict(operation) for operation in honest.pending]
    wait_for(lambda: len(honest.acknowledged) == 5, "the honest cards did not arrive")
    journal = set(numbers(server, place.board))
    others = other_boards(server, place.board)
    attack = Attack(server.url, hostile.cookie, hostile.csrf, events, LINES)
    attack.start([Hostile(seed, place.board, next(iter(others)), cards, done) for seed in range(LINES)])
    during = 0
    while not attack.is_over:
        before = len(honest.acknowledged)
        honest.add_card(f"While they come {during}")
        wait_for(lambda known=before: len(honest.acknowledged) > known, "somebody honest was stopped")
        during += 1
    assert during > 1
    assert attack.sent == events
    assert_nothing_lost([honest], server)
    assert set(numbers(server, place.board)) == journal | set(honest.acknowledged), "only what the honest one did"
    assert other_boards(server, place.board) == others
    assert server.process is not None
    assert server.process.poll() is None, "the server lives"
    assert "board_event_failed" not in server.log.read_text()
    honest.leave()
