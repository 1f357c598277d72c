"""An actor's own link: its public id with a keyed hash of it, so that nothing secret has to be stored."""

import hmac

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.mails import full_address, path_of, worded
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import mail
from cocreate.core.ids import keyed_bytes
from cocreate.ecosystem.models import EcosystemActor
from cocreate.process.models import Process
from cocreate.web.language import translate

ID_LENGTH, SEAL_LENGTH = 12, 24  # characters; a seal of 96 bits


def own_token(row: EcosystemActor) -> str:
    """What the actor's own link ends in; a newer number ends the links before."""
    return row.public_id + _seal(row)


def find_by_token(session: Session, process: Process, token: str) -> EcosystemActor | None:
    """The actor behind a link; None for a link that is none, or none any more."""
    if len(token) != ID_LENGTH + SEAL_LENGTH or not token.isascii():
        return None
    wanted = select(EcosystemActor).where(
        EcosystemActor.process_id == process.id, EcosystemActor.public_id == token[:ID_LENGTH]
    )
    row = session.scalar(wanted)
    if row is None or row.link_number == 0:
        return None
    return row if hmac.compare_digest(token[ID_LENGTH:], _seal(row)) else None


def write_letter(session: Session, process: Process, row: EcosystemActor, language: str) -> None:
    """The mail with the link, to the actor's address."""
    path = path_of("ecosystem_own.show", process_id=process.public_id, token=own_token(row))
    with force_locale(language):
        name, title = translate(row.name, language), translate(process.title, language)
        told = {"entry": name, "process": title, "link": full_address(path, language)}
        subject, text, html = worded("ecosystem_own", brand=process.organisation, language=language, **told)
        mail.write(
            session,
            sender=sender_of(process.organisation, language),
            recipient=row.contact,
            subject=subject,
            text=text,
            html=html,
            language=language,
        )


def _seal(row: EcosystemActor) -> str:
    key = str(current_app.config["SECRET_KEY"])
    return keyed_bytes(key, f"ecosystem:own:{row.public_id}:{row.link_number}").hex()[:SEAL_LENGTH]
