"""Making a consultation, and the words at the top of it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey import questionnaire
from cocreate.survey.commands.revising import keep_revision
from cocreate.survey.models import Consultation, Question
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import ConsultationState


def create_consultation(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: Mapping[str, str] | None = None,
    introduction: Mapping[str, str] | None = None,
    questions: Sequence[QuestionDraft] = questionnaire.RIS3,
    form_token: str = "",
) -> Consultation:
    """A new draft, with the questionnaire of a regional innovation strategy unless told otherwise.

    The same `form_token` again (a double click, a page sent twice) gives the consultation already made.
    """
    if form_token:
        asked = select(Consultation).where(Consultation.process_id == process.id, Consultation.form_token == form_token)
        if (known := session.scalar(asked)) is not None:
            return known
    made = Consultation(
        process=process,
        form_token=form_token or None,
        title=dict(title or questionnaire.TITLE),
        introduction=dict(questionnaire.INTRODUCTION if introduction is None else introduction),
        is_demo=process.is_demo,
        questions=[question_from(draft, position) for position, draft in enumerate(questions, start=1)],
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "survey:consultation:create", made.ref, process=process.public_id, questions=len(questions)
    )
    return made


def question_from(draft: QuestionDraft, position: int) -> Question:
    """A draft at its place in a questionnaire."""
    return Question(
        key=draft.key,
        kind=draft.kind.value,
        title=dict(draft.title),
        help=dict(draft.help),
        is_required=draft.is_required,
        is_soft=draft.is_soft,
        condition=dict(draft.condition),
        options=dict(draft.options),
        is_active=draft.is_active,
        position=position,
    )


def update_consultation(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    *,
    title: Mapping[str, str],
    introduction: Mapping[str, str],
    version: int | None = None,
    reason: str = "",
) -> Consultation:
    """New words for the top of the page, also while it is open: a mistake in a translation must be mendable."""
    refuse_if_closed(consultation)
    refuse_if_changed(consultation.version, version)
    if not title:
        raise Invalid("survey.consultation.untitled")
    changed = [
        name
        for name, before, after in (
            ("title", consultation.title, title),
            ("introduction", consultation.introduction, introduction),
        )
        if before != after
    ]
    consultation.title, consultation.introduction = dict(title), dict(introduction)
    record(session, actor, "survey:consultation:edit", consultation, consultation.ref, changed)
    keep_revision(session, actor, consultation, reason)
    return consultation


def refuse_if_closed(consultation: Consultation) -> None:
    """A closed consultation stays as people saw it."""
    if consultation.state == ConsultationState.CLOSED:
        raise Closed("survey.consultation.closed_for_edits")


def refuse_if_changed(present: int, seen: int | None) -> None:
    """Somebody else was quicker."""
    if seen is not None and seen != present:
        raise Conflict("changed_meanwhile")


def record(
    session: Session, actor: Actor, verb: str, consultation: Consultation, subject: tuple[str, str], changed: list[str]
) -> None:
    """Write to the database, and an audit line if anything changed."""
    session.flush()
    if changed:
        process = consultation.process.public_id
        audit.record(session, actor, verb, subject, process=process, fields=changed, state=consultation.state)
