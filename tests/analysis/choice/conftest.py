"""Real ballots from PrefLib, where the data pack lies beside the repository; a skip that says so where it does not."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cocreate.analysis.choice.ranking import Ballot

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def pack(name: str) -> Path:
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"the data pack ../shared/data/{name} is not beside this repository")
    return folder


@pytest.fixture(scope="session")
def reference() -> dict[str, dict[str, Any]]:
    """Winners and Kemeny orders per file, computed elsewhere by exhaustive search."""
    return json.loads((pack("preflib") / "reference_results.json").read_text())["results"]


@pytest.fixture(scope="session")
def preflib() -> Callable[[str], tuple[list[Ballot], list[str]]]:
    """Read one PrefLib file: a ballot per distinct order, weighing as many voters as gave it, and the items."""

    def read(path: str) -> tuple[list[Ballot], list[str]]:
        names: dict[str, str] = {}
        ballots = []
        for line in (pack("preflib") / path).read_text().splitlines():
            if head := re.match(r"# ALTERNATIVE NAME (\d+): (.*)", line):
                names[head[1]] = head[2].strip()
            elif line.strip() and not line.startswith("#"):
                count, _, order = line.partition(":")
                tiers = [re.findall(r"\d+", tier) for tier in re.findall(r"\{[^}]*\}|\d+", order)]
                named = tuple(tuple(names[number] for number in tier) for tier in tiers if tier)
                ballots.append(Ballot(named, tuple(names.values()), weight=float(count)))
        return ballots, list(names.values())

    return read


@pytest.fixture(scope="session")
def mcda() -> Path:
    return pack("mcda") / "van2021_windows_size_7.yaml"
