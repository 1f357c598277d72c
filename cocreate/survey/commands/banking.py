"""The bank: questions of a process that are kept for its other consultations."""

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, provenance
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Ref, Relation
from cocreate.survey import queries
from cocreate.survey.commands.asking import add_question
from cocreate.survey.models import BankQuestion, Consultation, Question
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.revisions import question_content
from cocreate.survey.rules import QuestionKind


def keep_question(session: Session, actor: Actor, question: Question) -> BankQuestion:
    """Put a copy of a question into the bank, without its condition, which is about its neighbours.

    One that is there already, word for word, is not kept twice.
    """
    process = question.consultation.process
    content = {**question_content(question), "condition": {}, "is_active": True}
    for known in queries.bank_of(session, process):
        if known.content == content:
            return known
    kept = BankQuestion(
        process_id=process.id,
        kind=question.kind,
        title=dict(question.title),
        content=content,
        kept_at=clock.now(),
    )
    session.add(kept)
    session.flush()
    _copied(session, actor, question.ref, kept.ref, process.public_id)
    audit.record(session, actor, "survey:bank:keep", kept.ref, process=process.public_id, kind=kept.kind)
    return kept


def take_question(
    session: Session,
    actor: Actor,
    kept: BankQuestion,
    consultation: Consultation,
    *,
    after: Question | None = None,
    reason: str = "",
    token: str = "",
) -> Question:
    """Add a copy of a kept question to a consultation; the same token again gives the copy already made."""
    content = kept.content
    draft = QuestionDraft(
        key=content["key"],
        kind=QuestionKind(content["kind"]),
        title=content["title"],
        help=content["help"],
        is_required=content["requirement"] == "required",
        is_soft=content["requirement"] == "soft",
        options=content["options"],
    )
    made = add_question(session, actor, consultation, draft, after=after, reason=reason, token=token)
    _copied(session, actor, kept.ref, made.ref, consultation.process.public_id)
    return made


def drop_question(session: Session, actor: Actor, kept: BankQuestion, process: str) -> None:
    """Take a question out of the bank; consultations keep their copies."""
    ref, kind = kept.ref, kept.kind
    session.delete(kept)
    session.flush()
    audit.record(session, actor, "survey:bank:drop", ref, process=process, kind=kind)


def _copied(session: Session, actor: Actor, source: Ref, target: Ref, process: str) -> None:
    provenance.link(session, actor, source=source, target=target, relation=Relation.COPIED_FROM, process=process)
