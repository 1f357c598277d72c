"""Participatory budgets as Pabulib writes them (.pb): META, PROJECTS and VOTES, separated by semicolons.

Faliszewski et al., "Participatory Budgeting: Data, Tools and Analysis" (2023). Votes approve of projects, spread points
over them, or order them; every voter saw every project.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from .ballots import Ballot
from .preflib import FileProblem

VOTE_TYPES = ("approval", "cumulative", "scoring", "ordinal", "choose-1")


@dataclass(frozen=True, slots=True)
class Project:
    """`others` has the file's further columns by name, such as votes, score, category, selected."""

    id: str
    cost: Fraction
    name: str
    others: dict[str, str]


@dataclass(frozen=True, slots=True)
class Vote:
    """Projects in the voter's order, with the points given to each where the vote is one of points."""

    voter: str
    projects: tuple[str, ...]
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Budgeting:
    """A .pb file. `meta` keeps the header as written."""

    meta: dict[str, str]
    vote_type: str
    budget: Fraction
    projects: tuple[Project, ...]
    votes: tuple[Vote, ...]

    def ballots(self) -> list[Ballot]:
        """The votes as ballots: approved projects are one tied group, points and orders give an order."""
        shown = tuple(project.id for project in self.projects)
        found = []
        for vote in self.votes:
            if self.vote_type == "ordinal":
                found.append(Ballot(tuple((project,) for project in vote.projects), shown))
            elif vote.points:
                found.append(Ballot.from_points(dict(zip(vote.projects, vote.points, strict=True)), shown))
            else:
                found.append(Ballot((vote.projects,) if vote.projects else (), shown))
        return found


def read_pabulib(text: str) -> Budgeting:
    """Read a .pb file. Raises FileProblem with the line for whatever cannot be counted."""
    sections = _sections(text)
    meta = {row[0].strip(): row[1].strip() for _, row in sections["META"] if len(row) > 1}
    vote_type = meta.get("vote_type", "")
    if vote_type not in VOTE_TYPES:
        raise FileProblem(None, f"vote_type in META is {vote_type or 'missing'}; read are {', '.join(VOTE_TYPES)}")
    projects: dict[str, Project] = {}
    for line, cells in _records(sections["PROJECTS"], "PROJECTS", ("project_id", "cost")):
        project_id = cells.pop("project_id").strip()
        if project_id in projects or not project_id:
            raise FileProblem(line, f"the project {project_id or 'without an id'} is listed twice or has no id")
        cost = _money(line, cells.pop("cost"))
        projects[project_id] = Project(project_id, cost, cells.get("name", project_id), cells)
    votes = tuple(
        _vote(line, cells, projects) for line, cells in _records(sections["VOTES"], "VOTES", ("voter_id", "vote"))
    )
    if not projects or not votes:
        raise FileProblem(None, "there are no projects, or no votes")
    return Budgeting(meta, vote_type, _money(None, meta.get("budget", "")), tuple(projects.values()), votes)


Rows = list[tuple[int, list[str]]]


def _sections(text: str) -> dict[str, Rows]:
    found: dict[str, Rows] = {"META": [], "PROJECTS": [], "VOTES": []}
    rows: Rows | None = None
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    try:
        for row in reader:
            if len(row) == 1 and row[0].strip().upper() in found:
                rows = found[row[0].strip().upper()]
            elif any(cell.strip() for cell in row):
                if rows is None:
                    raise FileProblem(reader.line_num, "the file does not start with META")
                rows.append((reader.line_num, row))
    except csv.Error as error:
        raise FileProblem(reader.line_num, f"this cannot be read: {error}") from error
    for name, rows in found.items():
        if not rows:
            raise FileProblem(None, f"the section {name} is missing or empty")
    return found


def _records(rows: Rows, section: str, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    line, header = rows[0]
    names = [name.strip() for name in header]
    for name in needed:
        if name not in names:
            raise FileProblem(line, f"{section} has no column {name}")
    for line, row in rows[1:]:
        if len(row) > len(names):
            raise FileProblem(line, f"there are {len(row)} cells where {section} has {len(names)} columns")
        yield line, dict(zip(names, [*row, *[""] * (len(names) - len(row))], strict=True))


def _money(line: int | None, said: str) -> Fraction:
    try:
        amount = Fraction(said.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError) as error:
        raise FileProblem(line, f"this is no amount: {said or 'nothing'}") from error
    if amount < 0:
        raise FileProblem(line, f"an amount is 0 or more, not {said}")
    return amount


def _vote(line: int, cells: dict[str, str], projects: dict[str, Project]) -> Vote:
    chosen = tuple(name.strip() for name in cells["vote"].split(",") if name.strip())
    for name in chosen:
        if name not in projects:
            raise FileProblem(line, f"no project has the id {name}")
    if len(set(chosen)) < len(chosen):
        raise FileProblem(line, "a project is named twice in one vote")
    said = cells.get("points", "").strip()
    try:
        points = tuple(float(point) for point in said.split(",")) if said else ()
    except ValueError as error:
        raise FileProblem(line, f"these are no points: {said}") from error
    if points and len(points) != len(chosen):
        raise FileProblem(line, f"there are {len(points)} numbers of points for {len(chosen)} projects")
    return Vote(cells["voter_id"].strip(), chosen, points)
