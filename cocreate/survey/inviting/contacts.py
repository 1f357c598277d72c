"""Whom a process may write to: added by hand or from a file of any address book, changed, opted out, forgotten."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import python_calamine
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.directory.words import HEADS, helix_of, language_of
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.inviting import queries
from cocreate.survey.inviting.models import Contact
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
            details = _details_on(cells, default_language)
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


def _details_on(cells: Iterable[tuple[str, str]], default_language: str) -> ContactDetails:
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


BATCH = 500  # addresses looked up at once; SQLite takes no longer lists


@dataclass(frozen=True)
class Imported:
    """What came of a file."""

    added: int
    updated: int


def add_contact(session: Session, actor: Actor, process: Process, details: ContactDetails) -> Contact:
    """One more contact; an address is in a process once."""
    told = details.checked()
    if queries.find_contact_by_email(session, process, told.email) is not None:
        raise Conflict("survey.contact.known")
    made = Contact(process_id=process.id, added_at=clock.now(), **_columns(told))
    session.add(made)
    session.flush()
    audit.record(session, actor, "survey:contact:add", made.ref, process=process.public_id)
    return made


def update_contact(
    session: Session, actor: Actor, process: Process, contact: Contact, details: ContactDetails, *, is_bounced: bool
) -> Contact:
    """New details; a new address is taken to work until mail comes back from it."""
    told = details.checked()
    other = queries.find_contact_by_email(session, process, told.email)
    if other is not None and other.id != contact.id:
        raise Conflict("survey.contact.known")
    contact.is_bounced = is_bounced and told.email == contact.email
    for name, value in _columns(told).items():
        setattr(contact, name, value)
    session.flush()
    audit.record(session, actor, "survey:contact:edit", contact.ref, process=process.public_id)
    return contact


def delete_contact(session: Session, actor: Actor, process: Process, contact: Contact) -> None:
    """Forget somebody: the contact, the tickets and what was written to them. Answers stay as they are."""
    audit.record(session, actor, "survey:contact:delete", contact.ref, process=process.public_id)
    session.delete(contact)
    session.flush()


def import_contacts(session: Session, actor: Actor, process: Process, contacts: Sequence[ContactDetails]) -> Imported:
    """Add those who are new and bring the others up to date; what the file leaves out, and opting out, stays."""
    known = _known(session, process, [details.email for details in contacts])
    now = clock.now()
    new = [details.checked() for details in contacts if details.email not in known]
    if new:
        rows = [{"process_id": process.id, "added_at": now, **_columns(details)} for details in new]
        session.execute(insert(Contact), rows)
    for details in contacts:
        if (contact := known.get(details.email)) is not None:
            for name, value in _columns(together(_details(contact), details).checked()).items():
                setattr(contact, name, value)
    session.flush()
    done = Imported(len(new), len(known))
    name = process.public_id
    audit.record(
        session, actor, "survey:contacts:import", process.ref, process=name, added=done.added, updated=done.updated
    )
    return done


def mark_bounced(session: Session, actor: Actor, process: Process, addresses: Iterable[str]) -> int:
    """Write no more to addresses that mail came back from; returns how many of them were contacts."""
    known = _known(session, process, sorted(addresses))
    ids = [contact.id for contact in known.values() if not contact.is_bounced]
    for start in range(0, len(ids), BATCH):
        session.execute(update(Contact).where(Contact.id.in_(ids[start : start + BATCH])).values(is_bounced=True))
    audit.record(session, actor, "survey:contacts:bounce", process.ref, process=process.public_id, contacts=len(ids))
    return len(ids)


def opt_out(session: Session, actor: Actor, process: Process, contact: Contact) -> None:
    """Write no more to somebody who asked for it; asking twice changes nothing."""
    if contact.is_opted_out:
        return
    contact.is_opted_out = True
    session.flush()
    audit.record(session, actor, "survey:contact:opt_out", contact.ref, process=process.public_id, anonymous=True)


def opt_in(session: Session, actor: Actor, process: Process, contact: Contact) -> None:
    """Somebody who asked for no more mails wants them after all; asking twice changes nothing."""
    if not contact.is_opted_out:
        return
    contact.is_opted_out = False
    session.flush()
    audit.record(session, actor, "survey:contact:opt_in", contact.ref, process=process.public_id, anonymous=True)


def mark_returned(session: Session, actor: Actor, addresses: Iterable[str], process: Process | None = None) -> int:
    """The same in every process whose contacts have these addresses, or in one; returns how many were marked."""
    emails = sorted(addresses)
    known: set[int] = set()
    for start in range(0, len(emails), BATCH):
        wanted = select(Contact.process_id).where(Contact.email.in_(emails[start : start + BATCH]))
        known.update(session.scalars(wanted.where(~Contact.is_bounced)))
    concerned = [session.get_one(Process, process_id) for process_id in sorted(known)]
    return sum(mark_bounced(session, actor, each, emails) for each in concerned if process in (None, each))


def _known(session: Session, process: Process, emails: Sequence[str]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    for start in range(0, len(emails), BATCH):
        some = emails[start : start + BATCH]
        wanted = select(Contact).where(Contact.process_id == process.id, Contact.email.in_(some))
        found |= {contact.email: contact for contact in session.scalars(wanted)}
    return found


def _columns(details: ContactDetails) -> dict[str, object]:
    return {
        "email": details.email,
        "name": details.name,
        "language": details.language,
        "organisation": details.organisation,
        "helix": details.helix,
        "attributes": dict(details.attributes),
    }


def _details(contact: Contact) -> ContactDetails:
    return ContactDetails(
        contact.email, contact.name, contact.language, contact.organisation, contact.helix, contact.attributes
    )


def kept(session: Session, organisation_id: int, email: str) -> dict[str, list[dict[str, Any]]]:
    """Contacts with the address, as JSON values."""
    rows = [
        {
            "process": process.public_id,
            "name": contact.name,
            "language": contact.language,
            "organisation": contact.organisation,
            "helix": contact.helix,
            "attributes": contact.attributes,
            "wants_no_mails": contact.is_opted_out,
        }
        for contact, process in _contacts(session, organisation_id, email)
    ]
    return {"contacts": rows}


def forget(session: Session, actor: Actor, organisation_id: int, email: str) -> None:
    """Erase them. Whoever wants no more mails stays on record for that alone."""
    for contact, process in _contacts(session, organisation_id, email):
        if not contact.is_opted_out:
            delete_contact(session, actor, process, contact)


def _contacts(session: Session, organisation_id: int, email: str) -> list[tuple[Contact, Process]]:
    asked = select(Contact, Process).join(Process, Process.id == Contact.process_id)
    asked = asked.where(Process.organisation_id == organisation_id, Contact.email == email)
    return [(contact, process) for contact, process in session.execute(asked)]
