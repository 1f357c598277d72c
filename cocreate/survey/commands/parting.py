"""What people read after sending, and after the close: no part of what is asked, so it may change at any time."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.survey.commands.editing import record, refuse_if_changed
from cocreate.survey.models import Consultation


def say_farewell(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    *,
    thanks: Mapping[str, str],
    closing: Mapping[str, str],
    version: int | None = None,
) -> Consultation:
    """New words of thanks, and new words for the time after the close; an empty one leaves the usual sentence alone."""
    refuse_if_changed(consultation.version, version)
    told = {"thanks": dict(thanks), "closing": dict(closing)}
    changed = [name for name, words in told.items() if getattr(consultation, name) != words]
    for name in changed:
        setattr(consultation, name, told[name])
    record(session, actor, "survey:consultation:farewell", consultation, consultation.ref, changed)
    return consultation
