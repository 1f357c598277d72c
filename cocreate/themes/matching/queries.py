"""Reads of the queue, named for what a screen needs."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from cocreate.core import stages
from cocreate.core.db import Translated
from cocreate.core.stages import MatchEntry
from cocreate.errors import NotFound
from cocreate.process.models import Asset, Challenge, Process, SubChallenge
from cocreate.process.queries import challenges_of
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes.matching.models import MatchDecision, MatchRun, Statement
from cocreate.themes.matching.rules import PARTS, EntryKind, Verdict
from cocreate.themes.models import AnalysisRun, CampaignCopy

COUNTED = Submission.left_out == ""


@dataclass(frozen=True)
class Place:
    """An entry that statements may belong to; `challenge` is the challenge it is, is a part of or is for, if any."""

    id: str
    kind: EntryKind
    title: Translated
    description: Translated
    challenge: Challenge | None
    names: tuple[str, ...] = ()  # by which texts name it; its title is then no description


class Places:
    """All entries of a process, by public id: in the order of its challenges, then what stands beside these."""

    def __init__(self, challenges: Iterable[Challenge], beside: Iterable[MatchEntry] = ()) -> None:
        self.challenges = list(challenges)
        self.all: dict[str, Place] = {}
        self._joined: dict[str, str] = {}  # public id -> that of the entry it was joined into
        for challenge in self.challenges:
            rows: list[Challenge | SubChallenge | Asset] = [challenge, *challenge.sub_challenges, *challenge.assets]
            for row in rows:
                kind = EntryKind(row.ref_type)
                self.all[row.public_id] = Place(row.public_id, kind, row.title, row.description, challenge)
        for one in beside:
            kind, title, description = EntryKind(one.kind), dict(one.title), dict(one.description)
            self.all[one.id] = Place(one.id, kind, title, description, one.challenge, tuple(one.names))
            self._joined |= dict.fromkeys(one.also, one.id)

    def key_of(self, public_id: str) -> str:
        """The id of the entry that stands for this one: its own, or that of the entry it was joined into."""
        return self._joined.get(public_id, public_id)

    def keys_for(self, public_id: str) -> list[str]:
        """All ids under which decisions about an entry may stand: its own, and those of what was joined into it."""
        key = self.key_of(public_id)
        return [key, *(joined for joined, kept in self._joined.items() if kept == key)]

    def find(self, public_id: str) -> Place | None:
        """The entry of an id, if it still exists."""
        return self.all.get(self.key_of(public_id))

    def parts_of(self, challenge: Challenge) -> list[Place]:
        """A challenge's sub-challenges and assets."""
        return [p for p in self.all.values() if p.challenge is challenge and p.kind in PARTS]

    def of_kind(self, kind: EntryKind) -> list[Place]:
        """The entries of one kind."""
        return [place for place in self.all.values() if place.kind is kind]


def places_of(session: Session, process: Process, *, public_only: bool = False) -> Places:
    """Where the statements of a process may belong; for everybody, without what not everybody may read of."""
    beside = (entry for stage in stages.announced() for entry in stage.match_entries(session, process))
    return Places(challenges_of(session, process), (entry for entry in beside if entry.is_public or not public_only))


def _mine(consultation: Consultation) -> tuple[ColumnElement[bool], ...]:
    return (Statement.consultation_id == consultation.id, COUNTED)


def statements_of(session: Session, consultation: Consultation) -> list[Statement]:
    """All statements of counted sheets, in the order of the queue."""
    rows = (
        select(Statement)
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(*_mine(consultation))
        .order_by(Statement.turn, Statement.id)
        .options(joinedload(Statement.answer))
    )
    return list(session.scalars(rows))


def next_waiting(
    session: Session, consultation: Consultation, user_id: int | None, now: datetime, *, after: int = -1
) -> int | None:
    """The number of the next statement that nobody has decided and nobody else has on the screen; mine come first."""
    mine = Statement.held_by_id == user_id
    free = or_(Statement.held_until.is_(None), Statement.held_until <= now, mine)
    waiting = (
        select(Statement.id)
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(*_mine(consultation), Statement.verdict == "", free)
        .order_by(Statement.turn <= after, Statement.turn, Statement.id)
        .limit(1)
    )
    return session.scalar(waiting)


