"""Whose account it is that somebody comes back with from a provider."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails, queries
from cocreate.accounts.commands import create_user
from cocreate.accounts.models import User
from cocreate.accounts.oidc.models import Identity
from cocreate.accounts.oidc.providers import Claims, Provider
from cocreate.accounts.rules import NAME_MAX, normal_email
from cocreate.core import audit
from cocreate.core.permissions import Actor, ActorKind
from cocreate.errors import Invalid, NotAllowed, NotFound


def person_behind(session: Session, provider: Provider, claims: Claims, *, language: str, makes_accounts: bool) -> User:
    """Whoever has been linked before; else the account with the address that the provider has verified, linked from now
    on. Without one, a new account where the installation allows that.

    An address that the provider has not verified links to nothing: anybody could have typed it there.
    """
    linked = session.scalar(
        select(Identity).where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
    )
    if linked is not None:
        return _active(linked.user)
    try:
        email = normal_email(claims.email)
    except Invalid:
        raise NotAllowed("accounts.oidc.no_address", provider=provider.name) from None
    if not claims.is_verified:
        raise NotAllowed("accounts.oidc.not_verified", provider=provider.name)
    user = queries.find_user(session, email)
    if user is None and not makes_accounts:
        raise NotAllowed("accounts.oidc.no_account", provider=provider.name)
    if user is None:
        name = " ".join(claims.name.split())[:NAME_MAX]
        user = create_user(session, Actor(), email=email, name=name, language=language)
        user.confirmed_at = clock.now()
    return _link(session, provider, claims, _active(user))


def unlink(session: Session, actor: Actor, user: User, public_id: str) -> None:
    """The provider's account signs in here no more, until its verified address links it again."""
    identity = session.scalar(select(Identity).where(Identity.user_id == user.id, Identity.public_id == public_id))
    if identity is None:
        raise NotFound()
    session.delete(identity)
    session.flush()
    audit.record(session, actor, "accounts:identity:unlink", user.ref, issuer=identity.issuer)


def identities_of(session: Session, user_id: int) -> list[Identity]:
    """The accounts elsewhere that sign in as somebody."""
    return list(session.scalars(select(Identity).where(Identity.user_id == user_id).order_by(Identity.id)))


def _link(session: Session, provider: Provider, claims: Claims, user: User) -> User:
    """Told by mail to the account's own address, so that nobody is linked without noticing."""
    session.add(Identity(user=user, issuer=claims.issuer, subject=claims.subject, linked_at=clock.now()))
    session.flush()
    actor = Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
    audit.record(session, actor, "accounts:identity:link", user.ref, issuer=claims.issuer)
    mails.write_linked(session, user, provider.name)
    return user


def _active(user: User) -> User:
    if not user.active:
        raise NotAllowed("accounts.oidc.closed")
    return user
