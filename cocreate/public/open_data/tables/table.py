"""A table of open data: what it is called, what its columns mean, and its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cocreate.settings import LANGUAGES

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column, with its type in the words of Frictionless Data."""

    name: str
    description: str
    type: str = "string"  # string, integer, number, boolean, date, datetime


@dataclass(frozen=True)
class Table:
    """One file of an export."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


def number(name: str, description: str) -> Column:
    """A whole number."""
    return Column(name, description, "integer")


def share(name: str, description: str) -> Column:
    """A number with a fraction."""
    return Column(name, description, "number")


def flag(name: str, description: str) -> Column:
    """Yes or no."""
    return Column(name, description, "boolean")


def translated(name: str, description: str) -> tuple[Column, ...]:
    """A column for each language."""
    return tuple(Column(f"{name}_{language}", f"{description} ({language})") for language in LANGUAGES)


def words(name: str, text: Mapping[str, str] | None) -> dict[str, str]:
    """The cells of such columns."""
    return {f"{name}_{language}": (text or {}).get(language, "") for language in LANGUAGES}
