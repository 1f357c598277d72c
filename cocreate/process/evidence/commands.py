"""Writes of the library: add, change and remove evidence, take in indicators of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.evidence.reading import IndicatorFound
from cocreate.process.evidence.rules import TAGS, Consent, EvidenceKind
from cocreate.process.models import Challenge, Evidence, EvidenceSeries, EvidenceUse, Interview, Process
from cocreate.process.versions import keep_version

MOST_QUOTES, LONGEST_QUOTE = 40, 1000


@dataclass(frozen=True)
class InterviewTold:
    """Who was talked to, what they agreed to, what was noted and what may be quoted."""

    person: str = ""
    organisation: str = ""
    consent: Consent = Consent.NOTHING
    notes: str = ""
    quotes: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class EvidenceTold:
    """A piece of evidence as somebody describes it."""

    title: Translated
    summary: Translated = field(default_factory=dict)
    source: str = ""
    url: str = ""
    day: date | None = None
    tags: tuple[str, ...] = ()
    unit: str = ""
    series: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    interview: InterviewTold | None = None


def add_evidence(
    session: Session,
    actor: Actor,
    process: Process,
    kind: EvidenceKind,
    told: EvidenceTold,
    *,
    public_id: str | None = None,
) -> Evidence:
    """A new piece of evidence; the same form sent twice adds it once."""
    if public_id is not None:
        known = session.scalar(select(Evidence).where(Evidence.public_id == public_id))
        if known is not None:
            if known.process_id != process.id:
                raise NotFound()
            return known
    made = Evidence(process_id=process.id, kind=kind.value, title={}, created_at=clock.now())
    if public_id is not None:
        made.public_id = public_id
    _tell(made, told)
    session.add(made)
    session.flush()
    audit.record(session, actor, "process:evidence:add", made.ref, process=process.public_id, kind=kind.value)
    return made


def change_evidence(
    session: Session, actor: Actor, process: Process, evidence: Evidence, told: EvidenceTold, *, version: int
) -> None:
    """Change what is told of it."""
    if evidence.version != version:
        raise Conflict("changed_meanwhile")
    _tell(evidence, told)
    audit.record(session, actor, "process:evidence:change", evidence.ref, process=process.public_id)
    session.flush()


def remove_evidence(session: Session, actor: Actor, process: Process, evidence: Evidence) -> None:
    """Take it out of the library; the notes of an interview are gone with it. Challenges that rested on it say so in a
    new version.
    """
    uses = select(EvidenceUse.challenge_id).where(EvidenceUse.evidence_id == evidence.id)
    rested = list(session.scalars(select(Challenge).where(Challenge.id.in_(uses))))
    session.delete(evidence)
    audit.record(session, actor, "process:evidence:remove", evidence.ref, process=process.public_id)
    session.flush()
    for challenge in rested:
        keep_version(session, actor, challenge)


@dataclass(frozen=True)
class TakenIn:
    """How many indicators came new, how many were known, and how many values they brought."""

    new: int
    known: int
    values: int


def take_in(
    session: Session, actor: Actor, process: Process, indicators: Iterable[IndicatorFound], *, language: str
) -> TakenIn:
    """Store the indicators of a table. One that is there (same title and unit) gets the new values beside its own."""
    mine = select(Evidence).where(Evidence.process_id == process.id, Evidence.kind == EvidenceKind.INDICATOR.value)
    present = {(text, row.unit): row for row in session.scalars(mine) for text in row.title.values()}
    new = known = values = 0
    for one in indicators:
        row = present.get((one.title, one.unit))
        if row is None:
            told = EvidenceTold(title={language: one.title}, source=one.source, unit=one.unit, series=one.series)
            add_evidence(session, actor, process, EvidenceKind.INDICATOR, told)
            new += 1
        else:
            _store_series(row, {**_series_of(row), **_merged(row, one)})
            audit.record(session, actor, "process:evidence:change", row.ref, process=process.public_id)
            known += 1
        values += one.count
    session.flush()
    audit.record(
        session, actor, "process:evidence:import", process.ref, process=process.public_id, new=new, known=known
    )
    return TakenIn(new, known, values)


def find_evidence(session: Session, process: Process, public_id: str) -> Evidence:
    """The piece of evidence of an address, of this process only."""
    found = session.scalar(select(Evidence).where(Evidence.process_id == process.id, Evidence.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def _tell(row: Evidence, told: EvidenceTold) -> None:
    if told.url and not told.url.lower().startswith(("https://", "http://")):
        raise Invalid("evidence.url")
    row.title, row.summary, row.source, row.url = told.title, told.summary, told.source, told.url
    row.day, row.unit = told.day, told.unit
    row.tags = [tag for tag in TAGS if tag in told.tags]
    if row.kind == EvidenceKind.INDICATOR:
        _store_series(row, told.series)
    if row.kind == EvidenceKind.INTERVIEW and told.interview is not None:
        _store_interview(row, told.interview)


def _store_interview(row: Evidence, told: InterviewTold) -> None:
    if len(told.quotes) > MOST_QUOTES or any(len(quote) > LONGEST_QUOTE for quote in told.quotes):
        raise Invalid("evidence.quotes", most=MOST_QUOTES, longest=LONGEST_QUOTE)
    kept = row.interview or Interview(consent=told.consent.value)
    kept.person, kept.organisation, kept.consent = told.person, told.organisation, told.consent.value
    kept.notes, kept.quotes, kept.language = told.notes, list(told.quotes), told.language
    row.interview = kept


def _store_series(row: Evidence, series: Mapping[str, Mapping[str, float]]) -> None:
    present = {one.territory: one for one in row.series}
    kept = []
    for place, (territory, values) in enumerate(series.items(), start=1):
        one = present.get(territory) or EvidenceSeries(territory=territory)
        one.numbers, one.position = dict(values), place
        kept.append(one)
    row.series[:] = kept


def _series_of(row: Evidence) -> dict[str, dict[str, float]]:
    return {one.territory: one.numbers for one in row.series}


def _merged(row: Evidence, found: IndicatorFound) -> dict[str, dict[str, float]]:
    known = _series_of(row)
    return {territory: {**known.get(territory, {}), **values} for territory, values in found.series.items()}
