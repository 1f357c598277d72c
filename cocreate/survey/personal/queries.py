"""Reads for the page on personal data in answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.core.ids import digest
from cocreate.survey.models import Answer, AnswerFlag, Consultation
from cocreate.survey.personal.rules import FlagState

PAGE = 20


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `kind` says what it seems to tell, "" for what is between."""

    text: str
    kind: str


@dataclass(frozen=True)
class Flagged:
    """An answer with its passages marked."""

    flag: AnswerFlag
    pieces: Sequence[Piece]

    @property
    def kinds(self) -> list[str]:
        """What was found, each kind once."""
        return sorted({piece.kind for piece in self.pieces if piece.kind})


def counts(session: Session, consultation: Consultation) -> Counter[str]:
    """State -> flagged answers."""
    mine = AnswerFlag.consultation_id == consultation.id
    rows = session.execute(
        select(AnswerFlag.state, func.count().label("number")).where(mine).group_by(AnswerFlag.state)
    )
    return Counter({row.state: row.number for row in rows})


def flagged_page(
    session: Session, consultation: Consultation, state: FlagState, page: int
) -> tuple[list[Flagged], int]:
    """One page of the flagged answers in a state, and the number of pages."""
    mine = select(AnswerFlag).where(AnswerFlag.consultation_id == consultation.id, AnswerFlag.state == state.value)
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    rows = session.scalars(
        mine.order_by(AnswerFlag.answer_id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .options(joinedload(AnswerFlag.answer).joinedload(Answer.question))
    )
    return [Flagged(flag, pieces_of(flag)) for flag in rows], max(1, -(-total // PAGE))


def pieces_of(flag: AnswerFlag) -> list[Piece]:
    """The text of a flagged answer in pieces; one that was changed since it was looked at comes whole."""
    text = flag.answer.text
    found, last = [], 0
    for start, stop, kind in sorted(flag.spans) if flag.text_hash == digest(text) else []:
        if start >= last:
            found += [Piece(text[last:start], ""), Piece(text[start:stop], kind)]
            last = stop
    return [piece for piece in (*found, Piece(text[last:], "")) if piece.text]


def find_flags(session: Session, consultation: Consultation, answer_ids: Sequence[str]) -> dict[str, AnswerFlag]:
    """Flags of this consultation only, by answer."""
    mine = (
        AnswerFlag.consultation_id == consultation.id,
        AnswerFlag.answer_id.in_(answer_ids),
        AnswerFlag.state != FlagState.MODERATED.value,
    )
    return {flag.answer_id: flag for flag in session.scalars(select(AnswerFlag).where(*mine))}


def waiting(session: Session, consultation: Consultation) -> list[AnswerFlag]:
    """All flags that nobody decided about."""
    mine = (AnswerFlag.consultation_id == consultation.id, AnswerFlag.state == FlagState.OPEN.value)
    return list(session.scalars(select(AnswerFlag).where(*mine).order_by(AnswerFlag.answer_id)))
