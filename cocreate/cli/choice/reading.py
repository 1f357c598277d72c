"""Ballots and scores in files: whatever is wrong is said with the line where it is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cocreate.cli.analysis.tables import Row, Table, read_table

if TYPE_CHECKING:
    from cocreate.analysis.choice.ballots import Ballot
    from cocreate.analysis.choice.pabulib import Budgeting

NOT_SHOWN = "-"


@dataclass(frozen=True)
class Votes:
    """What a file of rankings holds; `budget` only where it is one of participatory budgeting."""

    title: str
    items: tuple[str, ...]
    ballots: list[Ballot]
    names: dict[str, str]
    budget: Budgeting | None = None


@dataclass(frozen=True)
class Layout:
    """How a CSV of rankings is written; see the options of `cocreate rank`."""

    order: str | None = None
    group: str | None = None
    weight: str | None = None
    ignored: tuple[str, ...] = ()
    is_points: bool = False
    unranked_is_last: bool = True


def refuse(file: Path, line: int | None, sentence: str) -> click.ClickException:
    """A sentence about a file, for raising."""
    return click.ClickException(f"{file}: {sentence}" if line is None else f"{file}, line {line}: {sentence}")


def number(file: Path, line: int, said: str, what: str) -> float:
    """A finite number, with a point or a comma."""
    try:
        value = float(said.strip().replace(",", "."))
    except ValueError as error:
        raise refuse(file, line, f"{what} is no number: {said.strip() or 'nothing'}.") from error
    if not abs(value) < 1e15:
        raise refuse(file, line, f"{what} is not a number to count with: {said.strip()}.")
    return value


def read_votes(file: Path, layout: Layout, encoding: str | None) -> Votes:
    """Rankings from PrefLib (.soc .soi .toc .toi), Pabulib (.pb) or CSV, by the ending of the file's name."""
    from cocreate.analysis.choice.pabulib import read_pabulib
    from cocreate.analysis.choice.preflib import KINDS, FileProblem, read_preflib

    kind = file.suffix.lower().removeprefix(".")
    if kind not in (*KINDS, "pb"):
        return _table_votes(read_table(file, encoding), layout)
    try:
        text = file.read_text(encoding or "utf-8-sig")
        if kind == "pb":
            found = read_pabulib(text)
            names = {project.id: project.name for project in found.projects}
            return Votes(found.meta.get("description", ""), tuple(names), found.ballots(), names, found)
        election = read_preflib(text, kind, unranked_is_last=layout.unranked_is_last)
        items = tuple(map(str, election.items))
        return Votes(election.title, items, list(election.ballots), dict(zip(items, items, strict=True)))
    except FileProblem as problem:
        raise refuse(file, problem.line, f"{problem.sentence}.") from problem
    except (UnicodeError, LookupError) as error:
        raise refuse(file, None, f"this is not {encoding or 'UTF-8'}; try --encoding windows-1252.") from error


def _table_votes(table: Table, layout: Layout) -> Votes:
    known = {name: table.column(name) for name in (layout.group, layout.weight, layout.order) if name}
    ignored = {table.column(name) for name in layout.ignored}
    columns = {
        name: place
        for place, name in enumerate(table.names)
        if place not in known.values() and place not in ignored and name
    }
    if len(columns) < len(table.names) - len(set(known.values()) | ignored):
        raise refuse(table.file, 1, "two candidates have the same name, or a column has none.")
    place = known[layout.order] if layout.order else None
    orders = {row.line: _order(table.file, row, row.cells[place]) for row in table.rows} if place is not None else {}
    if place is not None:
        items = tuple(dict.fromkeys(item for order in orders.values() for tier in order for item in tier))
    else:
        items = tuple(columns)
    if len(items) < 2:
        raise refuse(table.file, None, "there are fewer than two candidates to put in order.")
    ballots = [_ballot(table, row, layout, columns, orders.get(row.line), items) for row in table.rows]
    return Votes(table.file.stem, items, ballots, dict(zip(items, items, strict=True)))


def _order(file: Path, row: Row, said: str) -> tuple[tuple[str, ...], ...]:
    """`a > b = c`: best first, = for a tie."""
    tiers = tuple(
        tuple(item.strip() for item in tier.split("=") if item.strip()) for tier in said.split(">") if tier.strip()
    )
    ranked = [item for tier in tiers for item in tier]
    if len(set(ranked)) < len(ranked):
        raise refuse(file, row.line, "a candidate is ranked twice.")
    return tiers


def _ballot(
    table: Table,
    row: Row,
    layout: Layout,
    columns: dict[str, int],
    order: tuple[tuple[str, ...], ...] | None,
    items: Sequence[str],
) -> Ballot:
    from cocreate.analysis.choice.ballots import Ballot

    weight = 1.0
    if layout.weight:
        weight = number(table.file, row.line, row.cells[table.column(layout.weight)], "the weight")
        if weight < 0:
            raise refuse(table.file, row.line, "a weight is 0 or more.")
    group = row.cells[table.column(layout.group)].strip() or None if layout.group else None
    if order is not None:
        ranked = tuple(item for tier in order for item in tier)
        return Ballot(order, tuple(items) if layout.unranked_is_last else ranked, weight, group)
    cells = {name: row.cells[place].strip() for name, place in columns.items()}
    given: dict[Hashable, float] = {
        name: number(table.file, row.line, cell, f"the cell of {name}")
        for name, cell in cells.items()
        if cell and cell != NOT_SHOWN
    }
    shown = [name for name, cell in cells.items() if (cell or layout.unranked_is_last) and cell != NOT_SHOWN]
    if layout.is_points:
        return Ballot.from_points(given, shown, weight=weight, group=group)
    ranked_by = Ballot.from_points({name: -rank for name, rank in given.items()}, shown)
    return Ballot(ranked_by.order, ranked_by.shown, weight, group)


def read_shares(said: str, option: str) -> dict[str, float]:
    """`business=40,research=20`: names and numbers of 0 or more, one above 0."""
    found: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in said.replace(";", ",").split(","))):
        name, sign, value = part.rpartition("=")
        try:
            share = float(value)
        except ValueError as error:
            raise click.ClickException(f"{option}: {part} is not NAME=NUMBER.") from error
        if not sign or not name.strip() or name.strip() in found or not 0 <= share < 1e15:
            raise click.ClickException(f"{option}: {part} is not NAME=NUMBER, 0 or more, each name once.")
        found[name.strip()] = share
    if not sum(found.values()) > 0:
        raise click.ClickException(f"{option}: one number is above 0.")
    return found
