"""Reads of names from a language model: what may be sent, what came back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes import queries as theme_queries
from cocreate.themes.assistant.models import NameAsking
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.rules import ThemeState

MOST_THEMES = 60  # asked about at once, the largest first
MOST_QUOTES = 12  # of each


def to_send(session: Session, run: AnalysisRun) -> dict[str, list[PublicAnswer]]:
    """Public id of a theme -> its quotes, as everybody may read them; of themes that nobody named or rejected.

    Only of writers who agreed to be quoted and without an open question of personal data (`queries.quotes_of`), and
    of no theme with fewer answers than may be shown.
    """
    standing = [theme for _question, themes in theme_queries.themes_by_question(session, run) for theme in themes]
    minimum = run.consultation.process.minimum_cell
    open_ones = [t for t in standing if not t.labels and t.state != ThemeState.REJECTED and t.size >= minimum]
    largest = sorted(open_ones, key=lambda theme: (-theme.size, theme.id))[:MOST_THEMES]
    quotes = theme_queries.quotes_of(session, largest, most=MOST_QUOTES)
    return {theme.public_id: quotes[theme.id] for theme in largest if quotes[theme.id]}


def latest_asking(session: Session, run: AnalysisRun, *, is_finished: bool = False) -> NameAsking | None:
    """The last time that a model was asked about a reading; or the last time that it answered."""
    rows = select(NameAsking).where(NameAsking.run_id == run.id).order_by(NameAsking.id.desc()).limit(1)
    return session.scalar(rows.where(NameAsking.finished_at.is_not(None)) if is_finished else rows)


def asking_about(session: Session, theme: Theme) -> NameAsking | None:
    """The asking that brought a name for a theme."""
    found = latest_asking(session, theme.run, is_finished=True)
    return found if found is not None and found.names.get(theme.public_id) else None
