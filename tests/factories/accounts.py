"""People with an account, for any test that needs somebody signed in."""

import time
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts import commands
from cocreate.accounts.models import Organisation, User
from cocreate.accounts.organisations import commands as organisations
from cocreate.accounts.rules import MemberRole
from cocreate.core.permissions import SYSTEM, Role

_numbers = count(1)


def make_user(
    session: Session, *, email: str = "", name: str = "", language: str = "en", password: str | None = None
) -> User:
    """Somebody with an account and no role."""
    number = next(_numbers)
    return commands.create_user(
        session,
        SYSTEM,
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        language=language,
        password=password,
    )


def make_administrator(session: Session, **person: Any) -> User:
    """Somebody who runs the installation."""
    user = make_user(session, **person)
    commands.grant_site_role(session, SYSTEM, user)
    return user


def make_member(session: Session, process: Any, role: Role | str, **person: Any) -> User:
    """Somebody with a role in a process."""
    user = make_user(session, **person)
    commands.grant_role(session, SYSTEM, process, user, Role(role))
    return user


def make_colleague(
    session: Session, organisation: Organisation, role: MemberRole = MemberRole.MEMBER, **person: Any
) -> User:
    """Somebody who belongs to an organisation."""
    user = make_user(session, **person)
    organisations.add_member(session, SYSTEM, organisation, user, role)
    return user


def role_of(user: User, process: Any) -> list[str]:
    """Names of the roles somebody has in a process."""
    return sorted(m.role for m in user.memberships if m.process_id == process.id)


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Make this browser's visit theirs, without the page in between."""
    with client.session_transaction() as visit:
        visit["_user_id"] = user.fs_uniquifier
        visit["_fresh"] = True
        visit["fs_cc"] = "set"
        visit["fs_paa"] = time.time()
    return client


def sign_out(client: FlaskClient) -> FlaskClient:
    """Forget this browser's visit."""
    with client.session_transaction() as visit:
        visit.clear()
    return client


__all__ = ["make_administrator", "make_colleague", "make_member", "make_user", "role_of", "sign_in", "sign_out"]
