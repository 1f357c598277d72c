"""Sealing what somebody saved, so that only the code opens it; we keep neither the code nor the key."""

import secrets
import zlib
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT = 16  # bytes


def seal(content: bytes, code: str) -> bytes:
    """Salt and ciphertext. Read again with `unseal` and the same code."""
    salt = secrets.token_bytes(SALT)
    return salt + Fernet(_key(code, salt)).encrypt(zlib.compress(content))


def unseal(sealed: bytes, code: str) -> bytes | None:
    """The content, or None when the code is another or somebody touched the box."""
    try:
        return zlib.decompress(Fernet(_key(code, sealed[:SALT])).decrypt(sealed[SALT:]))
    except InvalidToken:
        return None


def _key(code: str, salt: bytes) -> bytes:
    # HKDF and not scrypt: the code is drawn by us and has 76 bits, which nobody tries out; a slow derivation would
    # only be a way to keep our server busy.
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"cocreate survey draft").derive(code.encode())
    return urlsafe_b64encode(derived)
