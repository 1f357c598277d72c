"""Pieces with one thing to fill in: a box, a number, a line, a day, or a text in several languages."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from cocreate.survey.kinds.base import Typed
from cocreate.survey.making.parts.base import NUMBER, Mistake, Part, typed, words_in

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Check(Part):
    """Yes or no."""

    look: ClassVar[str] = "check"

    def read(self, given: Typed, before: Any) -> Any:
        return True if given.get(self.field) else None

    def fill(self, value: Any) -> dict[str, str]:
        return {self.field: "1"} if value else {}


@dataclass(frozen=True)
class Amount(Part):
    """A number, whole unless told otherwise, within limits."""

    least: float = 0
    most: float = 1_000_000
    is_whole: bool = True
    look: ClassVar[str] = "amount"

    def read(self, given: Typed, before: Any) -> Any:
        text = typed(given, self.field, 30)
        if not NUMBER.fullmatch(text):
            return None
        number = float(text.replace(",", "."))
        return int(number) if number == int(number) else number

    def fill(self, value: Any) -> dict[str, str]:
        return {} if value is None else {self.field: f"{value:g}" if isinstance(value, float) else str(value)}

    def mistakes(self, given: Typed) -> list[Mistake]:
        text = typed(given, self.field, 30)
        number = self.read(given, None)
        if not text:
            return []
        if number is None or (self.is_whole and not isinstance(number, int)) or not self.least <= number <= self.most:
            return [Mistake(self.field, "survey.option.number", {"least": f"{self.least:g}", "most": f"{self.most:g}"})]
        return []


@dataclass(frozen=True)
class Line(Part):
    """A short text that is the same in every language."""

    limit: int = 300
    look: ClassVar[str] = "line"

    def read(self, given: Typed, before: Any) -> Any:
        return typed(given, self.field, self.limit) or None

    def fill(self, value: Any) -> dict[str, str]:
        return {self.field: str(value)} if value else {}

    def mistakes(self, given: Typed) -> list[Mistake]:
        length = len(typed(given, self.field, self.limit))
        return [Mistake(self.field, "survey.option.too_long", {"limit": self.limit})] if length > self.limit else []


@dataclass(frozen=True)
class Beforehand(Line):
    """What stands in the field of a question at first; what stands in its parts stays as a file brought it."""

    def read(self, given: Typed, before: Any) -> Any:
        parts = {name: text for name, text in (before or {}).items() if name}
        text = typed(given, self.field, self.limit)
        return {**({"": text} if text else {}), **parts} or None

    def fill(self, value: Any) -> dict[str, str]:
        return super().fill((value or {}).get(""))


@dataclass(frozen=True)
class Day(Line):
    """A day."""

    look: ClassVar[str] = "day"

    def mistakes(self, given: Typed) -> list[Mistake]:
        text = typed(given, self.field, self.limit)
        return [Mistake(self.field, "survey.option.date")] if text and not DATE.fullmatch(text) else []


@dataclass(frozen=True)
class Words(Part):
    """A text in several languages."""

    is_live: bool = True
    limit: int = 2000
    look: ClassVar[str] = "words"

    def read(self, given: Typed, before: Any) -> Any:
        return words_in(given, self.field, self.limit) or None

    def fill(self, value: Any) -> dict[str, str]:
        return {f"{self.field}-{code}": text for code, text in (value or {}).items()}

    def mistakes(self, given: Typed) -> list[Mistake]:
        found = words_in(given, self.field, self.limit)
        return [
            Mistake(f"{self.field}-{code}", "survey.option.too_long", {"limit": self.limit})
            for code, text in found.items()
            if len(text) > self.limit
        ]
