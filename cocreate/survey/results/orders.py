"""Results of questions that ask for an order: the common one with its doubt, and where people put each item."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from cocreate.analysis.choice.comparisons import Comparisons
from cocreate.analysis.disclosure import HIDDEN, suppress_two_way
from cocreate.survey.kinds import Ground, Kind, ResultRow
from cocreate.survey.kinds.base import RankingSummary
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.models import Question
from cocreate.survey.results.parts import (
    Setting,
    ShownResult,
    Table,
    decimal,
    number,
    or_hidden,
    people_by_group,
    percent,
    weighted,
    without_answer,
)
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import Bar, Chart, bar_chart, heat_grid
from cocreate.web.language import Spoken, lang_said, spoken

MOST_PLACES = 12


def options_of(question: Question, ground: Ground) -> dict[str, str]:
    """What is put in order or gets points: the challenges, or the question's own choices."""
    return {key: spoken(label) or key for key, label in choices_of(question, ground).items()}


def show_ranking(
    kind: Kind, question: Question, rows: Sequence[ResultRow], summary: RankingSummary, setting: Setting
) -> ShownResult:
    """The Kemeny order, raw and balanced, with the share of comparisons won as its plain picture."""
    ballots = or_hidden(round(summary.answered), setting.minimum)
    silent = or_hidden(round(summary.no_opinion), setting.minimum)
    titles, words = options_of(question, setting.ground), _words(question)
    if ballots is HIDDEN or not ballots or not titles or summary.sums is None:
        return ShownResult(sentences=(words.few,))
    from cocreate.analysis.choice.ranking import rank_comparisons  # SciPy behind it is heavy, and most never rank

    report = rank_comparisons(summary.sums, time_limit=2.0)
    balanced = _balanced(kind, question, rows, setting)
    places = {row.item: row for row in rank_comparisons(balanced, time_limit=2.0).rows} if balanced is not None else {}
    found = {row.item: row for row in report.rows}
    order = [found[item] for item in report.order]
    chart = bar_chart(
        words.picture,
        [Bar(_placed(row.place, titles[str(row.item)]), row.borda) for row in order],
        headers=(words.item, _("Comparisons won")),
        maximum=1.0,
        show=percent,
        ident=f"chart-{question.public_id}",
    )
    sentences = [words.base % {"count": number(ballots), "base": number(setting.base)}]
    if silent and silent is not HIDDEN:
        sentences.append(_("%(count)s said that they have no opinion.", count=number(silent)))
    sentences += without_answer(HIDDEN if silent is HIDDEN else ballots + silent, setting)
    details = _shares_by_group(kind, question, rows, summary, setting, [str(row.item) for row in order], words.item)
    grid = _places(summary, {str(row.item): titles[str(row.item)] for row in order}, words.item, setting)
    notes = [words.how]
    if "several_optimal_orders" in report.warnings:
        notes.append(_("Several orders fit equally well; places that could be swapped are shown as a range."))
    return ShownResult(
        sentences=tuple(sentences),
        notes=tuple(notes),
        charts=(chart, *grid),
        tables=(_common_order(order, places, titles, words.item),),
        details=details,
    )


def _balanced(kind: Kind, question: Question, rows: Sequence[ResultRow], setting: Setting) -> Comparisons | None:
    if not setting.weights:
        return None
    balanced = kind.summarise(question, weighted(rows, setting.weights), setting.ground)
    assert isinstance(balanced, RankingSummary) and balanced.sums is not None
    return balanced.sums


def _common_order(order: Sequence[Any], places: Mapping[Any, Any], titles: Mapping[str, str], item: str) -> Table:
    lines = []
    for row in order:
        line = [
            titles[str(row.item)],
            _place(row.best_place, row.worst_place, row.place),
            "–" if row.mean_rank is None else decimal(row.mean_rank),
            "–" if row.borda is None else percent(row.borda),
        ]
        if places:
            other = places[row.item]
            line.append(_place(other.best_place, other.worst_place, other.place))
            line.append("–" if other.borda is None else percent(other.borda))
        lines.append(tuple(line))
    headers = [item, _("Place"), _("Average place"), _("Comparisons won")]
    headers += [_("Place, balanced"), _("Comparisons won, balanced")] if places else []
    return Table(_("Common order"), tuple(headers), tuple(lines))


