"""An account is made, described, given a password, signed out everywhere."""

from uuid import uuid4

from flask_security import hash_password
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails, queries
from cocreate.accounts.links import make_sign_in_link
from cocreate.accounts.models import User
from cocreate.accounts.rules import (
    NAME_MAX,
    PASSWORD_MAX,
    PASSWORD_MIN,
    normal_email,
    normal_password,
    password_problem,
)
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.settings import LANGUAGES


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
