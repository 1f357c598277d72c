"""The pure rules of a board: messages from browsers, changes, words of two people."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from cocreate.camp import board
from cocreate.camp.board import deciding_cards
from cocreate.camp.rules import tidy_code, tidy_name
from cocreate.errors import Invalid

CASES = json.loads((Path(__file__).parents[1] / "shared" / "board_cases.json").read_text("utf-8"))
ADD = {"op_id": "test-0001", "kind": "add_card", "card": "abcdefghij01", "zone": "market", "text": "Words", "rank": 1}


def becoming(base: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """The base with these parts, each named by its path, put in their place."""
    after = json.loads(json.dumps(base))
    for path, value in parts.items():
        *way, last = path.split(".")
        inside = after
        for step in way:
            inside = inside[step]
        inside[last] = value
    return after  # type: ignore[no-any-return]


@pytest.mark.parametrize("case", CASES["changes"], ids=lambda case: case["name"])
def test_python_applies_the_shared_cases(case: dict[str, Any]) -> None:
    base = CASES["bases"][case["base"]]
    before = json.dumps(base)
    assert board.advance(base, 5, case["change"]) == becoming(base, {**case["becomes"], "number": 5})
    assert json.dumps(base) == before, "the old board must stay as it was"


@pytest.mark.parametrize("case", CASES["orders"], ids=lambda case: case["name"])
def test_python_orders_the_shared_cases(case: dict[str, Any]) -> None:
    base = CASES["bases"][case["base"]]
    state = {**base, "cards": {**base["cards"], **case["add"]}}
    assert [card["id"] for card in board.cards_in(state, case["zone"])] == case["order"]


@pytest.mark.parametrize("case", CASES["undo"], ids=lambda case: case["name"])
def test_what_undoes_a_change_is_an_operation_that_the_server_takes(case: dict[str, Any]) -> None:
    for asked in case["undo"]:
        assert board.parse({"op_id": "test-undo", **asked}).kind == asked["kind"]


def test_every_kind_of_operation_has_a_shared_case() -> None:
    kinds = set(board.KINDS) | set(board.HOST_CHANGES) | {"unseen"}
    assert {case["change"]["kind"] for case in CASES["changes"]} == kinds
    assert {case["change"]["kind"] for case in CASES["undo"]} == set(board.KINDS)


def test_a_card_of_the_shared_cases_has_every_key_that_a_card_has() -> None:
    for base in CASES["bases"].values():
        assert base.keys() == board.empty_state().keys()
        assert all(card.keys() == board.new_card().keys() for card in base["cards"].values())


def test_a_card_may_hold_any_script_and_exactly_the_limit() -> None:
    operation = board.parse({**ADD, "text": "  مرحبا 🛠\r\nzweite Zeile\x00 "})
    assert isinstance(operation, board.AddCard)
    assert operation.text == "مرحبا 🛠\nzweite Zeile"
    assert len(board.parse({**ADD, "text": "x" * 2000}).text) == 2000  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (None, "camp.operation.malformed"),
        ([ADD], "camp.operation.malformed"),
        ({**ADD, "kind": "promote"}, "camp.operation.malformed"),
        ({**ADD, "kind": ["add_card"]}, "camp.operation.malformed"),
        ({**ADD, "author": "seat00000001"}, "camp.operation.malformed"),
        ({k: v for k, v in ADD.items() if k != "rank"}, "camp.operation.malformed"),
        ({**ADD, "op_id": "no"}, "camp.operation.malformed"),
        ({**ADD, "op_id": "x" * 41}, "camp.operation.malformed"),
        ({**ADD, "card": "../../etc/pw"}, "camp.operation.malformed"),
        ({**ADD, "rank": float("nan")}, "camp.operation.malformed"),
        ({**ADD, "rank": 1e300}, "camp.operation.malformed"),
        ({**ADD, "rank": True}, "camp.operation.malformed"),
        ({**ADD, "rank": 10**400}, "camp.operation.malformed"),
        ({**ADD, "themes": "abcdefghij01"}, "camp.operation.malformed"),
        ({**ADD, "themes": ["abcdefghij01"] * 11}, "camp.operation.malformed"),
        ({**ADD, "text": "\ud800"}, "camp.operation.malformed"),
        ({**ADD, "text": 7}, "camp.operation.malformed"),
        ({**ADD, "text": " \n\x00"}, "camp.card.empty"),
        ({**ADD, "text": "x" * 2001}, "camp.card.too_long"),
        ({**ADD, "text": "x" * 1_000_000}, "camp.card.too_long"),
    ],
)
def test_a_message_that_is_not_exactly_right_is_refused(payload: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        board.parse(payload)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("was", "theirs", "mine", "text", "outcome"),
    [
        ("a b", "a b", "a b c", "a b c", "replaced"),
        ("a b", "a b c", "a b c", "a b c", "replaced"),
        ("a b", "x b", "a b", "x b", "merged"),
        ("a b c", "a B c", "a b C", "a B C", "merged"),
        ("a b", "a b theirs", "a b mine", "a b theirs mine", "merged"),
        ("a b c", "b c", "a b c d", "b c d", "merged"),
        ("a b c", "a x c", "a y c", "a x c\n\na y c", "both"),
        ("a b c", "a c", "a new c", "a c\n\na new c", "both"),
        ("", "theirs", "mine", "theirs mine", "merged"),
    ],
)
def test_both_keep_their_words(was: str, theirs: str, mine: str, text: str, outcome: str) -> None:
    assert deciding_cards.merge(was, theirs, mine) == deciding_cards.Merged(text, deciding_cards.Outcome(outcome))


def test_no_word_that_somebody_wrote_gets_lost_in_a_merge() -> None:
    chance = random.Random(7)
    vocabulary = [f"w{n}" for n in range(12)]

    def changed(text: list[str], mark: str) -> list[str]:
        out = list(text)
        for _ in range(chance.randint(1, 4)):
            place = chance.randint(0, len(out))
            if chance.random() < 0.5 or place == len(out):
                out.insert(place, f"{mark}{chance.randint(0, 999)}")
            else:
                del out[place]
        return out

    for _ in range(500):
        was = [chance.choice(vocabulary) for _ in range(chance.randint(0, 12))]
        theirs, mine = changed(was, "T"), changed(was, "M")
        merged = deciding_cards.merge(" ".join(was), " ".join(theirs), " ".join(mine)).text.split()
        written = [word for word in theirs + mine if word[0] in "TM"]
        assert set(written) <= set(merged)


def test_a_very_long_text_is_merged_quickly_or_kept_twice() -> None:
    was = "a " * 900
    merged = deciding_cards.merge(was, was + "theirs", "mine " + was)
    assert "theirs" in merged.text
    assert "mine" in merged.text


def test_codes_and_names_are_taken_as_people_type_them() -> None:
    assert tidy_code("k7qm2xrb") == tidy_code(" K7QM – 2XRB ") == "K7QM-2XRB"
    assert tidy_code("aeiou!") == ""
    assert tidy_name("\u202eevil\x07 \t name") == "evil name"
    assert tidy_name("x" * 200) == "x" * 80
