"""Files of contacts: a CSV or XLSX from any address book, its columns guessed, its faults told by line."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import python_calamine

from cocreate.directory.words import HEADS, helix_of, language_of
from cocreate.errors import Invalid
from cocreate.survey.inviting.rules import ContactDetails, attribute_key

MOST_LINES = 50_000
MOST_PROBLEMS = 50  # shown; whoever has more should look at the file as a whole

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute such cells
_OURS = ("opted_out", "bounced")  # columns of our own export that a file cannot change


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with one line of the file, as a code with parameters."""

    line: int
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class ContactFile:
    """What a file says: which column was read as what, the contacts (one an address), and what is wrong."""

    columns: Mapping[str, str]  # head of the column -> what it was read as
    contacts: tuple[ContactDetails, ...]
    problems: tuple[LineProblem, ...]
    merged: int  # lines whose address had already come


def read_table(content: bytes) -> list[list[str]]:
    """The cells of a spreadsheet's first sheet, or of a CSV with commas, semicolons or tabs."""
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        return _read_spreadsheet(content)
    text = _decode(content)
    first = text.lstrip("\n").partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        return [[as_it_was(cell.strip()) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        raise Invalid("survey.contacts.unreadable") from None


def read_contacts(table: Sequence[Sequence[str]], default_language: str) -> ContactFile:
    """Contacts of a table whose first line that says anything names its columns."""
    lines = [(number, row) for number, row in enumerate(table, start=1) if any(row)]
    if not lines:
        raise Invalid("survey.contacts.empty")
    if len(lines) > MOST_LINES:
        raise Invalid("survey.contacts.many_lines", limit=MOST_LINES)
    heads = list(lines[0][1])
    meanings = guess_columns(heads)
    if "email" not in meanings:
        raise Invalid("survey.contacts.no_address_column")
    found: dict[str, ContactDetails] = {}
    problems: list[LineProblem] = []
    merged = 0
    for number, row in lines[1:]:
        cells = [(meaning, cell) for meaning, cell in zip(meanings, row, strict=False) if meaning and cell]
        try:
            details = _details(cells, default_language)
        except Invalid as problem:
            problems.append(LineProblem(number, problem.code, problem.params))
            continue
        if details.email in found:
            merged += 1
            details = together(found[details.email], details)
        found[details.email] = details
    columns = {head: meaning for head, meaning in zip(heads, meanings, strict=True) if meaning}
    return ContactFile(columns, tuple(found.values()), tuple(problems[:MOST_PROBLEMS]), merged)


def guess_columns(heads: Iterable[str]) -> list[str]:
    """What each column holds, by its head: a field of a contact, or else the name of an attribute."""
    found: list[str] = []
    for head in heads:
        key = attribute_key(head)
        name = key.replace("-", "_").replace(".", "_")
        meaning = next((field for field, names in HEADS.items() if name in names), key)
        found.append("" if name in _OURS else meaning)
    return found


def together(earlier: ContactDetails, later: ContactDetails) -> ContactDetails:
    """Two lines about one address: the later says more, and what it leaves out stays."""
    return replace(
        later,
        name=later.name or earlier.name,
        language=later.language or earlier.language,
        organisation=later.organisation or earlier.organisation,
        helix=later.helix or earlier.helix,
        attributes={**earlier.attributes, **later.attributes},
    )


def harmless(cell: str) -> str:
    """A cell of which a spreadsheet computes nothing: an apostrophe stands before what would be a formula.

    >>> harmless("+32 2 123"), harmless("'s-Graven"), as_it_was(harmless("+32 2 123")), as_it_was(harmless("'=1"))
    ("'+32 2 123", "'s-Graven", '+32 2 123', "'=1")
    """
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def as_it_was(cell: str) -> str:
    """The cell without the apostrophe that `harmless` puts before it."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell


def _details(cells: Iterable[tuple[str, str]], default_language: str) -> ContactDetails:
    told: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for meaning, cell in cells:
        if meaning in HEADS:
            told.setdefault(meaning, cell)
        else:
            attributes[meaning] = cell
    helix, language = helix_of(told.get("helix", "")), language_of(told.get("language", ""))
    if helix is None:
        raise Invalid("survey.contact.unknown_helix")
    if language is None:
        raise Invalid("survey.contact.unknown_language")
    parts = (told.get("first_name", ""), told.get("last_name", ""))
    name = told.get("name", "") if not all(parts) else " ".join(parts)
    return ContactDetails(
        email=told.get("email", ""),
        name=name or " ".join(filter(None, parts)),
        language=language or default_language,
        organisation=told.get("organisation", ""),
        helix=helix,
        attributes=attributes,
    ).checked()


def _decode(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # what a spreadsheet program of Windows writes
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _read_spreadsheet(content: bytes) -> list[list[str]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False) if book.sheet_names else []
    except (python_calamine.CalamineError, ValueError, OSError):
        raise Invalid("survey.contacts.unreadable") from None
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\x00", "").strip()
