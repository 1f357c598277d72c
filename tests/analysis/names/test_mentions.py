"""Names are found in what people write, and words that only look like them are not."""

import pytest

from cocreate.analysis.names import Names

KNOWN = Names(
    {
        1: ["Port of Brussels", "Port de Bruxelles"],
        2: ["Sirris vzw"],
        3: ["Equal"],
        4: ["BMA – Bouwmeester Maître Architecte"],
        5: ["hub.brussels", "Hub"],
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask the port of Brussels for a shuttle", {1: "port of Brussels"}),
        ("Le PORT DE BRUXELLES est loin", {1: "PORT DE BRUXELLES"}),
        ("Sirris knows how", {2: "Sirris"}),
        ("The BMA decides", {4: "BMA"}),
        ("Call hub.brussels, or Sirris", {5: "hub.brussels", 2: "Sirris"}),
        ("Each hub has its rules", {}),
        ("We want equal pay in every port of the country", {}),
        ("From Brussels to the port", {}),
        ("", {}),
    ],
)
def test_a_text_names_those_whose_words_follow_each_other(text: str, expected: dict[int, str]) -> None:
    assert KNOWN.said_in(text) == expected


def test_where_nothing_has_a_name_nothing_is_named() -> None:
    assert Names({}).said_in("Sirris knows how") == {}
    assert Names({1: ["A"]}).said_in("A bus") == {}