def find_statement(session: Session, consultation: Consultation, public_id: str) -> Statement:
    """The statement of an address, of this consultation only."""
    found = session.scalar(
        select(Statement)
        .where(Statement.public_id == public_id, Statement.consultation_id == consultation.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound()
    return found


def latest_run(session: Session, consultation: Consultation) -> MatchRun | None:
    """The reading asked for last, finished or not."""
    mine = MatchRun.consultation_id == consultation.id
    newest = select(MatchRun).where(mine).order_by(MatchRun.id.desc()).limit(1)
    return session.scalar(newest.options(joinedload(MatchRun.job)))


def last_decision(session: Session, consultation: Consultation, user_id: int | None) -> MatchDecision | None:
    """What somebody decided last and still stands: neither taken back, nor did a colleague decide since."""
    later = aliased(MatchDecision)
    decided_since = exists().where(
        later.statement_id == MatchDecision.statement_id, later.id > MatchDecision.id, later.undone_at.is_(None)
    )
    return session.scalar(
        select(MatchDecision)
        .join(Statement, MatchDecision.statement_id == Statement.id)
        .where(Statement.consultation_id == consultation.id, MatchDecision.undone_at.is_(None))
        .where(MatchDecision.decided_by_id == user_id, ~decided_since)
        .order_by(MatchDecision.id.desc())
        .limit(1)
    )


def progress(session: Session, consultation: Consultation) -> tuple[int, int]:
    """How many statements people have decided, and how many there are."""
    counted = (
        select(func.count(), func.count().filter(Statement.verdict != ""))
        .select_from(Statement)
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(*_mine(consultation))
    )
    everything, decided = session.execute(counted).one()
    return decided, everything


def ranks(session: Session, consultation: Consultation) -> list[int | None]:
    """The place of each first decision in the machine's proposal of the moment, in the order of deciding.

    Only first decisions of a statement count: whoever decides again has learnt the answer.
    """
    first = (
        select(func.min(MatchDecision.id))
        .join(Statement, MatchDecision.statement_id == Statement.id)
        .where(Statement.consultation_id == consultation.id, MatchDecision.undone_at.is_(None))
        .group_by(MatchDecision.statement_id)
    )
    rows = select(MatchDecision.rank).where(MatchDecision.id.in_(first)).order_by(MatchDecision.id)
    return list(session.scalars(rows))


@dataclass(frozen=True)
class Tally:
    """How many statements go to one place: decided by people, only by the machine, and all by helix category."""

    verdict: Verdict
    entry: str
    people: int
    machine: int
    by_helix: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return self.people + self.machine


def _is_copy(consultation: Consultation) -> ColumnElement[bool]:
    """A statement of an answer that stands for itself no more: its campaign counts once in the current reading."""
    is_current = (AnalysisRun.consultation_id == consultation.id, AnalysisRun.is_current)
    here = (CampaignCopy.run_id == AnalysisRun.id, CampaignCopy.answer_id == Statement.answer_id)
    return exists().where(*is_current, *here)


def tallies(session: Session, consultation: Consultation) -> dict[tuple[str, str], Tally]:
    """(verdict, entry) -> how many; people's word where there is one, else the machine's.

    Copies of a campaign that counts once are left out, as in the numbers of themes.
    """
    rows = session.execute(
        select(
            Statement.verdict,
            Statement.entry,
            Statement.machine_verdict,
            Statement.machine_entry,
            Submission.helix,
            func.count(),
        )
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(*_mine(consultation), ~_is_copy(consultation))
        .group_by(
            Statement.verdict, Statement.entry, Statement.machine_verdict, Statement.machine_entry, Submission.helix
        )
    )
    people: Counter[tuple[str, str]] = Counter()
    machine: Counter[tuple[str, str]] = Counter()
    helix: dict[tuple[str, str], Counter[str]] = {}
    for verdict, entry, told, near, family, count in rows:
        key = (verdict, entry) if verdict else (told, near)
        (people if verdict else machine)[key] += count
        helix.setdefault(key, Counter())[family or "other"] += count
    return {
        key: Tally(Verdict(key[0]), key[1], people[key], machine[key], dict(sorted(helix[key].items())))
        for key in sorted(helix)
    }


def completing(session: Session, consultation: Consultation) -> dict[str, list[Statement]]:
    """Public id of a challenge -> the statements that people say complete it, as a sub-challenge it has not."""
    rows = (
        select(Statement)
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(*_mine(consultation), Statement.verdict == Verdict.COMPLETES)
        .order_by(Statement.turn, Statement.id)
    )
    found: dict[str, list[Statement]] = {}
    for statement in session.scalars(rows):
        found.setdefault(statement.entry, []).append(statement)
    return found


PAGE = 30
DECIDED = Statement.verdict != ""


class Voice(StrEnum):
    """Whose word on a statement counts: people's where there is one, else the machine's."""

    PEOPLE = "people"
    MACHINE = "machine"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; nothing is everything."""

    verdict: Verdict | None = None
    entry: str = ""  # public id
    by: Voice | None = None

    @classmethod
    def parse(cls, verdict: str, entry: str, by: str) -> "Wanted":
        """From an address; what is no such thing is not looked for.

        >>> Wanted.parse("new", "", "people") == Wanted(Verdict.NEW, "", Voice.PEOPLE), Wanted.parse("odd", "k3v9", "")
        (True, Wanted(verdict=None, entry='k3v9', by=None))
        """
        return cls(
            Verdict(verdict) if verdict in list(Verdict) else None, entry, Voice(by) if by in list(Voice) else None
        )


def statements_page(
    session: Session, consultation: Consultation, places: Places, wanted: Wanted, page: int
) -> tuple[list[Statement], int]:
    """One page of what is wanted, the latest decisions first, then the order of the queue; and how many there are."""
    found = (
        select(Statement)
        .join(Answer, Statement.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Statement.consultation_id == consultation.id, COUNTED, *_conditions(wanted, places))
    )
    total = session.scalar(found.with_only_columns(func.count())) or 0
    order = (Statement.decided_at.is_(None), Statement.decided_at.desc(), Statement.turn, Statement.id)
    rows = found.order_by(*order).limit(PAGE).offset((page - 1) * PAGE).options(joinedload(Statement.answer))
    return list(session.scalars(rows)), total


def pages_of(total: int) -> int:
    """How many pages so many statements fill."""
    return max(1, -(-total // PAGE))


def _conditions(wanted: Wanted, places: Places) -> list[ColumnElement[bool]]:
    found = []
    if wanted.verdict is not None:
        found.append(_said(Statement.verdict, Statement.machine_verdict) == wanted.verdict.value)
    if wanted.entry:
        found.append(_said(Statement.entry, Statement.machine_entry).in_(places.keys_for(wanted.entry)))
    if wanted.by is not None:
        found.append(DECIDED if wanted.by is Voice.PEOPLE else ~DECIDED)
    return found


def _said(people: InstrumentedAttribute[str], machine: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return case((DECIDED, people), else_=machine)
