"""What a moderator does to the words of an answer: out of sight, in sight again, or passages out of it for good."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute, Session

from cocreate import clock
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey import tallies
from cocreate.survey.models import Answer, AnswerFlag, Submission
from cocreate.survey.personal.rules import GAP, FlagState, spans_in


def hide_answer(session: Session, actor: Actor, answer: Answer) -> dict[str, Any]:
    """Nothing of it is published until it is shown again, whatever becomes of its words; returns what was before."""
    flag = session.get(AnswerFlag, answer.id)
    before = {} if flag is None else {"state": flag.state}
    if flag is None:
        consultation = session.get_one(Submission, answer.submission_id).consultation_id
        flag = AnswerFlag(answer_id=answer.id, consultation_id=consultation, spans=[], text_hash=digest(answer.text))
        session.add(flag)
    flag.state, flag.decided_by_id, flag.decided_at = FlagState.MODERATED.value, actor.user_id, clock.now()
    session.flush()
    return before


def show_answer(session: Session, answer: Answer, before: Mapping[str, Any]) -> None:
    """As it stood before it was hidden: passages that a person has to look at first wait for that person again."""
    flag = session.get(AnswerFlag, answer.id)
    if flag is None or flag.state != FlagState.MODERATED:
        return
    if before.get("state"):
        flag.state = before["state"]
    else:
        session.delete(flag)
    session.flush()


def blank_out(session: Session, answer: Answer, passages: Sequence[str]) -> tuple[str, str]:
    """Put dots in the place of passages, wherever they stand; returns the text before and after.

    As many characters as there were: themes and statements know their words by the place in the text.
    """
    if not passages or any(passage not in answer.text for passage in passages):
        raise Invalid("moderation.passages")
    tallies.forget(session, session.get_one(Submission, answer.submission_id))
    before, answer.text = answer.text, blanked(answer.text, passages)
    flag = session.get(AnswerFlag, answer.id)
    if flag is not None:
        flag.spans, flag.text_hash = spans_in(answer.text, answer.text_language), digest(answer.text)
        if not flag.spans and flag.state != FlagState.HIDDEN:
            session.delete(flag)
    session.flush()
    return before, answer.text


def blanked(text: str, passages: Sequence[str]) -> str:
    """The text with dots where the passages were.

    >>> blanked("Call Ada Byron on 02.", ["Ada Byron", "02"])
    'Call […………………] on …….'
    """
    for passage in passages:
        size = len(passage)
        text = text.replace(passage, f"[{'…' * (size - 2)}]" if size > 2 else "…" * size)
    return text


def is_moderated(answer_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Of rows that came from an answer, in a query: whether somebody hid that answer."""
    return exists().where(AnswerFlag.answer_id == answer_id, AnswerFlag.state == FlagState.MODERATED.value)


__all__ = ["GAP", "blank_out", "blanked", "hide_answer", "is_moderated", "show_answer"]
