"""The second step of signing in, and showing again who one is before something grave."""

import base64
import io
import time
from enum import StrEnum
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import MfRecoveryCodesUtil, Totp, verify_password
from passlib.totp import TokenError  # type: ignore[import-untyped]

from cocreate.accounts.models import User
from cocreate.core.ids import keyed_bytes

WINDOW = 30  # seconds before and after now in which a code counts: one step each way


class OnceOnlyTotp(Totp):
    """Codes of an authenticator app, each accepted once."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether the code fits now. The last step counts only for the secret it was used with."""
        last = user.tf_last_counter if totp_secret == user.tf_totp_secret else None
        try:
            match = self._totp.verify("".join(str(token).split()), totp_secret, window=window, last_counter=last)
        except TokenError:
            return False
        user.tf_last_counter = match.counter  # a code seen over a shoulder is worth nothing
        return True

    def generate_qrcode(self, username: str, totp: str) -> str:
        """A picture with a white ground, so that it can be scanned in dark mode too."""
        import qrcode  # with all it brings along, only where one is drawn
        from qrcode.image.svg import SvgPathFillImage

        image = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathFillImage)
        with io.BytesIO() as file:
            image.save(file)
            return "data:image/svg+xml;base64," + base64.b64encode(file.getvalue()).decode("ascii")


class HashedRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes are shown once; we keep keyed hashes, as of passwords."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """New codes, which replace all earlier ones."""
        codes = current_app.extensions["security"].totp_factory.generate_recovery_codes(10)
        user.mf_recovery_codes = [hashed(code) for code in codes]
        return list(codes)

    def get_recovery_codes(self, user: Any) -> list[str]:
        """Nobody can read them again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Whether this is an unused code."""
        return hashed(code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Use it up. A new list, because a changed JSON list goes unnoticed by the database layer."""
        kept = [known for known in user.mf_recovery_codes or [] if known != hashed(code)]
        user.mf_recovery_codes = kept
        return True


def hashed(code: str) -> str:
    """What is stored of a recovery code, however it was typed."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return keyed_bytes(current_app.config["SECRET_KEY"], f"recovery-code:{plain}").hex()


OPEN_WITHOUT = frozenset({"security", "account", "core", None})  # None: static files


def ask_staff_for_it() -> Any:
    """Before a page: whoever was given a staff role while signed in is sent to connect an app first."""
    if request.method != "GET" or request.blueprint in OPEN_WITHOUT:
        return None
    if not current_user.is_authenticated or not current_user.lacks_second_factor:
        return None
    flash(_("Your role asks for a second step when signing in. Connect an authenticator app first."), "notice")
    return redirect(url_for("security.two_factor_setup"))


FRESH_FOR = 15 * 60  # seconds in which a sign-in counts for whoever has neither a password nor an app


class Confirmed(StrEnum):
    """How somebody shows it: the strongest way that they have."""

    SECOND_STEP = "second_step"
    PASSWORD = "password"
    SIGN_IN = "sign_in"


def way_of(user: User) -> Confirmed:
    """What this person is asked for."""
    if user.has_second_factor:
        return Confirmed.SECOND_STEP
    return Confirmed.PASSWORD if user.password else Confirmed.SIGN_IN


def has_shown(user: User, typed: str) -> bool:
    """Whether what was typed shows that it is them; without anything to type, whether they signed in just now."""
    way = way_of(user)
    if way is Confirmed.SECOND_STEP:
        totp = current_app.extensions["security"].totp_factory
        return bool(totp.verify_totp(token=typed, totp_secret=user.tf_totp_secret, user=user, window=WINDOW))
    if way is Confirmed.PASSWORD:
        return bool(typed and user.password) and bool(verify_password(typed, user.password or ""))
    return time.time() - float(visit.get("fs_paa", 0)) < FRESH_FOR
