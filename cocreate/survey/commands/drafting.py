"""Saving a half-filled form for another day or device, sealed with a code that only its owner has."""

import json
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import Base
from cocreate.core.ids import random_key
from cocreate.core.permissions import Actor
from cocreate.errors import Closed
from cocreate.survey import receipts
from cocreate.survey.commands import files
from cocreate.survey.models import Consultation, Draft

KEPT_FOR = timedelta(days=30)
DRAFTS = Base.metadata.tables["answer_draft"]
ERASE = delete(DRAFTS).where(DRAFTS.c.code_hash == bindparam("code_hash"))  # put together once: each sheet asks for it


def save_draft(
    session: Session, actor: Actor, consultation: Consultation, secret: str, typed: Mapping[str, str]
) -> tuple[str, Draft]:
    """Keep what was typed; returns the code that opens it. Saved again, the same form replaces what it had saved.

    `secret` is that of the form (`receipts.read_form_token`): the code comes from it, so that sending the form can
    erase what was saved of it, without anything in the database that joins the two.
    """
    if not consultation.is_taking_answers:
        raise Closed("survey.consultation.not_open", state=consultation.state)
    erase_expired_drafts(session)
    code = receipts.draft_code_for(consultation, secret)
    content = receipts.seal(json.dumps(dict(typed), ensure_ascii=False).encode(), receipts.plain_code(code))
    until = clock.today() + KEPT_FOR
    row = {
        "id": random_key(),
        "consultation_id": consultation.id,
        "code_hash": receipts.draft_hash(consultation, code),
        "content": content,
        "last_day": until,
    }
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    adding = (postgresql.insert(Draft) if on_postgresql else sqlite.insert(Draft)).values(**row)
    saving = adding.on_conflict_do_update(index_elements=["code_hash"], set_={"content": content, "last_day": until})
    session.execute(saving)
    files.keep_until(session, consultation, secret, until)
    process = consultation.process.public_id
    audit.record(session, actor, "survey:draft:save", consultation.ref, process=process, anonymous=True)
    return code, Draft(**row)


def erase_draft(session: Session, consultation: Consultation, secret: str) -> None:
    """The form was sent: what was saved of it is not needed any more."""
    code = receipts.draft_code_for(consultation, secret)
    session.execute(ERASE, {"code_hash": receipts.draft_hash(consultation, code)})


def erase_drafts_of(session: Session, consultation: Consultation) -> None:
    """The consultation is over: what was not sent by then is nobody's business."""
    session.execute(delete(Draft).where(Draft.consultation_id == consultation.id))


@jobs.hourly
def erase_expired_drafts(session: Session) -> None:
    """What was saved too long ago."""
    session.execute(delete(Draft).where(Draft.last_day < clock.today()))
