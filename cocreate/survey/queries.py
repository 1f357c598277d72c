"""Reads of consultations, named for what a screen needs."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, inspect, literal_column, not_, select, union_all
from sqlalchemy.orm import Session, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from cocreate import clock
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.survey import receipts
from cocreate.survey.cuts import EVERYBODY, Cut
from cocreate.survey.kinds import Ground, ResultRow, kind_of
from cocreate.survey.kinds.choices import is_about_challenges
from cocreate.survey.models import (
    Answer,
    BankQuestion,
    Consultation,
    Document,
    Draft,
    Question,
    Revision,
    Submission,
    Tally,
    TrialSheet,
)
from cocreate.survey.rules import ConsultationState

# What everybody who answers asks for is put together once: that takes longer than the database's answer.
BY_ADDRESS = select(Consultation).where(
    Consultation.process_id == bindparam("process_id"), Consultation.public_id == bindparam("public_id")
)
QUESTIONS = select(Question).where(Question.consultation_id == bindparam("about")).order_by(Question.position)
BY_FORM = select(Submission).where(
    Submission.consultation_id == bindparam("about"), Submission.form_hash == bindparam("form_hash")
)
BY_RECEIPT = select(Submission).where(
    Submission.consultation_id == bindparam("about"), Submission.receipt_hash == bindparam("receipt_hash")
)
# Without a parameter: only so the database sees that the small index of these sheets holds all of them.
IS_LEFT_OUT = Submission.left_out != literal_column("''")
ANSWERS = select(Answer).where(Answer.submission_id == bindparam("sheet")).options(lazyload(Answer.question))


def find_consultation(session: Session, process: Process, public_id: str) -> Consultation | None:
    """The consultation of an address, with its questions."""
    found = session.scalar(BY_ADDRESS, {"process_id": process.id, "public_id": public_id})
    if found is not None and "questions" in inspect(found).unloaded:
        set_committed_value(found, "questions", session.scalars(QUESTIONS, {"about": found.id}).all())
    return found


def find_question(session: Session, consultation: Consultation, public_id: str) -> Question | None:
    """A question of a consultation."""
    return session.scalar(
        select(Question).where(Question.consultation_id == consultation.id, Question.public_id == public_id)
    )


def consultations_of(session: Session, process: Process) -> list[Consultation]:
    """All consultations of a process, newest first, with their questions."""
    return list(
        session.scalars(
            select(Consultation)
            .where(Consultation.process_id == process.id)
            .order_by(Consultation.id.desc())
            .options(selectinload(Consultation.questions))
        )
    )


def awaits_late() -> ColumnElement[bool]:
    """`Consultation.awaits_late` as a condition on consultations."""
    return and_(Consultation.late_until.is_not(None), Consultation.late_ended_at.is_(None))


def published_consultations(session: Session, process: Process) -> list[Consultation]:
    """Those that are or were open, newest first."""
    return list(
        session.scalars(
            select(Consultation)
            .where(Consultation.process_id == process.id, Consultation.state != ConsultationState.DRAFT.value)
            .order_by(Consultation.id.desc())
        )
    )


def ground_of(session: Session, process: Process) -> Ground:
    """The challenges that the questions are about."""
    return Ground(tuple(challenges_of(session, process)))


def ground_for(session: Session, consultation: Consultation) -> Ground:
    """The same for one questionnaire; a questionnaire that asks about no challenges reads none."""
    asks = asks_about_challenges(consultation.questions)
    return ground_of(session, consultation.process) if asks else Ground()


def asks_about_challenges(questions: Iterable[Question]) -> bool:
    """Whether one of them is about the challenges, by its kind or by what can be chosen."""
    return any(kind_of(each).needs_challenges or is_about_challenges(each) for each in questions)


def submission_by_form(session: Session, consultation: Consultation, secret: str) -> Submission | None:
    """The sheet that this very form has already brought."""
    return session.scalar(BY_FORM, {"about": consultation.id, "form_hash": receipts.form_hash(secret)})


def submission_by_receipt(
    session: Session, consultation: Consultation, code: str, *, for_update: bool = False
) -> Submission | None:
    """One's own sheet, with its answers and their questions; for a change, so that two at once come one by one."""
    wanted = BY_RECEIPT.with_for_update() if for_update else BY_RECEIPT
    receipt_hash = receipts.receipt_hash(consultation, code)
    found = session.scalar(wanted, {"about": consultation.id, "receipt_hash": receipt_hash})
    if found is not None:
        questions = {question.id: question for question in consultation.questions}
        answers = session.scalars(ANSWERS, {"sheet": found.id}).all()
        for answer in answers:
            set_committed_value(answer, "question", questions[answer.question_id])
        set_committed_value(found, "answers", answers)
    return found


