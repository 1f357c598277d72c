"""Writes: reports, decisions about one contribution or many with their undoing, appeals with their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.ids import keyed_bytes
from cocreate.core.ids import public_id as new_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.moderation.kinds import ALL, EDITABLE
from cocreate.moderation.models import ModerationAppeal, ModerationCase, ModerationDecision, ModerationReport
from cocreate.moderation.reasons import Reason, find_reason, listed_reasons, reason_given
from cocreate.moderation.rules import (
    APPEAL_LIMIT,
    MOST_AT_ONCE,
    NEEDS_REASON,
    NOTE_LIMIT,
    Kind,
    Outcome,
    Standing,
    Verdict,
    may_follow,
    standing_after,
)
from cocreate.moderation.telling import tell_author, tell_of_answer, tell_of_appeal, tell_of_report
from cocreate.process.models import Process
from cocreate.web.language import translate


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
    if (known := _known(session, process, public_id)) is not None:
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


def _known(session: Session, process: Process, public_id: str | None) -> ModerationReport | None:
    """What the same form made before."""
    if not public_id:
        return None
    known = session.scalar(select(ModerationReport).where(ModerationReport.public_id == public_id))
    if known is not None and known.case.process_id != process.id:
        raise NotFound()
    return known


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


@dataclass(frozen=True)
class Told:
    """What is decided, why, and what whoever wrote it is told beside the reason."""

    verdict: Verdict
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Wanted:
    """A case, in the version in which whoever decides saw it."""

    case: ModerationCase
    version: int


def decide(
    session: Session, actor: Actor, process: Process, told: Told, wanted: Sequence[Wanted], *, batch: str | None = None
) -> list[ModerationDecision]:
    """Hide, show again or leave as it is, all with one reason. The same form sent twice decides once."""
    if told.verdict is Verdict.EDIT:
        raise Invalid("moderation.edit.one")
    reason, known = _begin(session, process, told, batch)
    if known:
        return known
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid("moderation.none_chosen", limit=MOST_AT_ONCE)
    batch = batch or new_id()
    words = _words(session, process, [each.case for each in wanted])
    made = []
    for each in wanted:
        _check(each, told.verdict)
        before = _act(session, actor, process, each.case, told, reason)
        said = words.get((each.case.kind, each.case.subject), "")
        made.append(_keep(session, actor, process, each.case, told, reason, batch, before=before, texts=(said, said)))
    return made


def take_out(
    session: Session,
    actor: Actor,
    process: Process,
    told: Told,
    wanted: Wanted,
    passages: Sequence[str],
    *,
    batch: str | None = None,
) -> ModerationDecision:
    """Take passages out of one contribution for good: nobody can read them again, and nobody can undo it."""
    reason, known = _begin(session, process, told, batch)
    if known:
        return known[0]
    _check(wanted, Verdict.EDIT)
    handler = EDITABLE.get(Kind(wanted.case.kind))
    if handler is None:
        raise Invalid("moderation.edit.kind")
    texts = handler.edit(session, process, wanted.case.subject, passages)
    return _keep(session, actor, process, wanted.case, told, reason, batch or new_id(), before={}, texts=texts)


def undo(session: Session, actor: Actor, process: Process, batch: str) -> int:
    """Take back all that one press of a button decided, where nothing was decided since; twice is once."""
    lock(session, process)
    rows = [row for row in of_batch(session, process, batch) if row.undone_at is None]
    if any(row.verdict == Verdict.EDIT or row is not standing_decision(row.case) for row in rows):
        raise Conflict("moderation.undo.late")
    for row in rows:
        handler, case = ALL[Kind(row.case.kind)], row.case
        if row.verdict == Verdict.HIDE:
            handler.show(session, actor, process, case.subject, row.before)
        elif row.verdict == Verdict.RESTORE:
            handler.hide(session, actor, process, case.subject, _why_hidden(case))
        row.undone_at = clock.now()
        case.standing, case.is_waiting = row.before.get("standing", Standing.SHOWN.value), True
        audit.record(session, actor, "moderation:case:undo", case.ref, process=process.public_id, verdict=row.verdict)
    session.flush()
    return len(rows)


def of_batch(session: Session, process: Process, batch: str) -> list[ModerationDecision]:
    """The decisions of one press of a button, of this process only."""
    mine = select(ModerationDecision).join(ModerationCase, ModerationDecision.case_id == ModerationCase.id)
    mine = mine.where(ModerationCase.process_id == process.id, ModerationDecision.batch == batch)
    return list(session.scalars(mine.order_by(ModerationDecision.id)))


def standing_decision(case: ModerationCase) -> ModerationDecision | None:
    """The last one that was not taken back."""
    return next((row for row in reversed(case.decisions) if row.undone_at is None), None)


def _why_hidden(case: ModerationCase) -> str:
    row = next(row for row in reversed(case.decisions) if row.verdict == Verdict.HIDE)
    return said_why(reason_given(row.reason, row.reason_title), row.note)


def _begin(
    session: Session, process: Process, told: Told, batch: str | None
) -> tuple[Reason | None, list[ModerationDecision]]:
    lock(session, process)
    if batch and session.scalar(select(ModerationDecision.id).where(ModerationDecision.batch == batch).limit(1)):
        if not (known := of_batch(session, process, batch)):
            raise NotFound()
        return None, known
    if len(told.note) > NOTE_LIMIT:
        raise Invalid("too_long", limit=NOTE_LIMIT)
    if told.verdict not in NEEDS_REASON:
        return None, []
    return find_reason(listed_reasons(session, process.organisation_id), told.reason), []


def _check(wanted: Wanted, verdict: Verdict) -> None:
    if wanted.case.version != wanted.version:
        raise Conflict("changed_meanwhile")
    if not may_follow(Standing(wanted.case.standing), verdict):
        raise Conflict("moderation.already")


def _act(
    session: Session, actor: Actor, process: Process, case: ModerationCase, told: Told, reason: Reason | None
) -> dict[str, Any]:
    handler = ALL[Kind(case.kind)]
    if told.verdict is Verdict.HIDE and reason is not None:
        return handler.hide(session, actor, process, case.subject, said_why(reason, told.note))
    if told.verdict is Verdict.RESTORE:
        hidden = next((row for row in reversed(case.decisions) if row.verdict == Verdict.HIDE), None)
        handler.show(session, actor, process, case.subject, hidden.before if hidden else {})
    return {}


def said_why(reason: Reason, note: str) -> str:
    """The reason and the note in one text, for whoever is told in a sentence."""
    title = translate(reason.title) if reason.is_own else str(reason.title)
    return "\n".join(filter(None, (title, note)))[:500]


def _words(session: Session, process: Process, cases: Sequence[ModerationCase]) -> Mapping[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for kind, handler in ALL.items():
        keys = [case.subject for case in cases if case.kind == kind]
        rows = handler.find(session, process, keys) if keys else {}
        found |= {(kind.value, key): subject.text for key, subject in rows.items()}
    return found


def _fingerprint(text: str) -> str:
    """Tells that words were these or others, to nobody without our key: a bare hash of a text of which only a telephone
    number was taken out gives that number away to whoever tries them all."""
    return keyed_bytes(str(current_app.secret_key), f"moderation:{text}").hex()


def _keep(
    session: Session,
    actor: Actor,
    process: Process,
    case: ModerationCase,
    told: Told,
    reason: Reason | None,
    batch: str,
    *,
    before: Mapping[str, Any],
    texts: tuple[str, str],
) -> ModerationDecision:
    now, hashes = clock.now(), [_fingerprint(text) for text in texts]
    row = ModerationDecision(
        case=case,
        batch=batch,
        verdict=told.verdict.value,
        reason=reason.key if reason else "",
        reason_title=reason.own_title if reason else {},
        note=told.note.strip(),
        before={**before, "standing": case.standing},
        hash_before=hashes[0],
        hash_after=hashes[1],
        waited=max(0, int((now - case.opened_at).total_seconds())) if case.is_waiting else 0,
        decided_by_id=actor.user_id,
        decided_at=now,
    )
    case.standing, case.is_waiting = standing_after(Standing(case.standing), told.verdict).value, False
    session.add(row)
    session.flush()
    about: dict[str, Any] = {"about": f"{case.kind}:{case.subject}", "verdict": row.verdict, "reason": row.reason}
    about |= {"process": process.public_id, "hash_before": row.hash_before, "hash_after": row.hash_after}
    audit.record(session, actor, "moderation:case:decide", case.ref, **about)
    tell_author(session, process, row)
    return row


def may_appeal(decision: ModerationDecision) -> bool:
    """Whether it hides something now, and nobody has appealed yet."""
    is_last = decision is standing_decision(decision.case)
    return decision.verdict == Verdict.HIDE and is_last and decision.appeal is None


def appeal(
    session: Session, actor: Actor, process: Process, decision: ModerationDecision, words: str, *, by_code: bool
) -> ModerationAppeal:
    """Ask for a second look; that it is one's own was seen by the page. `by_code` leaves no trace of who and when."""
    lock(session, process)
    session.refresh(decision)
    if decision.appeal is not None:
        return decision.appeal
    if not may_appeal(decision):
        raise Conflict("moderation.appeal.late")
    words = words.strip()
    if not words:
        raise Invalid("required")
    if len(words) > APPEAL_LIMIT:
        raise Invalid("too_long", limit=APPEAL_LIMIT)
    made = ModerationAppeal(decision=decision, words=words, made_at=_day() if by_code else clock.now())
    session.add(made)
    session.flush()
    verb = "moderation:appeal:make"
    audit.record(session, actor, verb, decision.case.ref, process=process.public_id, anonymous=by_code)
    tell_of_appeal(session, process, made)
    return made


