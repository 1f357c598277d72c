"""Reads of registrations and proposals of groups."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.camp.before.rules import KEPT_FOR, KEPT_WITHOUT_DATE
from cocreate.camp.models import Camp, GroupingProposal, Registration, Seat, WorkingGroup


def registrations_of(session: Session, camp: Camp, state: str = "") -> list[Registration]:
    """Who registered, in order of coming; only those in a state, if one is named."""
    wanted = select(Registration).where(Registration.camp_id == camp.id).options(joinedload(Registration.seat))
    if state:
        wanted = wanted.where(Registration.state == state)
    return list(session.scalars(wanted.order_by(Registration.id)))


def registrations_by_state(session: Session, camp: Camp) -> dict[str, int]:
    """How many wait, were accepted, were declined."""
    counted = select(Registration.state, func.count()).where(Registration.camp_id == camp.id)
    return {row[0]: row[1] for row in session.execute(counted.group_by(Registration.state))}


def find_registration(session: Session, camp: Camp, public_id: str) -> Registration | None:
    """A registration for this camp."""
    return session.scalar(
        select(Registration)
        .where(Registration.camp_id == camp.id, Registration.public_id == public_id)
        .options(joinedload(Registration.seat))
    )


def registration_by_id(session: Session, public_id: str) -> Registration | None:
    """A registration wherever it is, with its camp."""
    return session.scalar(
        select(Registration)
        .where(Registration.public_id == public_id)
        .options(joinedload(Registration.camp).joinedload(Camp.process), joinedload(Registration.seat))
    )


def find_registration_by_email(session: Session, camp: Camp, email: str) -> Registration | None:
    """Whether an address has registered."""
    return session.scalar(select(Registration).where(Registration.camp_id == camp.id, Registration.email == email))


def to_forget(session: Session, now: datetime) -> list[Registration]:
    """The registrations whose time is over."""
    over = (Camp.starts_at < now - KEPT_FOR) | (Camp.starts_at.is_(None) & (Registration.at < now - KEPT_WITHOUT_DATE))
    return list(session.scalars(select(Registration).join(Camp).where(over).options(joinedload(Registration.seat))))


def working_groups(session: Session, camp: Camp) -> list[WorkingGroup]:
    """The groups that people sit in: all but the plenary."""
    return list(
        session.scalars(
            select(WorkingGroup)
            .where(WorkingGroup.camp_id == camp.id, WorkingGroup.is_plenary.is_(False))
            .order_by(WorkingGroup.position, WorkingGroup.id)
            .options(joinedload(WorkingGroup.board))
        )
    )


def seats_to_group(session: Session, camp: Camp) -> list[Seat]:
    """Those who take part in groups: neither facilitators nor observers nor people whose seat ended."""
    return list(
        session.scalars(
            select(Seat)
            .where(
                Seat.camp_id == camp.id,
                Seat.ended_at.is_(None),
                Seat.is_facilitator.is_(False),
                Seat.is_observer.is_(False),
            )
            .order_by(func.lower(Seat.name), Seat.id)
            .options(joinedload(Seat.group))
        )
    )


def latest_proposal(session: Session, camp: Camp) -> GroupingProposal | None:
    """The proposal at hand, accepted or not."""
    return session.scalar(
        select(GroupingProposal)
        .where(GroupingProposal.camp_id == camp.id)
        .order_by(GroupingProposal.id.desc())
        .limit(1)
    )


def find_proposal(session: Session, camp: Camp, public_id: str) -> GroupingProposal | None:
    """A proposal of this camp."""
    return session.scalar(
        select(GroupingProposal).where(GroupingProposal.camp_id == camp.id, GroupingProposal.public_id == public_id)
    )