def draft_by_code(session: Session, consultation: Consultation, code: str) -> Draft | None:
    """What somebody saved, still sealed."""
    found = session.scalar(select(Draft).where(Draft.code_hash == receipts.draft_hash(consultation, code)))
    return found if found is not None and found.last_day >= clock.today() else None


def typed_in_draft(session: Session, consultation: Consultation, code: str) -> dict[str, str] | None:
    """What somebody typed and saved; only the code opens it."""
    draft = draft_by_code(session, consultation, code)
    content = receipts.unseal(draft.content, receipts.plain_code(code)) if draft is not None else None
    return json.loads(content) if content is not None else None


@dataclass(frozen=True)
class Participation:
    """How many sheets there are in each cell (helix, interface language), and how many were sent in an odd way.

    left_out: ground -> how many sheets people decided not to count; they are in none of the other numbers
    """

    cells: Mapping[tuple[str, str], int]
    flagged: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.cells.values())

    @property
    def by_helix(self) -> dict[str, int]:
        """Sheets per helix category."""
        return _summed((helix, count) for (helix, _language), count in self.cells.items())

    @property
    def by_language(self) -> dict[str, int]:
        """Sheets per interface language."""
        return _summed((language, count) for (_helix, language), count in self.cells.items())


def _summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for key, count in pairs:
        found[key] += count
    return dict(found)


@dataclass(frozen=True)
class Counted:
    """What a page of results is made of: who took part, and per question what was answered, and by how many people."""

    people: Participation
    rows: Mapping[int, list[ResultRow]]
    reach: Mapping[int, Mapping[tuple[str, str], int]]  # question id -> (helix, language) -> people who answer it
    unasked: Mapping[int, int] = field(default_factory=dict)  # question id -> people who were not asked it


def participation(session: Session, consultation: Consultation) -> Participation:
    """For the live count: the tallies, and the few sheets that they do not know yet, in one look at the database."""
    counted = select(Tally.helix, Tally.language, Tally.item, Tally.count).where(
        Tally.consultation_id == consultation.id, Tally.question_id == Tally.SHEETS
    )
    kind = case((Submission.left_out != "", Tally.LEFT_OUT + Submission.left_out), else_=Submission.flag)
    parts = (Submission.helix, Submission.language, kind)
    # By their keys, which the small index has: asked for more at once, SQLite may read every sheet instead.
    few = select(Submission.id).where(Submission.consultation_id == consultation.id, not_(Submission.is_counted))
    uncounted = select(*parts, func.count()).where(Submission.id.in_(few)).group_by(*parts)
    return _people(session.execute(union_all(counted, uncounted)))


def counted_people(session: Session, consultation: Consultation) -> Participation:
    """For the results, whose every number comes from the tallies: the sheets that these know."""
    counted = select(Tally.helix, Tally.language, Tally.item, Tally.count).where(
        Tally.consultation_id == consultation.id, Tally.question_id == Tally.SHEETS
    )
    return _people(session.execute(counted))


def _people(rows: Iterable[tuple[str, str, str, int]]) -> Participation:
    cells: dict[tuple[str, str], int] = defaultdict(int)
    left_out: dict[str, int] = defaultdict(int)
    flagged = 0
    for helix, language, flag, count in rows:
        if flag.startswith(Tally.LEFT_OUT):
            left_out[flag.removeprefix(Tally.LEFT_OUT)] += count
            continue
        cells[helix, language] += count
        flagged += count if flag else 0
    return Participation(dict(cells), flagged, dict(left_out))


def counts_of(session: Session, process: Process) -> dict[int, int]:
    """Sheets per consultation of a process, for the list."""
    mine = select(Consultation.id).where(Consultation.process_id == process.id)
    counted = select(Tally.consultation_id, func.sum(Tally.count)).where(
        Tally.consultation_id.in_(mine), Tally.question_id == Tally.SHEETS, Tally.item.not_like(f"{Tally.LEFT_OUT}%")
    )
    # By their keys, as above.
    few = select(Submission.id).where(Submission.consultation_id.in_(mine), not_(Submission.is_counted))
    uncounted = select(Submission.consultation_id, func.count()).where(
        Submission.id.in_(few), Submission.left_out == ""
    )
    both = union_all(counted.group_by(Tally.consultation_id), uncounted.group_by(Submission.consultation_id))
    found: dict[int, int] = defaultdict(int)
    for consultation_id, count in session.execute(both):
        found[consultation_id] += int(count)
    return dict(found)


