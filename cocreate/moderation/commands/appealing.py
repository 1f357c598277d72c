"""Whoever wrote something asks for a second look; somebody else than who decided gives it."""

from datetime import datetime

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.moderation.commands.deciding import Told, Wanted, decide, standing_decision
from cocreate.moderation.commands.reporting import lock
from cocreate.moderation.models import ModerationAppeal, ModerationDecision
from cocreate.moderation.rules import APPEAL_LIMIT, NOTE_LIMIT, Outcome, Verdict
from cocreate.moderation.telling import tell_of_answer, tell_of_appeal
from cocreate.process.models import Process


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
