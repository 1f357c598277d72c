"""Writing the notice, erasing one's own sheet, and warning before all sheets are erased on the promised day."""

from dataclasses import dataclass, replace
from datetime import date

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of
from cocreate.accounts.models import User
from cocreate.accounts.organisations.queries import sender_of
from cocreate.accounts.queries import members
from cocreate.core import audit, events, jobs, mail, stages
from cocreate.core.db import transaction
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.made_files import erase_old
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey import tallies
from cocreate.survey.events import ConsultationClosed
from cocreate.survey.inviting.models import Invitation
from cocreate.survey.models import Answer, Consultation, Draft, PartCount, Submission, Tally, TrialSheet, Upload
from cocreate.survey.protection import queries
from cocreate.survey.protection.queries import WARNED, notice_for
from cocreate.survey.protection.rules import Notice, warning_due
from cocreate.survey.rules import ConsultationState
from cocreate.web.language import translate

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


JOB = "survey:retention:erase"


@jobs.hourly
def keep_promises(session: Session) -> None:
    """Warn of what comes, and begin what is due."""
    erase_old()
    today = clock.today()
    for consultation in queries.to_be_erased(session):
        days = warning_due(consultation.erase_on, today, queries.warnings_sent(session, consultation))
        if days is not None:
            warn(session, consultation, days)
    for consultation in queries.to_erase(session, today):
        if not _is_under_way(session, consultation):
            jobs.enqueue(session, SYSTEM, JOB, process=consultation.process, consultation_id=consultation.id)


def _is_under_way(session: Session, consultation: Consultation) -> bool:
    active = (JobState.QUEUED.value, JobState.RUNNING.value)
    rows = session.scalars(
        select(Job).where(Job.kind == JOB, Job.process_id == consultation.process_id, Job.state.in_(active))
    )
    return any(row.arguments["given"]["consultation_id"] == consultation.id for row in rows)


def warn(session: Session, consultation: Consultation, days: int) -> None:
    """A letter to everybody who runs the process, each in their language."""
    names = {"process_id": consultation.process.public_id, "consultation_id": consultation.public_id}
    for person in organisers_of(session, consultation):
        with force_locale(person.language):
            assert consultation.erase_on is not None
            text, html = letter(
                "retention_warning",
                brand=consultation.process.organisation,
                title=translate(consultation.title, person.language),
                day=format_date(consultation.erase_on, "long"),
                link=full_address(path_of("survey_export.choose", **names), person.language),
                erases_results=queries.notice_for(consultation).erases_results,
            )
            subject = _("Answers will be erased on %(day)s", day=format_date(consultation.erase_on, "long"))
            mail.write(
                session,
                sender=sender_of(consultation.process.organisation, person.language),
                recipient=person.email,
                subject=subject,
                text=text,
                html=html,
                language=person.language,
            )
    record_warning(session, SYSTEM, consultation, days)


def organisers_of(session: Session, consultation: Consultation) -> list[User]:
    """Owners and organisers of the process."""
    wanted = {Role.OWNER.value, Role.ORGANISER.value}
    return [
        member.user
        for member in members(session, consultation.process_id)
        if wanted & {membership.role for membership in member.memberships}
    ]


@jobs.job(JOB)
def erase(context: JobContext, consultation_id: int) -> None:
    """Erase all answers of a consultation, a handful at a time; stopped halfway, the next hour goes on."""
    with transaction() as session:
        consultation = session.get_one(Consultation, consultation_id)
        if consultation.erased_at is not None:
            return
        close_for_good(session, SYSTEM, consultation)
        mine = Submission.consultation_id == consultation_id
        total = session.scalar(select(func.count(Submission.id)).where(mine)) or 0
    counted = 1
    while counted:  # what the results show stays, so everything that came in is counted first
        with transaction() as session:
            counted = tallies.fold(session, session.get_one(Consultation, consultation_id))
    so_far = Erased()
    while True:
        with transaction() as session:
            some = erase_some(session, session.get_one(Consultation, consultation_id))
        if not some.sheets:
            break
        so_far = replace(so_far, sheets=so_far.sheets + some.sheets, files=so_far.files + some.files)
        context.advance(so_far.sheets / max(1, total))
    with transaction() as session:
        finish_erasing(session, SYSTEM, session.get_one(Consultation, consultation_id), so_far)
