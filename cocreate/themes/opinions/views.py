"""Opinion groups as pages show them: safe counts, words, and a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.analysis.disclosure import HIDDEN, suppress, suppress_two_way
from cocreate.analysis.opinions.picture import bubbles, letter, picture
from cocreate.core.db import Translated
from cocreate.survey.kinds.choices import choices_of
from cocreate.themes.opinions.models import OpinionReading
from cocreate.web.language import NAMES
from cocreate.web.messages import say

MOST = 8  # statements of each list on a page
AGREE, DISAGREE = "agree", "disagree"
VOTES = (AGREE, "pass", DISAGREE)


@dataclass(frozen=True)
class Line:
    """A statement and how each group voted: shares of agreeing and disagreeing with their base, or None if hidden."""

    text: Translated
    direction: int
    cells: Sequence[tuple[float, float, int] | None]


@dataclass(frozen=True)
class GroupShown:
    """One group: its letter, its size, what is typical of it, and who is in it."""

    letter: str
    size: int
    typical: Sequence[Line]
    splits: Sequence[tuple[str, Sequence[tuple[str, Any]]]]


@dataclass(frozen=True)
class Shown:
    """A reading as a page shows it."""

    reading: OpinionReading
    people: int
    groups: Sequence[GroupShown]
    united: Sequence[Line]
    divided: Sequence[Line]
    doubts: Sequence[str]
    picture: Markup
    described: str


def shown(reading: OpinionReading, minimum: int, *, is_public: bool) -> Shown:
    """What a page shows of a reading; counts below the minimum are hidden, and so is what would give them away.

    Everybody sees circles for groups, not a dot for each person.
    """
    result = reading.result
    keys = [group["key"] for group in result["groups"]]
    lines = _lines(reading, keys, minimum)
    return Shown(
        reading=reading,
        people=result["people"],
        groups=[_group(place, group, lines, minimum) for place, group in enumerate(result["groups"])],
        united=[lines[key](0) for key in result["united"][:MOST] if key in lines],
        divided=[lines[key](0) for key in result["divided"][:MOST] if key in lines] if len(keys) > 1 else [],
        doubts=[say(warning["code"], **warning["params"]) for warning in _told(result, minimum)],
        picture=_picture(reading, is_public=is_public),
        described=_described(result),
    )


def _told(result: Mapping[str, Any], minimum: int) -> list[dict[str, Any]]:
    """Warnings whose numbers may be read: a count of few people is left unsaid."""
    return [w for w in result["warnings"] if not 0 < int(w["params"].get("count", minimum)) < minimum]


def _lines(reading: OpinionReading, keys: Sequence[str], minimum: int) -> dict[str, Any]:
    texts = choices_of(reading.question)
    found = {}
    for key, statement in reading.result["statements"].items():
        counted = {g: dict(zip(VOTES, statement["by_group"][g], strict=True)) for g in keys}
        safe = suppress_two_way(counted, minimum)
        cells = [_cell(safe.cells[g], safe.row_totals[g]) for g in keys]
        leaning = statement["leaning"]

        def line(way: int, key: str = key, cells: Any = cells, leaning: int = leaning) -> Line:
            return Line(dict(texts.get(key) or {"en": key}), way or leaning, cells)

        found[key] = line
    return found


def _cell(votes: Mapping[str, Any], total: Any) -> tuple[float, float, int] | None:
    agree, disagree = votes[AGREE], votes[DISAGREE]
    if HIDDEN in (agree, disagree, total) or not total:
        return None
    return agree / total, disagree / total, total


def _group(place: int, group: Mapping[str, Any], lines: Mapping[str, Any], minimum: int) -> GroupShown:
    by_helix = [(say(f"helix.{key}"), n) for key, n in suppress(group["by_helix"], minimum).cells.items()]
    by_language = [(NAMES.get(key, key), n) for key, n in suppress(group["by_language"], minimum).cells.items()]
    return GroupShown(
        letter=letter(place),
        size=group["size"],
        typical=[lines[key](way) for key, way in group["typical"] if key in lines],
        splits=[(name, counts) for name, counts in ((_("Group"), by_helix), (_("Language"), by_language)) if counts],
    )


def _picture(reading: OpinionReading, *, is_public: bool) -> Markup:
    groups, ident = reading.result["groups"], f"opinions-{reading.public_id}"
    if is_public:
        return Markup(bubbles([(g["centre"], g["size"]) for g in groups], ident=ident))
    points = reading.result["points"]
    positions = {str(n): (x, y) for n, (x, y, _group_key) in enumerate(points)}
    group_of = {str(n): key for n, (_x, _y, key) in enumerate(points) if key}
    return Markup(picture(positions, group_of, [g["key"] for g in groups], ident=ident))


def _described(result: Mapping[str, Any]) -> str:
    sizes = ", ".join(
        _("Group %(letter)s: %(count)s people", letter=letter(place), count=group["size"])
        for place, group in enumerate(result["groups"])
    )
    return _("People who vote alike stand close together. %(sizes)s.", sizes=sizes)
