"""Elections as PrefLib writes them: .soc and .soi (strict orders), .toc and .toi (with ties), complete or not.

Mattei and Walsh, "PrefLib: A Library for Preferences" (2013). A line is `count: a,b,{c,d}`, best first; numbers stand
for the alternatives named in the header, and those in braces are tied.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from .ballots import Ballot, Item

KINDS = ("soc", "soi", "toc", "toi")
MOST_VOTERS = 1_000_000
_NAME = re.compile(r"#\s*ALTERNATIVE NAME\s+(\d+)\s*:\s*(.*)", re.IGNORECASE)
_HEAD = re.compile(r"#\s*(TITLE|NUMBER VOTERS)\s*:\s*(.*)", re.IGNORECASE)
_TIER = re.compile(r"\s*(?:\{([^{}]*)\}|(\d+))\s*(?:,|$)")


class FileProblem(ValueError):
    """What is wrong with a file, in a sentence, and on which line (None: with the whole)."""

    def __init__(self, line: int | None, sentence: str) -> None:
        super().__init__(sentence if line is None else f"line {line}: {sentence}")
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Election:
    """Ballots of one file, one a person, and the candidates in the order the file lists them."""

    title: str
    items: tuple[Item, ...]
    ballots: tuple[Ballot, ...]


def read_preflib(text: str, kind: str, *, unranked_is_last: bool = True) -> Election:
    """Read a PrefLib file of a `kind` in KINDS.

    unranked_is_last  everybody saw the whole list, so what they did not rank stands last, tied; False reads it as
                      nothing at all. In an election the first is right; it matters more than the counting rule.

    Raises FileProblem for a line that does not fit the kind, an alternative without a name or named twice on a line,
    and counts that do not add up to the header's.
    """
    names, title, voters = _header(text)
    ballots: list[Ballot] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            count, tiers = _line(number, line, kind, names)
            order = tuple(tuple(names[name] for name in tier) for tier in tiers)
            if len(ballots) + count > MOST_VOTERS:
                raise FileProblem(number, f"more than {MOST_VOTERS:,} voters are too many to count here")
            shown = tuple(names.values()) if unranked_is_last else tuple(item for tier in order for item in tier)
            ballots += [Ballot(order, shown)] * count
    if not ballots:
        raise FileProblem(None, "there is no ballot below the header")
    if voters is not None and voters != len(ballots):
        raise FileProblem(None, f"the header says {voters} voters, the lines add up to {len(ballots)}")
    return Election(title, tuple(names.values()), tuple(ballots))


def _header(text: str) -> tuple[dict[str, str], str, int | None]:
    names: dict[str, str] = {}
    title, voters = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _NAME.match(line):
            if found[1] in names:
                raise FileProblem(number, f"alternative {found[1]} is named twice")
            names[found[1]] = found[2].strip() or found[1]
        elif found := _HEAD.match(line):
            if found[1].upper() == "TITLE":
                title = found[2].strip()
            elif found[2].strip().isdecimal():
                voters = int(found[2])
    if not names:
        raise FileProblem(None, "no line starts with # ALTERNATIVE NAME; PrefLib's format of before 2022 is not read")
    twice = {name for name, times in Counter(names.values()).items() if times > 1}
    return {key: f"{name} ({key})" if name in twice else name for key, name in names.items()}, title, voters


def _line(number: int, line: str, kind: str, names: dict[str, str]) -> tuple[int, list[list[str]]]:
    count, separator, order = line.partition(":")
    if not separator or not count.strip().isdecimal() or int(count) < 1:
        raise FileProblem(number, "a ballot is written as count: order, such as 3: 1,2,{3,4}")
    tiers, at, order = [], 0, order.strip()
    while at < len(order):
        found = _TIER.match(order, at)
        if not found:
            raise FileProblem(number, f"this is no order: {order[at : at + 30]}")
        inside = found[2] if found[1] is None else found[1]
        tiers.append([name.strip() for name in inside.split(",") if name.strip()])
        at = found.end()
    ranked = [name for tier in tiers for name in tier]
    for name, times in Counter(ranked).items():
        if name not in names:
            raise FileProblem(number, f"no alternative has the number {name}")
        if times > 1:
            raise FileProblem(number, f"alternative {name} is ranked twice")
    if kind.startswith("s") and any(len(tier) > 1 for tier in tiers):
        raise FileProblem(number, f"a .{kind} file has no ties")
    if kind.endswith("c") and len(ranked) < len(names):
        raise FileProblem(number, f"a .{kind} file ranks all {len(names)} alternatives, this line {len(ranked)}")
    return int(count), [tier for tier in tiers if tier]
