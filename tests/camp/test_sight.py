"""Whatever people do on a board: what somebody sees is kept up by the changes they hear of, and nothing else shows."""

import json
import random
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cocreate.camp import board as rules
from cocreate.camp.board import By, hosting
from cocreate.errors import DomainError
from tests.camp.random_board import WORDS, around, first_state, fresh_id, host_change, people, random_operation

THEMES = [f"theme000000{n}" for n in range(3)]
UPLOADS = [f"file0000000{n}" for n in range(3)]


def happenings(seed: int, turns: int) -> list[tuple[rules.State, rules.Change, rules.State]]:
    """Before, change and after of everything that took place; ends with a hidden round and private cards about."""
    chance, everybody, state, found = random.Random(seed), people(), first_state(), []
    said: dict[str, Any] = {}
    for _ in range(turns):
        free = [file for file in UPLOADS if file not in json.dumps(state)]
        try:
            if chance.random() < 0.12:
                change = host_change(chance, state, said)
            else:
                asked = rules.parse(random_operation(chance, state, THEMES, free))
                change = rules.decide(state, asked, chance.choice(everybody), around(THEMES, free))
        except DomainError:
            continue
        after = rules.advance(state, state["number"] + 1, change)
        found.append((state, change, after))
        state = after
    return found


def hidden_from(state: rules.State, seat: str) -> set[str]:
    """The private cards that are somebody else's."""
    return {key for key, card in state["cards"].items() if card["is_private"] and card["author"] != seat}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), is_anonymous=st.booleans())
def test_the_changes_that_one_sees_keep_up_what_one_sees_and_nothing_unseen_shows(
    seed: int, is_anonymous: bool
) -> None:
    seats = [by.seat for by in people()]  # the one without a seat too
    for before, change, after in happenings(seed, 60):
        for seat in seats:
            told = rules.seen_change(change, seat, is_anonymous=is_anonymous)
            seen = rules.seen_state(after, seat, is_anonymous=is_anonymous)
            shown = rules.seen_state(before, seat, is_anonymous=is_anonymous)
            assert rules.advance(shown, after["number"], told) == seen
            words = json.dumps([told, seen])
            assert not [card for card in hidden_from(before, seat) & hidden_from(after, seat) if card in words]
            assert "secret" not in told and "only" not in told and "secret" not in seen
            if is_anonymous:
                assert not [by.seat for by in people() if by.seat and by.seat in words]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), is_anonymous=st.booleans())
def test_what_a_card_said_before_it_was_hidden_is_told_to_nobody_who_comes_back(seed: int, is_anonymous: bool) -> None:
    found = happenings(seed, 90)
    last = found[-1][2]
    hidden = rules.hidden_cards(last)
    start = random.Random(seed).randrange(len(found))
    for seat in [by.seat for by in people()]:
        state = rules.seen_state(found[start][0], seat, is_anonymous=is_anonymous)
        for _before, change, after in found[start:]:
            told = rules.seen_change(change, seat, is_anonymous=is_anonymous, hidden=hidden)
            assert not words_of(told, hidden)
            state = rules.advance(state, after["number"], told)
        assert state == rules.seen_state(last, seat, is_anonymous=is_anonymous)
        past = rules.seen_state(found[start][0], seat, is_anonymous=is_anonymous, hidden=hidden)
        assert not words_of({"cards": past["cards"]}, hidden)


