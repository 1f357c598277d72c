"""What happens by itself: organisers are warned, and on the promised day answers are erased."""

from dataclasses import replace

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of
from cocreate.accounts.models import User
from cocreate.accounts.organisations.queries import sender_of
from cocreate.accounts.queries import members
from cocreate.core import jobs, mail
from cocreate.core.db import transaction
from cocreate.core.jobs import Job, JobContext, JobState
from cocreate.core.made_files import erase_old
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey import tallies
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.protection import commands, queries
from cocreate.survey.protection.rules import warning_due
from cocreate.web.language import translate

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
    commands.record_warning(session, SYSTEM, consultation, days)


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
        commands.close_for_good(session, SYSTEM, consultation)
        mine = Submission.consultation_id == consultation_id
        total = session.scalar(select(func.count(Submission.id)).where(mine)) or 0
    counted = 1
    while counted:  # what the results show stays, so everything that came in is counted first
        with transaction() as session:
            counted = tallies.fold(session, session.get_one(Consultation, consultation_id))
    so_far = commands.Erased()
    while True:
        with transaction() as session:
            some = commands.erase_some(session, session.get_one(Consultation, consultation_id))
        if not some.sheets:
            break
        so_far = replace(so_far, sheets=so_far.sheets + some.sheets, files=so_far.files + some.files)
        context.advance(so_far.sheets / max(1, total))
    with transaction() as session:
        commands.finish_erasing(session, SYSTEM, session.get_one(Consultation, consultation_id), so_far)
