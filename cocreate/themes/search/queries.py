"""Reads of the search: answers that hold some words, and those that a search by meaning found."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.errors import NotFound
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes.answers import of_choice
from cocreate.themes.rules import Choice
from cocreate.themes.search.exact import Words
from cocreate.themes.search.models import AnswerSearch


def with_words(session: Session, consultation: Consultation, choice: Choice, words: Words) -> list[str]:
    """The answers that hold all the words, shortest first: what says little else says it most plainly."""
    rows = select(Answer.id, Answer.text).join(Submission).where(*of_choice(consultation, choice))
    found = [(len(text), key) for key, text in session.execute(rows) if words.are_in(text)]
    return [key for _length, key in sorted(found)]


def find_search(session: Session, consultation: Consultation, public_id: str) -> AnswerSearch:
    """A search in this consultation."""
    mine = AnswerSearch.consultation_id == consultation.id
    found = session.scalar(select(AnswerSearch).where(mine, AnswerSearch.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def near_ones(session: Session, consultation: Consultation, choice: Choice, asked: AnswerSearch) -> list[str]:
    """What a search found, nearest first, of the answers that a choice lets through and that are still there."""
    keys = [key for key, _near in asked.found]
    rows = select(Answer.id).join(Submission).where(*of_choice(consultation, choice), Answer.id.in_(keys))
    still = set(session.scalars(rows))
    return [key for key in keys if key in still]