def words_of(told: dict[str, Any], hidden: set[str]) -> list[Any]:
    """What a change or a state has of the words of these cards."""
    about = told.get("card")
    cards = [*told.get("made", ()), *([about] if isinstance(about, dict) else [])]
    cards += told["cards"].values() if isinstance(told.get("cards"), dict) else []
    found = [card[name] for card in cards if card["id"] in hidden for name in WORDS]
    if isinstance(about, str) and about in hidden:
        found += [told.get(name) for name in ("title", "text", "tag", "reference", "comment", "file", "seats")]
    return [words for words in found if words]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_all_but_one_get_is_the_same_so_that_one_frame_serves_them(seed: int) -> None:
    for _before, change, _after in happenings(seed, 60):
        others = [rules.seen_change(change, by.seat) for by in people() if by.seat != change.get("only")]
        assert all(told == others[0] for told in others)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_hidden_round_tells_no_choice_before_it_is_closed(seed: int) -> None:
    state = first_state()
    chance, everybody = random.Random(seed), people()
    cards = [fresh_id(chance) for _ in range(3)]
    for card in cards:
        add = {"op_id": f"test-{card}", "kind": "add_card", "card": card, "zone": "market", "text": "x", "rank": 1}
        state = rules.apply(state, rules.decide(state, rules.parse(add), everybody[0], around()))
    opened = hosting.open_round(
        state, id=fresh_id(chance), kind="dots", question={}, cards=cards, votes_each=3, most_per_card=3, is_hidden=True
    )
    state = rules.apply(state, opened)
    voters = everybody[: chance.randint(1, 3)]
    for by in voters:
        choices = {chance.choice(cards): chance.randint(1, 3)}
        cast = {"op_id": f"test-{fresh_id(chance)}", "kind": "cast_ballot", "round": opened["round"]["id"]}
        change = rules.decide(state, rules.parse({**cast, "choices": choices}), by, around())
        state = rules.apply(state, change)
        assert rules.own(state, by.seat)["ballot"] == {"round": opened["round"]["id"], "choices": choices}
        told = rules.seen_change(change, by.seat)
        assert told == {"kind": "cast_ballot", "round": opened["round"]["id"], "voters": told["voters"], "counts": {}}
    seen = rules.seen_state(state)
    assert (seen["round"]["counts"], seen["round"]["voters"]) == ({}, len(voters))
    assert rules.own(state, "")["ballot"]["choices"] == {}


def test_one_knows_of_oneself_what_one_did_and_nothing_of_others() -> None:
    ada, ben = people()[:2]
    state = first_state()
    add = {"op_id": "test-0001", "kind": "add_card", "card": "aaaaaaaaaaaa", "zone": "market", "text": "x", "rank": 1}
    state = rules.apply(state, rules.decide(state, rules.parse(add), ada, around()))
    for by, sign in ((ada, "like"), (ben, "like"), (ben, "heart")):
        react = {"op_id": "test-0002", "kind": "react", "card": "aaaaaaaaaaaa", "reaction": sign}
        state = rules.apply(state, rules.decide(state, rules.parse(react), by, around()))
    hers, his, nobodys = (rules.own(state, seat) for seat in (ada.seat, ben.seat, ""))
    assert (hers["cards"], hers["reactions"]) == (["aaaaaaaaaaaa"], {"aaaaaaaaaaaa": ["like"]})
    assert (his["cards"], his["reactions"]) == ([], {"aaaaaaaaaaaa": ["like", "heart"]})
    assert nobodys.pop("ballot") == {"round": "", "choices": {}}
    assert not any(nobodys.values())


def test_chance_does_everything_that_can_be_done() -> None:
    done: Counter[str] = Counter()
    private = 0
    for seed in range(25):
        for _before, change, after in happenings(seed, 120):
            done[change["kind"]] += 1
            private += "only" in change
            check_stacks(after)
    assert set(rules.KINDS) | set(hosting_kinds()) <= set(done), "the generator should reach every kind"
    assert private > 20


def hosting_kinds() -> set[str]:
    """All but the state of the board, which would end the play."""
    return set(rules.HOST_CHANGES) - {"board_state"}


def check_stacks(state: rules.State) -> None:
    """What lies under a card in sight can be found: no stack lies under another."""
    for card in state["cards"].values():
        if rules.is_standing(card) and rules.is_under(state, card):
            assert not rules.is_under(state, state["cards"][card["stack"]])


def test_a_facilitator_does_not_see_what_is_written_in_private_either() -> None:
    ada, host = people()[0], By("host00000001", is_host=True, seat="seat00000009")
    state = rules.apply(first_state(), hosting.board_mode({"is_private": True}))
    add: dict[str, Any] = {"op_id": "test-0001", "kind": "add_card", "card": "aaaaaaaaaaaa", "zone": "market"}
    change = rules.decide(state, rules.parse({**add, "text": "Only mine", "rank": 1}), ada, around())
    assert rules.seen_change(change, host.seat) == {"kind": "unseen"}
    state = rules.apply(state, change)
    assert rules.seen_state(state, host.seat)["cards"] == {}
    assert list(rules.seen_state(state, ada.seat)["cards"]) == ["aaaaaaaaaaaa"]
    shown = hosting.reveal(state)
    assert rules.seen_change(shown, host.seat)["cards"]["aaaaaaaaaaaa"]["text"] == "Only mine"
