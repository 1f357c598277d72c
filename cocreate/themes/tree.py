"""The board as a tree: families open into themes, and a slider says how few families there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.analysis.text.levels import Merge, cut
from cocreate.core.db import Translated
from cocreate.survey.models import Question
from cocreate.themes.counting import Count, Tallies, together
from cocreate.themes.models import AnalysisRun, Theme


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
            _families(run.trees.get(question.key, []), _shown(themes, state), counts, families),
            sorted(counts.unplaced.get(question.id, {}).items()),
            counts.answers.get(question.id, Count()),
        )
        for question, themes in grouped
    ]


def _shown(themes: list[Theme], state: str) -> list[Theme]:
    return [theme for theme in themes if not state or theme.state == state]


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
