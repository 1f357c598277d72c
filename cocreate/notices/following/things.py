"""What one can follow: its name, and the page on which it stands. Only what everybody may see counts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.mails import path_of
from cocreate.errors import DomainError, NotFound
from cocreate.information.models import InformationSheet, SheetVersion
from cocreate.information.queries import find_challenge, find_sheet
from cocreate.notices.rules import Item
from cocreate.process.models import Process
from cocreate.public.queries import find_sid
from cocreate.themes.publishing import find_public_theme


@dataclass(frozen=True)
class Thing:
    """One thing that can be followed."""

    kind: Item
    item: str
    title: Any  # people's words by language
    path: str

    @property
    def mark(self) -> str:
        """As a form and an address carry it."""
        return f"{self.kind.value}.{self.item}" if self.item else ""


def _challenge(session: Session, process: Process, item: str) -> Thing:
    row = find_challenge(session, process, item)
    path = path_of("fiche.show", process_id=process.public_id, challenge_id=item)
    return Thing(Item.CHALLENGE, item, row.title, path)


def _theme(session: Session, process: Process, item: str) -> Thing:
    row = find_public_theme(session, process, item)
    path = path_of("themes.show", process_id=process.public_id, theme_id=item)
    return Thing(Item.THEME, item, row.labels or row.machine_labels, path)


def _sid(session: Session, process: Process, item: str) -> Thing:
    row = find_sid(session, process, item)
    return Thing(Item.SID, item, row.title, path_of("public.sid", process_id=process.public_id, sid_id=item))


def _sheet(session: Session, process: Process, item: str) -> Thing:
    row: InformationSheet = find_sheet(session, process, item)
    shown = select(SheetVersion.id).where(SheetVersion.sheet_id == row.id, SheetVersion.published_at.is_not(None))
    if session.scalar(shown.limit(1)) is None:
        raise NotFound()
    path = path_of("information.newest", process_id=process.public_id, information_sheet_id=item)
    return Thing(Item.SHEET, item, row.challenge.title, path)


_FINDERS: dict[Item, Callable[[Session, Process, str], Thing]] = {
    Item.CHALLENGE: _challenge,
    Item.THEME: _theme,
    Item.SID: _sid,
    Item.SHEET: _sheet,
}


def find_thing(session: Session, process: Process, kind: str, item: str) -> Thing:
    """The thing of this kind with this id, or NotFound."""
    if not kind:
        return Thing(Item.PROCESS, "", process.title, path_of("public.record", process_id=process.public_id))
    finder = _FINDERS.get(Item(kind)) if kind in set(Item) else None
    if finder is None:
        raise NotFound()
    return finder(session, process, item)


def thing_of_mark(session: Session, process: Process, mark: str) -> Thing:
    """The thing that an address or a form names; "" is the process."""
    kind, _dot, item = mark[:60].replace("\x00", "").partition(".")
    if bool(kind) != bool(item):
        raise NotFound()
    return find_thing(session, process, kind, item)


def known_thing(session: Session, process: Process, kind: str, item: str) -> Thing | None:
    """The same, or nothing where it is gone or not public any more."""
    try:
        return find_thing(session, process, kind, item)
    except DomainError:
        return None
