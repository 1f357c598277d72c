"""Organisations in numbers."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation, OrganisationMember
from cocreate.accounts.rules import MemberRole
from cocreate.errors import NotFound
from cocreate.process.models import Process


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
    return {(key, sort): count for key, sort, count in session.execute(rows).tuples()}  # type: ignore[call-overload]
