"""Pieces that offer something to choose: a few words, files of the consultation, or choices of an earlier question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from cocreate.survey.kinds.base import Typed
from cocreate.survey.making.parts.base import Around, Mistake, Part, typed


@dataclass(frozen=True)
class Pick(Part):
    """One of a few."""

    choices: Sequence[tuple[str, Any]] = ()
    look: ClassVar[str] = "pick"

    def read(self, given: Typed, before: Any) -> Any:
        return typed(given, self.field, 60) or None

    def fill(self, value: Any) -> dict[str, str]:
        return {self.field: str(value)} if value else {}

    def mistakes(self, given: Typed) -> list[Mistake]:
        chosen = self.read(given, None)
        known = {value for value, _label in self.choices}
        return [Mistake(self.field, "survey.answer.unknown_choice")] if chosen and chosen not in known else []

    def offers(self, around: Around) -> Sequence[tuple[str, Any]]:
        return self.choices


@dataclass(frozen=True)
class Several(Pick):
    """Any of a few, each a box to tick."""

    look: ClassVar[str] = "several"

    def read(self, given: Typed, before: Any) -> Any:
        return [value for value, _label in self.choices if given.get(f"{self.field}-{value}")] or None

    def fill(self, value: Any) -> dict[str, str]:
        return {f"{self.field}-{chosen}": "1" for chosen in value or ()}

    def mistakes(self, given: Typed) -> list[Mistake]:
        return []


@dataclass(frozen=True)
class Image(Pick):
    """One of the consultation's files, or none."""

    def mistakes(self, given: Typed) -> list[Mistake]:
        return []

    def offers(self, around: Around) -> Sequence[tuple[str, Any]]:
        return around.documents


@dataclass(frozen=True)
class Papers(Several):
    """Any of the consultation's files."""

    def read(self, given: Typed, before: Any) -> Any:
        start = f"{self.field}-"
        return [name.removeprefix(start) for name in given if name.startswith(start) and given[name]] or None

    def offers(self, around: Around) -> Sequence[tuple[str, Any]]:
        return around.documents


@dataclass(frozen=True)
class Filter(Part):
    """Only what was chosen, or was not chosen, in an earlier question."""

    look: ClassVar[str] = "filter"

    def read(self, given: Typed, before: Any) -> Any:
        fact = typed(given, self.field, 100)
        keep = "others" if typed(given, f"{self.field}-keep", 10) == "others" else "chosen"
        return {"fact": fact, "keep": keep} if fact else None

    def fill(self, value: Any) -> dict[str, str]:
        found = value or {}
        return {self.field: str(found.get("fact", "")), f"{self.field}-keep": str(found.get("keep", "chosen"))}

    def offers(self, around: Around) -> Sequence[tuple[str, Any]]:
        return around.filters
