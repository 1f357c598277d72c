"""A table of actors, read line by line: what was understood, and what is wrong with which line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cocreate.analysis.names.reading import plain
from cocreate.core.cells import number_of
from cocreate.core.db import Translated
from cocreate.core.grids import Grid, Row
from cocreate.ecosystem.commands.actors import ActorTold, mail_in
from cocreate.ecosystem.rules import (
    HIGHEST_TRL,
    LONGEST_TAG,
    LOWEST_TRL,
    MOST_TAGS,
    TYPICAL_PART,
    ActorType,
    Part,
    Spot,
    tags_of,
)
from cocreate.ecosystem.words import COLUMN_WORDS, PART_WORDS, TYPE_WORDS
from cocreate.errors import Invalid
from cocreate.process.models import Challenge
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

MOST_ROWS = 5000
LONGEST = {"name": 300, "website": 1000, "municipality": 200, "source": 300, "contact": 320, "description": 5000}


@dataclass(frozen=True)
class StrengthFound:
    """A challenge that an actor serves, by its public id."""

    challenge: str
    part: Part
    title: Translated


@dataclass(frozen=True)
class ActorFound:
    """What a line says."""

    line: int
    told: ActorTold
    strengths: tuple[StrengthFound, ...]


@dataclass(frozen=True)
class LineProblem:
    """Why a line, or a cell of it, is left out."""

    line: int
    code: str
    said: str = ""


@dataclass(frozen=True)
class TableRead:
    """All that was understood."""

    actors: tuple[ActorFound, ...]
    problems: tuple[LineProblem, ...]


class _Trouble(Exception):
    """A cell that cannot be what its column says."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, said


def read_actors(grid: Grid, challenges: Sequence[Challenge], *, language: str) -> TableRead:
    """The actors of a table; names without a language in their heading are in `language`."""
    columns = columns_of(grid)
    if not any(name.startswith("name") for name in columns):
        raise Invalid("ecosystem.table.no_name")
    if len(grid.rows) > MOST_ROWS:
        raise Invalid("ecosystem.table.too_many", limit=MOST_ROWS)
    known = {plain(text): row.public_id for row in challenges for text in (row.public_id, *row.title.values())}
    actors, problems = [], []
    for row in grid.rows:
        try:
            cells = {name: row.cells[place].removeprefix("'") for name, place in columns.items()}
            actors.append(_actor(row, cells, known, language))
        except _Trouble as trouble:
            problems.append(LineProblem(row.line, trouble.code, trouble.said[:80]))
    return TableRead(tuple(actors), tuple(problems))


def columns_of(grid: Grid) -> dict[str, int]:
    """Name of a column as we know it -> its place in the table; headings that say nothing to us are passed over."""
    found: dict[str, int] = {}
    for place, heading in enumerate(grid.headings):
        words = plain(heading).replace("-", "_").replace(" ", "_")
        stem, _line, code = words.rpartition("_")
        name = COLUMN_WORDS.get(words)
        if name is None and code in LANGUAGES and COLUMN_WORDS.get(stem) in ("name", "description"):
            name = f"{COLUMN_WORDS[stem]}_{code}"
        if name is not None:
            found.setdefault(name, place)
    return found


def _actor(row: Row, cells: Mapping[str, str], challenges: Mapping[str, str], language: str) -> ActorFound:
    name = _translated(cells, "name", language)
    if not name:
        raise _Trouble("ecosystem.line.no_name", "")
    kind = _type(cells.get("type", ""))
    helix = cells.get("helix", "")
    if helix and helix not in set(HelixCategory):
        raise _Trouble("ecosystem.line.helix", helix)
    low, high = _levels(cells)
    told = ActorTold(
        name=name,
        type=kind,
        helix=helix,
        spellings=tuple(part.strip() for part in cells.get("other_names", "").split(";")),
        description=_translated(cells, "description", language),
        website=_website(_short(cells, "website")),
        municipality=_short(cells, "municipality"),
        spot=_spot(cells),
        trl_from=low,
        trl_to=high,
        tags=_tags(cells.get("tags", "")),
        source=_short(cells, "source"),
        contact=_contact(_short(cells, "contact")),
    )
    return ActorFound(row.line, told, tuple(_strengths(cells, challenges, kind, language)))


def _translated(cells: Mapping[str, str], name: str, language: str) -> Translated:
    said = {code: cells.get(f"{name}_{code}", "") for code in LANGUAGES}
    if cells.get(name) and not said.get(language):
        said[language] = cells[name]
    for text in said.values():
        if len(text) > LONGEST[name]:
            raise _Trouble("ecosystem.line.long", text)
    return {code: " ".join(text.split()) if name == "name" else text for code, text in said.items() if text}


def _short(cells: Mapping[str, str], name: str) -> str:
    text = cells.get(name, "")
    if len(text) > LONGEST[name]:
        raise _Trouble("ecosystem.line.long", text)
    return text


def _type(text: str) -> ActorType:
    found = TYPE_WORDS.get(plain(text).replace("_", " "))
    if found is None:
        raise _Trouble("ecosystem.line.type", text)
    return found


def _website(text: str) -> str:
    if not text or text.lower().startswith(("http://", "https://")):
        return text
    if " " in text or "." not in text or ":" in text:
        raise _Trouble("ecosystem.line.website", text)
    return f"https://{text}"


def _contact(text: str) -> str:
    if text != mail_in(text):
        raise _Trouble("ecosystem.line.contact", text)
    return text


def _spot(cells: Mapping[str, str]) -> Spot | None:
    said = [cells.get(name, "").replace(",", ".") for name in ("latitude", "longitude")]
    if not any(said):
        return None
    numbers = [number_of(text) for text in said]
    spot = Spot(float(numbers[0]), float(numbers[1])) if numbers[0] is not None and numbers[1] is not None else None
    if spot is None or not spot.is_real:
        raise _Trouble("ecosystem.line.spot", " ".join(said))
    return spot


def _levels(cells: Mapping[str, str]) -> tuple[int | None, int | None]:
    both = cells.get("trl", "").replace("\u2013", "-").split("-")
    said = [cells.get("trl_from", "") or both[0].strip(), cells.get("trl_to", "") or both[-1].strip()]
    levels = [number_of(text) if text else None for text in said]
    for text, level in zip(said, levels, strict=True):
        if text and not (isinstance(level, int) and LOWEST_TRL <= level <= HIGHEST_TRL):
            raise _Trouble("ecosystem.line.trl", text)
    low, high = (int(level) if level is not None else None for level in levels)
    if low is not None and high is not None and low > high:
        raise _Trouble("ecosystem.line.trl", "-".join(said))
    return low, high


def _tags(text: str) -> tuple[str, ...]:
    found = tags_of(text)
    if len(found) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in found):
        raise _Trouble("ecosystem.line.tags", text)
    return tuple(found)


def _strengths(
    cells: Mapping[str, str], challenges: Mapping[str, str], kind: ActorType, language: str
) -> list[StrengthFound]:
    """ "challenge: part: what it brings", separated by bars; part and words may be left out."""
    found = []
    for piece in cells.get("strengths", "").split("|"):
        if not piece.strip():
            continue
        challenge, part, title = (*(each.strip() for each in piece.split(":", 2)), "", "")[:3]
        if plain(challenge) not in challenges:
            raise _Trouble("ecosystem.line.challenge", challenge)
        place = PART_WORDS.get(plain(part), None) if part else TYPICAL_PART[kind]
        if place is None:
            raise _Trouble("ecosystem.line.part", part)
        found.append(StrengthFound(challenges[plain(challenge)], place, {language: title[:300]} if title else {}))
    return found
