"""Making a questionnaire: a consultation with its questions, their words, their order, and whether they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey import questionnaire
from cocreate.survey.models import Consultation, Question
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import ConsultationState


@dataclass(frozen=True)
class QuestionChanges:
    """The new words of a question, and whether it is asked and must be answered."""

    title: Mapping[str, str]
    help: Mapping[str, str]
    is_required: bool
    is_active: bool


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
        questions=[_question(draft, position) for position, draft in enumerate(questions, start=1)],
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "survey:consultation:create", made.ref, process=process.public_id, questions=len(questions)
    )
    return made


def _question(draft: QuestionDraft, position: int) -> Question:
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
) -> Consultation:
    """New words for the top of the page, also while it is open: a mistake in a translation must be mendable."""
    _refuse_if_closed(consultation)
    _refuse_if_changed(consultation.version, version)
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
    _record(session, actor, "survey:consultation:edit", consultation, consultation.ref, changed)
    return consultation


def update_question(
    session: Session, actor: Actor, question: Question, changes: QuestionChanges, *, version: int | None = None
) -> Question:
    """New words at any time before the close; whether it is asked, and must be answered, only in a draft."""
    consultation = question.consultation
    _refuse_if_closed(consultation)
    _refuse_if_changed(question.version, version)
    if not changes.title:
        raise Invalid("survey.question.untitled")
    structure = (changes.is_required, changes.is_active) != (question.is_required, question.is_active)
    if structure and consultation.state != ConsultationState.DRAFT:
        raise Closed("survey.question.only_in_draft")
    changed = [
        name
        for name in ("title", "help", "is_required", "is_active")
        if getattr(question, name) != getattr(changes, name)
    ]
    question.title, question.help = dict(changes.title), dict(changes.help)
    question.is_required, question.is_active = changes.is_required, changes.is_active
    _record(session, actor, "survey:question:edit", consultation, question.ref, changed)
    return question


def move_question(session: Session, actor: Actor, question: Question, places: int) -> Question:
    """Up (negative) or down in the questionnaire of a draft; at the end it stays where it is."""
    consultation = question.consultation
    if consultation.state != ConsultationState.DRAFT:
        raise Closed("survey.question.only_in_draft")
    order = sorted(consultation.questions, key=lambda each: each.position)
    before = order.index(question)
    after = max(0, min(len(order) - 1, before + places))
    order.insert(after, order.pop(before))
    for position, each in enumerate(order, start=1):
        each.position = position
    if before != after:
        _record(session, actor, "survey:question:move", consultation, question.ref, ["position"])
    return question


def _refuse_if_closed(consultation: Consultation) -> None:
    if consultation.state == ConsultationState.CLOSED:
        raise Closed("survey.consultation.closed_for_edits")


def _refuse_if_changed(present: int, seen: int | None) -> None:
    if seen is not None and seen != present:
        raise Conflict("changed_meanwhile")


def _record(
    session: Session, actor: Actor, verb: str, consultation: Consultation, subject: tuple[str, str], changed: list[str]
) -> None:
    session.flush()
    if changed:
        process = consultation.process.public_id
        audit.record(session, actor, verb, subject, process=process, fields=changed, state=consultation.state)
