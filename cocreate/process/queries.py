"""Reads of a process, named for what a screen needs."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate.accounts.models import Membership, Organisation, OrganisationMember
from cocreate.accounts.rules import MemberRole
from cocreate.core.audit import AuditEntry
from cocreate.process.models import Challenge, Context, Process
from cocreate.process.rules import ChallengeState, Standing

# With its phases and its organisation in one look: every page below a process asks for them. What so many pages ask is
# put together once: that takes longer than the answer.
BY_PUBLIC_ID = (
    select(Process)
    .where(Process.public_id == bindparam("public_id"))
    .options(joinedload(Process.phases), joinedload(Process.organisation, innerjoin=True))
)


def is_open_to_all() -> ColumnElement[bool]:
    """The condition for a process that everybody sees: published, of an organisation that is not switched off."""
    closed = select(Organisation.id).where(Organisation.closed_at.is_not(None))
    return and_(Process.is_public, Process.organisation_id.not_in(closed))


def find_process(session: Session, public_id: str) -> Process | None:
    """The process of an address."""
    return session.scalars(BY_PUBLIC_ID, {"public_id": public_id}).unique().one_or_none()


def organisation_of(process: Process) -> Organisation:
    """The organisation that runs a process."""
    return process.organisation


def processes_of_organisation(session: Session, organisation: Organisation) -> list[Process]:
    """All processes of an organisation, hidden ones too, newest first."""
    mine = Process.organisation_id == organisation.id
    return list(session.scalars(select(Process).where(mine).order_by(Process.id.desc())))


def public_processes(session: Session) -> list[Process]:
    """Published processes with their organisations, newest first."""
    seen = select(Process).where(is_open_to_all()).options(joinedload(Process.organisation, innerjoin=True))
    return list(session.scalars(seen.order_by(Process.id.desc())))


def by_standing(processes: Iterable[Process], now: datetime) -> dict[Standing, list[Process]]:
    """What is under way first, then what is to come, then what is over; only what there is."""
    found: dict[Standing, list[Process]] = {standing: [] for standing in Standing}
    for process in processes:
        found[process.standing(now)].append(process)
    return {standing: rows for standing, rows in found.items() if rows}


def challenges_of(session: Session, process: Process, state: ChallengeState = ChallengeState.LISTED) -> list[Challenge]:
    """The challenges in order, with sub-challenges and assets: those that everybody sees, or those of another state."""
    return list(
        session.scalars(
            select(Challenge)
            .where(Challenge.process_id == process.id, Challenge.state == state.value)
            .order_by(Challenge.position)
            .options(selectinload(Challenge.sub_challenges), selectinload(Challenge.assets))
        )
    )


def counts(session: Session, process: Process) -> dict[str, int]:
    """How many challenges, sub-challenges and assets there are."""
    rows = challenges_of(session, process)
    return {
        "challenges": len(rows),
        "sub_challenges": sum(len(row.sub_challenges) for row in rows),
        "assets": sum(len(row.assets) for row in rows),
    }


def audit_page(session: Session, process: Process, page: int, size: int = 50) -> tuple[list[AuditEntry], int]:
    """One page of the audit trail, newest first, and the number of pages."""
    mine = AuditEntry.process == process.public_id
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(mine)) or 0
    entries = session.scalars(
        select(AuditEntry).where(mine).order_by(AuditEntry.id.desc()).limit(size).offset((page - 1) * size)
    )
    return list(entries), max(1, -(-total // size))


def contexts_of(session: Session, process: Process) -> dict[str, list[Context]]:
    """Megatrends and transitions in order, by kind."""
    found: dict[str, list[Context]] = {}
    for row in session.scalars(select(Context).where(Context.process_id == process.id).order_by(Context.position)):
        found.setdefault(row.kind, []).append(row)
    return found


def processes_of(session: Session, user_id: int) -> list[Process]:
    """The processes in which a person has a role, or which their organisation runs under them, newest first."""
    mine = select(Membership.process_id).where(Membership.user_id == user_id)
    run = select(OrganisationMember.organisation_id).where(
        OrganisationMember.user_id == user_id, OrganisationMember.role == MemberRole.ADMINISTRATOR.value
    )
    either = or_(Process.id.in_(mine), Process.organisation_id.in_(run))
    seen = select(Process).join(Process.organisation).where(either, Organisation.closed_at.is_(None))
    return list(session.scalars(seen.order_by(Process.id.desc())))
