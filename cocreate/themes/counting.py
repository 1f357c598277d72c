"""How many answers say what: by theme, by class without a theme, by helix category and language. They always add up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes.campaigns.models import CampaignCopy
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.rules import NOT_READ, ThemeState

Cell = tuple[str, str]  # helix category, language


@dataclass
class Count:
    """Answers by helix category and language, of those that a filter lets through."""

    cells: Counter[Cell] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """All of them."""
        return self.cells.total()

    @property
    def by_helix(self) -> list[tuple[str, int]]:
        """The helix categories, most frequent first; sheets that name none are left out."""
        return self._by(0)

    @property
    def by_language(self) -> list[tuple[str, int]]:
        """The languages, most frequent first; answers whose language could not be told are left out."""
        return self._by(1)

    def _by(self, which: int) -> list[tuple[str, int]]:
        found: Counter[str] = Counter()
        for cell, count in self.cells.items():
            if cell[which]:
                found[cell[which]] += count
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def together(counts: Iterable[Count]) -> Count:
    """The sum of several counts.

    >>> together([Count(Counter({("research", "nl"): 2})), Count(Counter({("research", "fr"): 1}))]).by_helix
    [('research', 3)]
    """
    whole: Counter[Cell] = Counter()
    for count in counts:
        whole.update(count.cells)
    return Count(whole)


@dataclass(frozen=True)
class Tallies:
    """The counts of a run: by theme (its number), and by question and class for the answers in none."""

    themes: dict[int, Count]
    unplaced: dict[int, dict[str, Count]]
    answers: dict[int, Count]

    def of(self, theme_id: int) -> Count:
        """The answers whose main theme it is."""
        return self.themes.get(theme_id, Count())


def tallies(
    session: Session, consultation: Consultation, run: AnalysisRun, *, helix: str = "", language: str = ""
) -> Tallies:
    """Count all free answers of a consultation, as a run and people placed them; sheets left out count nowhere.

    Of a campaign that people decided to count once, only the template counts.
    """
    copy = exists().where(CampaignCopy.run_id == run.id, CampaignCopy.answer_id == Answer.id)
    only = [Submission.consultation_id == consultation.id, Submission.left_out == "", Answer.has_text, ~copy]
    only += [Submission.helix == helix] if helix else []
    only += [Answer.text_language == language] if language else []
    cell = (Submission.helix, Answer.text_language)
    answers = select(Answer.question_id, *cell, func.count()).join(Submission).where(*only)
    placed = (
        select(Answer.question_id, ThemeAnswer.theme_id, *cell, func.count())
        .join(Submission)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(*only, Theme.run_id == run.id, Theme.state != ThemeState.MERGED, ThemeAnswer.is_main)
    )
    without = (
        select(Answer.question_id, UnplacedAnswer.reason, *cell, func.count())
        .join(Submission)
        .join(UnplacedAnswer, UnplacedAnswer.answer_id == Answer.id)
        .where(*only, UnplacedAnswer.run_id == run.id)
    )
    found = Tallies({}, {}, {})
    rest: dict[int, Count] = {}
    for question_id, helix_of, spoken, count in session.execute(answers.group_by(Answer.question_id, *cell)):
        for table in (found.answers, rest):
            table.setdefault(question_id, Count()).cells[helix_of, spoken] += count
    for question_id, theme_id, *key, count in session.execute(
        placed.group_by(Answer.question_id, ThemeAnswer.theme_id, *cell)
    ):
        found.themes.setdefault(theme_id, Count()).cells[key[0], key[1]] += count
        rest[question_id].cells[key[0], key[1]] -= count
    for question_id, reason, *key, count in session.execute(
        without.group_by(Answer.question_id, UnplacedAnswer.reason, *cell)
    ):
        classes = found.unplaced.setdefault(question_id, {})
        classes.setdefault(reason, Count()).cells[key[0], key[1]] += count
        rest[question_id].cells[key[0], key[1]] -= count
    for question_id, left in rest.items():
        left.cells = +left.cells
        if left.total:
            found.unplaced.setdefault(question_id, {})[NOT_READ] = left
    return found
