"""Writes about accounts and roles: made, described, switched off and closed, given and taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import current_app
from flask_security import hash_password
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails, queries
from cocreate.accounts.mails import path_of
from cocreate.accounts.models import (
    Identity,
    Invitation,
    Membership,
    OrganisationInvitation,
    SiteRole,
    User,
    user_site_role,
)
from cocreate.accounts.organisations.commands import remove_member
from cocreate.accounts.queries import memberships_of
from cocreate.accounts.rules import (
    CLOSED_AT,
    LIGHT_ROLES,
    LINK_LASTS,
    NAME_MAX,
    PASSWORD_MAX,
    PASSWORD_MIN,
    may_hand_out,
    normal_email,
    normal_password,
    password_problem,
)
from cocreate.core import audit
from cocreate.core.ids import keyed_bytes
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import PROCESS_ROLES, Actor, ActorKind, Role
from cocreate.core.telling import N_, Kind, Telling, tell
from cocreate.errors import Conflict, Invalid, NotAllowed, NotFound
from cocreate.settings import LANGUAGES


@dataclass(frozen=True)
class SignInLink:
    """What a valid link says: who may sign in with it, and where to go then."""

    user: User
    next: str


def make_sign_in_link(
    session: Session, user: User, *, lasts: timedelta = LINK_LASTS, once: bool = True, next: str = ""
) -> str:
    """The path of a page with the button "Sign in as …", without language or host.

    With `once` it ends as soon as the person has signed in, by this link or otherwise; without, it works until it
    expires (the ready-made links of the demonstration). Ending all sessions ends both.
    """
    session.flush()
    until = int((clock.now() + lasts).timestamp())
    token = _serializer().dumps([user.public_id, until, int(once), _mark(user, once=once), next])
    return str(current_app.url_map.bind("localhost").build("account.open_link", {"token": token}))


def read_sign_in_link(session: Session, token: str) -> SignInLink:
    """The link behind a token, or NotFound with one sentence for all that can be wrong with it."""
    try:
        public_id, until, once, mark, next = _serializer().loads(token)
        user = queries.find_user_by_public_id(session, public_id)
    except (BadSignature, ValueError, TypeError):
        raise NotFound("accounts.link.invalid") from None
    if user is None or not user.active or until < clock.now().timestamp() or mark != _mark(user, once=bool(once)):
        raise NotFound("accounts.link.invalid")
    return SignInLink(user, next)


def _mark(user: User, *, once: bool) -> str:
    """Changes with all that ends a link; keyed, so that the link tells nothing about the account."""
    used: datetime | None = user.current_login_at if once else None
    said = f"sign-in:{user.fs_uniquifier}:{used.isoformat() if used else ''}"
    return keyed_bytes(current_app.config["SECRET_KEY"], said).hex()[:24]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="sign-in-link")


def create_user(
    session: Session, actor: Actor, *, email: str, name: str = "", language: str = "en", password: str | None = None
) -> User:
    """An account for an address that has none. Without a password its owner signs in by links."""
    address = normal_email(email)
    if queries.find_user(session, address) is not None:
        raise Conflict("accounts.email.taken")
    name = _checked_name(name)
    user = User(
        email=address,
        name=name,
        language=_checked_language(language),
        password=_hashed(password, personal=(address, name)) if password else None,
        fs_uniquifier=uuid4().hex,
        create_datetime=clock.now(),
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError:  # somebody made it between our question and now
        raise Conflict("accounts.email.taken") from None
    audit.record(session, actor, "accounts:user:create", user.ref)
    return user


def describe_user(session: Session, actor: Actor, user: User, *, name: str, language: str) -> None:
    """Name and language of letters."""
    user.name, user.language = _checked_name(name), _checked_language(language)
    session.flush()
    audit.record(session, actor, "accounts:user:describe", user.ref)


def set_password(session: Session, actor: Actor, user: User, password: str) -> None:
    """A new password; whoever knew the old one is signed out."""
    user.password = _hashed(password, personal=(user.email, user.name))
    user.fs_uniquifier = uuid4().hex
    session.flush()
    audit.record(session, actor, "accounts:user:set_password", user.ref)


def end_sessions(session: Session, actor: Actor, user: User) -> None:
    """Sign out everywhere: every visit, remembered device and sign-in link names this value."""
    user.fs_uniquifier = uuid4().hex
    session.flush()
    audit.record(session, actor, "accounts:user:end_sessions", user.ref)


def forget_second_factor(session: Session, actor: Actor, user: User) -> None:
    """For somebody who lost both phone and recovery codes, after checking who they are."""
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None
    end_sessions(session, actor, user)
    audit.record(session, actor, "accounts:user:forget_second_factor", user.ref)


def send_sign_in_link(session: Session, email: str, *, language: str, next: str = "") -> None:
    """Mail a link if the address has an account, and do nothing else, so that nobody learns whether it has."""
    user = queries.find_user(session, normal_email(email))
    if user is not None and user.active:
        mails.write_sign_in_link(session, user, make_sign_in_link(session, user, next=next), language)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > NAME_MAX:
        raise Invalid("too_long", limit=NAME_MAX)
    return name


def _checked_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid("unknown")
    return language


def _hashed(password: str, *, personal: tuple[str, ...]) -> str:
    password = normal_password(password)
    problem = password_problem(password, personal=personal)
    if problem:
        raise Invalid(problem, minimum=PASSWORD_MIN, maximum=PASSWORD_MAX)
    return str(hash_password(password))


def grant_role(session: Session, actor: Actor, process: Any, user: User, role: Role) -> Membership:
    """Give a role in a process; having it already is a conflict."""
    check_may_hand_out(actor, role)
    return add_membership(session, actor, process, user, role)


def add_membership(session: Session, actor: Actor, process: Any, user: User, role: Role) -> Membership:
    """The same for somebody whose invitation says so."""
    if find_membership(session, process, user, role) is not None:
        raise Conflict("accounts.role.already")
    membership = Membership(user=user, process_id=process.id, role=role.value, since=clock.now())
    session.add(membership)
    session.flush()
    audit.record(session, actor, "accounts:role:grant", user.ref, process=process.public_id, role=role.value)
    if actor.kind is ActorKind.USER and actor.user_id != user.id:  # whoever accepts an invitation knows
        page = "process.challenges" if role in LIGHT_ROLES else "process_manage.overview"
        path = path_of(page, process_id=process.public_id)
        tell(session, Telling(user.id, Kind.ROLE, N_("You have a new role in this process."), path, process.id))
    return membership


def revoke_role(session: Session, actor: Actor, process: Any, user: User, role: Role) -> None:
    """Take a role in a process; its last owner stays."""
    check_may_hand_out(actor, role)
    # Locked, so that two owners who remove each other at the same moment do not both succeed.
    rows = session.scalars(
        select(Membership).where(Membership.process_id == process.id, Membership.role == role.value).with_for_update()
    ).all()
    membership = next((row for row in rows if row.user_id == user.id), None)
    if membership is None:
        raise NotFound("accounts.role.absent")
    if role is Role.OWNER and len(rows) == 1:
        raise Conflict("accounts.role.last_owner")
    user.memberships.remove(membership)
    session.delete(membership)
    session.flush()
    audit.record(session, actor, "accounts:role:revoke", user.ref, process=process.public_id, role=role.value)


def grant_site_role(session: Session, actor: Actor, user: User, role: Role = Role.ADMINISTRATOR) -> None:
    """Make an administrator of the installation. Nothing happens when they already are."""
    found = queries.find_site_role(session, role.value)
    if found is None:
        found = SiteRole(name=role.value)
        session.add(found)
    if found not in user.roles:
        user.roles.append(found)
        session.flush()
        audit.record(session, actor, "accounts:site_role:grant", user.ref, role=role.value)


def revoke_site_role(session: Session, actor: Actor, user: User, role: Role = Role.ADMINISTRATOR) -> None:
    """Take it again; the last administrator stays."""
    found = queries.find_site_role(session, role.value)
    if found is None or found not in user.roles:
        raise NotFound("accounts.role.absent")
    bearers = user_site_role.c
    others = session.scalar(
        select(bearers.user_id).where(bearers.site_role_id == found.id, bearers.user_id != user.id).limit(1)
    )
    if others is None:
        raise Conflict("accounts.role.last_administrator")
    user.roles.remove(found)
    session.flush()
    audit.record(session, actor, "accounts:site_role:revoke", user.ref, role=role.value)


def find_membership(session: Session, process: Any, user: User, role: Role) -> Membership | None:
    """One role of one person in one process."""
    return session.scalar(
        select(Membership).where(
            Membership.process_id == process.id, Membership.user_id == user.id, Membership.role == role.value
        )
    )


def check_may_hand_out(actor: Actor, role: Role) -> None:
    """Only owners make and remove owners; roles outside a process are not handed out here."""
    if role not in PROCESS_ROLES:
        raise Invalid("accounts.role.unknown")
    if role not in may_hand_out(actor.roles):
        raise NotAllowed("accounts.role.owner_only" if role is Role.OWNER else "not_allowed")


def deactivate_user(session: Session, actor: Actor, user: User) -> None:
    """Nobody can sign in to it any more; everything else stays, so that it can be switched on again."""
    if not user.active:
        return
    check_can_go(session, actor, user)
    user.active = False
    end_sessions(session, actor, user)
    audit.record(session, actor, "accounts:user:deactivate", user.ref)


def reactivate_user(session: Session, actor: Actor, user: User) -> None:
    """Its person can sign in again, with the roles of before."""
    if user.active:
        return
    if user.is_closed:
        raise Conflict("accounts.user.closed")
    user.active = True
    session.flush()
    audit.record(session, actor, "accounts:user:reactivate", user.ref)


def close_user(session: Session, actor: Actor, user: User) -> None:
    """End every role, erase name, address and all ways to sign in. What the person said and decided stays, with
    nobody's name; the last owner of a process or administrator of an organisation needs a successor first."""
    if user.is_closed:
        return
    check_can_go(session, actor, user)
    for membership in memberships_of(session, user):
        revoke_role(session, actor, membership.process, user, Role(membership.role))
    for member in list(user.organisation_memberships):
        remove_member(session, actor, member.organisation, member)
    for role in list(user.roles):
        revoke_site_role(session, actor, user, Role(role.name))
    _erase_letters(session, user.email)
    session.execute(delete(Identity).where(Identity.user_id == user.id))
    user.email, user.name, user.active = f"{user.public_id}@{CLOSED_AT}", "", False
    user.password = user.confirmed_at = user.last_login_at = user.current_login_at = None
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = user.mf_recovery_codes = None
    end_sessions(session, actor, user)
    audit.record(session, actor, "accounts:user:close", user.ref)


def check_can_go(session: Session, actor: Actor, user: User) -> None:
    """Nobody shuts themselves out, and somebody who can sign in goes on running the installation."""
    if user.id == actor.user_id:
        raise Conflict("accounts.user.oneself")
    if any(role.name == Role.ADMINISTRATOR.value for role in user.roles):
        others = select(User).where(
            User.active, User.public_id != user.public_id, User.roles.any(SiteRole.name == Role.ADMINISTRATOR.value)
        )
        if session.scalar(others.limit(1)) is None:
            raise Conflict("accounts.role.last_administrator")


def _erase_letters(session: Session, address: str) -> None:
    """Letters to the address, and invitations that nobody accepted."""
    tables: tuple[tuple[Any, Any], ...] = (
        (OutgoingMail, OutgoingMail.recipient),
        (Invitation, Invitation.email),
        (OrganisationInvitation, OrganisationInvitation.email),
    )
    for table, column in tables:
        session.execute(delete(table).where(column == address))
