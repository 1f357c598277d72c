"""Reads of organisations, named for what a screen needs, and in whose name documents and mails speak."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from cocreate.accounts.models import Membership, Organisation, OrganisationMember, User
from cocreate.accounts.rules import MemberRole
from cocreate.core.documents import Brand, Words
from cocreate.core.permissions import PROCESS_ROLES, Actor, Role
from cocreate.errors import Invalid, NotAllowed
from cocreate.web.language import language_of, translate


def find_organisation(session: Session, short_name: str) -> Organisation | None:
    """The organisation of an address."""
    return session.scalar(select(Organisation).where(Organisation.short_name == short_name))


def all_organisations(session: Session) -> list[Organisation]:
    """Every organisation of the installation that is not switched off, by short name."""
    rows = select(Organisation).where(Organisation.closed_at.is_(None)).order_by(Organisation.short_name)
    return list(session.scalars(rows))


def organisations_of(session: Session, user_id: int) -> list[OrganisationMember]:
    """What somebody is in which organisation that is not switched off, the first joined first."""
    return list(
        session.scalars(
            select(OrganisationMember)
            .join(OrganisationMember.organisation)
            .where(OrganisationMember.user_id == user_id, Organisation.closed_at.is_(None))
            .options(contains_eager(OrganisationMember.organisation))
            .order_by(OrganisationMember.id)
        )
    )


def organisation_to_create_in(session: Session, actor: Actor, short_name: str = "") -> Organisation:
    """The named one of somebody's organisations, or their only one."""
    mine = organisations_of(session, actor.user_id) if actor.user_id is not None else []
    found = [row.organisation for row in mine if short_name in ("", row.organisation.short_name)]
    if not found:
        raise NotAllowed("organisations.not_yours")
    if len(found) > 1:
        raise Invalid("organisations.several")
    return found[0]


def process_ids_of(session: Session, user_id: int | None) -> frozenset[int]:
    """The processes in which somebody runs or follows something (not as a mere participant)."""
    heavy = [role.value for role in PROCESS_ROLES if role is not Role.PARTICIPANT]
    mine = select(Membership.process_id).where(Membership.user_id == user_id, Membership.role.in_(heavy))
    return frozenset(session.scalars(mine))


def find_member(session: Session, organisation: Organisation, user_id: int | None) -> OrganisationMember | None:
    """What one person is in one organisation."""
    if user_id is None:
        return None
    return session.scalar(
        select(OrganisationMember).where(
            OrganisationMember.organisation_id == organisation.id, OrganisationMember.user_id == user_id
        )
    )


def members_of(session: Session, organisation: Organisation) -> list[OrganisationMember]:
    """Its people: administrators first, then by name."""
    rows = session.scalars(
        select(OrganisationMember)
        .where(OrganisationMember.organisation_id == organisation.id)
        .options(joinedload(OrganisationMember.user))
    )
    return sorted(rows, key=lambda m: (m.role, (m.user.name or m.user.email).casefold()))


def is_organisation_administrator(user: User, organisation: Organisation) -> bool:
    """Whether somebody runs this organisation."""
    return any(
        mine.organisation_id == organisation.id and mine.role == MemberRole.ADMINISTRATOR
        for mine in user.organisation_memberships
    )


def brand_of(organisation: Organisation, language: str | None = None) -> Brand:
    """Name, footer, contact and logo of an organisation, for a document in this language."""
    lines = [Words(translate(organisation.footer, language), language_of(organisation.footer, language))]
    if organisation.contact:
        lines.append(Words(organisation.contact))
    return Brand(
        name=Words(translate(organisation.title, language), language_of(organisation.title, language)),
        lines=tuple(line for line in lines if line.text),
        logo=organisation.logo.content if organisation.logo is not None else b"",
    )


def sender_of(organisation: Organisation, language: str) -> str:
    """The name from which its mails come."""
    return translate(organisation.title, language)


def signature_of(organisation: Organisation, language: str) -> str:
    """What stands below a mail in plain text: its name, contact and footer, after the line that mail programs know."""
    lines = (sender_of(organisation, language), organisation.contact, translate(organisation.footer, language))
    return "\n".join(("-- ", *filter(None, lines)))