@dataclass(frozen=True)
class _Words:
    """How the page speaks of what was put in order."""

    item: str
    few: str
    base: str  # with %(count)s and %(base)s
    picture: str
    how: str


def _words(question: Question) -> _Words:
    if question.kind == QuestionKind.RANK_CHALLENGES:
        return _Words(
            item=_("Challenge"),
            few=_("Too few people put challenges in order to show numbers."),
            base=_("%(count)s of %(base)s respondents put challenges in order.", count="%(count)s", base="%(base)s"),
            picture=_("Share of comparisons that a challenge wins"),
            how=_(
                "The common order is the one that contradicts people's own orders least (Kemeny). Beside it: how often "
                "a challenge stands before another, over all comparisons that people made."
            ),
        )
    return _Words(
        item=_("Answer"),
        few=_("Too few people gave an order to show numbers."),
        base=_("%(count)s of %(base)s respondents gave an order.", count="%(count)s", base="%(base)s"),
        picture=_("Share of comparisons that an answer wins"),
        how=_(
            "The common order is the one that contradicts people's own orders least (Kemeny). Beside it: how often an "
            "answer stands before another, over all comparisons that people made."
        ),
    )


def _shares_by_group(
    kind: Kind,
    question: Question,
    rows: Sequence[ResultRow],
    summary: RankingSummary,
    setting: Setting,
    order: Sequence[str],
    item: str,
) -> tuple[Table, ...]:
    """The share of comparisons that each item wins in each group, and in each language, that is shown."""
    from cocreate.analysis.choice.counting import borda_shares  # SciPy behind it is heavy

    titles = options_of(question, setting.ground)
    languages: dict[str, float] = {}
    for row in rows:
        if "ballot" in (row.value or {}):
            languages[row.language] = languages.get(row.language, 0) + row.count
    found = []
    for counts, grouping, trait, caption in (
        (summary.by_helix, setting.helix, "helix", _("Comparisons won by group")),
        (languages, setting.language, "language", _("Comparisons won by language")),
    ):
        people = people_by_group(counts, grouping, setting.minimum)
        groups = [group for group, count in people.items() if count is not HIDDEN and count]
        columns = []
        for group in groups:
            part = [row for row in rows if grouping.group_of(getattr(row, trait)) == group]
            told = kind.summarise(question, part, setting.ground)
            assert isinstance(told, RankingSummary) and told.sums is not None
            columns.append(dict(zip(map(str, told.sums.items), borda_shares(told.sums), strict=True)))
        lines = tuple((titles[key], *(_won(column[key]) for column in columns)) for key in order)
        headers = (item, *(f"{grouping.name_of(group)} ({number(people[group])})" for group in groups))
        if groups:
            found.append(Table(caption, headers, lines))
    return tuple(found)


def _won(share: float) -> str:
    return "–" if math.isnan(share) else percent(share)


def _places(summary: RankingSummary, titles: dict[str, str], item: str, setting: Setting) -> tuple[Chart, ...]:
    """How many people put each item at which place; nothing where all of it is hidden."""
    places = sorted({int(place) for found in summary.places.values() for place in found})[:MOST_PLACES]
    table: dict[str, dict[int, int]] = {key: dict.fromkeys(places, 0) for key in titles}
    for key, found in summary.places.items():
        for place, count in found.items():
            if key in table and int(place) in table[key]:
                table[key][int(place)] += round(count)
    safe = suppress_two_way(table, setting.minimum)
    shown = [[None if (cell := safe.cells[key][place]) is HIDDEN else cell for place in places] for key in titles]
    most = max((cell for line in shown for cell in line if cell is not None), default=0)
    if not most:
        return ()
    grid = heat_grid(
        _("Where people put each of them"),
        [Spoken(title, lang_said(title)) for title in titles.values()],
        [_("Place %(place)s", place=place) for place in places],
        shown,
        corner=item,
        maximum=most,
        show=lambda people: number(round(people)),
        missing=_("hidden"),
    )
    return (grid,)


def _placed(place: int, title: str) -> Spoken:
    return Spoken(f"{place}. {title}", lang_said(title))


def _place(best: int | None, worst: int | None, place: int) -> str:
    return str(place) if best is None or best == worst else f"{best}–{worst}"
