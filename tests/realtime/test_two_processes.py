"""Two server processes share an installation: each carries its camps, and either serves any camp rightly."""

import random
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from cocreate.camp.models import Seat
from tests.live import LiveServer, LiveServerFactory
from tests.realtime.live_camp import LiveBoard, Participant, assert_nothing_lost, furnish, looking, wait_for

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


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.valkey
def test_who_is_moved_or_removed_by_one_process_hears_nothing_more_from_another(
    tmp_path: Path, live_servers: LiveServerFactory, postgres_url: str, valkey_url: str
) -> None:
    shared = {"COCREATE_DATABASE_URL": postgres_url, "COCREATE_REDIS_URL": valkey_url, "COCREATE_SECRET_KEY": "shared"}
    one, two = (live_servers(tmp_path / name, **shared) for name in ("one", "two"))
    place = furnish(one, seats=5)
    camp, other, ids = appoint(one, place)
    one.start()
    two.start()
    tokens = place.tokens
    host = Participant(one.url, place, tokens[0], random.Random(0))
    moved, ended, called, stays = (Participant(two.url, place, token, random.Random(1)) for token in tokens[1:])
    heard: dict[str, list[Participant]] = {"again": [], "ended": [], "come": []}
    for person in (host, stays, moved, ended, called):
        for event, who in heard.items():
            person.client.on(event, lambda *_, who=who, person=person: who.append(person), namespace="/board")
        person.arrive()
    wait_for(lambda: all(person.is_joined for person in (host, stays, moved, ended, called)), "not everybody joined")
    manage = f"{one.url}/en/p/{place.process}/manage/camps/{camp}"
    for path, data in (
        (f"seats/{ids[1]}/group", {"group": other}),
        (f"seats/{ids[2]}/end", {}),
        ("prepare/rotate", {}),
    ):
        headers = {"X-CSRFToken": host.csrf, "Referer": manage}
        assert host.http.post(f"{manage}/{path}", data=data, headers=headers).status_code == 200
    wait_for(lambda: heard["again"] and heard["ended"] and called in heard["come"], "somebody was not told")
    assert (heard["again"], heard["ended"]) == ([moved], [ended])
    wait_for(lambda: "/board" not in ended.client.namespaces, "an ended seat kept its line")
    before = [person.state["number"] for person in (moved, ended, called)]
    stays.add_card("Not for those who left")
    wait_for(lambda: len(stays.acknowledged) == 1, "nothing arrived at all")
    time.sleep(0.5)
    assert [person.state["number"] for person in (moved, ended, called)] == before
    assert stays.state["number"] > max(before)
    for person in (host, stays, moved, ended, called):
        person.leave()


def appoint(server: LiveServer, place: LiveBoard) -> tuple[str, str, list[str]]:
    """The first seat runs the camp, the last keeps its table; public ids of the camp, another group, and the seats."""
    with looking(server) as session:
        seats = list(session.scalars(select(Seat).order_by(Seat.id)))
        seats[0].is_facilitator = True
        seats[0].attributes = seats[-1].attributes = {"stays": True}
        camp = seats[0].camp
        found = camp.public_id, camp.groups[1].public_id, [seat.public_id for seat in seats]
        session.commit()
    return found
