"""How many answers say what: by theme, class without a theme, helix category and language; and the tree of families."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, SQLColumnExpression, exists, func, select
from sqlalchemy.orm import Session

from cocreate.analysis.text.levels import Merge, cut
from cocreate.core.db import Translated
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.themes.models import AnalysisRun, CampaignCopy, Theme, ThemeAnswer, UnplacedAnswer
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
    answers, placed, without = _by_cell(run, only)
    found = Tallies({}, {}, {})
    rest: dict[int, Count] = {}
    for question_id, helix_of, spoken, count in session.execute(answers):
        for table in (found.answers, rest):
            table.setdefault(question_id, Count()).cells[helix_of, spoken] += count
    for question_id, theme_id, *key, count in session.execute(placed):
        found.themes.setdefault(theme_id, Count()).cells[key[0], key[1]] += count
        rest[question_id].cells[key[0], key[1]] -= count
    for question_id, reason, *key, count in session.execute(without):
        classes = found.unplaced.setdefault(question_id, {})
        classes.setdefault(reason, Count()).cells[key[0], key[1]] += count
        rest[question_id].cells[key[0], key[1]] -= count
    for question_id, left in rest.items():
        left.cells = +left.cells
        if left.total:
            found.unplaced.setdefault(question_id, {})[NOT_READ] = left
    return found


def _by_cell(
    run: AnalysisRun, only: Sequence[SQLColumnExpression[bool]]
) -> tuple[Select[int, str, str, int], Select[int, int, str, str, int], Select[int, str, str, str, int]]:
    """Answers by question, helix category and language: all, those by theme, those by class without a theme."""
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
    return (
        answers.group_by(Answer.question_id, *cell),
        placed.group_by(Answer.question_id, ThemeAnswer.theme_id, *cell),
        without.group_by(Answer.question_id, UnplacedAnswer.reason, *cell),
    )


@dataclass(frozen=True)
class Leaf:
    """A theme with the answers that the filter lets through."""

    theme: Theme
    count: Count


@dataclass(frozen=True)
class Family:
    """Themes that speak of neighbouring things; one theme alone is its own family."""

    key: str
    title: Translated
    leaves: list[Leaf]
    count: Count


@dataclass(frozen=True)
class Branch:
    """A question with its families, and its answers in no theme by class."""

    question: Question
    families: list[Family]
    unplaced: list[tuple[str, Count]]
    answers: Count

    @property
    def themes(self) -> list[Theme]:
        """All its themes that are shown."""
        return [leaf.theme for family in self.families for leaf in family.leaves]

    @property
    def placed(self) -> int:
        """How many answers are in the themes shown."""
        return sum(family.count.total for family in self.families)


def grow(
    run: AnalysisRun,
    grouped: Sequence[tuple[Question, list[Theme]]],
    counts: Tallies,
    *,
    families: int,
    state: str = "",
) -> list[Branch]:
    """The tree of a run's standing themes, question by question; the largest family and theme come first."""
    return [
        Branch(
            question,
            _families(
                run.trees.get(question.key, []),
                [theme for theme in themes if not state or theme.state == state],
                counts,
                families,
            ),
            sorted(counts.unplaced.get(question.id, {}).items()),
            counts.answers.get(question.id, Count()),
        )
        for question, themes in grouped
    ]


def _families(stored: list[list], themes: list[Theme], counts: Tallies, wanted: int) -> list[Family]:  # type: ignore[type-arg]
    tree = [Merge(left, right, height, key, labels) for left, right, height, key, labels in stored]
    leaves_of_tree = sorted({side for merge in tree for side in (merge.left, merge.right)} - {m.key for m in tree})
    home = cut(tree, leaves_of_tree, wanted)
    names = {merge.key: dict(merge.labels) for merge in tree}
    grouped: dict[str, list[Leaf]] = {}
    for theme in themes:
        own = home.get(theme.key, f"alone-{theme.public_id}")
        grouped.setdefault(own, []).append(Leaf(theme, counts.of(theme.id)))
    found = []
    for key, leaves in grouped.items():
        leaves.sort(key=lambda leaf: (-leaf.count.total, leaf.theme.id))
        title = leaves[0].theme.title if len(leaves) == 1 else names.get(key) or leaves[0].theme.title
        found.append(Family(key, title, leaves, together(leaf.count for leaf in leaves)))
    return sorted(found, key=lambda family: (-family.count.total, family.leaves[0].theme.id))
