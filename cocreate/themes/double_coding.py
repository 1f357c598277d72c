"""Double coding: people put the same answers into the themes' list, blind, and we see how far all agree."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotAllowed, NotFound
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.themes.models import (
    NONE,
    AnalysisRun,
    CodingChoice,
    CodingRound,
    CodingUnit,
    StepKind,
    Theme,
    ThemeAnswer,
    ThemeStep,
    UnplacedAnswer,
)
from cocreate.themes.rules import ThemeState
from cocreate.themes.steps.history import standing_themes

if TYPE_CHECKING:  # numpy: only where it is computed
    from cocreate.analysis.text.coding import Agreement, MachineScore


@dataclass(frozen=True)
class MachinePlace:
    """Where the machine put an answer: a theme (public id) or none; and the answer's language."""

    category: str
    language: str


def machine_places(session: Session, run: AnalysisRun, question: Question) -> dict[str, MachinePlace]:
    """Where the machine put each answer, in the themes as people merged and split them, without what people moved."""
    mine = (Submission.left_out == "", Answer.question_id == question.id)
    themes = {row.id: row for row in session.scalars(select(Theme).where(Theme.run_id == run.id))}
    placed = session.execute(
        select(Answer.id, Answer.text_language, ThemeAnswer.theme_id)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Theme.run_id == run.id, Theme.state != ThemeState.MERGED, ThemeAnswer.is_main, *mine)
    )
    found = {key: MachinePlace(themes[theme].public_id, language) for key, language, theme in placed}
    out = session.execute(
        select(Answer.id, Answer.text_language)
        .join(UnplacedAnswer, UnplacedAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(UnplacedAnswer.run_id == run.id, Answer.has_text, *mine)
    )
    found |= {key: MachinePlace(NONE, language) for key, language in out}
    for key, theme_id in _before_moves(session, run).items():
        if key in found:
            category = NONE if theme_id is None else _standing(themes, theme_id)
            found[key] = MachinePlace(category, found[key].language)
    return found


def _before_moves(session: Session, run: AnalysisRun) -> dict[str, int | None]:
    """Answers that people moved -> the theme in which they were before, None for none."""
    moves = (ThemeStep.run_id == run.id, ThemeStep.kind == StepKind.MOVE.value, ThemeStep.undone_at.is_(None))
    found: dict[str, int | None] = {}
    for step in session.scalars(select(ThemeStep).where(*moves).order_by(ThemeStep.number.desc())):
        for key, place in step.before["answers"].items():  # the earliest move has the last word
            found[key] = next((row["theme_id"] for row in place["rows"] if row["is_main"]), None)
    return found


def _standing(themes: Mapping[int, Theme], theme_id: int) -> str:
    """The theme that a merged one became part of, and so on."""
    theme = themes.get(theme_id)
    while theme is not None and theme.merged_into_id is not None:
        theme = themes.get(theme.merged_into_id)
    return theme.public_id if theme is not None else NONE


@dataclass(frozen=True)
class Progress:
    """How far people are with a sample."""

    coding: CodingRound
    answers: int
    by_coder: Sequence[tuple[str, int]]  # name, answers coded
    mine: int


def rounds_of(session: Session, consultation: Consultation, user_id: int | None) -> list[Progress]:
    """The samples of all readings of a consultation, newest first, with who has coded how many."""
    rows = session.scalars(_drawn_in(consultation).order_by(CodingRound.id.desc()))
    return [progress_of(session, row, user_id) for row in rows]


def _drawn_in(consultation: Consultation) -> Select[CodingRound]:
    mine = select(CodingRound).join(AnalysisRun, CodingRound.run_id == AnalysisRun.id)
    return mine.where(AnalysisRun.consultation_id == consultation.id).options(contains_eager(CodingRound.run))


def progress_of(session: Session, coding: CodingRound, user_id: int | None) -> Progress:
    """How far people are with one sample."""
    answers = session.scalar(select(func.count()).select_from(CodingUnit).where(CodingUnit.round_id == coding.id)) or 0
    counted = session.execute(
        select(CodingChoice.coder_id, func.count())
        .join(CodingUnit, CodingChoice.unit_id == CodingUnit.id)
        .where(CodingUnit.round_id == coding.id)
        .group_by(CodingChoice.coder_id)
        .order_by(CodingChoice.coder_id)
    ).all()
    names = {key: user.name or user.email for key, _count in counted if (user := session.get(User, key)) is not None}
    by_coder = [(names.get(key, ""), count) for key, count in counted]
    return Progress(coding, answers, by_coder, sum(count for key, count in counted if key == user_id))


def find_round(session: Session, consultation: Consultation, public_id: str) -> CodingRound:
    """The sample of an address, of this consultation only."""
    found = session.scalar(_drawn_in(consultation).where(CodingRound.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def find_unit(session: Session, coding: CodingRound, number: int) -> CodingUnit:
    """An answer of a sample by its number."""
    mine = (CodingUnit.round_id == coding.id, CodingUnit.number == number)
    found = session.scalar(select(CodingUnit).where(*mine).options(joinedload(CodingUnit.answer)))
    if found is None:
        raise NotFound()
    return found


def next_unit(session: Session, coding: CodingRound, user_id: int | None) -> CodingUnit | None:
    """The first answer of a sample that somebody has not coded; one that was settled waits for nobody."""
    mine = select(CodingChoice.unit_id).where(CodingChoice.coder_id == user_id)
    is_open = (CodingUnit.id.not_in(mine), CodingUnit.settled == "")
    rows = select(CodingUnit).where(CodingUnit.round_id == coding.id, *is_open)
    return session.scalar(rows.order_by(CodingUnit.number).limit(1).options(joinedload(CodingUnit.answer)))


def choice_of(session: Session, unit: CodingUnit, user_id: int | None) -> str:
    """What somebody said about an answer; "" for nothing yet."""
    mine = (CodingChoice.unit_id == unit.id, CodingChoice.coder_id == user_id)
    return session.scalar(select(CodingChoice.choice).where(*mine)) or ""


@dataclass(frozen=True)
class Outcome:
    """What came of a sample: how far people agree, how far the machine agrees with them, and what is open."""

    progress: Progress
    people: "Agreement"
    machine: "MachineScore"
    disagreements: Sequence[tuple[CodingUnit, Sequence[str]]]  # with what was said, each choice once
    open: int  # of these, not settled yet


def outcome_of(session: Session, coding: CodingRound, user_id: int | None = None) -> Outcome:
    """Compute it from the choices as they are now; quick, as a sample is small."""
    from cocreate.analysis.text.coding import agreement, machine_score

    units = session.scalars(
        select(CodingUnit)
        .where(CodingUnit.round_id == coding.id)
        .order_by(CodingUnit.number)
        .options(joinedload(CodingUnit.answer))
    ).all()
    choices: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(CodingChoice.unit_id, CodingChoice.choice)
        .join(CodingUnit, CodingChoice.unit_id == CodingUnit.id)
        .where(CodingUnit.round_id == coding.id)
        .order_by(CodingChoice.coder_id)
    )
    for unit_id, choice in rows:
        choices[unit_id].append(choice)
    differing = [(unit, sorted(set(choices[unit.id]))) for unit in units if len(set(choices[unit.id])) > 1]
    settled = {unit.id: unit.settled or _common(choices[unit.id]) for unit in units}
    known = [unit for unit in units if settled[unit.id]]
    return Outcome(
        progress=progress_of(session, coding, user_id),
        people=agreement([choices[unit.id] for unit in units], seed=coding.seed),
        machine=machine_score([unit.machine for unit in known], [settled[unit.id] for unit in known], seed=coding.seed),
        disagreements=differing,
        open=sum(not unit.settled for unit, _said in differing),
    )


def _common(said: Sequence[str]) -> str:
    """What at least two people said alike; "" where they differ or only one spoke."""
    return said[0] if len(said) >= 2 and len(set(said)) == 1 else ""


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
    places = machine_places(session, run, question)
    if not themes or len(places) < 2:
        raise Invalid("themes.coding.too_few")
    if not SMALLEST <= size <= LARGEST:
        raise Invalid("themes.coding.size", smallest=SMALLEST, largest=LARGEST)
    chosen = secrets.randbelow(2**31) if seed is None else seed
    drawn = draw_sample({key: (place.category, place.language) for key, place in places.items()}, size, seed=chosen)
    made = _store_round(session, actor, run, question, form_id or public_id(), chosen, themes, places, drawn)
    audit.record(
        session, actor, "themes:coding:draw", made.ref, process=process.public_id, seed=chosen, answers=len(drawn)
    )
    session.flush()
    return made


def _store_round(
    session: Session,
    actor: Actor,
    run: AnalysisRun,
    question: Question,
    key: str,
    seed: int,
    themes: Sequence[Theme],
    places: Mapping[str, MachinePlace],
    drawn: Sequence[str],
) -> CodingRound:
    made = CodingRound(
        public_id=key,
        run_id=run.id,
        question_id=question.id,
        seed=seed,
        drawn_by_id=actor.user_id,
        at=clock.now(),
        categories=[[theme.public_id, theme.title] for theme in themes],
    )
    session.add(made)
    session.flush()
    session.add_all(
        CodingUnit(round_id=made.id, answer_id=answer, number=number, machine=places[answer].category)
        for number, answer in enumerate(drawn, start=1)
    )
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
