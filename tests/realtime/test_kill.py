"""The server is killed while twenty participants add cards: after the restart every acknowledged card is there once."""

import random
import time
from pathlib import Path

import pytest

from tests.live import LiveServerFactory
from tests.realtime.live_camp import Participant, assert_nothing_lost, furnish, stored, wait_for


@pytest.mark.slow
def test_every_acknowledged_card_survives_a_killed_server_once(
    tmp_path: Path, live_servers: LiveServerFactory, services: dict[str, str]
) -> None:
    server = live_servers(tmp_path, **services)
    place = furnish(server, seats=20)
    server.start()
    people = [Participant(server.url, place, token, random.Random(n)) for n, token in enumerate(place.tokens)]
    for person in people:
        person.arrive()
    wait_for(lambda: all(person.is_joined for person in people), "not everybody joined")
    cards = set()
    for turn in range(15):
        cards |= {person.add_card(f"Card {turn} of {number}") for number, person in enumerate(people)}
    wait_for(lambda: sum(len(person.acknowledged) for person in people) > 60, "nothing was acknowledged")
    server.kill()
    acknowledged = {op for person in people for op in person.acknowledged}
    assert 60 < len(acknowledged) < 300, "the server should die in the middle"
    time.sleep(0.5)
    server.start()
    assert_nothing_lost(people, server)
    assert set(stored(server, place.board)["cards"]) == cards
    assert acknowledged <= {op for person in people for op in person.acknowledged}
    for person in people:
        person.leave()
