"""Form tokens, receipt codes, and what they seal: only the person has the code, and we keep neither it nor the key."""

import secrets
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from cocreate import clock
from cocreate.core.ids import digest, keyed_bytes, readable_code
from cocreate.survey.models import Consultation


@dataclass(frozen=True)
class FormToken:
    """One opening of the questionnaire: its secret, and how long ago it was handed out."""

    secret: str
    seconds_open: float


def issue_form_token(consultation: Consultation) -> str:
    """A signed token with the time for the form's hidden field."""
    return _serializer().dumps([consultation.public_id, secrets.token_urlsafe(18)])


def read_form_token(consultation: Consultation, token: str) -> FormToken | None:
    """The token of a form, or None when it is not one of ours for this consultation. It never expires."""
    try:
        (about, secret), signed_at = _serializer().loads(token, return_timestamp=True)
    except (BadSignature, ValueError, TypeError):
        return None
    if about != consultation.public_id:
        return None
    age = clock.now() - (signed_at if isinstance(signed_at, datetime) else datetime.fromtimestamp(signed_at, UTC))
    return FormToken(secret, age.total_seconds())


def form_hash(secret: str) -> str:
    """What is stored of a form's secret; it holds no time."""
    return digest(f"form:{secret}")


def code_for(consultation: Consultation, secret: str) -> str:
    """The receipt code of a form, such as `K7QM-2XRB-9TDW`: derived, so that a repeat shows the same one."""
    message = f"receipt:{consultation.public_id}:{secret}"
    return readable_code(source=keyed_bytes(str(current_app.config["SECRET_KEY"]), message))


def receipt_hash(consultation: Consultation, code: str) -> str:
    """What is stored of a receipt code, however it is typed."""
    return digest(f"receipt:{consultation.public_id}:{plain_code(code)}")


def draft_code_for(consultation: Consultation, secret: str) -> str:
    """The code with which a saved form is opened again, such as `K7QM-2XRB-9TDW-4HJC`; one form has one code."""
    message = f"draft:{consultation.public_id}:{secret}"
    return readable_code(groups=4, source=keyed_bytes(str(current_app.config["SECRET_KEY"]), message))


def draft_hash(consultation: Consultation, code: str) -> str:
    """By what a saved form is found; keyed, so that a copy of the database does not help to guess codes."""
    message = f"draft:{consultation.public_id}:{plain_code(code)}"
    return keyed_bytes(str(current_app.config["SECRET_KEY"]), message).hex()


def plain_code(code: str) -> str:
    """A code however it is typed: capitals, hyphens and blanks do not matter."""
    return "".join(character for character in code.upper() if character.isalnum())


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="cocreate.survey.form")


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
