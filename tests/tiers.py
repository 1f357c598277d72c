"""How deep a run of the tests goes: a quick tier, the suite, and a deep tier in pieces that take turns.

    --quick         what needs no browser, no server and no database but SQLite, for the loop of everyday work
    (nothing)       the suite: everything at its usual depth
    --deep=turn     the suite, and the piece of the deep tier whose turn it is with this commit
    --deep=PIECE    that piece alone; the names are in `PIECES`
    --deep=all      the whole deep tier alone

A test is deep by its mark, `@pytest.mark.deep("storms")`. With `always=True` it belongs to the suite, too, where it
asks `is_deep` how far to go.
"""

import hashlib
import subprocess
from functools import cache
from pathlib import Path

import pytest

PIECES = ("crawl-nl", "forms", "crawl-fr", "crawl-en", "storms", "crawl-de")
TURNS = 8  # after so many commits the suite has looked at everything
COSTLY_MARKS = ("browser", "postgres", "valkey", "slow")
COSTLY_FIXTURES = {"live_servers", "visitors", "chromium", "hall", "demo_folder"}
ROOT = Path(__file__).resolve().parent.parent
_deep: frozenset[str] = frozenset()


def is_deep(piece: str) -> bool:
    """Whether this run goes to the ground of a piece."""
    assert piece in PIECES, piece
    return piece in _deep


@cache
def turn() -> int:
    """A number that counts on with every commit; where nobody knows how many there are, one of the last one's name."""
    if _git("rev-parse", "--is-shallow-repository") == "false":
        return int(_git("rev-list", "--count", "HEAD"))
    return int.from_bytes(hashlib.sha256(_git("rev-parse", "HEAD").encode()).digest()[:2], "big")


def place_of(*what: str) -> int:
    """A number of something, the same in every run."""
    return int.from_bytes(hashlib.sha256(" ".join(what).encode()).digest()[:4], "big")


def is_its_turn(place: int, every: int = TURNS) -> bool:
    """Whether what stands at a place is looked at with this commit, as it is with one of so many."""
    return (place + turn()) % every == 0


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only what needs no browser and no server")
    parser.addoption(
        "--deep", choices=("turn", "all", *PIECES), help="a piece of the deep tier alone, or with the suite in its turn"
    )


def pytest_configure(config: pytest.Config) -> None:
    global _deep
    match config.getoption("deep"):
        case None:
            _deep = frozenset()
        case "all":
            _deep = frozenset(PIECES)
        case "turn":
            _deep = frozenset({PIECES[turn() % len(PIECES)]})
        case piece:
            _deep = frozenset({piece})


def pytest_report_header() -> str | None:
    return f"to the ground: {', '.join(sorted(_deep))}" if _deep else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    out = [item for item in items if not _belongs(config, item)]
    if out:
        left_out = set(out)
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=out)


def _belongs(config: pytest.Config, item: pytest.Item) -> bool:
    """Whether a test is part of this run."""
    if config.getoption("quick") and _is_costly(item):
        return False
    marks = list(item.iter_markers("deep"))
    if any(is_deep(mark.args[0]) for mark in marks):
        return True
    is_of_the_suite = all(mark.kwargs.get("always") for mark in marks)
    return is_of_the_suite and config.getoption("deep") in (None, "turn")


def _is_costly(item: pytest.Item) -> bool:
    fixtures = COSTLY_FIXTURES.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or any(item.get_closest_marker(name) for name in COSTLY_MARKS)