def _day() -> datetime:
    """Today without the hour, as for everything that an anonymous writer does."""
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def answer_appeal(
    session: Session, actor: Actor, process: Process, row: ModerationAppeal, outcome: Outcome, answer: str
) -> None:
    """Show it again, or leave it hidden, with words for whoever asked. Once; never by who decided first."""
    lock(session, process)
    session.refresh(row)
    if row.outcome:
        if row.outcome != outcome:
            raise Conflict("changed_meanwhile")
        return
    if actor.user_id is not None and actor.user_id == row.decision.decided_by_id:
        raise Conflict("moderation.appeal.own")
    if not answer.strip():
        raise Invalid("moderation.appeal.needs_answer")
    if len(answer) > NOTE_LIMIT:
        raise Invalid("too_long", limit=NOTE_LIMIT)
    row.outcome, row.answer = outcome.value, answer.strip()
    row.answered_by_id, row.answered_at = actor.user_id, clock.now()
    case = row.decision.case
    verb = "moderation:appeal:decide"
    audit.record(session, actor, verb, case.ref, process=process.public_id, outcome=outcome.value)
    if outcome is Outcome.UPHELD and row.decision is standing_decision(case):
        decide(session, actor, process, Told(Verdict.RESTORE), [Wanted(case, case.version)])
    tell_of_answer(session, process, row)
    session.flush()
