"""Writing a mail to many, a few at a time, so that it can be stopped and goes on after a crash; and the hour's look."""

from datetime import timedelta

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.db import transaction
from cocreate.core.permissions import SYSTEM
from cocreate.survey.inviting import commands, oddities, queries
from cocreate.survey.inviting.commands.mailings import SEND_JOB
from cocreate.survey.models import Consultation, Mailing
from cocreate.survey.rules import MailingState

LATE = timedelta(days=1)  # after a close, so that its last hour is looked at too


@jobs.hourly
def look_for_duplicates(session: Session) -> None:
    """Mark what was sent word for word twice, in all consultations that take answers or did lately."""
    for consultation in oddities.lately_answered(session, clock.now() - LATE):
        commands.flag_duplicates(session, SYSTEM, consultation)


@jobs.job(SEND_JOB)
def send(context: jobs.JobContext, mailing_id: int) -> None:
    """Write to everybody a mailing is for. Done again from the start, it finds only those not yet written to."""
    with transaction() as session:
        mailing = session.get_one(Mailing, mailing_id)
        total = queries.recipients(session, session.get_one(Consultation, mailing.consultation_id), mailing)
    done = 0
    while True:
        context.advance(done / max(total, done + 1), "survey.mailing.writing")
        with transaction() as session:
            mailing = session.get_one(Mailing, mailing_id)
            written = commands.write_batch(session, session.get_one(Consultation, mailing.consultation_id), mailing)
            if not written:
                mailing.state = MailingState.SENT.value
                return
        done += written
