"""Writes of organisations: set one up, describe it, and say who belongs to it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Organisation, OrganisationMember, User
from cocreate.accounts.organisations import queries
from cocreate.accounts.rules import Founding, MemberRole, checked_short_name, short_name_of
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import Conflict, Invalid, NotAllowed, NotFound


def may_found(actor: Actor, founding: Founding) -> bool:
    """Whether somebody may set up an organisation here."""
    return Role.ADMINISTRATOR in actor.roles or (founding is Founding.OPEN and Role.ACCOUNT in actor.roles)


def create_organisation(
    session: Session,
    actor: Actor,
    *,
    title: Translated,
    short_name: str = "",
    founding: Founding = Founding.ADMINISTRATORS,
    public_id: str | None = None,
) -> Organisation:
    """A new organisation; whoever makes it with an account becomes its administrator.

    The same `public_id` again (a double click) gives the one already made. Without a short name the title makes one.
    """
    if not may_found(actor, founding):
        raise NotAllowed("organisations.founding.administrators")
    known = session.scalar(select(Organisation).where(Organisation.public_id == public_id)) if public_id else None
    if known is not None and (queries.find_member(session, known, actor.user_id) or actor.user_id is None):
        return known
    if not any(title.values()):
        raise Invalid("required")
    name = checked_short_name(short_name) if short_name else _free_name(session, short_name_of(title))
    made = Organisation(title=title, short_name=name, created_at=clock.now())
    if public_id and known is None:
        made.public_id = public_id
    session.add(made)
    _flush_short_name(session)
    audit.record(session, actor, "accounts:organisation:create", made.ref)
    if actor.user_id is not None:
        add_member(session, actor, made, session.get_one(User, actor.user_id), MemberRole.ADMINISTRATOR)
    return made


def ensure_organisation(session: Session, actor: Actor, *, short_name: str, title: Translated) -> Organisation:
    """The organisation of that short name, set up now unless it is there: for demonstrations and simulations."""
    known = queries.find_organisation(session, short_name)
    return known or create_organisation(session, actor, title=title, short_name=short_name)


def close_organisation(session: Session, actor: Actor, organisation: Organisation) -> None:
    """Nobody reaches its pages and processes from now on; nothing is erased. Twice is once."""
    if organisation.closed_at is None:
        organisation.closed_at = clock.now()
        session.flush()
        audit.record(session, actor, "accounts:organisation:close", organisation.ref)


def open_organisation(session: Session, actor: Actor, organisation: Organisation) -> None:
    """All of it is there again, as it was."""
    if organisation.closed_at is not None:
        organisation.closed_at = None
        session.flush()
        audit.record(session, actor, "accounts:organisation:open", organisation.ref)


def add_member(
    session: Session, actor: Actor, organisation: Organisation, user: User, role: MemberRole
) -> OrganisationMember:
    """Somebody belongs to the organisation from now on, or is something else in it."""
    member = queries.find_member(session, organisation, user.id)
    if member is not None:
        return change_member(session, actor, organisation, member, role)
    member = OrganisationMember(user=user, organisation=organisation, role=role.value, since=clock.now())
    session.add(member)
    session.flush()
    audit.record(session, actor, "accounts:colleague:add", user.ref, organisation=organisation.public_id, role=role)
    return member


def change_member(
    session: Session, actor: Actor, organisation: Organisation, member: OrganisationMember, role: MemberRole
) -> OrganisationMember:
    """Another role for one of its people; its last administrator stays one."""
    if member.role == role:
        return member
    if role is not MemberRole.ADMINISTRATOR:
        _check_another_administrator(session, organisation, member)
    member.role = role.value
    session.flush()
    audit.record(
        session, actor, "accounts:colleague:change", member.user.ref, organisation=organisation.public_id, role=role
    )
    return member


def remove_member(session: Session, actor: Actor, organisation: Organisation, member: OrganisationMember) -> None:
    """Somebody does not belong to it any more; their roles in single processes are taken on the pages of those."""
    _check_another_administrator(session, organisation, member)
    user = member.user
    user.organisation_memberships.remove(member)
    session.delete(member)
    session.flush()
    audit.record(session, actor, "accounts:colleague:remove", user.ref, organisation=organisation.public_id)


def check_may_create_in(session: Session, actor: Actor, organisation: Organisation) -> None:
    """Processes are made by people of the organisation, and by programs."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if queries.find_member(session, organisation, actor.user_id) is None:
        raise NotAllowed("organisations.not_yours")


def _check_another_administrator(session: Session, organisation: Organisation, member: OrganisationMember) -> None:
    """Locked, so that two administrators who remove each other at the same moment do not both succeed."""
    rows = session.scalars(
        select(OrganisationMember)
        .where(
            OrganisationMember.organisation_id == organisation.id,
            OrganisationMember.role == MemberRole.ADMINISTRATOR.value,
        )
        .with_for_update()
    ).all()
    if member.organisation_id != organisation.id:
        raise NotFound("organisations.member.absent")
    if list(rows) == [member]:
        raise Conflict("organisations.member.last_administrator")


def _free_name(session: Session, wanted: str) -> str:
    """The wanted short name, with a number where it is taken or empty."""
    base = wanted or "organisation"
    taken = set(session.scalars(select(Organisation.short_name).where(Organisation.short_name.startswith(base[:36]))))
    numbered = (base if number == 1 else f"{base[:36]}-{number}" for number in range(1, len(taken) + 3))
    return next(name for name in numbered if name not in taken)


def _flush_short_name(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("organisations.short_name.taken") from None
