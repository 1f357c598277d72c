"""Which answers came after the reading, and what the themes hold that they might join."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer, Submission
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.queries import FreeText
from cocreate.themes.rules import ThemeState


def _late(run: AnalysisRun):  # type: ignore[no-untyped-def]
    placed = (
        select(ThemeAnswer.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(Theme.run_id == run.id, ThemeAnswer.answer_id == Answer.id, ThemeAnswer.is_main)
    )
    unplaced = select(UnplacedAnswer.answer_id).where(
        UnplacedAnswer.run_id == run.id, UnplacedAnswer.answer_id == Answer.id
    )
    mine = (Submission.consultation_id == run.consultation_id, Submission.left_out == "", Answer.has_text)
    return (*mine, ~exists(placed), ~exists(unplaced))


def count_late(session: Session, run: AnalysisRun) -> int:
    """How many answers came after a reading and have no place in it yet."""
    return session.scalar(select(func.count()).select_from(Answer).join(Submission).where(*_late(run))) or 0


def late_answers(session: Session, run: AnalysisRun) -> list[FreeText]:
    """The answers that came after a reading."""
    rows = session.execute(
        select(Answer.id, Answer.question_id, Answer.text, Answer.text_language, Submission.language, Submission.helix)
        .join(Submission)
        .where(*_late(run))
        .order_by(Answer.id)
    )
    return [FreeText(*row) for row in rows]


@dataclass(frozen=True)
class PlacedText:
    """An answer in its main theme, as the machine gets it."""

    question_id: int
    theme_id: int
    text: str
    language: str
    x: float
    y: float


def placed_texts(session: Session, run: AnalysisRun) -> list[PlacedText]:
    """All answers in standing themes that no person rejected."""
    rows = session.execute(
        select(
            Theme.question_id,
            Theme.id,
            Answer.text,
            Answer.text_language,
            func.coalesce(ThemeAnswer.x, 0.0),
            func.coalesce(ThemeAnswer.y, 0.0),
        )
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .where(Theme.run_id == run.id, Theme.state.not_in((ThemeState.MERGED, ThemeState.REJECTED)))
        .where(ThemeAnswer.is_main)
        .order_by(Theme.id, Answer.id)
    )
    return [PlacedText(*row) for row in rows]
