"""The page that compares us with other systems names tests that exist, and claims nothing without one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"\| (\*\*E\*\*|U) \| ")
CELLS = 5  # need, what, state, where, test


def rows() -> list[list[str]]:
    text = (ROOT / "docs" / "parity.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if ROW.match(line)]


def test_every_row_is_whole_and_says_where_it_stands() -> None:
    assert len(rows()) > 60
    for row in rows():
        assert len(row) == CELLS, row
        assert row[2].startswith(("works", "partly", "not yet")), row
        assert row[2] == "not yet" or "::" in row[4], row
        assert row[0] == "U" or not row[2].startswith("not yet"), "an essential one says at least what there is"


@pytest.mark.parametrize("named", sorted({row[4].strip("`") for row in rows() if "::" in row[4]}))
def test_a_test_that_is_named_exists(named: str) -> None:
    path, name = named.split("::")
    source = (ROOT / "tests" / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", source, re.MULTILINE)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[1][:40])
def test_the_code_that_is_named_exists(row: list[str]) -> None:
    for path in re.findall(r"`([^`]+)`", row[3]):
        places = (ROOT / "cocreate" / "survey" / path, ROOT / "cocreate" / path, ROOT / path)
        assert any(place.exists() for place in places), path
