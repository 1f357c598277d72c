"""Who hears of what by an account: whoever wrote something of a decision, those who decide of reports and appeals.

In an anonymous consultation nobody knows whose an answer is, so nobody is told; the page behind the code says it.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.mails import path_of
from cocreate.accounts.models import Membership
from cocreate.core.permissions import Role
from cocreate.core.telling import N_, Telling, tell
from cocreate.core.telling import Kind as About
from cocreate.moderation.models import ModerationAppeal, ModerationCase, ModerationDecision
from cocreate.moderation.rules import Kind, Verdict
from cocreate.process.models import Process
from cocreate.survey.models import Answer, NamedSheet

DECIDING = (Role.OWNER.value, Role.ORGANISER.value, Role.FACILITATOR.value)
SAID = {
    Verdict.HIDE: N_("Something that you wrote is not shown any more. Read why, and ask for a second look."),
    Verdict.EDIT: N_("Passages were taken out of something that you wrote. Read why."),
    Verdict.RESTORE: N_("Something that you wrote is shown again."),
}


def tell_author(session: Session, process: Process, decision: ModerationDecision) -> None:
    """Whoever sent the sheet by name."""
    said = SAID.get(Verdict(decision.verdict))
    if said is not None:
        _to_author(session, process, decision.case, said, f"moderation:decision:{decision.public_id}")


def tell_of_answer(session: Session, process: Process, appeal: ModerationAppeal) -> None:
    """Whoever asked for a second look, if it was with an account."""
    said = N_("Somebody else looked again at what you wrote. Read the answer.")
    _to_author(session, process, appeal.decision.case, said, f"moderation:appeal:{appeal.public_id}")


def _to_author(session: Session, process: Process, case: ModerationCase, said: str, key: str) -> None:
    if case.kind != Kind.ANSWER:
        return  # a seat is told at its camp, and an actor has no account
    sender = select(NamedSheet.user_id).join(Answer, Answer.submission_id == NamedSheet.submission_id)
    user_id = session.scalar(sender.where(Answer.id == case.subject))
    if user_id is not None:
        path = path_of("moderation.mine", process_id=process.public_id)
        tell(session, Telling(user_id, About.MODERATION, said, path, process.id, key=key))


def tell_of_report(session: Session, process: Process, case: ModerationCase) -> None:
    """Those who decide; once until it is decided, however many report it."""
    path = path_of("moderation_manage.case", process_id=process.public_id, moderation_case_id=case.public_id)
    key = f"moderation:case:{case.public_id}:{case.opened_at:%Y%m%d%H%M%S}"
    _to_deciders(session, process, N_("Somebody reported a contribution."), path, key, without=None)


def tell_of_appeal(session: Session, process: Process, appeal: ModerationAppeal) -> None:
    """Those who decide, but whoever decided first."""
    path = path_of("moderation_manage.appeals", process_id=process.public_id)
    said, key = N_("Somebody asks for a second look at a decision."), f"moderation:asked:{appeal.public_id}"
    _to_deciders(session, process, said, path, key, without=appeal.decision.decided_by_id)


def _to_deciders(session: Session, process: Process, said: str, path: str, key: str, *, without: int | None) -> None:
    mine = select(Membership.user_id).where(Membership.process_id == process.id, Membership.role.in_(DECIDING))
    for user_id in sorted(set(session.scalars(mine)) - {without}):
        tell(session, Telling(user_id, About.MODERATION, said, path, process.id, key=key))
