"""Showing once more who one is, for what weighs as much as a signature: by second step, password or a new link."""

import time
from enum import StrEnum

from flask import current_app
from flask import session as visit
from flask_security import verify_password

from cocreate.accounts.models import User
from cocreate.accounts.second_factor import WINDOW

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
