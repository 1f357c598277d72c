"""Writes of double coding: draw a sample, say where an answer belongs, settle a disagreement."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.survey.models import Question
from cocreate.themes.coding import queries
from cocreate.themes.coding.models import NONE, CodingChoice, CodingRound, CodingUnit
from cocreate.themes.models import AnalysisRun
from cocreate.themes.steps.queries import standing_themes

SMALLEST, LARGEST = 10, 400


def draw_round(
    session: Session,
    actor: Actor,
    process: Process,
    run: AnalysisRun,
    question: Question,
    *,
    size: int,
    seed: int | None = None,
    form_id: str | None = None,
) -> CodingRound:
    """Draw a sample of a question's answers, by theme and language in their shares, each theme at least once.

    `form_id` is the public id that the form carried: the same form sent twice draws one sample.
    """
    from cocreate.analysis.text.coding import draw_sample

    if form_id is not None:
        known = session.scalar(
            select(CodingRound).where(CodingRound.public_id == form_id, CodingRound.run_id == run.id)
        )
        if known is not None:
            return known
    themes = standing_themes(session, run, question.id)
    places = queries.machine_places(session, run, question)
    if not themes or len(places) < 2:
        raise Invalid("themes.coding.too_few")
    if not SMALLEST <= size <= LARGEST:
        raise Invalid("themes.coding.size", smallest=SMALLEST, largest=LARGEST)
    chosen = secrets.randbelow(2**31) if seed is None else seed
    drawn = draw_sample({key: (place.category, place.language) for key, place in places.items()}, size, seed=chosen)
    made = CodingRound(
        public_id=form_id or public_id(),
        run_id=run.id,
        question_id=question.id,
        seed=chosen,
        drawn_by_id=actor.user_id,
        at=clock.now(),
        categories=[[theme.public_id, theme.title] for theme in themes],
    )
    session.add(made)
    session.flush()
    session.add_all(
        CodingUnit(round_id=made.id, answer_id=key, number=number, machine=places[key].category)
        for number, key in enumerate(drawn, start=1)
    )
    audit.record(
        session, actor, "themes:coding:draw", made.ref, process=process.public_id, seed=chosen, answers=len(drawn)
    )
    session.flush()
    return made


def code_answer(
    session: Session, actor: Actor, process: Process, unit: CodingUnit, coding: CodingRound, choice: str
) -> None:
    """One person says where an answer belongs. Until it is settled, it can be said again."""
    if actor.user_id is None:
        raise NotAllowed("not_allowed")
    _must_be_of_this_reading(coding)
    if choice not in {*coding.titles, NONE}:
        raise Invalid("themes.coding.no_choice")
    if unit.settled:
        raise Conflict("themes.coding.settled")
    mine = (CodingChoice.unit_id == unit.id, CodingChoice.coder_id == actor.user_id)
    known = session.scalar(select(CodingChoice).where(*mine))
    if known is None:
        known = CodingChoice(unit_id=unit.id, coder_id=actor.user_id, choice=choice, at=clock.now())
        session.add(known)
    known.choice, known.at = choice, clock.now()
    audit.record(session, actor, "themes:coding:code", coding.ref, process=process.public_id, number=unit.number)
    session.flush()


def settle_answer(
    session: Session, actor: Actor, process: Process, unit: CodingUnit, coding: CodingRound, choice: str, *, seen: str
) -> None:
    """People say together where an answer belongs about which they disagreed; "" opens it again.

    What each of them had said stays, and counts for their agreement; the machine's columns stay as they are too.
    """
    _must_be_of_this_reading(coding)
    if choice and choice not in {*coding.titles, NONE}:
        raise Invalid("themes.coding.no_choice")
    if unit.settled != seen:
        raise Conflict("changed_meanwhile")
    unit.settled, unit.settled_by_id = choice, actor.user_id if choice else None
    audit.record(session, actor, "themes:coding:settle", coding.ref, process=process.public_id, number=unit.number)
    session.flush()


def _must_be_of_this_reading(coding: CodingRound) -> None:
    """What was said of the themes of an earlier reading stands as it is."""
    if not coding.run.is_current:
        raise Conflict("themes.coding.earlier_reading")
