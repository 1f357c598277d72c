"""Taking answers out: who did it is recorded each time, and what with."""

from sqlalchemy.orm import Session

from cocreate.core import audit, jobs
from cocreate.core.jobs import Job
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.keeping import JOB
from cocreate.survey.exporting.making import chosen_format
from cocreate.survey.exporting.stored import count_sheets
from cocreate.survey.models import Consultation


def take_out(session: Session, actor: Actor, consultation: Consultation, wish: Wish) -> Job | None:
    """Record that answers are taken out. A task that makes the file, or None where it is made while one waits."""
    chosen = chosen_format(session, wish)
    if wish.with_contacts and consultation.is_anonymous:
        raise Invalid("survey.export.nobody_known")
    if wish.filters.since and wish.filters.until and wish.filters.since > wish.filters.until:
        raise Invalid("survey.export.days")
    record(session, actor, consultation, wish)
    if count_sheets(session, consultation.id, wish.filters) <= chosen.at_once:
        return None
    return jobs.enqueue(
        session,
        actor,
        JOB,
        process=consultation.process,
        consultation_id=consultation.id,
        wish=wish.packed(),
    )


def record(session: Session, actor: Actor, consultation: Consultation, wish: Wish) -> None:
    """The line of the audit trail: what was taken out, never what it says."""
    audit.record(
        session,
        actor,
        "survey:answers:export",
        consultation.ref,
        process=consultation.process.public_id,
        format=wish.format,
        values=wish.values.value,
        filters=wish.filters.names,
        contacts=wish.with_contacts,
    )
