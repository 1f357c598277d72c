"""Results of questions with choices: one, several, a point of a scale, or one choice per row."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from cocreate.analysis.comparison import Verdict, difference_of_shares
from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.survey.kinds import Kind, ResultRow
from cocreate.survey.kinds.base import ChoiceSummary, MatrixSummary, NumberSummary
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.kinds.scales import Scale
from cocreate.survey.labels import word
from cocreate.survey.models import Question
from cocreate.survey.results.disclosure import Cross, cross, hide_alike, point_key, points_as_choices
from cocreate.survey.results.parts import (
    Grouping,
    Setting,
    ShownResult,
    Table,
    by_language,
    decimal,
    number,
    or_hidden,
    percent,
    weighted,
    with_share,
    without_answer,
)
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import MOST_COLUMNS, Bar, Chart, bar_chart, heat_grid
from cocreate.web.distributions import Stack, stacked_bars
from cocreate.web.language import spoken

Labels = Mapping[str, str]
LONG_LIST = 12  # choices; of a longer list only those with a number are pictured
MOST_STEPS = 11  # of a scale that is shown point by point


def show_choice(
    kind: Kind, question: Question, rows: Sequence[ResultRow], summary: ChoiceSummary, setting: Setting
) -> ShownResult:
    """Choices overall and by group, with the balanced shares beside the raw ones."""
    labels = labels_of(question, summary)
    other = kind.summarise(question, by_language(rows), setting.ground)
    assert isinstance(other, ChoiceSummary)
    crosses = _crosses(summary, other, labels, setting)
    overall = crosses[0]
    details = (
        by_group_table(overall, labels, setting.helix),
        by_group_table(crosses[1], labels, setting.language),
    )
    if question.kind == QuestionKind.CONSENT:
        return _show_consent(question, overall, labels, details, setting)
    pictured, notes = _pictured(overall, labels)
    return ShownResult(
        sentences=_who_chose(overall, round(summary.comments), setting),
        notes=notes,
        charts=(_bars(question, overall, pictured),),
        tables=_balanced(kind, question, rows, overall, labels, setting),
        details=details,
        differences=_compared(crosses, labels, setting),
    )


def _show_consent(
    question: Question, table: Cross, labels: Labels, details: tuple[Table, ...], setting: Setting
) -> ShownResult:
    """How many agreed: of all, since nobody says that they do not."""
    if table.total is HIDDEN:
        return ShownResult(sentences=(_("Very few people agreed."),))
    said = _("%(count)s of %(base)s respondents agreed.", count=number(table.total), base=number(setting.base))
    chart = bar_chart(
        _("How many agreed"),
        [Bar(label, table.rows[key]) for key, label in labels.items()],
        headers=(_("Answer"), _("People")),
        maximum=setting.base,
        show=with_share(setting.base),
        missing=_("hidden"),
        ident=f"chart-{question.public_id}",
    )
    return ShownResult(sentences=(said,), charts=(chart,), details=details)


def show_scale(
    kind: Kind, question: Question, rows: Sequence[ResultRow], summary: NumberSummary, setting: Setting
) -> ShownResult:
    """The points of a scale: a stack per group, and the mean where all of it is shown."""
    points = points_of(question, summary)
    labels = {point_key(point): point_label(question, point) for point in points}
    other = kind.summarise(question, by_language(rows), setting.ground)
    assert isinstance(other, NumberSummary)
    choices = points_as_choices(summary, points)
    crosses = _crosses(choices, points_as_choices(other, points), labels, setting)
    overall = crosses[0]
    silent = or_hidden(round(summary.no_opinion), setting.minimum)
    sentences = list(_who_chose(overall, 0, setting, silent))
    if silent and silent is not HIDDEN:
        sentences.append(_("%(count)s said that they have no opinion.", count=number(silent)))
    means = _means(overall, points, setting.helix)
    if means is not None and setting.weights and all(overall.is_open(key) for key in labels):
        balanced = kind.summarise(question, weighted(rows, setting.weights), setting.ground)
        assert isinstance(balanced, NumberSummary)
        means.append((_("All, balanced"), decimal(_mean(balanced.values, balanced.answered))))
    chart, notes = _scale_picture(question, overall, labels, setting)
    averages = (Table(_("Average"), (_("Group"), _("Average")), tuple(means)),) if means else ()
    return ShownResult(
        sentences=tuple(sentences),
        notes=notes,
        charts=(chart,),
        tables=averages,
        details=(
            by_group_table(overall, labels, setting.helix),
            by_group_table(crosses[1], labels, setting.language),
        ),
        differences=_compared(crosses, labels, setting),
    )


def _scale_picture(
    question: Question, overall: Cross, labels: Mapping[str, str], setting: Setting
) -> tuple[Chart, tuple[str, ...]]:
    """A stack per group; where a point is hidden, a stack would be empty, while bars can show the other points."""
    if HIDDEN in overall.rows.values():
        return _bars(question, overall, labels), ()
    columns = {group: [overall.cells[key][group] for key in labels] for group in overall.columns}
    stacks = [Stack(_("All"), [overall.rows[key] for key in labels])]
    stacks += [Stack(setting.helix.name_of(g), column) for g, column in columns.items() if HIDDEN not in column]
    chart = stacked_bars(
        _("Answers by group"),
        list(labels.values()),
        stacks,
        corner=_("Group"),
        show=percent,
        missing=_("hidden"),
        ident=f"chart-{question.public_id}",
    )
    if len(stacks) > len(columns):
        return chart, ()
    return chart, (_("Groups with a number too small to be shown are left out of the picture."),)


def show_matrix(
    kind: Kind, question: Question, rows: Sequence[ResultRow], summary: MatrixSummary, setting: Setting
) -> ShownResult:
    """One line per row of the matrix, with its parts; the groups of each row are folded away."""
    columns = keyed(question.options.get("columns", []))
    names = keyed(question.options.get("rows", []))
    safe = {key: cross(found, list(columns), setting.helix, setting.minimum) for key, found in summary.rows.items()}
    safe = {key: safe[key] for key in names if key in safe}
    is_multiple = any(found.is_multiple for found in summary.rows.values())
    caption, shown = _("Answers by row"), [names[key] for key in safe]
    told: dict[str, Any] = {"corner": _("Row"), "show": percent, "missing": _("hidden")}
    told["ident"] = f"chart-{question.public_id}"
    chart: Chart | None = None
    if not is_multiple:
        stacks = [Stack(names[key], [table.rows[column] for column in columns]) for key, table in safe.items()]
        chart = stacked_bars(caption, list(columns.values()), stacks, **told)
    elif len(columns) <= MOST_COLUMNS:
        shares = [[_share(table.rows[column], table.total) for column in columns] for table in safe.values()]
        chart = heat_grid(caption, shown, list(columns.values()), shares, **told)
    lines = tuple(
        (names[key], *(number(table.rows[column]) for column in columns), number(table.total))
        for key, table in safe.items()
    )
    tables: tuple[Table, ...] = (Table(caption, (_("Row"), *columns.values(), _("People")), lines),)
    if setting.weights:
        tables += _balanced_matrix(kind, question, rows, safe, names, columns, setting)
    details = tuple(
        by_group_table(table, columns, setting.helix, caption=f"{names[key]}: {_('Answers by group')}")
        for key, table in safe.items()
    )
    return ShownResult(charts=(chart,) if chart else (), tables=tables, details=details)


def by_group_table(table: Cross, labels: Labels, grouping: Grouping, *, caption: str = "") -> Table:
    """Choices by group as a table, with its totals."""
    groups = list(table.columns)
    lines = [
        (label, *(number(table.cells[key][group]) for group in groups), number(table.rows[key]))
        for key, label in labels.items()
    ]
    lines.append((_("All"), *(number(table.columns[group]) for group in groups), number(table.total)))
    heading = caption or (_("Answers by group") if "" in grouping.names else _("Answers by language"))
    return Table(heading, (_("Answer"), *(grouping.name_of(group) for group in groups), _("All")), tuple(lines))


def labels_of(question: Question, summary: ChoiceSummary) -> dict[str, str]:
    """What each choice is called, in the language of the page; a choice that was taken away keeps its key."""
    known = {key: spoken(label) for key, label in choices_of(question).items()}
    words = {"other": _("Other"), "given": _("Agreed")}
    return {key: known.get(key) or str(words.get(key, word(key))) for key in summary.counts}


def _crosses(summary: ChoiceSummary, other: ChoiceSummary, labels: Labels, setting: Setting) -> tuple[Cross, Cross]:
    """By group and by language."""
    keys = list(labels)
    return hide_alike(
        cross(summary, keys, setting.helix, setting.minimum), cross(other, keys, setting.language, setting.minimum)
    )


def _who_chose(table: Cross, comments: int, setting: Setting, silent: Shown = 0) -> tuple[str, ...]:
    if table.total is HIDDEN:
        said = [_("Very few people chose an answer.")]
    else:
        said = [
            _(
                "%(count)s of %(base)s respondents chose an answer.",
                count=number(table.total),
                base=number(setting.base),
            ),
            *without_answer(HIDDEN if silent is HIDDEN else table.total + silent, setting),
        ]
    shown = or_hidden(comments, setting.minimum)
    if shown and shown is not HIDDEN:
        said.append(_("%(count)s added a comment.", count=number(shown)))
    return tuple(said)


def _pictured(table: Cross, labels: Labels) -> tuple[Labels, tuple[str, ...]]:
    """Of a long list the choices that have a number, most often chosen first, and the others by their names."""
    counts = {key: count for key, count in table.rows.items() if count is not HIDDEN and count}
    if len(labels) <= LONG_LIST or not counts:
        return labels, ()
    hidden = [label for key, label in labels.items() if table.rows[key] is HIDDEN]
    nobody = [label for key, label in labels.items() if table.rows[key] == 0]
    notes = []
    if hidden:
        notes.append(_("Not shown, as the numbers are small: %(names)s.", names=", ".join(hidden)))
    if nobody:
        notes.append(_("Chosen by nobody: %(names)s.", names=", ".join(nobody)))
    return {key: labels[key] for key in sorted(counts, key=lambda key: -counts[key])}, tuple(notes)


def _bars(question: Question, table: Cross, labels: Labels) -> Chart:
    return bar_chart(
        _("Answers overall"),
        [Bar(label, table.rows[key]) for key, label in labels.items()],
        headers=(_("Answer"), _("People")),
        maximum=None if table.total is HIDDEN or not table.total else table.total,
        show=with_share(table.total),
        missing=_("hidden"),
        ident=f"chart-{question.public_id}",
    )


def _balanced(
    kind: Kind, question: Question, rows: Sequence[ResultRow], table: Cross, labels: Labels, setting: Setting
) -> tuple[Table, ...]:
    if not setting.weights or table.total is HIDDEN or not table.total or not any(map(table.is_open, labels)):
        return ()  # a table of nothing but hidden shares tells nothing
    summary = kind.summarise(question, weighted(rows, setting.weights), setting.ground)
    assert isinstance(summary, ChoiceSummary)
    lines = tuple((label, number(table.rows[key]), *_beside(table, key, summary)) for key, label in labels.items())
    return (Table(_("Raw and balanced"), (_("Answer"), _("People"), _("Raw"), _("Balanced")), lines),)


def _beside(table: Cross, key: str, balanced: ChoiceSummary) -> tuple[str, str]:
    """The raw share and the balanced one. The latter would tell a hidden cell of its row, so it is hidden with it."""
    raw = _share(table.rows[key], table.total)
    if raw is None:
        return _("hidden"), _("hidden")
    if not table.is_open(key) or not balanced.answered:
        return percent(raw), _("hidden")
    return percent(raw), percent(balanced.counts[key] / balanced.answered)


def _balanced_matrix(
    kind: Kind,
    question: Question,
    rows: Sequence[ResultRow],
    safe: Mapping[str, Cross],
    names: Labels,
    columns: Labels,
    setting: Setting,
) -> tuple[Table, ...]:
    if not any(table.is_open(column) for table in safe.values() for column in columns):
        return ()
    summary = kind.summarise(question, weighted(rows, setting.weights or {}), setting.ground)
    assert isinstance(summary, MatrixSummary)
    lines = tuple(
        (names[key], *(" / ".join(_beside(table, column, summary.rows[key])) for column in columns))
        for key, table in safe.items()
    )
    return (Table(_("Raw / balanced"), (_("Row"), *columns.values()), lines),)


def _share(count: Shown, total: Shown) -> float | None:
    return None if count is HIDDEN or total is HIDDEN or not total else count / total


def steps_of(question: Question) -> list[float]:
    """The points of a scale."""
    return [float(step) for step in Scale().steps(question)]


def points_of(question: Question, summary: NumberSummary) -> list[float]:
    """The points of the scale, and any others that were stored while it was another."""
    return sorted({*steps_of(question), *summary.values})


def point_label(question: Question, point: float) -> str:
    """A point of a scale with its word, where it has one."""
    label = spoken(Scale().label(question, int(point)))
    return label.within(f"{point_key(point)} – {label}") if label else point_key(point)


def _means(table: Cross, points: Sequence[float], grouping: Grouping) -> list[tuple[str, str]] | None:
    """Averages of the columns that are shown whole; None when not even the whole is."""
    totals = {point: table.rows[point_key(point)] for point in points}
    if any(count is HIDDEN for count in totals.values()) or not any(totals.values()):
        return None
    found = [(_("All"), _mean_of(totals))]
    for group in table.columns:
        column = {point: table.cells[point_key(point)][group] for point in points}
        if all(count is not HIDDEN for count in column.values()) and any(column.values()):
            found.append((grouping.name_of(group), _mean_of(column)))
    return found


def _mean_of(counts: Mapping[float, Shown]) -> str:
    known = {point: float(count) for point, count in counts.items() if count is not HIDDEN}
    return decimal(_mean(known, sum(known.values())))


def _mean(values: Mapping[float, float], base: float) -> float:
    return sum(point * count for point, count in values.items()) / base if base else 0.0


def keyed(options: Sequence[Mapping[str, Mapping[str, str]]]) -> dict[str, str]:
    """Rows or columns of a matrix: key -> label in the language of the page."""
    return {str(option["key"]): spoken(option.get("label") or {}) or str(option["key"]) for option in options}


def _compared(crosses: tuple[Cross, Cross], labels: Labels, setting: Setting) -> tuple[str, ...] | None:
    """Where a group clearly differs from all others together, in words."""
    if not setting.compares:
        return None
    table, grouping = (crosses[0], setting.helix) if setting.compares == "helix" else (crosses[1], setting.language)
    groups = [group for group, people in table.columns.items() if people is not HIDDEN and people]
    told = []
    comparisons = max(1, len(groups) * len(labels))
    for group in groups if len(groups) > 1 else []:
        for key, label in labels.items():
            if not (table.is_open(key)):
                continue
            count, base = int(table.cells[key][group]), int(table.columns[group])
            rest, rest_base = int(table.rows[key]) - count, int(table.total) - base
            found = difference_of_shares(count, base, rest, rest_base, comparisons=comparisons)
            if found.verdict in (Verdict.MORE, Verdict.LESS):
                told.append(
                    in_words(grouping.name_of(group), label, found.share, found.other_share, found.low, found.high)
                )
    return tuple(told)


def in_words(group: str, label: str, share: float, other: float, low: float, high: float) -> str:
    """A clear difference between a group and all others."""
    near, far = sorted((abs(low), abs(high)))
    values = {
        "group": group,
        "answer": label,
        "share": percent(share),
        "other": percent(other),
        "near": round(100 * near),
        "far": round(100 * far),
    }
    if share > other:
        return _(
            "%(group)s: clearly more often “%(answer)s” than the others (%(share)s against %(other)s; the difference "
            "lies between %(near)s and %(far)s points).",
            **values,
        )
    return _(
        "%(group)s: clearly less often “%(answer)s” than the others (%(share)s against %(other)s; the difference lies "
        "between %(near)s and %(far)s points).",
        **values,
    )


def is_scale(question: Question) -> bool:
    """Whether its numbers are points of a scale that one can survey rather than measures."""
    return question.kind == QuestionKind.SCALE and len(steps_of(question)) <= MOST_STEPS
