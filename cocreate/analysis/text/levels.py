"""Fewer or more themes: how the fine themes grow together, step by step, into a few families.

The tree is made by Ward's method (1963) on the centres of the themes. `cut` needs nothing but the stored tree, so a
page can move its slider without any of the mathematics being loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FAMILIES = 12  # at most; more than a page or a person can hold
NAMED_BY = 3  # largest themes in a family that lend it their first phrase


@dataclass(frozen=True)
class Merge:
    """Two themes (or families made before) become the family `key`; `height` tells how unlike the two are."""

    left: str
    right: str
    height: float
    key: str
    labels: Mapping[str, str] = field(default_factory=dict)


def cut(tree: Sequence[Merge], keys: Sequence[str], k: int) -> dict[str, str]:
    """The family of each theme when `k` of them are wanted: the merges, in their order, that leave `k` apart.

    `k` at or above the number of themes leaves each theme its own family; `k` below 1 counts as 1.

    >>> tree = (Merge("t1", "t3", 0.4, "f1"), Merge("f1", "t2", 0.9, "f2"))
    >>> cut(tree, ["t1", "t2", "t3"], 2)
    {'t1': 'f1', 't2': 't2', 't3': 'f1'}
    >>> cut(tree, ["t1", "t2", "t3"], 5)
    {'t1': 't1', 't2': 't2', 't3': 't3'}
    """
    found = {key: key for key in keys}
    for merge in tree[: max(0, len(keys) - max(1, k))]:
        found = {key: merge.key if family in (merge.left, merge.right) else family for key, family in found.items()}
    return found


def ward(
    keys: Sequence[str], centres: Sequence[Sequence[float]], labels: Mapping[str, Mapping[str, str]]
) -> tuple[Merge, ...]:
    """The tree over themes given largest first, with their centres (themes, d) and labels.

    >>> [(m.left, m.right, m.key) for m in ward(["a", "b", "c"], [[1, 0], [0, 1], [0.9, 0.1]], {})]
    [('a', 'c', 'f1'), ('b', 'f1', 'f2')]
    """
    from scipy.cluster.hierarchy import linkage

    if len(keys) < 2:
        return ()
    names = list(keys)
    inside = [[i] for i in range(len(keys))]
    merges = []
    for number, (left, right, height, _) in enumerate(linkage(centres, method="ward"), start=1):
        a, b = sorted((int(left), int(right)))
        inside.append(sorted(inside[a] + inside[b]))
        names.append(f"f{number}")
        named = _name([labels.get(keys[i], {}) for i in inside[-1]])
        merges.append(Merge(names[a], names[b], round(float(height), 4), names[-1], named))
    return tuple(merges)


def _name(labels: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """In each language the first phrase of the family's largest themes that have one."""
    found: dict[str, list[str]] = {}
    for named in labels:
        for language, label in named.items():
            phrases = found.setdefault(language, [])
            first = label.split(", ")[0]
            if len(phrases) < NAMED_BY and first not in phrases:
                phrases.append(first)
    return {language: ", ".join(phrases) for language, phrases in sorted(found.items())}
