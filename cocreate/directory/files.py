"""People of a file, and the directory as a file: CSV, XLSX or JSON, the same columns in and out."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.core.cells import printable, safe_cell
from cocreate.core.grids import Grid
from cocreate.directory.models import Person
from cocreate.directory.rules import PersonTold, Purpose, Reach, Use, folded, skills_in
from cocreate.directory.words import GENDER_HEADS, HEADS, gender_of, helix_of, language_of
from cocreate.errors import Invalid
from cocreate.settings import LANGUAGES

MOST_LINES, MOST_PROBLEMS = 20_000, 50
MORE_HEADS: Mapping[str, tuple[str, ...]] = {
    "function": ("function", "job_title", "title", "functie", "fonction", "funktion"),
    "skills": ("skills", "expertise", "competences", "vaardigheden", "competenties", "kompetenzen"),
    "speaks": ("languages", "speaks", "talen", "langues", "sprachen"),
    "uses": ("available_for", "uses", "beschikbaar_voor", "disponible_pour", "verfugbar_fur"),
    "availability": ("availability", "beschikbaarheid", "disponibilite", "verfugbarkeit"),
    "gender": GENDER_HEADS,
    "phone": ("phone", "telephone", "telefoon", "tel", "telefon", "gsm", "mobile"),
    "reach": ("reached_by", "reach", "bereikbaar", "joignable", "erreichbar"),
    "help_needed": ("help_needed", "assistance", "hulp", "aide", "hilfe"),
}
COLUMNS = (
    *("name", "email", "organisation", "helix", "function", "skills", "language", "speaks", "uses", "availability"),
    *("reach", "phone", "help_needed"),
)
OURS = ("agreed_to", "source", "added")  # columns of our own export that a file cannot change


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with one line of the file, as a code with parameters."""

    line: int
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class PeopleFile:
    """What a file says: which column was read as what, which were not, the people, and what is wrong."""

    columns: Mapping[str, str]
    unread: tuple[str, ...]
    people: tuple[PersonTold, ...]
    problems: tuple[LineProblem, ...]


def read_people(grid: Grid, default_language: str) -> PeopleFile:
    """The people of a table, or Invalid where it cannot be one of people."""
    if len(grid.rows) > MOST_LINES:
        raise Invalid("directory.file.many_lines", limit=MOST_LINES)
    meanings = [_meaning(head) for head in grid.headings]
    if not {"name", "first_name", "last_name"} & set(meanings):
        raise Invalid("directory.file.no_name_column")
    people: list[PersonTold] = []
    problems: list[LineProblem] = []
    seen: set[str] = set()
    for row in grid.rows:
        cells: dict[str, str] = {}
        for meaning, cell in zip(meanings, row.cells, strict=False):
            if meaning and cell:
                cells.setdefault(meaning, cell)
        try:
            told = _told(cells, default_language)
            if told.email and told.email in seen:
                raise Invalid("directory.file.address_twice")
        except Invalid as problem:
            problems.append(LineProblem(row.line, problem.code, problem.params))
            continue
        seen.add(told.email)
        people.append(told)
    columns = {head: meaning for head, meaning in zip(grid.headings, meanings, strict=True) if meaning}
    unread = tuple(head for head, meaning in zip(grid.headings, meanings, strict=True) if head and not meaning)
    return PeopleFile(columns, unread, tuple(people), tuple(problems[:MOST_PROBLEMS]))


def _meaning(head: str) -> str:
    key = re.sub(r"\W+", "_", head.strip().lower()).strip("_")
    both = {**HEADS, **MORE_HEADS}
    for field, names in both.items():
        if key == field or key in names or folded(key) in names:
            return field
    return ""


def _told(cells: Mapping[str, str], default_language: str) -> PersonTold:
    helix, language = helix_of(cells.get("helix", "")), language_of(cells.get("language", ""))
    if helix is None:
        raise Invalid("directory.person.helix")
    speaks = [language_of(word) for word in skills_in(cells.get("speaks", ""))]
    if language is None or None in speaks:
        raise Invalid("directory.person.language")
    names = (cells.get("first_name", ""), cells.get("last_name", ""))
    email = cells.get("email", "")
    reach = cells.get("reach", "").strip().lower() or (Reach.MAIL if email else Reach.IN_PERSON).value
    uses = tuple(word.lower().replace(" ", "_") for word in skills_in(cells.get("uses", "")))
    return PersonTold(
        name=cells.get("name", "") or " ".join(filter(None, names)),
        email=email,
        works_for=cells.get("organisation", ""),
        helix=helix,
        function=cells.get("function", ""),
        skills=skills_in(cells.get("skills", "")),
        speaks=tuple(code for code in speaks if code),
        language=language or default_language,
        uses=tuple(use for use in uses if use in set(Use)),
        availability=cells.get("availability", ""),
        gender=gender_of(cells.get("gender", "")),
        reach=reach,
        phone=cells.get("phone", ""),
        help_needed=cells.get("help_needed", ""),
    ).checked()


def as_row(person: Person) -> list[str]:
    """A person as a line; gender is not taken out: it is told for balance only."""
    told = (
        *(person.name, person.email or "", person.works_for, person.helix, person.function),
        *(", ".join(person.skills), person.language, ", ".join(code for code in LANGUAGES if code in person.speaks)),
        *(", ".join(person.uses), person.availability, person.reach, person.phone, person.help_needed),
    )
    agreed = [purpose.value for purpose in Purpose if person.agrees_to(purpose)]
    return [*told, ", ".join(agreed), person.source, person.added_at.date().isoformat()]


def as_csv(people: Iterable[Person]) -> bytes:
    """For any program that reads tables."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, *OURS])
    writer.writerows([[safe_cell(cell) for cell in as_row(person)] for person in people])
    return ("\ufeff" + out.getvalue()).encode()


def as_json(people: Iterable[Person]) -> bytes:
    """For programs."""
    rows = [dict(zip((*COLUMNS, *OURS), as_row(person), strict=True)) for person in people]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def as_workbook(people: Sequence[Person]) -> bytes:
    """For a spreadsheet; every cell is text."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("People")
        sheet.freeze_panes(1, 1)
        for line, cells in enumerate([[*COLUMNS, *OURS], *map(as_row, people)]):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, printable(cell))
    return content.getvalue()
