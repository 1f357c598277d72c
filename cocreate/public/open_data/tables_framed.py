"""Open data of how the challenges were found: evidence, the matching matrix, links, and what the committee decided."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.process.evidence.periods import place_of
from cocreate.process.evidence.queries import library
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.matrix import matrix_of
from cocreate.process.models import Challenge, ChallengeLink, Evidence, EvidenceUse, Process
from cocreate.process.queries import challenges_of
from cocreate.process.validations import decided
from cocreate.public.open_data.table import Column, Row, Table, number, share, translated, words
from cocreate.public.open_data.tables_asked import ID

CHALLENGE = Column("challenge", "id of the challenge")


def tables(session: Session, process: Process) -> list[Table]:
    """All tables of this part that have a line. Interviews are left out: their quotes stand on the pages."""
    rows = [row for row in library(session, process) if row.kind != EvidenceKind.INTERVIEW]
    listed = {challenge.id: challenge for challenge in challenges_of(session, process)}
    made = [
        _evidence(rows),
        _values(rows),
        _matrix(session, process),
        _uses(session, rows, listed),
        _links(session, listed),
        _validations(session, process, listed),
    ]
    return [table for table in made if table.rows]


def _evidence(rows: list[Evidence]) -> Table:
    columns = (
        ID,
        Column("kind", "document or indicator"),
        *translated("title", "Title"),
        *translated("summary", "What it tells us"),
        Column("source", "Source"),
        Column("url", "Address on the web"),
        Column("day", "Day of publication", "date"),
        Column("tags", "Goals and policies that it is about"),
        Column("unit", "Unit of an indicator"),
    )
    lines: list[Row] = [
        {
            "id": row.public_id,
            "kind": row.kind,
            **words("title", row.title),
            **words("summary", row.summary),
            "source": row.source,
            "url": row.url,
            "day": row.day.isoformat() if row.day else None,
            "tags": " ".join(row.tags),
            "unit": row.unit,
        }
        for row in rows
    ]
    return Table("evidence", "Evidence", "Documents and indicators behind the challenges.", columns, lines)


def _values(rows: list[Evidence]) -> Table:
    columns = (
        Column("evidence", "id of the indicator"),
        Column("territory", "Territory"),
        Column("period", "Year, half-year, quarter or month"),
        share("value", "Value, in the unit of the indicator"),
    )
    lines: list[Row] = [
        {"evidence": row.public_id, "territory": one.territory, "period": period, "value": one.numbers[period]}
        for row in rows
        for one in row.series
        for period in sorted(one.numbers, key=place_of)
    ]
    return Table("evidence_values", "Values of indicators", "A line a territory and period.", columns, lines)


def _matrix(session: Session, process: Process) -> Table:
    columns = (
        ID,
        *translated("megatrend", "Megatrend"),
        *translated("priority", "Regional priority"),
        number("strength", "How much they have to do with each other, 1 to 3"),
        *translated("reason", "Why"),
    )
    lines: list[Row] = [
        {
            "id": cell.public_id,
            **words("megatrend", cell.megatrend.title),
            **words("priority", cell.priority.title),
            "strength": cell.strength,
            **words("reason", cell.reason),
        }
        for cell in matrix_of(session, process).ordered
    ]
    description = "Cells that are filled; which challenge came from which is in the chain of evidence."
    return Table("matrix_cells", "Matching matrix", description, columns, lines)


def _uses(session: Session, rows: list[Evidence], listed: dict[int, Challenge]) -> Table:
    columns = (CHALLENGE, Column("evidence", "id of the evidence"), *translated("reason", "What it shows"))
    known = {row.id: row.public_id for row in rows}

    def lines() -> Iterator[Row]:
        for use in session.scalars(select(EvidenceUse).where(EvidenceUse.challenge_id.in_(listed))):
            if use.evidence_id in known:
                challenge = listed[use.challenge_id].public_id
                yield {"challenge": challenge, "evidence": known[use.evidence_id], **words("reason", use.reason)}

    return Table("challenge_evidence", "Evidence of challenges", "What each rests on.", columns, list(lines()))


def _links(session: Session, listed: dict[int, Challenge]) -> Table:
    columns = (CHALLENGE, Column("other", "id of the other challenge"), *translated("reason", "How they hang together"))
    both = select(ChallengeLink).where(ChallengeLink.one_id.in_(listed), ChallengeLink.other_id.in_(listed))
    lines: list[Row] = [
        {"challenge": link.one.public_id, "other": link.other.public_id, **words("reason", link.reason)}
        for link in session.scalars(both.order_by(ChallengeLink.id))
    ]
    return Table("challenge_links", "Links between challenges", "Which hang together, and why.", columns, lines)


def _validations(session: Session, process: Process, listed: dict[int, Challenge]) -> Table:
    columns = (
        CHALLENGE,
        Column("outcome", "validated, or exception"),
        number("version", "Version of the challenge that was decided on"),
        Column("day", "Day of the meeting", "date"),
        number("present", "Members present"),
        number("in_favour", "In favour"),
        number("against", "Against"),
        number("abstained", "Abstained"),
        *translated("reason", "Reason"),
    )
    lines: list[Row] = [
        {
            "challenge": listed[key].public_id,
            "outcome": row.outcome,
            "version": row.decided_version,
            "day": row.day.isoformat() if row.day else None,
            "present": row.present,
            "in_favour": row.in_favour,
            "against": row.against,
            "abstained": row.abstained,
            **words("reason", row.reason),
        }
        for key, row in decided(session, process).items()
        if key in listed
    ]
    return Table("validations", "Validations", "What the committee decided about each challenge.", columns, lines)
