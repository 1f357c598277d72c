"""What was encoded before goes into an answer as it is; nothing that people write can take its place."""

import json

import pytest

from cocreate.camp import kept
from cocreate.camp.kept import Encoded


def test_encoded_parts_are_read_like_any_other() -> None:
    board = {"cards": {"a": {"text": 'Quotes " and \\ and é'}}, "number": 3}
    answer = {"ok": True, "snapshot": Encoded(board), "also": [Encoded([1]), Encoded("x")]}
    assert json.loads(kept.dumps(answer)) == {"ok": True, "snapshot": board, "also": [[1], "x"]}
    assert kept.dumps({"a": 1}, separators=(",", ":")) == '{"a":1}'


def test_what_cannot_be_sent_is_refused() -> None:
    with pytest.raises(TypeError):
        kept.dumps({"a": object()})
