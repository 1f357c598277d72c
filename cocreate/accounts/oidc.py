"""Signing in with an account elsewhere, by OpenID Connect."""

import logging
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import mails, queries
from cocreate.accounts.commands import create_user
from cocreate.accounts.models import Identity, User
from cocreate.accounts.rules import NAME_MAX, normal_email
from cocreate.core import audit
from cocreate.core.permissions import Actor, ActorKind
from cocreate.errors import Invalid, NotAllowed, NotFound
from cocreate.settings import Settings

log = logging.getLogger(__name__)

# Signed with a key of which we know only the public half: no "none", and nothing made with a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
PATIENCE = 10  # seconds for an answer
LONGEST_SUBJECT = 255  # by the standard


@dataclass(frozen=True)
class Provider:
    """One place where people may have an account."""

    key: str  # in the address
    name: str
    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Claims:
    """What a provider says of somebody, checked."""

    issuer: str
    subject: str
    email: str
    is_verified: bool
    name: str


def providers_of(settings: Settings) -> dict[str, Provider]:
    """By the name in their address."""
    rows = zip(
        settings.oidc_names.split(";"),
        settings.oidc_issuers.split(),
        settings.oidc_clients.split(),
        settings.oidc_secrets.split(),
        strict=True,
    )
    found: dict[str, Provider] = {}
    for number, (name, *rest) in enumerate(rows if settings.oidc_issuers else (), start=1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or str(number)
        key = key if key not in found else f"{key}-{number}"
        found[key] = Provider(key, name.strip(), *rest)
    return found


def init_app(app: Flask, settings: Settings) -> None:
    """Nothing is asked of a provider before somebody wants to sign in with it."""
    app.extensions["cocreate_oidc"] = providers_of(settings)
    app.jinja_env.globals["sign_in_providers"] = lambda: list(app.extensions["cocreate_oidc"].values())


def find_provider(key: str) -> Provider:
    """The provider of an address."""
    provider: Provider | None = current_app.extensions["cocreate_oidc"].get(key)
    if provider is None:
        raise NotFound()
    return provider


def begin(provider: Provider, callback: str) -> Any:
    """Send somebody there, with a state, a nonce and a challenge that only this visit can answer."""
    return _asked(provider, lambda client: client.authorize_redirect(callback))


def finish(provider: Provider) -> Claims:
    """What the provider says of whoever comes back, or NotAllowed."""
    options = {
        "iss": {"essential": True, "values": [provider.issuer, provider.issuer.rstrip("/"), f"{provider.issuer}/"]},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }
    token = _asked(provider, lambda client: client.authorize_access_token(claims_options=options))
    said: Mapping[str, Any] = token.get("userinfo") or {}
    subject = said.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise NotAllowed("accounts.oidc.failed", provider=provider.name)
    return Claims(
        issuer=provider.issuer,
        subject=subject,
        email=str(said.get("email") or ""),
        is_verified=said.get("email_verified") is True,
        name=str(said.get("name") or ""),
    )


def _asked(provider: Provider, ask: Any) -> Any:
    """Ask, and say one plain sentence for all that can go wrong between three machines; the log knows which."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        client = _client(provider)
        metadata = client.load_server_metadata()
        _check(provider, metadata)
        return ask(client)
    except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError) as error:
        log.warning("oidc_failed", extra={"provider": provider.key, "error": type(error).__name__})
        raise NotAllowed("accounts.oidc.failed", provider=provider.name) from None


def _check(provider: Provider, metadata: dict[str, Any]) -> None:
    """The document is the issuer's own, and allows no signature that anybody could make."""
    if str(metadata.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/"):
        raise ValueError("another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]


def _client(provider: Provider) -> Any:
    from authlib.integrations.flask_client import OAuth

    registry = current_app.extensions.get("cocreate_oidc_registry")
    if registry is None:
        registry = current_app.extensions["cocreate_oidc_registry"] = OAuth(current_app)
    known = registry.create_client(provider.key)
    return known or registry.register(
        provider.key,
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


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
