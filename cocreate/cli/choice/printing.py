"""Results as a table for people or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

WIDEST = 44


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Columns that line up; numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    is_number = [all(isinstance(row[i], int | float | None) for row in rows) for i in range(len(header))]
    width = [max(len(row[i]) for row in [list(header), *cells]) for i in range(len(header))]
    for row in [list(header), *cells]:
        line = (
            cell.rjust(space) if right else cell.ljust(space)
            for cell, space, right in zip(row, width, is_number, strict=True)
        )
        click.echo("  ".join(line).rstrip())


def print_json(said: Any) -> None:
    """Everything that was found, keys in a fixed order so that two runs can be compared."""
    click.echo(json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}"
    said = str(value)
    return said if len(said) <= WIDEST else f"{said[: WIDEST - 1]}…"