def counted(session: Session, consultation: Consultation, cut: Cut = EVERYBODY) -> Counted:
    """What was answered and how often, from the tallies; `cut` may ask for helix categories and languages alone."""
    columns = (Tally.question_id, Tally.item, Tally.value, Tally.has_text, Tally.helix, Tally.language, Tally.count)
    rows = select(*columns).where(Tally.consultation_id == consultation.id, *cut.of(Tally))
    return as_counted(session.execute(rows))


def as_counted(rows: Iterable[tuple[int, str, Mapping[str, Any] | None, bool, str, str, int]]) -> Counted:
    """From rows as the tallies have them."""
    people: list[tuple[str, str, str, int]] = []
    found: dict[int, list[ResultRow]] = defaultdict(list)
    reach: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    unasked: dict[int, int] = defaultdict(int)
    for question_id, item, value, has_text, helix, language, count in rows:
        if question_id == Tally.SHEETS:
            people.append((helix, language, item, count))
        elif item == Tally.PEOPLE:
            reach[question_id][helix, language] = count
        elif item == Tally.UNASKED:
            unasked[question_id] += count
        else:
            found[question_id].append(ResultRow(item, value, has_text, helix, language, count))
    return Counted(_people(people), found, reach, unasked)


@dataclass(frozen=True)
class SheetsPage:
    """A piece of the list of sheets, and after which key the next one starts."""

    sheets: list[Submission]
    following: str = ""


def sheets_page(
    session: Session,
    consultation: Consultation,
    *,
    after: str = "",
    flag: str = "",
    left_out: bool = False,
    size: int = 50,
) -> SheetsPage:
    """Sheets by their random keys from one on: as quick on the last page of a million as on the first."""
    wanted = select(Submission).where(Submission.consultation_id == consultation.id, Submission.id > after)
    if flag:
        wanted = wanted.where(Submission.flag == flag)
    if left_out:
        wanted = wanted.where(IS_LEFT_OUT)
    found = list(session.scalars(wanted.order_by(Submission.id).limit(size + 1)))
    return SheetsPage(found[:size], found[size - 1].id if len(found) > size else "")


def find_submission(session: Session, consultation: Consultation, key: str) -> Submission | None:
    """One sheet with its answers and their questions."""
    return session.scalar(
        select(Submission)
        .where(Submission.consultation_id == consultation.id, Submission.id == key)
        .options(selectinload(Submission.answers).joinedload(Answer.question))
    )


def sheets_in_batches(session: Session, consultation: Consultation, size: int = 500) -> Iterator[list[Submission]]:
    """All sheets with their answers, in the order of their random keys, so that memory stays small."""
    last = ""
    while True:
        batch = list(
            session.scalars(
                select(Submission)
                .where(Submission.consultation_id == consultation.id, Submission.id > last)
                .order_by(Submission.id)
                .limit(size)
                .options(selectinload(Submission.answers))
            )
        )
        if not batch:
            return
        last = batch[-1].id
        yield batch
        for row in [*batch, *(answer for sheet in batch for answer in sheet.answers)]:
            session.expunge(row)


def bank_of(session: Session, process: Process) -> list[BankQuestion]:
    """The questions that a process keeps, newest first."""
    return list(
        session.scalars(
            select(BankQuestion).where(BankQuestion.process_id == process.id).order_by(BankQuestion.id.desc())
        )
    )


def find_bank_question(session: Session, process: Process, public_id: str) -> BankQuestion | None:
    """A kept question of a process."""
    return session.scalar(
        select(BankQuestion).where(BankQuestion.process_id == process.id, BankQuestion.public_id == public_id)
    )


def documents_of(session: Session, consultation: Consultation) -> list[Document]:
    """The files that a consultation offers, without their content."""
    return list(
        session.scalars(select(Document).where(Document.consultation_id == consultation.id).order_by(Document.id))
    )


def revisions_of(session: Session, consultation: Consultation) -> list[Revision]:
    """The versions of a questionnaire, the first one first."""
    return list(
        session.scalars(select(Revision).where(Revision.consultation_id == consultation.id).order_by(Revision.number))
    )


def sheets_by_revision(session: Session, consultation: Consultation) -> dict[int, int]:
    """Number of a version -> how many sheets answer it."""
    return dict(
        session.execute(
            select(Submission.revision, func.count())
            .where(Submission.consultation_id == consultation.id)
            .group_by(Submission.revision)
        ).all()
    )


def trials_of(session: Session, consultation: Consultation) -> list[TrialSheet]:
    """The sheets that were sent in test mode, by the day."""
    return list(
        session.scalars(
            select(TrialSheet)
            .where(TrialSheet.consultation_id == consultation.id)
            .order_by(TrialSheet.day, TrialSheet.id)
        )
    )
