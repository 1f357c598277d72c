"""What a results page shows: numbers with their base, small groups hidden, pictures with the same numbers as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, SafeTable, Shown, suppress, suppress_two_way
from cocreate.process.rules import HelixCategory
from cocreate.survey import queries
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.kinds.summaries import ChoiceSummary, RankingSummary, TextSummary
from cocreate.survey.labels import SMALL_GROUPS, helix_name
from cocreate.survey.models import Consultation, Question
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES, translate

SMALL = "small"  # the groups that are hidden among the respondents, taken together


@dataclass(frozen=True)
class QuestionResult:
    """One question's results: a summary that its kind's template knows how to show."""

    question: Question
    template: str
    summary: Any


@dataclass(frozen=True)
class Results:
    """The page: who took part, then the questions in order. `base` is None while there are too few to show anything."""

    base: int | None
    minimum: int
    by_helix: Chart | None
    by_language: Chart | None
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True)
class ShownText:
    """How many people wrote something, and about which challenge."""

    answered: Shown
    by_item: Chart | None


@dataclass(frozen=True)
class ShownChoice:
    """Overall, and the choices (rows) by helix (columns), with totals."""

    answered: Shown
    overall: Chart
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    comments: Shown


@dataclass(frozen=True)
class ShownRanking:
    """The common order with its doubt."""

    ballots: Shown
    no_opinion: Shown
    chart: Chart | None
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_tied: bool  # several orders are equally good


def results_of(session: Session, consultation: Consultation, ground: Ground) -> Results:
    """Everything for one results page, safe to publish."""
    minimum = consultation.process.minimum_cell
    people = queries.participation(session, consultation)
    if people.total < minimum:
        return Results(None, minimum, None, None, ())
    rows = queries.result_rows(session, consultation)
    small = hidden_groups(people.by_helix, minimum)
    shown = []
    for question in consultation.active_questions:
        if question.kind == QuestionKind.HELIX:
            continue  # that is who took part
        kind = kind_of(question)
        summary = kind.summarise(question, rows.get(question.id, []), ground)
        shown.append(QuestionResult(question, kind.results_template, show(question, summary, ground, minimum, small)))
    return Results(
        base=people.total,
        minimum=minimum,
        by_helix=_people(
            _("Respondents by group"),
            _("Group"),
            {helix_name(helix): count for helix, count in _in_order(people.by_helix).items()},
            minimum,
        ),
        by_language=_people(
            _("Respondents by language"),
            _("Language of the page"),
            {NAMES.get(code, code): count for code, count in sorted(people.by_language.items())},
            minimum,
        ),
        questions=tuple(shown),
    )


def hidden_groups(by_helix: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Helix groups hidden among the respondents; no other table may show them, or they could be worked out."""
    safe = suppress(_in_order(by_helix), minimum)
    return frozenset(helix for helix, count in safe.cells.items() if count is HIDDEN)


def show(question: Question, summary: Any, ground: Ground, minimum: int, small: frozenset[str]) -> Any:
    """A kind's summary with small groups hidden, in words and pictures."""
    if isinstance(summary, RankingSummary):
        return show_ranking(summary, ground, minimum)
    if isinstance(summary, ChoiceSummary):
        return show_choice(question, summary, minimum, small)
    assert isinstance(summary, TextSummary)
    titles = {key: translate(title) for key, title in ground.titles().items()}
    by_item = None
    if summary.by_item:
        counts = {name: round(summary.by_item.get(key, 0)) for key, name in titles.items()}
        by_item = _counts_chart(_("Answers by challenge"), (_("Challenge"), _("Answers")), counts, minimum)
    return ShownText(_or_hidden(round(summary.answered), minimum), by_item)


