"""Somebody thinks that something should not be published: it waits for a person, and stays in sight until then."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid, NotFound
from cocreate.moderation.kinds import ALL
from cocreate.moderation.models import ModerationCase, ModerationReport
from cocreate.moderation.reasons import find_reason, listed_reasons
from cocreate.moderation.rules import NOTE_LIMIT, Kind
from cocreate.moderation.telling import tell_of_report
from cocreate.process.models import Process


def report(
    session: Session,
    actor: Actor,
    process: Process,
    kind: Kind,
    subject: str,
    *,
    reason: str,
    note: str = "",
    public_id: str | None = None,
) -> ModerationReport:
    """Report what everybody can read. The same form twice, or the same account twice, is one report.

    Without an account the audit line says only that somebody reported something on that day.
    """
    lock(session, process)
    if public_id and (known := session.scalar(select(ModerationReport).where(ModerationReport.public_id == public_id))):
        if known.case.process_id != process.id:
            raise NotFound()
        return known
    ALL[kind].public(session, process, subject)
    find_reason(listed_reasons(session, process.organisation_id), reason)
    if len(note) > NOTE_LIMIT:
        raise Invalid("too_long", limit=NOTE_LIMIT)
    case = case_of(session, process, kind, subject)
    if (before := _own(session, actor, case)) is not None:
        return before
    if not case.is_waiting:
        case.is_waiting, case.opened_at = True, clock.now()
    made = ModerationReport(
        case_id=case.id, reason=reason, note=note.strip(), reporter_id=actor.user_id, made_at=clock.now()
    )
    if public_id:
        made.public_id = public_id
    session.add(made)
    session.flush()
    unknown = actor.user_id is None and actor.seat_id is None
    verb = "moderation:report:make"
    audit.record(session, actor, verb, case.ref, process=process.public_id, anonymous=unknown, reason=reason)
    tell_of_report(session, process, case)
    return made


def _own(session: Session, actor: Actor, case: ModerationCase) -> ModerationReport | None:
    """What the same account said since the case was opened."""
    if actor.user_id is None or not case.is_waiting:
        return None
    mine = (ModerationReport.case_id == case.id, ModerationReport.reporter_id == actor.user_id)
    return session.scalar(select(ModerationReport).where(*mine, ModerationReport.made_at >= case.opened_at).limit(1))


def case_of(session: Session, process: Process, kind: Kind, subject: str) -> ModerationCase:
    """The one case about something; a new one where there was none."""
    mine = (ModerationCase.kind == kind.value, ModerationCase.subject == subject)
    found = session.scalar(select(ModerationCase).where(ModerationCase.process_id == process.id, *mine))
    if found is None:
        found = ModerationCase(process_id=process.id, kind=kind.value, subject=subject, opened_at=clock.now())
        session.add(found)
        session.flush()
    return found


def lock(session: Session, process: Process) -> None:
    """One report or decision at a time, so that nothing has two cases."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
