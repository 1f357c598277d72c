"""Somebody loses the connection while the board moves on, also by more than the server tells again."""

import random
from pathlib import Path

import pytest

from cocreate.camp.realtime import MOST_MISSED
from tests.live import LiveServerFactory
from tests.realtime.live_camp import Participant, assert_nothing_lost, furnish, wait_for

OTHERS = 6


@pytest.mark.slow
def test_what_was_done_offline_lands_in_order_or_comes_back_with_its_reason(
    tmp_path: Path, live_servers: LiveServerFactory, services: dict[str, str]
) -> None:
    server = live_servers(tmp_path, **services)
    is_long = not services  # once is enough for so many cards; the other time they are few enough to be told again
    place = furnish(server, seats=1 + OTHERS)
    server.start()
    people = [Participant(server.url, place, token, random.Random(n)) for n, token in enumerate(place.tokens)]
    ada, others = people[0], people[1:]
    for person in people:
        person.arrive()
    wait_for(lambda: all(person.is_joined for person in people), "not everybody joined")
    kept, edited, removed = (ada.add_card(text) for text in ("Kept", "Alpha beta gamma", "Removed"))
    wait_for(lambda: all(len(person.state["cards"]) == 3 for person in people), "the first cards did not arrive")
    since = ada.state["number"]
    ada.go_offline()
    others[0].do("remove_card", card=removed)
    others[0].do("edit_card", card=edited, was="Alpha beta gamma", text="Alpha beta delta")
    for number in range(1 + MOST_MISSED // OTHERS if is_long else 10):
        for person in others:
            person.add_card(f"Meanwhile {number}")
    own = ada.add_card("Written on the train")
    queued = [
        ada.pending[-1]["op_id"],
        ada.do("edit_card", card=own, was="Written on the train", text="Written and improved on the train"),
        ada.do("edit_card", card=edited, was="Alpha beta gamma", text="Omega beta gamma"),
        ada.do("edit_card", card=removed, was="Removed", text="Improved in vain"),
        ada.do("move_card", card=kept, zone="strengths", rank=7.0),
        ada.do("vote", card=removed),
        ada.do("vote", card=kept),
    ]
    wait_for(lambda: not any(person.pending for person in others), "the others are not done")
    is_too_much = others[0].state["number"] - since > MOST_MISSED
    assert is_too_much == is_long, "of more than is told again, the whole board has to come"
    ada.come_back()
    wait_for(lambda: not ada.pending, "the queue did not empty")
    back = {operation["op_id"]: error for operation, error in ada.refused}
    assert back == {queued[3]: "camp.card.removed", queued[5]: "camp.card.removed"}
    landed = [ada.acknowledged[done] for done in queued if done not in back]
    assert landed == sorted(landed), "in the order in which it was done"
    assert_nothing_lost(people, server)
    cards = ada.state["cards"]
    assert cards[own]["text"] == "Written and improved on the train"
    assert cards[edited]["text"] == "Omega beta delta", "both keep their words"
    assert (cards[kept]["zone"], cards[kept]["votes"]) == ("strengths", 1)
    for person in people:
        person.leave()
