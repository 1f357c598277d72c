"""What happens inside Flask-Security is written into the audit trail like everything else, in the same transaction."""

import logging
from typing import Any

from flask_security import signals

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import audit
from cocreate.core.db import db
from cocreate.core.permissions import Actor, ActorKind

log = logging.getLogger(__name__)


def listen() -> None:
    """Connect; doing so again changes nothing."""
    signals.user_authenticated.connect(signed_in)
    signals.user_failed_authn.connect(failed)
    signals.password_changed.connect(changed_password)
    signals.password_reset.connect(changed_password)
    signals.tf_profile_changed.connect(connected_app)
    signals.tf_code_confirmed.connect(confirmed_code)
    signals.tf_disabled.connect(disconnected_app)


def signed_in(sender: Any, user: Any, authn_via: list[str] | None = None, **_: Any) -> None:
    """A visit begins; sign-in links that wait for it end."""
    user.last_login_at, user.current_login_at = user.current_login_at, clock.now()
    _note("accounts:user:sign_in", user, via=(authn_via or ["second factor"])[0])


def failed(sender: Any, user: Any, auth_type: str = "", tfa: bool = False, **_: Any) -> None:
    """Not a line of the trail, which anybody could fill so; a line of the log."""
    log.warning("sign_in_failed", extra={"user": user.public_id, "factor": "second" if tfa else "first"})


def changed_password(sender: Any, user: Any, **_: Any) -> None:
    """By its owner, with the old one or by a link."""
    _note("accounts:user:set_password", user)


def connected_app(sender: Any, user: Any, **_: Any) -> None:
    """A second factor is set up, or replaced."""
    _note("accounts:second_factor:connect", user)


def confirmed_code(sender: Any, user: Any, **_: Any) -> None:
    """A code was right; the sign-in itself follows."""
    _note("accounts:second_factor:confirm", user)


def disconnected_app(sender: Any, user: Any, **_: Any) -> None:
    """No second factor any more; its recovery codes go with it."""
    user.mf_recovery_codes = None
    _note("accounts:second_factor:disconnect", user)


def _note(verb: str, user: User, **details: Any) -> None:
    actor = Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id)
    audit.record(db.session(), actor, verb, user.ref, **details)
