"""The pieces that every question's results are made of: sentences, pictures, tables, and what they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.process.rules import HelixCategory
from cocreate.survey.kinds import Ground, ResultRow
from cocreate.survey.labels import SMALL_GROUPS, helix_name
from cocreate.survey.models import Question
from cocreate.web.charts import Chart
from cocreate.web.language import NAMES

SMALL = "small"  # the groups that are hidden among the respondents, taken together

Weights = Mapping[tuple[str, str], float]  # (helix, language) -> weight of each person in it


@dataclass(frozen=True)
class Table:
    """A table of a page; numbers stand in every column but the first."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ShownResult:
    """One question's results as its page shows them: first what most people want to know, then the details."""

    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # how to read it
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    details: tuple[Table, ...] = ()  # folded away
    differences: tuple[str, ...] | None = None  # between groups, in words; None: nobody asked


@dataclass(frozen=True)
class Grouping:
    """By what people are told apart: the groups in order, and which of them are too small to be shown alone."""

    title: str
    names: Mapping[str, str]
    small: frozenset[str] = frozenset()

    def group_of(self, key: str) -> str:
        """The group that is shown for somebody."""
        return SMALL if key in self.small else key

    def name_of(self, group: str) -> str:
        """What the group is called."""
        return str(SMALL_GROUPS) if group == SMALL else str(self.names.get(group, group))

    def ordered(self, groups: Sequence[str]) -> list[str]:
        """Those of the groups that there are, in the order of the page."""
        return [key for key in [*self.names, SMALL] if key in groups]


@dataclass(frozen=True)
class Setting:
    """What the results of every question of a page have in common."""

    ground: Ground
    minimum: int
    base: int  # respondents; for one question: those who were asked it, where that may be told
    helix: Grouping
    language: Grouping
    weights: Weights | None = None  # for the balanced numbers beside the raw ones
    weighting_is_public: bool = True  # made of nothing but groups that are shown
    compares: str = ""  # "helix", "language", or nothing
    question: Question | None = field(default=None, compare=False)


def helix_grouping(small: frozenset[str]) -> Grouping:
    """The helix categories, and last those who did not say."""
    keys = [*(category.value for category in HelixCategory), ""]
    return Grouping(_("Group"), {key: helix_name(key) for key in keys}, small)


def language_grouping(languages: Sequence[str], small: frozenset[str]) -> Grouping:
    """The languages of the page."""
    return Grouping(_("Language of the page"), {code: NAMES.get(code, code) for code in sorted(languages)}, small)


def by_language(rows: Sequence[ResultRow]) -> list[ResultRow]:
    """The same rows with the language in the place of the group: what sums up by group then does so by language."""
    return [replace(row, helix=row.language) for row in rows]


def weighted(rows: Sequence[ResultRow], weights: Weights) -> list[ResultRow]:
    """The same rows with everybody's weight."""
    found = []
    for row in rows:
        weight = weights.get((row.helix, row.language), 1.0)
        found.append(replace(row, count=row.count * weight, weight=weight))
    return found


def percent(share: float) -> str:
    """A share as people write it."""
    return str(format_percent(share, "#,##0 %"))


def number(count: Shown) -> str:
    """A count, or the word for one that is hidden."""
    return _("hidden") if count is HIDDEN else str(format_decimal(count))


def decimal(value: float, digits: int = 2) -> str:
    """A number with a few digits after the comma."""
    return str(format_decimal(round(value, digits)))


def without_answer(answered: Shown, setting: Setting) -> list[str]:
    """How many were asked and gave no answer; nothing where there are none, or so few that they could be recognised."""
    missing = 0 if answered is HIDDEN or not answered else or_hidden(max(0, setting.base - answered), setting.minimum)
    return [_("%(count)s gave no answer.", count=number(missing))] if missing and missing is not HIDDEN else []


def or_hidden(count: int, minimum: int) -> Shown:
    """A single count that stands for itself."""
    return HIDDEN if 0 < count < minimum else count


def with_share(total: Shown) -> Any:
    """A printer of counts that adds the share of a total, if that is shown."""

    def say(value: float) -> str:
        told = str(format_decimal(int(value)))
        return told if total is HIDDEN or not total else f"{told} ({percent(value / total)})"

    return say


def people_by_group(counts: Mapping[str, float], grouping: Grouping, minimum: int) -> dict[str, Shown]:
    """People per group, safe beside their total."""
    merged: dict[str, int] = {}
    for key, count in counts.items():
        group = grouping.group_of(key)
        merged[group] = merged.get(group, 0) + round(count)
    return protected({group: merged[group] for group in grouping.ordered(list(merged))}, minimum)


def protected(counts: Mapping[str, int], minimum: int) -> dict[str, Shown]:
    """The parts of a total that stands beside them; none where no hiding of parts would protect the small ones."""
    safe = suppress(counts, minimum)
    return {} if safe.total is HIDDEN else safe.cells
