"""Reads of the library, named for what a screen needs."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.models import Evidence, Process


@dataclass(frozen=True)
class Wanted:
    """What of the library somebody wants to see."""

    kind: str = ""
    tag: str = ""
    words: str = ""


def library(
    session: Session, process: Process, wanted: Wanted | None = None, *, is_inside: bool = True
) -> list[Evidence]:
    """The evidence of a process by kind and in the order it came, with values and interviews.

    For visitors only what is public, looked for by the words that they see.
    """
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
    rows = [row for row in session.scalars(query) if is_inside or is_public(row)]
    return [row for row in rows if _has(row, asked.tag, words, is_inside)]


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


def may_name(row: Evidence, is_inside: bool = False) -> bool:
    """Whether title, summary, source and day may be shown: those of a talk tell who was talked to."""
    if is_inside or row.kind != EvidenceKind.INTERVIEW:
        return True
    talk = row.interview
    return talk is not None and talk.consent == Consent.NAMED and bool(talk.quotes)


def is_public(row: Evidence) -> bool:
    """Whether visitors see it: documents and indicators always, interviews as far as there are words to quote."""
    return row.kind != EvidenceKind.INTERVIEW or bool(public_quotes(row))


def _has(row: Evidence, tag: str, words: list[str], is_inside: bool) -> bool:
    if tag and tag not in row.tags:
        return False
    told = [quote.text for quote in public_quotes(row)]
    if may_name(row, is_inside):
        told += [*row.title.values(), *row.summary.values(), row.source]
    text = " ".join(told).casefold()
    return all(word in text for word in words)
