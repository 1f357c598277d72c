"""The end of a consultation: organisers hear of it before, and of groups that are missing; then it closes by itself."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of
from cocreate.accounts.models import User
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import audit, jobs, mail
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.opening import close_consultation, end_late, is_relied_on
from cocreate.survey.inviting.meter import Category, Meter, meter_of
from cocreate.survey.models import Consultation
from cocreate.survey.protection.commands import organisers_of
from cocreate.survey.queries import awaits_late
from cocreate.survey.rules import ConsultationState
from cocreate.web.language import speaking, translate

DAYS = (7, 2)  # before the end
BEHIND = 0  # instead of days: half of the time is over, and somebody is missing


def reminder_due(opened: datetime, ends: datetime, now: datetime, sent: Iterable[int], *, lags: bool) -> int | None:
    """Which reminder is to be sent now: 7 or 2 (days before the end), BEHIND, or None. `sent`: those sent for this end.

    A consultation that is open for less than a week needs no word a week before its end.

    >>> from datetime import UTC
    >>> may = lambda day: datetime(2026, 5, day, tzinfo=UTC)
    >>> reminder_due(may(1), may(31), may(24), [], lags=False), reminder_due(may(1), may(31), may(24), [7], lags=False)
    (7, None)
    >>> reminder_due(may(1), may(31), may(17), [], lags=True), reminder_due(may(1), may(31), may(15), [], lags=True)
    (0, None)
    """
    told = set(sent)
    left, whole = (ends - now).total_seconds() / 86400, (ends - opened).total_seconds() / 86400
    if left <= 0:
        return None
    near = [days for days in DAYS if left <= days < whole]
    if near:
        return min(near) if not told & {days for days in DAYS if days <= min(near)} else None
    return BEHIND if lags and left <= whole / 2 and BEHIND not in told else None


def elapsed(opened: datetime, ends: datetime, now: datetime) -> float:
    """The part of the time that is over, from 0 to 1."""
    whole = (ends - opened).total_seconds()
    return min(1.0, max(0.0, (now - opened).total_seconds() / whole)) if whole > 0 else 1.0


REMINDED = "survey:closing:remind"


def open_now(session: Session) -> list[Consultation]:
    """Every consultation that is open, in whatever process."""
    wanted = select(Consultation).where(Consultation.state == ConsultationState.OPEN.value)
    return list(session.scalars(wanted.order_by(Consultation.id)))


def awaiting_late(session: Session) -> list[Consultation]:
    """Every closed consultation into which helpers still enter answers, in whatever process."""
    is_closed = Consultation.state == ConsultationState.CLOSED.value
    return list(session.scalars(select(Consultation).where(is_closed, awaits_late()).order_by(Consultation.id)))


def reminders_sent(session: Session, consultation: Consultation) -> list[int]:
    """Which reminders were sent about the end that stands now; a later end is told of anew."""
    lines = session.scalars(
        select(AuditEntry).where(
            AuditEntry.verb == REMINDED,
            AuditEntry.process == consultation.process.public_id,
            AuditEntry.subject == consultation.public_id,
        )
    )
    day = str(consultation.last_day)
    return [line.details["days"] for line in lines if line.details["last_day"] == day]


@jobs.hourly
def watch_ends(session: Session) -> None:
    """Close what is over, and tell organisers what is near."""
    now = clock.now()
    for consultation in open_now(session):
        opened, ends = consultation.opened_at, consultation.ends_at
        if opened is None or ends is None:
            continue
        if ends <= now:
            close_consultation(session, SYSTEM, consultation)
            continue
        lags = bool(consultation.targets) and bool(late(meter_of(session, consultation), elapsed(opened, ends, now)))
        sent = reminders_sent(session, consultation)
        if (days := reminder_due(opened, ends, now, sent, lags=lags)) is not None:
            remind(session, consultation, days)


@jobs.hourly
def end_late_entries(session: Session) -> None:
    """Where helpers may enter nothing more, what waited for it becomes public."""
    for consultation in awaiting_late(session):
        if not consultation.is_taking_late or is_relied_on(session, consultation):
            end_late(session, SYSTEM, consultation)


def late(meter: Meter, part: float) -> list[Category]:
    """Groups that have less of their target than of the time is over."""
    return [category for _dimension, category in meter.behind if (category.reached or 0.0) < part]


def remind(session: Session, consultation: Consultation, days: int) -> None:
    """A letter to everybody who runs the process, each in their language; the trail keeps it from going twice."""
    for person in organisers_of(session, consultation):
        with speaking(person.language):
            _write_to(session, person, consultation, days)
    audit.record(
        session,
        SYSTEM,
        REMINDED,
        consultation.ref,
        process=consultation.process.public_id,
        days=days,
        last_day=str(consultation.last_day),
    )


def _write_to(session: Session, person: User, consultation: Consultation, days: int) -> None:
    names = {"process_id": consultation.process.public_id, "consultation_id": consultation.public_id}
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
    mail.write(
        session,
        sender=sender_of(consultation.process.organisation, person.language),
        recipient=person.email,
        subject=_("Groups are missing from “%(title)s”", title=title)
        if days == BEHIND
        else _("“%(title)s” closes on %(day)s", title=title, day=day),
        text=text,
        html=html,
        language=person.language,
    )
