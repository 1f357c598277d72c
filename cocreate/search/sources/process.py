"""What is found of a process itself: its page, challenges, evidence, consultations."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.process.evidence.queries import is_public, may_name, public_quotes
from cocreate.process.models import Asset, Challenge, Evidence, EvidenceSeries, Interview, Process, SubChallenge
from cocreate.process.rules import ChallengeState
from cocreate.search.rules import Document, Kind, together
from cocreate.search.sources.source import Refs, Source, some
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState


def processes(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """The process on its own page."""
    yield Document(process.public_id, process.title, together(process.summary, {"": process.region}))


def _challenges(session: Session, process: Process, refs: Refs, *, listed: bool) -> Iterator[Document]:
    state = Challenge.state == ChallengeState.LISTED.value
    mine = select(Challenge).where(Challenge.process_id == process.id, state if listed else ~state)
    loaded = mine.options(selectinload(Challenge.sub_challenges), selectinload(Challenge.assets))
    for row in session.scalars(some(loaded, Challenge.public_id, refs)):
        below = [text for part in (*row.sub_challenges, *row.assets) for text in (part.title, part.description)]
        yield Document(row.public_id, row.title, together(row.description, *below), place=row.public_id)


def challenges(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those that everybody sees, with their sub-challenges and assets."""
    return _challenges(session, process, refs, listed=True)


def drafts(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Drafts, and what was set aside."""
    return _challenges(session, process, refs, listed=False)


def _library(session: Session, process: Process, refs: Refs) -> Iterator[Evidence]:
    mine = select(Evidence).where(Evidence.process_id == process.id)
    loaded = mine.options(selectinload(Evidence.series), selectinload(Evidence.interview))
    return iter(session.scalars(some(loaded, Evidence.public_id, refs)))


def evidence(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """As everybody sees it: of a talk only the words that may be published."""
    for row in filter(is_public, _library(session, process, refs)):
        quotes = public_quotes(row)
        said = [{quote.language: quote.text} for quote in quotes] + [{"": quote.by} for quote in quotes[:1]]
        if may_name(row):
            yield _told(row, *said)
        else:
            yield Document(row.public_id, {}, together(*said), anchor=row.public_id)


def evidence_inside(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Talks as the team sees them, without the notes."""
    for row in _library(session, process, refs):
        if row.interview is not None and not may_name(row):
            who = {"": f"{row.interview.person} {row.interview.organisation}"}
            yield _told(row, who, *({row.interview.language: quote} for quote in row.interview.quotes))


def _told(row: Evidence, *more: dict[str, str]) -> Document:
    where = {"": " ".join([row.source, *(one.territory for one in row.series)])}
    return Document(row.public_id, row.title, together(row.summary, *more, where), anchor=row.public_id)


def _consultations(session: Session, process: Process, refs: Refs, *, published: bool) -> Iterator[Document]:
    draft = Consultation.state == ConsultationState.DRAFT.value
    mine = select(Consultation).where(Consultation.process_id == process.id, ~draft if published else draft)
    for row in session.scalars(some(mine, Consultation.public_id, refs)):
        yield Document(row.public_id, row.title, row.introduction, place=row.public_id)


def consultations(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those that are or were open."""
    return _consultations(session, process, refs, published=True)


def consultation_drafts(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those in the making."""
    return _consultations(session, process, refs, published=False)


CHALLENGE = {Challenge: (), SubChallenge: (), Asset: ()}
LIBRARY = {Evidence: (), Interview: (), EvidenceSeries: ()}
CONSULTATION = {Consultation: ("title", "introduction", "state", "public_id")}
SOURCES = (
    Source("process", Kind.PROCESS, "public:record:view", "public.record", processes, {Process: ()}),
    Source("challenge", Kind.CHALLENGE, "process:view", "fiche.show", challenges, CHALLENGE, "challenge_id"),
    Source("challenge_draft", Kind.CHALLENGE, "process:evidence:view", "fiche.show", drafts, CHALLENGE, "challenge_id"),
    Source("evidence", Kind.EVIDENCE, "process:view", "evidence.public_library", evidence, LIBRARY),
    Source("evidence_inside", Kind.EVIDENCE, "process:evidence:view", "evidence.library", evidence_inside, LIBRARY),
    Source(
        "consultation",
        Kind.CONSULTATION,
        "survey:consultation:view",
        "survey.answer",
        consultations,
        CONSULTATION,
        "consultation_id",
    ),
    Source(
        "consultation_draft",
        Kind.CONSULTATION,
        "survey:consultation:manage",
        "survey_manage.show",
        consultation_drafts,
        CONSULTATION,
        "consultation_id",
    ),
)