def show_choice(question: Question, summary: ChoiceSummary, minimum: int, small: frozenset[str]) -> ShownChoice:
    """Choices overall and by helix, protected as one table."""
    labels = {key: translate(label) for key, label in choices_of(question).items()}
    columns = [*(category.value for category in HelixCategory), ""]
    table: dict[str, dict[str, int]] = {key: {} for key in labels}
    for helix in [column for column in columns if column in summary.by_helix]:
        group = SMALL if helix in small else helix
        for key, count in summary.by_helix[helix].items():
            table[key][group] = table[key].get(group, 0) + round(count)
    safe: SafeTable[str, str] = suppress_two_way(table, minimum)
    groups = list(safe.column_totals)
    names = [str(SMALL_GROUPS if group == SMALL else helix_name(group)) for group in groups]
    lines = [
        (labels[key], *(_number(safe.cells[key][group]) for group in groups), _number(safe.row_totals[key]))
        for key in labels
    ]
    lines.append((_("All"), *(_number(safe.column_totals[group]) for group in groups), _number(safe.total)))
    overall = bar_chart(
        _("Answers overall"),
        [Bar(labels[key], safe.row_totals[key]) for key in labels],
        headers=(_("Answer"), _("People")),
        maximum=None if safe.total is HIDDEN or not safe.total else safe.total,
        show=_with_share(safe.total),
        missing=_("hidden"),
    )
    return ShownChoice(
        answered=safe.total,
        overall=overall,
        headers=(_("Answer"), *names, _("All")),
        rows=tuple(lines),
        comments=_or_hidden(round(summary.comments), minimum),
    )


def show_ranking(summary: RankingSummary, ground: Ground, minimum: int) -> ShownRanking:
    """The Kemeny order, with the share of comparisons won as its plain picture."""
    ballots = _or_hidden(round(sum(ballot.weight for ballot in summary.ballots)), minimum)
    silent = _or_hidden(round(summary.no_opinion), minimum)
    titles = {key: translate(title) for key, title in ground.titles().items()}
    if ballots is HIDDEN or not ballots or not titles:
        return ShownRanking(ballots, silent, None, (), (), False)
    from cocreate.analysis.choice.ranking import rank  # SciPy behind it is heavy, and most processes never rank

    report = rank(summary.ballots, list(titles), time_limit=2.0)
    found = {row.item: row for row in report.rows}
    order = [found[item] for item in report.order]
    bars = [Bar(f"{row.place}. {titles[str(row.item)]}", row.borda) for row in order]
    chart = bar_chart(
        _("Share of comparisons that a challenge wins"),
        bars,
        headers=(_("Challenge"), _("Comparisons won")),
        maximum=1.0,
        show=_percent,
    )
    lines = tuple(
        (
            titles[str(row.item)],
            _place(row.best_place, row.worst_place, row.place),
            "–" if row.mean_rank is None else format_decimal(round(row.mean_rank, 2)),
            "–" if row.borda is None else _percent(row.borda),
        )
        for row in order
    )
    headers = (_("Challenge"), _("Place"), _("Average place"), _("Comparisons won"))
    return ShownRanking(ballots, silent, chart, headers, lines, "several_optimal_orders" in report.warnings)


def _in_order(by_helix: Mapping[str, int]) -> dict[str, int]:
    """Every category, also one that nobody is in; then those who did not say, if any."""
    counts = {category.value: by_helix.get(category, 0) for category in HelixCategory}
    return counts | ({"": by_helix[""]} if by_helix.get("") else {})


def _people(title: str, heading: str, counts: Mapping[str, int], minimum: int) -> Chart:
    safe = suppress(counts, minimum)
    return bar_chart(
        title,
        [Bar(name, count) for name, count in safe.cells.items()],
        headers=(heading, _("People")),
        maximum=None if safe.total is HIDDEN else safe.total,
        show=_with_share(safe.total),
        missing=_("hidden"),
    )


def _counts_chart(title: str, headers: Sequence[str], counts: Mapping[str, int], minimum: int) -> Chart:
    safe = suppress(counts, minimum)
    bars = [Bar(name, count) for name, count in safe.cells.items()]
    return bar_chart(title, bars, headers=headers, show=lambda v: str(format_decimal(int(v))), missing=_("hidden"))


def _with_share(total: Shown) -> Any:
    def say(value: float) -> str:
        number = format_decimal(int(value))
        return str(number) if total is HIDDEN or not total else f"{number} ({_percent(value / total)})"

    return say


def _percent(share: float) -> str:
    return str(format_percent(share, "#,##0 %"))


def _number(count: Shown) -> str:
    return _("hidden") if count is HIDDEN else str(format_decimal(count))


def _or_hidden(count: int, minimum: int) -> Shown:
    return HIDDEN if 0 < count < minimum else count


def _place(best: int | None, worst: int | None, place: int) -> str:
    return str(place) if best is None or best == worst else f"{best}–{worst}"
