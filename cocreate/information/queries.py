"""Reads of the information sheets, named for what a screen needs."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer, joinedload

from cocreate.errors import NotFound
from cocreate.information.models import InformationSheet, SheetComment, SheetText, SheetVersion
from cocreate.process.models import Challenge, Process
from cocreate.process.rules import ChallengeState

# Lists of versions need no words of them; whoever shows one asks for these by looking.
IN_A_LIST = (
    defer(SheetVersion.content),
    joinedload(SheetVersion.kept_by),
    joinedload(SheetVersion.approved_by),
    joinedload(SheetVersion.published_by),
)


def sheet_for(session: Session, challenge: Challenge) -> InformationSheet | None:
    """The sheet of a challenge, if somebody has begun one."""
    return session.scalar(select(InformationSheet).where(InformationSheet.challenge_id == challenge.id))


def find_sheet(session: Session, process: Process, public_id: str) -> InformationSheet:
    """The sheet of an address, of this process only."""
    mine = (InformationSheet.public_id == public_id, Challenge.process_id == process.id)
    found = session.scalar(select(InformationSheet).join(Challenge).where(*mine))
    if found is None:
        raise NotFound()
    return found


def find_challenge(session: Session, process: Process, public_id: str) -> Challenge:
    """The challenge of an address; a draft has no sheet yet."""
    mine = (Challenge.process_id == process.id, Challenge.public_id == public_id)
    found = session.scalar(select(Challenge).where(*mine, Challenge.state == ChallengeState.LISTED.value))
    if found is None:
        raise NotFound()
    return found


def texts_of(session: Session, sheet: InformationSheet | None) -> list[SheetText]:
    """The own texts of a sheet in every language, in the order they were begun."""
    if sheet is None:
        return []
    mine = select(SheetText).where(SheetText.sheet_id == sheet.id).options(joinedload(SheetText.author))
    return list(session.scalars(mine.order_by(SheetText.id)))


def sheets_of(session: Session, process: Process) -> dict[int, InformationSheet]:
    """The sheets that were begun, by the key of their challenge."""
    rows = session.scalars(select(InformationSheet).join(Challenge).where(Challenge.process_id == process.id))
    return {row.challenge_id: row for row in rows}


def versions_of(session: Session, sheet: InformationSheet | None) -> list[SheetVersion]:
    """All versions, the newest first."""
    if sheet is None:
        return []
    mine = select(SheetVersion).where(SheetVersion.sheet_id == sheet.id).options(*IN_A_LIST)
    return list(session.scalars(mine.order_by(SheetVersion.number.desc())))


def last_version(session: Session, sheet: InformationSheet) -> SheetVersion | None:
    """The newest version."""
    mine = select(SheetVersion).where(SheetVersion.sheet_id == sheet.id)
    return session.scalar(mine.order_by(SheetVersion.number.desc()).limit(1))


def find_version(session: Session, sheet: InformationSheet, number: int) -> SheetVersion:
    """The version of an address."""
    mine = (SheetVersion.sheet_id == sheet.id, SheetVersion.number == number)
    found = session.scalar(select(SheetVersion).where(*mine))
    if found is None:
        raise NotFound()
    return found


def published(session: Session, sheet: InformationSheet) -> list[SheetVersion]:
    """The versions that everybody may read, the newest first."""
    return [row for row in versions_of(session, sheet) if row.published_at is not None]


def _published_in(process: Process) -> Select[SheetVersion]:
    return (
        select(SheetVersion)
        .join(InformationSheet, SheetVersion.sheet_id == InformationSheet.id)
        .join(Challenge, InformationSheet.challenge_id == Challenge.id)
        .where(Challenge.process_id == process.id, Challenge.state == ChallengeState.LISTED.value)
        .where(SheetVersion.published_at.is_not(None))
    )


def has_published(session: Session, process: Process) -> bool:
    """Whether there is any sheet to read."""
    return session.scalar(_published_in(process).with_only_columns(SheetVersion.id).limit(1)) is not None


def published_sheets(session: Session, process: Process) -> list[SheetVersion]:
    """The newest published version of each challenge's sheet, in the order of the challenges."""
    ordered = (
        _published_in(process).order_by(Challenge.position, SheetVersion.number).options(defer(SheetVersion.content))
    )
    return list({row.sheet_id: row for row in session.scalars(ordered)}.values())


def published_for(session: Session, challenge: Challenge) -> SheetVersion | None:
    """The newest published version of one challenge's sheet."""
    sheet = sheet_for(session, challenge)
    return next(iter(published(session, sheet)), None) if sheet is not None else None


def comments_of(session: Session, sheet: InformationSheet | None) -> Sequence[SheetComment]:
    """All comments, those that wait first."""
    if sheet is None:
        return []
    mine = select(SheetComment).where(SheetComment.sheet_id == sheet.id).options(joinedload(SheetComment.author))
    rows = session.scalars(mine.order_by(SheetComment.id)).all()
    return sorted(rows, key=lambda row: row.settled_at is not None)


def find_comment(session: Session, sheet: InformationSheet, public_id: str) -> SheetComment:
    """A comment on this sheet."""
    mine = (SheetComment.sheet_id == sheet.id, SheetComment.public_id == public_id)
    found = session.scalar(select(SheetComment).where(*mine))
    if found is None:
        raise NotFound()
    return found
