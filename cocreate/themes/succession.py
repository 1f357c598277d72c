"""From one reading to the next: which theme is which again, and which answers stand elsewhere now."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from cocreate.themes.rules import SAME_THEME

Members = Mapping[str, Collection[str]]  # public id of a theme -> the answers whose main theme it is
NOWHERE = ""  # in no theme, or not there any more


@dataclass(frozen=True)
class Succession:
    """`heirs` tells which new theme is an old one again; `flows` how many answers of each old theme went to each new
    one (`NOWHERE`: to none); `came` how many of each new theme were in no theme before."""

    heirs: dict[str, str] = field(default_factory=dict)
    flows: dict[str, dict[str, int]] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"heirs": self.heirs, "flows": self.flows, "came": self.came}


def succession(old: Members, new: Members) -> Succession:
    """Match the themes of two readings of one question by the answers that they share.

    Only answers that both readings placed are compared: that many came since must not cost a theme its name. The
    largest overlap (Jaccard) is matched first, from `SAME_THEME` upwards, each theme at most once.

    >>> succession({"a": "123", "b": "45"}, {"x": "1236789", "y": "4"}).heirs
    {'a': 'x', 'b': 'y'}
    >>> succession({"a": "12", "b": "45"}, {"x": "124", "y": "3"}).flows
    {'a': {'x': 2}, 'b': {'': 1, 'x': 1}}
    """
    home = {answer: key for key, answers in new.items() for answer in answers}
    before = {answer for answers in old.values() for answer in answers}
    flows = {key: Counter(home.get(answer, NOWHERE) for answer in answers) for key, answers in old.items()}
    known = {key: sum(answer in before for answer in answers) for key, answers in new.items()}
    shares = []
    for key, flow in flows.items():
        placed = flow.total() - flow[NOWHERE]
        for target, common in flow.items():
            if target != NOWHERE:
                shares.append((common / (placed + known[target] - common), key, target))
    heirs: dict[str, str] = {}
    for share, key, target in sorted(shares, key=lambda each: (-each[0], each[1], each[2])):
        if share >= SAME_THEME and key not in heirs and target not in heirs.values():
            heirs[key] = target
    return Succession(
        dict(sorted(heirs.items())),
        {key: dict(sorted((+flow).items())) for key, flow in flows.items()},
        {key: count for key, answers in new.items() if (count := len(answers) - known[key])},
    )
