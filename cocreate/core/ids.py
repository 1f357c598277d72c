"""Short random ids for addresses and secrets for links; integer keys stay inside."""

import hashlib
import hmac
import secrets
from uuid import uuid4

# Without vowels and look-alikes: no words appear by chance, and a code can be read aloud.
READABLE = "23456789BCDFGHJKLMNPQRSTVWXZ"
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


def public_id() -> str:
    """Twelve characters, 62 bits: unguessable enough for an address, never a secret."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def random_key() -> str:
    """A key without order, so that rows do not tell when they were written."""
    return uuid4().hex


def secret_token() -> str:
    """A link's secret, 192 bits."""
    return secrets.token_urlsafe(24)


def readable_code(groups: int = 3, size: int = 4, source: bytes | None = None) -> str:
    """A code to copy by hand, such as `K7QM-2XRB-9TDW`; from `source` bytes when given, else random."""
    count = groups * size
    picks = (
        [b % len(READABLE) for b in source[:count]]
        if source
        else [secrets.randbelow(len(READABLE)) for _ in range(count)]
    )
    letters = "".join(READABLE[i] for i in picks)
    return "-".join(letters[i : i + size] for i in range(0, count, size))


def digest(secret: str) -> str:
    """What is stored of a secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_bytes(key: str, message: str) -> bytes:
    """HMAC-SHA-256 of a message, 32 bytes."""
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()


def form_public_id(given: str | None) -> str | None:
    """The public id that a form carried for what it makes, if it can be one."""
    return given if given and len(given) == 12 and given.isascii() and given.isalnum() else None
