"""Writing the notice, erasing one's own sheet, and erasing all sheets on the promised day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events, stages
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey import tallies
from cocreate.survey.events import ConsultationClosed
from cocreate.survey.models import (
    Answer,
    Consultation,
    Draft,
    Invitation,
    PartCount,
    Submission,
    Tally,
    TrialSheet,
    Upload,
)
from cocreate.survey.protection.queries import WARNED, notice_for
from cocreate.survey.protection.rules import Notice
from cocreate.survey.rules import ConsultationState

BATCH = 1_000  # sheets of one transaction: others wait for it on SQLite


@dataclass(frozen=True)
class Erased:
    """How much was erased, for the record."""

    sheets: int = 0
    files: int = 0
    drafts: int = 0
    trials: int = 0
    invitations: int = 0


def set_privacy(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    notice: Notice,
    *,
    erase_on: date | None,
    version: int | None = None,
) -> Consultation:
    """A new notice. Once people can have read it, answers can be erased earlier than it said, but not later."""
    if version is not None and version != consultation.version:
        raise Conflict("changed_meanwhile")
    if consultation.erased_at is not None:
        raise Closed("survey.privacy.erased")
    before = consultation.erase_on
    if erase_on is not None and erase_on != before and erase_on <= clock.today():
        raise Invalid("survey.privacy.day_passed")
    if not set(notice.about_person) <= {question.key for question in consultation.questions}:
        raise Invalid("survey.privacy.unknown_question")
    if consultation.state != ConsultationState.DRAFT:
        if before is not None and (erase_on is None or erase_on > before):
            raise Closed("survey.privacy.promised")
        if notice_for(consultation).erases_results and not notice.erases_results:
            raise Closed("survey.privacy.results_promised")
    changed = [name for name, value in notice.packed().items() if consultation.privacy.get(name) != value]
    consultation.privacy, consultation.erase_on = {**consultation.privacy, **notice.packed()}, erase_on
    session.flush()
    audit.record(
        session,
        actor,
        "survey:privacy:edit",
        consultation.ref,
        process=consultation.process.public_id,
        fields=changed,
        erase_on=erase_on.isoformat() if erase_on else "",
    )
    return consultation


def erase_own_sheet(session: Session, actor: Actor, consultation: Consultation, submission: Submission) -> None:
    """Erase one sheet for whoever has its code: answers, files, and their places in themes and in the evidence."""
    tallies.forget(session, submission)
    mine = select(Answer.id).where(Answer.submission_id == submission.id)
    session.execute(
        delete(ProvenanceLink).where(ProvenanceLink.source_type == Answer.ref_type, ProvenanceLink.source_id.in_(mine))
    )
    _delete_sheets(session, [submission.id])
    for stage in stages.announced():
        stage.count_sheets(session, consultation)
    audit.record(
        session,
        actor,
        "survey:answer:erase",
        consultation.ref,
        process=consultation.process.public_id,
        anonymous=True,
    )


def _delete_sheets(session: Session, ids: list[str]) -> int:
    """Sheets with all that hangs on them: the tables' own rules take answers, files, names and themes along."""
    session.execute(select(Submission.id).where(Submission.id.in_(ids)).with_for_update())  # see `meanwhile`
    files = session.execute(delete(Upload).where(Upload.submission_id.in_(ids)))
    session.execute(delete(Answer).where(Answer.submission_id.in_(ids)))
    session.execute(delete(Submission).where(Submission.id.in_(ids)))
    return int(files.rowcount)  # type: ignore[attr-defined]


def close_for_good(session: Session, actor: Actor, consultation: Consultation) -> None:
    """Before answers are erased nobody may send another."""
    if consultation.state == ConsultationState.OPEN:
        consultation.state, consultation.closed_at = ConsultationState.CLOSED.value, clock.now()
        session.flush()
        process = consultation.process.public_id
        audit.record(session, actor, "survey:consultation:close", consultation.ref, process=process, reason="retention")
        events.announce(session, ConsultationClosed(consultation.id))


def erase_some(session: Session, consultation: Consultation, size: int = BATCH) -> Erased:
    """Erase a handful of sheets; none are left when it says 0. Their ids stay in the chain of evidence: they are
    random, and published numbers of answers stay right."""
    mine = select(Submission.id).where(Submission.consultation_id == consultation.id).limit(size)
    ids = list(session.scalars(mine))
    return Erased(sheets=len(ids), files=_delete_sheets(session, ids)) if ids else Erased()


def finish_erasing(session: Session, actor: Actor, consultation: Consultation, so_far: Erased) -> Erased:
    """Erase what belongs to no sheet, and record what was erased; the results go too where the notice says so."""
    counted = [
        session.execute(delete(table).where(table.consultation_id == consultation.id)).rowcount  # type: ignore[attr-defined]
        for table in (Upload, Draft, TrialSheet, Invitation)
    ]
    files, drafts, trials, invitations = counted
    erased = Erased(so_far.sheets, so_far.files + files, drafts, trials, invitations)
    results_too = notice_for(consultation).erases_results
    if results_too:
        for table in (Tally, PartCount):
            session.execute(delete(table).where(table.consultation_id == consultation.id))
    consultation.erased_at = clock.now()
    session.flush()
    audit.record(
        session,
        actor,
        "survey:retention:erase",
        consultation.ref,
        process=consultation.process.public_id,
        results=results_too,
        **vars(erased),
    )
    return erased


def record_warning(session: Session, actor: Actor, consultation: Consultation, days: int) -> None:
    """That the organisers were told; it keeps the next hour from telling them again."""
    assert consultation.erase_on is not None
    audit.record(
        session,
        actor,
        WARNED,
        consultation.ref,
        process=consultation.process.public_id,
        days=days,
        erase_on=consultation.erase_on.isoformat(),
    )
