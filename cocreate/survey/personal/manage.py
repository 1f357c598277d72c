"""The page on which people decide what is published of answers that seem to tell who somebody is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.core.db import db, transaction
from cocreate.core.ids import digest
from cocreate.errors import DomainError, Invalid
from cocreate.survey import labels
from cocreate.survey.labels import kind_name
from cocreate.survey.models import Answer, AnswerFlag, Consultation
from cocreate.survey.personal import commands
from cocreate.survey.personal.rules import BY_REVIEW, FlagState
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say
from cocreate.web.paging import page_number

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


manage = Blueprint(
    "survey_personal", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/personal"
)
manage.context_processor(labels.for_templates)


@manage.get("")
@requires("survey:flag:view")
def review(consultation_id: str) -> Any:
    """The flagged answers in one state, those that wait first."""
    return _review(consultation_of_address(consultation_id))


def _review(consultation: Consultation, status: int = 200, problem: str = "") -> Any:
    state = _state(request.values.get("show", ""), FlagState.OPEN)
    flagged, pages = flagged_page(db.session(), consultation, state, page := page_number())
    return (
        render_template(
            "survey/personal/review.html",
            consultation=consultation,
            state=state,
            states=BY_REVIEW,
            counts=counts(db.session(), consultation),
            flagged=flagged,
            page=page,
            pages=pages,
            problem=problem,
            kind_name=kind_name,
        ),
        status,
    )


@manage.post("")
@requires("survey:flag:decide")
def decide(consultation_id: str) -> Any:
    """What is published of one answer (its own button) or of those that are ticked."""
    consultation = consultation_of_address(consultation_id)
    wanted, _colon, one = request.form.get("decision", "").partition(":")
    chosen = [one] if one else list(dict.fromkeys(request.form.getlist("answer")))
    try:
        if not chosen:
            raise Invalid("survey.flag.none_chosen")
        with transaction() as session:
            flags = find_flags(session, consultation, chosen)
            seen = ((flag, request.form.get(f"seen-{key}", "")) for key, flag in flags.items())
            count = commands.decide_flags(session, current_actor(), consultation, seen, _state(wanted))
    except DomainError as refused:
        db.session.rollback()
        return _review(consultation, refused.status, say(refused))
    flash(ngettext("%(num)s answer is decided.", "%(num)s answers are decided.", count), "success")
    show = _state(request.form.get("show", ""), FlagState.OPEN)
    return redirect(url_for(".review", consultation_id=consultation_id, show=show.value), 303)


@manage.post("/rest")
@requires("survey:flag:decide")
def rest(consultation_id: str) -> Any:
    """Publish all that still wait, without the passages."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        seen = ((flag, FlagState.OPEN.value) for flag in waiting(session, consultation))
        count = commands.decide_flags(session, current_actor(), consultation, seen, FlagState.REDACTED)
    flash(ngettext("%(num)s answer is decided.", "%(num)s answers are decided.", count), "success")
    return redirect(url_for(".review", consultation_id=consultation_id), 303)


@manage.post("/look")
@requires("survey:flag:decide")
def look(consultation_id: str) -> Any:
    """Have all free answers looked at."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        task = commands.ask_to_look(session, current_actor(), consultation)
    back = url_for(".review", consultation_id=consultation_id)
    return redirect(url_for("jobs.show", job_id=task.public_id, back=back), 303)


def _state(text: str, otherwise: FlagState | None = None) -> FlagState:
    if text in set(BY_REVIEW):
        return FlagState(text)
    if otherwise is None:
        raise Invalid("unknown")
    return otherwise
