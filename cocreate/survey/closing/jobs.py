"""What happens by itself: organisers hear of the coming end and of groups that are missing; then it closes."""

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import audit, jobs, mail
from cocreate.core.permissions import SYSTEM
from cocreate.survey import commands
from cocreate.survey.closing import queries
from cocreate.survey.closing.rules import BEHIND, elapsed, reminder_due
from cocreate.survey.inviting.meter import Category, Meter, meter_of
from cocreate.survey.models import Consultation
from cocreate.survey.protection.jobs import organisers_of
from cocreate.web.language import speaking, translate


@jobs.hourly
def watch_ends(session: Session) -> None:
    """Close what is over, and tell organisers what is near."""
    now = clock.now()
    for consultation in queries.open_now(session):
        opened, ends = consultation.opened_at, consultation.ends_at
        if opened is None or ends is None:
            continue
        if ends <= now:
            commands.close_consultation(session, SYSTEM, consultation)
            continue
        lags = bool(consultation.targets) and bool(late(meter_of(session, consultation), elapsed(opened, ends, now)))
        sent = queries.reminders_sent(session, consultation)
        if (days := reminder_due(opened, ends, now, sent, lags=lags)) is not None:
            remind(session, consultation, days)


@jobs.hourly
def end_late_entries(session: Session) -> None:
    """Where helpers may enter nothing more, what waited for it becomes public."""
    for consultation in queries.awaiting_late(session):
        if not consultation.is_taking_late or commands.is_relied_on(session, consultation):
            commands.end_late(session, SYSTEM, consultation)


def late(meter: Meter, part: float) -> list[Category]:
    """Groups that have less of their target than of the time is over."""
    return [category for _dimension, category in meter.behind if (category.reached or 0.0) < part]


def remind(session: Session, consultation: Consultation, days: int) -> None:
    """A letter to everybody who runs the process, each in their language; the trail keeps it from going twice."""
    names = {"process_id": consultation.process.public_id, "consultation_id": consultation.public_id}
    for person in organisers_of(session, consultation):
        with speaking(person.language):
            meter = meter_of(session, consultation)
            title, day = translate(consultation.title), format_date(consultation.last_day, "long")
            text, html = letter(
                "closing_reminder",
                brand=consultation.process.organisation,
                title=title,
                day=day,
                is_near=days != BEHIND,
                answers=meter.total,
                behind=[category for _dimension, category in meter.behind],
                rules=full_address(path_of("survey_manage.rules", **names), person.language),
                meter=full_address(path_of("survey_meter.show", **names), person.language),
            )
            subject = (
                _("Groups are missing from “%(title)s”", title=title)
                if days == BEHIND
                else _("“%(title)s” closes on %(day)s", title=title, day=day)
            )
            mail.write(
                session,
                sender=sender_of(consultation.process.organisation, person.language),
                recipient=person.email,
                subject=subject,
                text=text,
                html=html,
                language=person.language,
            )
    audit.record(
        session,
        SYSTEM,
        queries.REMINDED,
        consultation.ref,
        process=consultation.process.public_id,
        days=days,
        last_day=str(consultation.last_day),
    )
