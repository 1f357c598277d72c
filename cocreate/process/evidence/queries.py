"""Reads of the library, named for what a screen needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.process.evidence.models import Evidence
from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.models import Process


@dataclass(frozen=True)
class Wanted:
    """What of the library somebody wants to see."""

    kind: str = ""
    tag: str = ""
    words: str = ""


def library(session: Session, process: Process, wanted: Wanted | None = None) -> list[Evidence]:
    """The evidence of a process by kind and in the order it came, with values and interviews."""
    asked = wanted or Wanted()
    query = (
        select(Evidence)
        .where(Evidence.process_id == process.id)
        .options(selectinload(Evidence.series), selectinload(Evidence.interview))
        .order_by(Evidence.kind, Evidence.id)
    )
    if asked.kind:
        query = query.where(Evidence.kind == asked.kind)
    words = asked.words.casefold().split()
    return [row for row in session.scalars(query) if _has(row, asked.tag, words)]


def by_kind(rows: Iterable[Evidence]) -> dict[EvidenceKind, list[Evidence]]:
    """The same rows under their kinds, kinds without any left out."""
    found: dict[EvidenceKind, list[Evidence]] = {}
    for kind in EvidenceKind:
        if some := [row for row in rows if row.kind == kind]:
            found[kind] = some
    return found


@dataclass(frozen=True)
class Quote:
    """Words of an interview that may be published, and who said them ("" where they did not agree to be named)."""

    text: str
    language: str
    by: str


def public_quotes(row: Evidence) -> list[Quote]:
    """What an interviewed person agreed to have published."""
    talk = row.interview
    if talk is None or talk.consent == Consent.NOTHING:
        return []
    named = ", ".join(part for part in (talk.person, talk.organisation) if part)
    by = named if talk.consent == Consent.NAMED else ""
    return [Quote(text, talk.language, by) for text in talk.quotes]


def is_public(row: Evidence) -> bool:
    """Whether visitors see it: documents and indicators always, interviews as far as there are words to quote."""
    return row.kind != EvidenceKind.INTERVIEW or bool(public_quotes(row))


def _has(row: Evidence, tag: str, words: list[str]) -> bool:
    if tag and tag not in row.tags:
        return False
    text = " ".join([*row.title.values(), *row.summary.values(), row.source]).casefold()
    return all(word in text for word in words)
