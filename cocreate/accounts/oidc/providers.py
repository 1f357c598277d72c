"""The providers that this installation's settings name, and the conversation with them (Authlib's work)."""

import logging
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from cocreate.errors import NotAllowed, NotFound
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
