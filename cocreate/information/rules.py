"""Closed lists and pure rules of an information sheet: its five parts, its blocks, the figures in its sentences."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST = 5000  # characters of an own text
MARK = re.compile(r"\[\[([a-z0-9_.]+)\]\]")


class Part(StrEnum):
    """The five parts of a sheet, in their order; what is in short stands before them."""

    SHORT = "short"
    CONTEXT = "context"  # of a smart specialisation strategy, and the goals of the plan
    TAKING_PART = "taking_part"  # the goals of taking part, and what is expected of participants
    CHALLENGE = "challenge"  # in detail, with its sub-challenges
    ECOSYSTEM = "ecosystem"  # who and what there is to build on
    LINKS = "links"  # with the other challenges


class Slot(StrEnum):
    """Where an own text stands."""

    BEFORE = "before"
    INSTEAD = "instead"  # of what the program writes
    AFTER = "after"
    LEFT_OUT = "left_out"  # no words: the program's lists, tables and pictures are left out


class FigureKind(StrEnum):
    """How a figure is shown."""

    COUNT = "count"
    SHARE = "share"  # 0 to 1
    NUMBER = "number"
    WORDS = "words"  # such as "2 to 4" for places


# The blocks of each part, in the order of the sheet.
BLOCKS: Mapping[Part, tuple[str, ...]] = {
    Part.SHORT: ("short",),
    Part.CONTEXT: ("strategy", "process", "region", "origins"),
    Part.TAKING_PART: ("consultation", "expected"),
    Part.CHALLENGE: ("about", "sub_challenges", "indicators", "ranking", "themes"),
    Part.ECOSYSTEM: ("strengths", "market", "industry", "research", "society", "projects"),
    Part.LINKS: ("links", "transversal"),
}
PART_OF = {block: part for part, blocks in BLOCKS.items() for block in blocks}


@dataclass(frozen=True)
class Figure:
    """A figure with its value now: a key to write it into a sentence, its name, and where it comes from."""

    key: str
    value: float | int | str
    kind: FigureKind
    name: str
    source: tuple[str, str] = ("", "")  # type and public id of what it is counted from
    subject: str = ""  # people's words for what it is about, such as the title of a theme
    lang: str = ""  # of the subject

    @property
    def kept(self) -> dict[str, Any]:
        """What a text remembers of it."""
        return {"value": self.value, "kind": self.kind.value}

    @property
    def told(self) -> dict[str, Any]:
        """What a version keeps of it."""
        named = {"name": self.name, "subject": self.subject, "lang": self.lang}
        return {**self.kept, **named, "source": list(self.source)}


@dataclass(frozen=True)
class Changed:
    """A figure that is not what it was when somebody wrote a sentence with it. `new` is None where it is gone."""

    key: str
    old: Mapping[str, Any]
    new: Figure | None


def mark(key: str) -> str:
    """How a figure stands in a sentence.

    >>> mark("ranking.place")
    '[[ranking.place]]'
    """
    return f"[[{key}]]"


def marks_in(text: str) -> list[str]:
    """The figures that a text names, each once, in order.

    >>> marks_in("[[a.b]] of [[c]], so [[a.b]]")
    ['a.b', 'c']
    """
    return list(dict.fromkeys(MARK.findall(text)))


def filled(text: str, shown: Mapping[str, str]) -> str:
    """The text with its figures as people read them; what nobody knows stays as it is written.

    >>> filled("[[a]] of [[b]]", {"a": "41"})
    '41 of [[b]]'
    """
    return MARK.sub(lambda found: shown.get(found[1], found[0]), text)


def changes(kept: Mapping[str, Mapping[str, Any]], live: Mapping[str, Figure]) -> list[Changed]:
    """The figures that differ from what was written.

    >>> now = {"a": Figure("a", 3, FigureKind.COUNT, "People")}
    >>> [(each.key, each.old["value"]) for each in changes({"a": {"value": 2, "kind": "count"}}, now)]
    [('a', 2)]
    """
    return [
        Changed(key, old, live.get(key))
        for key, old in kept.items()
        if key not in live or live[key].value != old["value"]
    ]


def remembered(
    text: str, live: Mapping[str, Figure], before: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """What a text remembers: values from when a figure was first written into it, else those of now."""
    return {key: dict(before[key]) if key in before else live[key].kept for key in marks_in(text)}


def unknown_in(text: str, live: Iterable[str], before: Iterable[str]) -> list[str]:
    """Figures that a text names and nobody knows."""
    known = {*live, *before}
    return [key for key in marks_in(text) if key not in known]


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text; an empty line divides them.

    >>> paragraphs_of("One.\\n\\n\\nTwo.")
    ['One.', 'Two.']
    """
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
