"""Reads of consultations, named for what a screen needs."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from cocreate import clock
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.survey import receipts, vault
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
    TrialSheet,
)
from cocreate.survey.rules import ConsultationState


def find_consultation(session: Session, process: Process, public_id: str) -> Consultation | None:
    """The consultation of an address, with its questions."""
    return session.scalar(
        select(Consultation)
        .where(Consultation.process_id == process.id, Consultation.public_id == public_id)
        .options(selectinload(Consultation.questions))
    )


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
    asks = any(kind_of(each).needs_challenges or is_about_challenges(each) for each in consultation.questions)
    return ground_of(session, consultation.process) if asks else Ground()


def submission_by_form(session: Session, consultation: Consultation, secret: str) -> Submission | None:
    """The sheet that this very form has already brought."""
    return session.scalar(
        select(Submission).where(
            Submission.consultation_id == consultation.id, Submission.form_hash == receipts.form_hash(secret)
        )
    )


def submission_by_receipt(
    session: Session, consultation: Consultation, code: str, *, for_update: bool = False
) -> Submission | None:
    """One's own sheet, with its answers and their questions; for a change, so that two at once come one by one."""
    wanted = select(Submission).where(
        Submission.consultation_id == consultation.id,
        Submission.receipt_hash == receipts.receipt_hash(consultation, code),
    )
    if for_update:
        wanted = wanted.with_for_update()
    return session.scalar(wanted.options(selectinload(Submission.answers).joinedload(Answer.question)))


def draft_by_code(session: Session, consultation: Consultation, code: str) -> Draft | None:
    """What somebody saved, still sealed."""
    found = session.scalar(select(Draft).where(Draft.code_hash == receipts.draft_hash(consultation, code)))
    return found if found is not None and found.last_day >= clock.today() else None


def typed_in_draft(session: Session, consultation: Consultation, code: str) -> dict[str, str] | None:
    """What somebody typed and saved; only the code opens it."""
    draft = draft_by_code(session, consultation, code)
    content = vault.unseal(draft.content, receipts.plain_code(code)) if draft is not None else None
    return json.loads(content) if content is not None else None


@dataclass(frozen=True)
class Participation:
    """How many sheets there are, by helix and by interface language."""

    total: int
    by_helix: Mapping[str, int]
    by_language: Mapping[str, int]
    flagged: int = 0


def participation(session: Session, consultation: Consultation) -> Participation:
    """Counted by the database, for the live count and the results."""
    rows = session.execute(
        select(Submission.helix, Submission.language, Submission.flag, func.count())
        .where(Submission.consultation_id == consultation.id)
        .group_by(Submission.helix, Submission.language, Submission.flag)
    ).all()
    by_helix: dict[str, int] = defaultdict(int)
    by_language: dict[str, int] = defaultdict(int)
    total = flagged = 0
    for helix, language, flag, count in rows:
        by_helix[helix] += count
        by_language[language] += count
        total += count
        flagged += count if flag else 0
    return Participation(total, dict(by_helix), dict(by_language), flagged)


def counts_of(session: Session, process: Process) -> dict[int, int]:
    """Sheets per consultation of a process, for the list."""
    return dict(
        session.execute(
            select(Submission.consultation_id, func.count())
            .join(Consultation, Consultation.id == Submission.consultation_id)
            .where(Consultation.process_id == process.id)
            .group_by(Submission.consultation_id)
        )
        .tuples()
        .all()
    )


def result_rows(session: Session, consultation: Consultation) -> dict[int, list[ResultRow]]:
    """Question id -> its answers with what may be counted; the texts stay in the database."""
    found: dict[int, list[ResultRow]] = defaultdict(list)
    rows = session.execute(
        select(Answer.question_id, Answer.item, Answer.value, Answer.has_text, Submission.helix, Submission.language)
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.consultation_id == consultation.id)
    )
    for question_id, *rest in rows:
        found[question_id].append(ResultRow(*rest))
    return found


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
        )
        .tuples()
        .all()
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
