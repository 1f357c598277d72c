"""A seeded storm: people do random things, lose connections and servers, and come back; then all boards are equal."""

import random
import time
from pathlib import Path
from typing import Any

import pytest

from cocreate.camp import board as rules
from tests.camp.random_board import random_operation
from tests.live import LiveServer, LiveServerFactory
from tests.realtime.live_camp import Participant, assert_nothing_lost, changes, furnish, wait_for
from tests.tiers import is_deep, is_its_turn

REFUSALS = {
    "camp.vote.none_left", "camp.card.removed", "camp.card.changed_meanwhile", "camp.card.unknown",
    "camp.card.went_into", "camp.card.exists", "camp.card.too_many", "camp.link.impossible", "camp.link.exists",
    "camp.link.unknown", "camp.stack.same", "camp.stack.none", "camp.comment.unknown", "camp.comment.of_others",
}  # fmt: skip
AROUND = {  # of what people do, what concerns more than the words and the place of a card
    "comment", "remove_comment", "react", "unreact", "tag_card", "untag_card", "mark_card", "link_cards",
    "unlink_cards", "stack_card", "unstack_card", "merge_cards", "split_card",
}  # fmt: skip

TURNS_OF_A_STORM = 1200 if is_deep("storms") else 300


def something(chance: random.Random, state: rules.State) -> dict[str, Any] | None:
    """What somebody who sees this board might do; None: add a card."""
    cards = list(state["cards"].values())
    if not cards or chance.random() < 0.3:
        return None
    standing = {card["id"]: card for card in cards if rules.is_standing(card)}
    if len(standing) > 1 and chance.random() < 0.4:
        return something_around(chance, {**state, "cards": standing})
    card = chance.choice(cards)
    if card["is_removed"]:
        return {"kind": "restore_card", "card": card["id"]}
    zone = chance.choice(["market", "strengths", "candidates"])
    return chance.choice(
        [
            {
                "kind": "edit_card",
                "card": card["id"],
                "was": card["text"],
                "text": card["text"][:1500] + chance.choice([" a", " b"]),
            },
            {"kind": "edit_card", "card": card["id"], "was": card["text"], "text": "New " + card["text"][-200:]},
            {
                "kind": "move_card",
                "card": card["id"],
                "zone": zone,
                "rank": chance.choice([1.0, chance.uniform(-9, 9)]),
            },
            {"kind": "vote", "card": card["id"]},
            {"kind": "unvote", "card": card["id"]},
            {"kind": "remove_card", "card": card["id"]},
        ]
    )


def something_around(chance: random.Random, state: rules.State) -> dict[str, Any]:
    """A comment, a link, a stack, a merge and the like."""
    while (asked := random_operation(chance, state))["kind"] not in AROUND:
        pass
    return {name: part for name, part in asked.items() if name != "op_id"}


def storm(people: list[Participant], server: LiveServer, seed: int, turns: int) -> None:
    """Let it blow; in the middle of it a server is started again."""
    chance = random.Random(seed)
    for turn in range(turns):
        if turn == turns // 2:
            server.restart()
        person = chance.choice(people)
        payload = something(chance, person.state)
        if payload is None:
            person.add_card(f"Card of turn {turn}")
        else:
            person.do(payload.pop("kind"), **payload)
        if chance.random() < 0.06:
            chance.choice(people).drop()
        if chance.random() < 0.3:
            time.sleep(chance.uniform(0, 0.03))


def gather(servers: list[LiveServer], seats: int) -> list[Participant]:
    """Everybody arrives, spread over the servers."""
    place = furnish(servers[0], seats=seats, votes_per_seat=3)
    for server in servers:
        server.start()
    people = [
        Participant(servers[n % len(servers)].url, place, token, random.Random(n))
        for n, token in enumerate(place.tokens)
    ]
    for person in people:
        person.arrive()
    wait_for(lambda: all(person.is_joined for person in people), "not everybody joined")
    return people


def check(people: list[Participant], server: LiveServer) -> None:
    """All boards equal the database, and only what had to be refused was."""
    assert_nothing_lost(people, server)
    assert {error for person in people for _, error in person.refused} <= REFUSALS
    assert sum(len(person.acknowledged) for person in people) > 100
    done = {change["kind"] for change in changes(server, people[0].place.board)}
    assert len(done & AROUND) > 2, "chance should reach more than words, places and votes"
    for person in people:
        person.leave()


@pytest.mark.slow
@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=pytest.mark.deep("storms", always=is_its_turn(place, every=2)))
        for place, seed in enumerate([3, 2027])
    ],
)
def test_after_a_storm_all_boards_are_equal(tmp_path: Path, live_servers: LiveServerFactory, seed: int) -> None:
    server = live_servers(tmp_path)
    people = gather([server], seats=8)
    storm(people, server, seed, turns=TURNS_OF_A_STORM)
    check(people, server)


@pytest.mark.slow
@pytest.mark.deep("storms", always=True)
@pytest.mark.postgres
@pytest.mark.valkey
def test_after_a_storm_over_two_servers_all_boards_are_equal(
    tmp_path: Path, live_servers: LiveServerFactory, postgres_url: str, valkey_url: str
) -> None:
    shared = {"COCREATE_DATABASE_URL": postgres_url, "COCREATE_REDIS_URL": valkey_url, "COCREATE_SECRET_KEY": "shared"}
    servers = [live_servers(tmp_path / name, **shared) for name in ("one", "two")]
    people = gather(servers, seats=8)
    storm(people, servers[1], 11, turns=TURNS_OF_A_STORM)
    check(people, servers[0])
