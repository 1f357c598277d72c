"""Telling people by mail that there is news about what they contributed, without knowing what that was.

Whoever has a receipt code may leave an address. It is stored apart from all answers, gets one mail that says no more
than "look with your code", and is erased as that mail is written; so is the mail once it was sent.
"""

import re
from datetime import date

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import audit, events, jobs, mail
from cocreate.core.db import transaction
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.public.models import FateWatch
from cocreate.selection.events import DecisionPublished
from cocreate.web.language import translate

JOB = "public:fate:tell"
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")


def ask(session: Session, actor: Actor, process: Process, *, email: str, language: str) -> None:
    """Keep an address for the next news; twice is once, and nobody learns that it was there already."""
    address = email.strip().lower()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise Invalid("public.fate.bad_address")
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    mine = (FateWatch.process_id == process.id, FateWatch.email == address)
    if session.scalar(select(FateWatch.id).where(*mine)) is not None:
        return
    session.add(FateWatch(process_id=process.id, email=address, language=language, last_day=last_day(clock.today())))
    audit.record(session, actor, "public:fate:watch", process=process.public_id, anonymous=True)
    session.flush()


def last_day(today: date) -> date:
    """The end of next year: so coarse that it does not tell when somebody asked.

    >>> last_day(date(2026, 3, 1))
    datetime.date(2027, 12, 31)
    """
    return date(today.year + 1, 12, 31)


def waiting(session: Session, process: Process) -> int:
    """How many want to be told."""
    return session.scalar(select(func.count()).where(FateWatch.process_id == process.id)) or 0


def tell_later(session: Session, actor: Actor, process: Process) -> jobs.Job:
    """Queue the mails; while that waits or runs, it is given."""
    asked = select(jobs.Job).where(jobs.Job.kind == JOB, jobs.Job.process_id == process.id)
    for task in session.scalars(asked):
        if not task.is_over:
            return task
    audit.record(session, actor, JOB, process.ref, process=process.public_id, people=waiting(session, process))
    return jobs.enqueue(session, actor, JOB, process=process, process_id=process.id)


@jobs.job(JOB)
def tell(context: jobs.JobContext, process_id: int) -> None:
    """Write to each address and erase it, one after the other: a task that died begins with the next."""
    with transaction() as session:
        forget_old(session)
        keys = list(session.scalars(select(FateWatch.id).where(FateWatch.process_id == process_id)))
    for number, key in enumerate(sorted(keys), start=1):
        with transaction() as session:
            watch, process = session.get(FateWatch, key), session.get(Process, process_id)
            if watch is not None and process is not None:
                _write(session, process, watch)
                session.delete(watch)
        context.advance(number / len(keys))


@jobs.hourly
def forget_old(session: Session) -> None:
    """Erase addresses whose last day is over, of every process."""
    session.execute(delete(FateWatch).where(FateWatch.last_day < clock.today()))


def _write(session: Session, process: Process, watch: FateWatch) -> None:
    with force_locale(watch.language):
        title = translate(process.title, watch.language)
        link = full_address(path_of("fates.overview", process_id=process.public_id), watch.language)
        text, html = letter("fate_news", brand=process.organisation, process_title=title, link=link)
        subject = _("There is news about what you contributed: %(process)s", process=title)
    mail.write(
        session,
        sender=sender_of(process.organisation, watch.language),
        recipient=watch.email,
        subject=subject,
        text=text,
        html=html,
        language=watch.language,
        leaves_no_trace=True,
    )


@events.on(DecisionPublished)
def tell_of_a_decision(happened: DecisionPublished) -> None:
    """The news that everybody waits for."""
    # A context of its own: the session that has just committed cannot begin anew before this returns.
    with current_app.app_context(), transaction() as session:
        process = session.scalar(select(Process).where(Process.public_id == happened.process))
        if process is not None and waiting(session, process):
            tell_later(session, SYSTEM, process)
