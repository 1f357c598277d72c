"""Letters to those who register: that it arrived, and later the personal link; each in the person's language."""

from flask import current_app
from flask_babel import force_locale, format_datetime
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from cocreate.accounts.mails import full_address, letter, path_of, worded
from cocreate.accounts.organisations.letterhead import sender_of
from cocreate.camp.before.rules import erased_after
from cocreate.camp.models_before import Registration
from cocreate.core import mail
from cocreate.web.language import translate


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="camp-registration")


def own_token(registration: Registration) -> str:
    """What opens one's own registration; kept nowhere."""
    return str(_signer().dumps(registration.public_id))


def registration_named(token: str) -> str | None:
    """The public id in a token, if we signed it."""
    try:
        found = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def write_receipt(session: Session, registration: Registration) -> None:
    """That we have it, and the link to see or erase it."""
    if registration.email is None:
        return
    with force_locale(registration.language):
        title = translate(registration.camp.title, registration.language)
        text, html = letter(
            "registration",
            brand=registration.camp.process.organisation,
            title=title,
            starts=_start(registration),
            until=format_datetime(erased_after(registration.camp.starts_at, registration.at), "d MMMM y"),
            link=full_address(path_of("camp_registering.own", token=own_token(registration)), registration.language),
        )
        _write(session, registration, _("Your registration: %(title)s", title=title), text, html)


def write_personal_link(session: Session, registration: Registration, token: str) -> None:
    """The link that seats them, and when to come."""
    with force_locale(registration.language):
        title = translate(registration.camp.title, registration.language)
        subject, text, html = worded(
            "personal_link",
            brand=registration.camp.process.organisation,
            language=registration.language,
            title=title,
            person=registration.name,
            starts=_start(registration),
            link=full_address(path_of("camp.personal", token=token), registration.language),
            own=full_address(path_of("camp_registering.own", token=own_token(registration)), registration.language),
        )
        _write(session, registration, subject, text, html)


def _start(registration: Registration) -> str:
    starts = registration.camp.starts_at
    return str(format_datetime(starts, "EEEE d MMMM y, HH:mm")) if starts else ""


def _write(session: Session, registration: Registration, subject: str, text: str, html: str) -> None:
    assert registration.email is not None
    mail.write(
        session,
        sender=sender_of(registration.camp.process.organisation, registration.language),
        recipient=registration.email,
        subject=subject,
        text=text,
        html=html,
        language=registration.language,
    )
