"""Tables of keys and labels: choices, rows, columns, roles, and words at the points of a scale."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cocreate.survey.kinds.base import Typed
from cocreate.survey.kinds.scales import WHOLE_NUMBER
from cocreate.survey.making.parts.base import KEY, NEVER, NUMBER, Mistake, Part, key_from, typed, words_in
from cocreate.survey.schema import MOST

LONGEST_LABEL = 300


@dataclass(frozen=True)
class Rows(Part):
    """A table of keys and labels: choices, rows, columns, roles."""

    one: Any = ""  # what one row is called
    is_live: bool = True
    has_exclusive: bool = False
    can_switch_off: bool = False  # a choice: after the opening it is switched off rather than taken away
    look: ClassVar[str] = "rows"
    keys: ClassVar[re.Pattern[str]] = KEY
    no_key: ClassVar[str] = "survey.option.key"

    def numbers(self, given: Typed) -> list[int]:
        """All rows of the form, in the order of their places."""
        pattern = re.compile(re.escape(self.field) + r"-([0-9]{1,4})-[a-z]+(-[a-z]{2})?")
        found = {int(match[1]) for name in given if (match := pattern.fullmatch(name))}
        return sorted(found, key=lambda number: (self._place(given, number), number))

    def read(self, given: Typed, before: Any) -> Any:
        stored = {row["key"]: row for row in before or () if isinstance(row, Mapping) and "key" in row}
        rows: dict[str, dict[str, Any]] = {}
        for number in self.numbers(given):
            if (row := self._row(given, number, stored, rows)) is not None:
                rows[row["key"]] = row
        return list(rows.values()) or None

    def fill(self, value: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, row in enumerate(value or ()):
            name = f"{self.field}-{number}"
            found |= {f"{name}-key": row["key"], f"{name}-was": row["key"], f"{name}-place": str(number + 1)}
            found |= {f"{name}-label-{code}": text for code, text in row.get("label", {}).items()}
            found |= {f"{name}-exclusive": "1"} if row.get("is_exclusive") else {}
            found |= {f"{name}-off": "1"} if row.get("condition") == NEVER else {}
        return found

    def mistakes(self, given: Typed) -> list[Mistake]:
        found, seen, rows = [], set(), 0
        for number in self.numbers(given):
            name = f"{self.field}-{number}"
            key, label = typed(given, f"{name}-key", 60), words_in(given, f"{name}-label", LONGEST_LABEL)
            if given.get(f"{name}-remove") or (not key and not label):
                continue
            if key and not self.keys.fullmatch(key):
                found.append(Mistake(f"{name}-key", self.no_key))
            if key and key in seen:
                found.append(Mistake(f"{name}-key", "survey.option.key_twice", {"key": key[:40]}))
            if not label:
                found.append(Mistake(f"{name}-label-en", "survey.option.unnamed"))
            found += [
                Mistake(f"{name}-label-{code}", "survey.option.too_long", {"limit": LONGEST_LABEL})
                for code, text in label.items()
                if len(text) > LONGEST_LABEL
            ]
            if rows == MOST:
                found.append(Mistake(f"{name}-label-en", "survey.option.many_rows", {"limit": MOST}))
            seen.add(key)
            rows += 1
        return found

    def _row(
        self, given: Typed, number: int, stored: Mapping[str, Mapping[str, Any]], taken: Iterable[str]
    ) -> dict[str, Any] | None:
        name = f"{self.field}-{number}"
        label, key = words_in(given, f"{name}-label", LONGEST_LABEL), typed(given, f"{name}-key", 60)
        if given.get(f"{name}-remove") or not (label or key):
            return None
        words = label.get("en") or next(iter(label.values()), "")
        row: dict[str, Any] = {"key": key or key_from(words, taken), "label": label}
        if self.has_exclusive and given.get(f"{name}-exclusive"):
            row["is_exclusive"] = True
        condition = stored.get(typed(given, f"{name}-was", 60), {}).get("condition", {})
        if self.can_switch_off and given.get(f"{name}-off"):
            condition = NEVER
        elif condition == NEVER:
            condition = {}
        return row | ({"condition": dict(condition)} if condition else {})

    def _place(self, given: Typed, number: int) -> float:
        text = typed(given, f"{self.field}-{number}-place", 30)
        return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else number + 1.5


@dataclass(frozen=True)
class Points(Rows):
    """Words at the points of a scale: the key of a row is the number."""

    keys: ClassVar[re.Pattern[str]] = WHOLE_NUMBER
    no_key: ClassVar[str] = "survey.option.point"

    def read(self, given: Typed, before: Any) -> Any:
        rows = super().read(given, None) or []
        return {row["key"]: row["label"] for row in rows if row["label"]} or None

    def fill(self, value: Any) -> dict[str, str]:
        pairs = sorted((value or {}).items(), key=lambda pair: int(pair[0]) if WHOLE_NUMBER.fullmatch(pair[0]) else 0)
        return super().fill([{"key": key, "label": label} for key, label in pairs])

    def mistakes(self, given: Typed) -> list[Mistake]:
        found = super().mistakes(given)
        for number in self.numbers(given):
            key = typed(given, f"{self.field}-{number}-key", 60)
            if not key and words_in(given, f"{self.field}-{number}-label"):
                found.append(Mistake(f"{self.field}-{number}-key", self.no_key))
        return found
