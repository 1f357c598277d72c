"""Reads for whoever runs the installation, named for what a page needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership, Organisation, OrganisationMember, SiteRole, User
from cocreate.accounts.queries import find_user, find_user_by_public_id
from cocreate.accounts.rules import CLOSED_AT, LIGHT_ROLES, MemberRole
from cocreate.administration.models import Report
from cocreate.administration.rules import PAGE, ReportKind, Which
from cocreate.core.audit import AuditEntry
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import Role
from cocreate.errors import NotFound
from cocreate.process.models import Process

_is_closed = and_(not_(User.active), User.email.endswith(f"@{CLOSED_AT}"))
_is_administrator = User.roles.any(SiteRole.name == Role.ADMINISTRATOR.value)
_runs_something = or_(
    _is_administrator,
    User.memberships.any(Membership.role.not_in([role.value for role in LIGHT_ROLES])),
    select(OrganisationMember.id)
    .where(OrganisationMember.user_id == User.id, OrganisationMember.role == MemberRole.ADMINISTRATOR.value)
    .exists(),
)
CONDITIONS: dict[Which, ColumnElement[bool] | Any] = {
    Which.ALL: not_(_is_closed),
    Which.ACTIVE: User.active,
    Which.DEACTIVATED: and_(not_(User.active), not_(_is_closed)),
    Which.ADMINISTRATORS: and_(User.active, _is_administrator),
    Which.WITHOUT_SECOND_STEP: and_(User.active, User.tf_totp_secret.is_(None), _runs_something),
    Which.NEVER_CAME: and_(User.active, User.current_login_at.is_(None)),
    Which.CLOSED: _is_closed,
}


def users_page(session: Session, *, search: str, which: Which, page: int) -> tuple[list[User], int]:
    """One page of accounts by address, and how many there are."""
    wanted = [CONDITIONS[which]]
    if search:
        low = search.lower()
        wanted.append(
            or_(
                func.lower(User.email).contains(low, autoescape=True),
                func.lower(User.name).contains(low, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(User).where(*wanted)) or 0
    rows = select(User).where(*wanted).order_by(User.email).limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(rows)), total


def count_users(session: Session, which: Which) -> int:
    """How many accounts there are of a sort."""
    return session.scalar(select(func.count()).select_from(User).where(CONDITIONS[which])) or 0


def user_of_address(session: Session, public_id: str) -> User:
    """The account of an address, or NotFound."""
    found = find_user_by_public_id(session, public_id)
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class Numbers:
    """One organisation and how much there is of it."""

    organisation: Organisation
    members: int
    administrators: int
    public: int
    hidden: int  # processes that are not public yet


def organisations_in_numbers(session: Session) -> list[Numbers]:
    """All of them by short name, those switched off too."""
    people = _counts(
        session,
        select(OrganisationMember.organisation_id, OrganisationMember.role, func.count()).group_by(
            OrganisationMember.organisation_id, OrganisationMember.role
        ),
    )
    processes = _counts(
        session,
        select(Process.organisation_id, Process.is_public, func.count()).group_by(
            Process.organisation_id, Process.is_public
        ),
    )
    found = []
    for row in session.scalars(select(Organisation).order_by(Organisation.short_name)):
        found.append(
            Numbers(
                row,
                members=sum(people.get((row.id, role.value), 0) for role in MemberRole),
                administrators=people.get((row.id, MemberRole.ADMINISTRATOR.value), 0),
                public=processes.get((row.id, True), 0),
                hidden=processes.get((row.id, False), 0),
            )
        )
    return found


def organisation_of_address(session: Session, public_id: str) -> Organisation:
    """The organisation of an address of the administration, or NotFound."""
    found = session.scalar(select(Organisation).where(Organisation.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def _counts(session: Session, rows: object) -> dict[tuple[int, object], int]:
    return {(key, sort): count for key, sort, count in session.execute(rows)}  # type: ignore[call-overload]


@dataclass(frozen=True)
class Task:
    """A long task, and the process that it is for, if any."""

    job: Job
    process: Process | None


def jobs_page(session: Session, state: str, page: int) -> tuple[list[Task], int]:
    """One page of tasks, newest first, and how many there are; `state` is empty or one of JobState."""
    wanted = [Job.state == state] if state else []
    total = session.scalar(select(func.count()).select_from(Job).where(*wanted)) or 0
    rows = (
        select(Job, Process)
        .outerjoin(Process, Process.id == Job.process_id)
        .where(*wanted)
        .order_by(Job.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [Task(job, process) for job, process in session.execute(rows)], total


def counts_by_state(session: Session) -> dict[str, int]:
    """How many tasks stand where."""
    found = dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    return {state.value: found.get(state.value, 0) for state in JobState}


def task_of_address(session: Session, public_id: str) -> Task:
    """The task of an address, or NotFound."""
    rows = select(Job, Process).outerjoin(Process, Process.id == Job.process_id).where(Job.public_id == public_id)
    found = session.execute(rows).one_or_none()
    if found is None:
        raise NotFound()
    return Task(*found)


def latest_report(session: Session, kind: ReportKind) -> Report | None:
    """The newest of its kind."""
    return session.scalar(select(Report).where(Report.kind == kind.value).order_by(Report.id.desc()).limit(1))


def job_under_way(session: Session, kind: str) -> Job | None:
    """The task of a kind that waits or runs."""
    states = (JobState.QUEUED.value, JobState.RUNNING.value)
    return session.scalar(select(Job).where(Job.kind == kind, Job.state.in_(states)).order_by(Job.id.desc()).limit(1))


@dataclass(frozen=True)
class Wanted:
    """Which lines; empty is all."""

    verb: str = ""  # its beginning
    who: str = ""  # an address, or a code
    process: str = ""  # its code
    since: date | None = None
    until: date | None = None  # that day is included


def audit_lines(session: Session, wanted: Wanted, page: int) -> tuple[list[AuditEntry], int]:
    """One page of lines, newest first, and how many there are."""
    conditions = _conditions(session, wanted)
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    rows = select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(rows)), total


def names_of(session: Session, lines: list[AuditEntry]) -> dict[str, str]:
    """Code of a person in some lines -> their name or address."""
    codes = {line.actor for line in lines if line.actor_kind == "user"}
    codes |= {line.subject for line in lines if line.subject_type == User.ref_type}
    rows = session.scalars(select(User).where(User.public_id.in_(codes)))
    return {row.public_id: row.name or row.email for row in rows if not row.is_closed}


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.verb:
        found.append(AuditEntry.verb.startswith(wanted.verb, autoescape=True))
    if wanted.who:
        user = find_user(session, wanted.who) if "@" in wanted.who else None
        found.append(AuditEntry.actor == (user.public_id if user is not None else wanted.who))
    if wanted.process:
        found.append(AuditEntry.process == wanted.process)
    if wanted.since:
        found.append(AuditEntry.at >= clock.start_of(wanted.since))
    if wanted.until:
        found.append(AuditEntry.at < clock.end_of(wanted.until))
    return found
