"""Two server processes share an installation: each carries its camps, and either serves any camp rightly."""

import random
from pathlib import Path

import pytest

from tests.live import LiveServerFactory
from tests.realtime.live_camp import Participant, assert_nothing_lost, furnish, wait_for

SEATS, CARDS = 3, 8


def write(people: list[Participant], what: str) -> None:
    """Everybody writes, until all of it is acknowledged."""
    before = sum(len(person.acknowledged) for person in people)
    for number in range(CARDS):
        for person in people:
            person.add_card(f"{what} {number}")
    wait_for(
        lambda: sum(len(person.acknowledged) for person in people) == before + CARDS * len(people), f"{what} was lost"
    )


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.valkey
def test_two_camps_on_two_processes_may_change_places(
    tmp_path: Path, live_servers: LiveServerFactory, postgres_url: str, valkey_url: str
) -> None:
    shared = {"COCREATE_DATABASE_URL": postgres_url, "COCREATE_REDIS_URL": valkey_url, "COCREATE_SECRET_KEY": "shared"}
    servers = [live_servers(tmp_path / name, **shared) for name in ("one", "two")]
    places = [furnish(servers[0], seats=SEATS) for _ in servers]
    for server in servers:
        server.start()
    camps = [
        [Participant(server.url, place, token, random.Random(n)) for n, token in enumerate(place.tokens)]
        for server, place in zip(servers, places, strict=True)
    ]
    everybody = [person for camp in camps for person in camp]
    for person in everybody:
        person.arrive()
    wait_for(lambda: all(person.is_joined for person in everybody), "not everybody joined")
    write(everybody, "First")
    # Twice: a process that carried a board before must not go on from what it remembers of it.
    for turn in (1, 2):
        for number, camp in enumerate(camps):
            for person in camp:
                person.go_offline()
                person.come_back(servers[(number + turn) % 2].url)
        wait_for(lambda: all(person.is_joined for person in everybody), "not everybody came back")
        write(everybody, f"After move {turn}")
    for camp in camps:
        assert_nothing_lost(camp, servers[0])
        assert len(camp[0].state["cards"]) == 3 * CARDS * SEATS, "nothing of the other camp"
        assert not [refused for person in camp for refused in person.refused]
    for person in everybody:
        person.leave()
