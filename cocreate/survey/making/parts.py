"""The pieces that a form about a kind's options is made of: each reads what was typed, and fills it in again."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any, ClassVar

from cocreate.settings import LANGUAGES
from cocreate.survey.kinds.base import Typed
from cocreate.survey.kinds.scales import WHOLE_NUMBER
from cocreate.survey.rules import clean_text
from cocreate.survey.schema import MOST

KEY = re.compile(r"[a-z0-9_]{1,40}")
NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")
NEVER: Mapping[str, Any] = {"any": []}  # the condition of a choice that is switched off


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a field of the form: where, and a code with parameters."""

    field: str
    code: str
    params: Mapping[str, Any] = default(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What a question can refer to: choices of the questions before it, and the files of the consultation."""

    filters: Sequence[tuple[str, str]] = ()  # key and words of earlier questions with choices
    documents: Sequence[tuple[str, str]] = ()  # id and name


def typed(given: Typed, name: str, limit: int = 5000) -> str:
    """What stands in a field, cleaned and not endless."""
    return clean_text(given.get(name, ""))[: limit + 1]


def key_from(words: str, taken: Iterable[str] = ()) -> str:
    """A key made of words, unlike those that are taken.

    >>> key_from("Étudiant·e, ou élève ?")
    'etudiant_e_ou_eleve'
    >>> key_from("Yes!", ["yes"])
    'yes_2'
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    base = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:32].strip("_") or "item"
    known, number, found = set(taken), 2, base
    while found in known:
        found, number = f"{base}_{number}", number + 1
    return found


def words_in(given: Typed, name: str, limit: int = 5000) -> dict[str, str]:
    """A text in the languages in which there is one."""
    found = {code: typed(given, f"{name}-{code}", limit) for code in LANGUAGES}
    return {code: text for code, text in found.items() if text}


@dataclass(frozen=True)
class Part(ABC):
    """One option of a kind: its name in the options, its label, and whether it may change once people have answered."""

    name: str
    label: Any
    help: Any = ""
    is_live: bool = False
    look: ClassVar[str]  # the macro that draws it

    @property
    def field(self) -> str:
        """The name of its field, or what the names of its fields begin with."""
        return f"o-{self.name}"

    @abstractmethod
    def read(self, given: Typed, before: Any) -> Any:
        """The option as typed; None when it is not set. `before` is what is stored."""

    @abstractmethod
    def fill(self, value: Any) -> dict[str, str]:
        """The fields that stand for a stored value."""

    def mistakes(self, given: Typed) -> list[Mistake]:
        """What is wrong with what was typed."""
        return []

    def offers(self, around: Around) -> Sequence[tuple[str, Any]]:
        """What can be chosen, for a part that offers something."""
        return ()


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
