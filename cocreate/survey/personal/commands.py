"""Writes about personal data in answers: what the machine finds beside the server, and what people decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import transaction
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.personal.gate import IN_A_STATEMENT, flags_of
from cocreate.survey.personal.rules import FlagState, spans_in

PART = 400  # keys of one statement: SQLite takes few parameters


def still_said(session: Session, read: Mapping[str, str]) -> set[str]:
    """Of answers with the hash of the words that were read (`core.ids.digest`), those that say just this now.

    They do so until the transaction ends. Whoever changes or erases a sheet holds its row first. So a sheet that is
    being changed at this moment is not waited for (its answers count as changed), and whoever comes later waits for us.
    """
    keys, found = sorted(read), set[str]()
    for start in range(0, len(keys), PART):
        rows = session.execute(
            select(Answer.id, Answer.text)
            .join(Submission, Answer.submission_id == Submission.id)
            .where(Answer.id.in_(keys[start : start + PART]))
            .with_for_update(read=True, key_share=True, skip_locked=True, of=Submission)
        )
        found |= {row.id for row in rows if digest(row.text) == read[row.id]}
    return found


JOB = "survey:flag:find"


@dataclass(frozen=True)
class Looked:
    """What the machine found in one text."""

    text_hash: str
    spans: list[list[int | str]]


def ask_to_look(session: Session, actor: Actor, consultation: Consultation) -> jobs.Job:
    """Queue a look at all free answers of a consultation; while one waits or runs, that one is given."""
    process = consultation.process
    asked = select(jobs.Job).where(jobs.Job.kind == JOB, jobs.Job.process_id == process.id)
    for task in session.scalars(asked):
        if not task.is_over and task.arguments["given"]["consultation_id"] == consultation.id:
            return task
    audit.record(session, actor, JOB, consultation.ref, process=process.public_id)
    return jobs.enqueue(session, actor, JOB, process=process, consultation_id=consultation.id)


def store_flags(session: Session, actor: Actor, consultation: Consultation, looked: Mapping[str, Looked]) -> int:
    """Keep what was found by answer; returns how many answers wait for a person now.

    What people decided about a text stands while the text stands. Where nothing is found any more, nothing is kept.
    Answers that were erased or changed since the machine looked are left as they are.
    """
    known = flags_of(session, list(looked))
    concerned = {key: each.text_hash for key, each in looked.items() if each.spans or key in known}
    there = still_said(session, concerned)
    known = {key: flag for key, flag in known.items() if key in there}
    looked = {key: each for key, each in looked.items() if key in there or key not in concerned}
    stale = [
        key
        for key, flag in known.items()
        if flag.state != FlagState.MODERATED
        and (flag.text_hash != looked[key].text_hash or (not looked[key].spans and flag.state != FlagState.HIDDEN))
    ]
    for start in range(0, len(stale), IN_A_STATEMENT):
        some = stale[start : start + IN_A_STATEMENT]
        session.execute(delete(AnswerFlag).where(AnswerFlag.answer_id.in_(some)))
    gone = set(stale)
    new: list[dict[str, Any]] = [
        {"answer_id": key, "consultation_id": consultation.id, "spans": each.spans, "text_hash": each.text_hash}
        for key, each in sorted(looked.items())
        if each.spans and (key not in known or key in gone)
    ]
    if new:
        session.execute(insert(AnswerFlag), new)
    process = consultation.process.public_id
    audit.record(
        session, actor, "survey:flag:store", consultation.ref, process=process, looked_at=len(looked), found=len(new)
    )
    session.flush()
    return len(new)


def decide_flags(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    seen: Iterable[tuple[AnswerFlag, str]],
    state: FlagState,
) -> int:
    """Say what is published of some answers.

    `seen` has each with the state in which whoever decides saw it: if somebody else decided since, nothing is changed.
    """
    pairs = list(seen)
    if any(flag.state != before for flag, before in pairs):
        raise Conflict("changed_meanwhile")
    for flag, _before in pairs:
        flag.state, flag.decided_by_id, flag.decided_at = state.value, actor.user_id, clock.now()
        if state is FlagState.OPEN:
            flag.decided_by_id = flag.decided_at = None
        subject = ("answer", flag.answer_id)
        process = consultation.process.public_id
        audit.record(session, actor, "survey:flag:decide", subject, process=process, state=state.value)
    session.flush()
    return len(pairs)


@jobs.job(JOB)
def look(context: jobs.JobContext, consultation_id: int) -> None:
    """Look at every free answer of a consultation."""
    with context.reading() as session:
        texts = free_texts(session, consultation_id)
    looked = {}
    for number, (answer_id, text, language) in enumerate(texts):
        looked[answer_id] = found_in(text, language)
        if number % 200 == 0:
            context.advance(number / len(texts), "survey:flag:looking")
    with transaction() as session:
        store_flags(session, context.actor, session.get_one(Consultation, consultation_id), looked)


def look_at(texts: Iterable[tuple[str, str, str]]) -> dict[str, Looked]:
    """What the machine finds in texts, given as (answer, text, language)."""
    return {answer_id: found_in(text, language) for answer_id, text, language in texts}


def found_in(text: str, language: str) -> Looked:
    """What the machine finds in one text."""
    return Looked(digest(text), spans_in(text, language))


def free_texts(session: Session, consultation_id: int) -> list[tuple[str, str, str]]:
    """All free answers: (answer, text, language)."""
    rows = session.execute(
        select(Answer.id, Answer.text, Answer.text_language)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Submission.consultation_id == consultation_id, Answer.has_text)
        .order_by(Answer.id)
    )
    return [(key, text, language) for key, text, language in rows]
