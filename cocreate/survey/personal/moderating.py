"""What a moderator does to the words of an answer: out of sight, in sight again, or passages out of it for good."""

import re
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

# Parts of closed answers in own words; "actors" in older sheets, which hold names and nothing else of them.
WRITTEN = frozenset({"title", "name", "contact", "added", "other", "actors"})


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
    """Put dots in the place of passages, wherever the answer has them; returns the text before and after.

    As many characters as there were: themes and statements know their words by the place in the text.
    """
    if not passages or any(passage not in answer.text for passage in passages):
        raise Invalid("moderation.passages")
    tallies.forget(session, session.get_one(Submission, answer.submission_id))
    before, answer.text = answer.text, blanked(answer.text, passages)
    if answer.value:
        answer.value = blanked_copies(answer.value, passages, before)
    flag = session.get(AnswerFlag, answer.id)
    if flag is not None:
        flag.spans, flag.text_hash = spans_in(answer.text, answer.text_language), digest(answer.text)
        if not flag.spans and flag.state != FlagState.HIDDEN:
            session.delete(flag)
    session.flush()
    return before, answer.text


def blanked(text: str, passages: Sequence[str]) -> str:
    """The text with dots where the passages were, those that reach into one another too; as long as it was.

    >>> blanked("Call Ada Byron on 02.", ["Ada Byron", "02"])
    'Call […………………] on …….'
    >>> blanked("Ada Byron Street", ["Ada Byron", "Byron Street"])
    '[……………………………………]'
    """
    for start, stop in _stretches(text, passages):
        size = stop - start
        dots = f"[{'…' * (size - 2)}]" if size > 2 else "…" * size
        text = text[:start] + dots + text[stop:]
    return text


def _stretches(text: str, passages: Sequence[str]) -> list[tuple[int, int]]:
    """Where passages stand, in order; those that reach into one another are one."""
    places = [
        (found.start(), found.start() + len(passage))
        for passage in passages
        for found in re.finditer(f"(?={re.escape(passage)})", text)
    ]
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def blanked_copy(copy: str, passages: Sequence[str], before: str) -> str:
    """Words that were copied out of a text, after passages were taken out of that: a name within a passage goes whole.

    >>> blanked_copy("Ada", ["Ada Byron"], "Call Ada Byron."), blanked_copy("Ada Street", ["Ada"], "Ada Street")
    ('[…]', '[…] Street')
    >>> blanked_copy("Ann", ["Ann Peeters"], "Ann Peeters wrote the Annual report.")
    '[…]'
    """
    blank = blanked(copy, passages)
    is_gone = blank == copy != "" and _is_gone(copy, before, blanked(before, passages))
    return blanked(copy, [copy]) if is_gone else blank


def _is_gone(copy: str, before: str, after: str) -> bool:
    """Whether words stood in a text and no longer do, or only within longer words that have nothing to do with them."""
    as_words = re.compile(rf"(?<!\w){re.escape(copy)}(?!\w)")
    if as_words.search(before):
        return not as_words.search(after)
    return copy in before and copy not in after


def blanked_copies(value: Any, passages: Sequence[str], before: str) -> Any:
    """The same for what people wrote into the parts of a closed answer, or into what was read from one.

    >>> blanked_copies({"title": "Ada", "actors": [{"name": "Lab", "role": "Ada"}]}, ["Ada"], "Ada")
    {'title': '[…]', 'actors': [{'name': 'Lab', 'role': 'Ada'}]}
    """
    return _blanked_copies(value, passages, before, is_written=False)


def _blanked_copies(value: Any, passages: Sequence[str], before: str, *, is_written: bool) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _blanked_copies(said, passages, before, is_written=name in WRITTEN) for name, said in value.items()
        }
    if isinstance(value, list):
        return [_blanked_copies(each, passages, before, is_written=is_written) for each in value]
    return blanked_copy(value, passages, before) if is_written and isinstance(value, str) else value


def is_moderated(answer_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Of rows that came from an answer, in a query: whether somebody hid that answer."""
    return exists().where(AnswerFlag.answer_id == answer_id, AnswerFlag.state == FlagState.MODERATED.value)


__all__ = ["GAP", "blank_out", "blanked_copies", "blanked_copy", "hide_answer", "is_moderated", "show_answer"]
