"""Results of questions about numbers, points to hand out, places on a map, and words."""

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10

from flask_babel import format_decimal
from flask_babel import gettext as _

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.process.models import Asset, SubChallenge
from cocreate.survey.kinds import Ground, Kind, ResultRow
from cocreate.survey.kinds.base import NumberSummary, PlaceSummary, PointsSummary, TextSummary
from cocreate.survey.kinds.lists import MARKED
from cocreate.survey.kinds.places import region_of
from cocreate.survey.models import Question
from cocreate.survey.results.orders import options_of
from cocreate.survey.results.parts import (
    Grouping,
    Setting,
    ShownResult,
    Table,
    decimal,
    number,
    or_hidden,
    people_by_group,
    percent,
    protected,
    weighted,
    without_answer,
)
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import Bar, bar_chart
from cocreate.web.distributions import Spot, histogram, point_map
from cocreate.web.language import spoken, translate

ABOUT_CHALLENGES = (QuestionKind.TEXT_PER_CHALLENGE, QuestionKind.COMPLETE_LIST)
OWN_WORDS = (QuestionKind.LONG_TEXT, QuestionKind.PROJECT)
BINS = 10
NEARLY = 1e-9  # 0.3 is the third tenth, though computers divide it to a little less
GRID = 200  # points are drawn on a grid of 1/200 of a degree: some 500 metres


def show_number(
    kind: Kind, question: Question, rows: Sequence[ResultRow], summary: NumberSummary, setting: Setting
) -> ShownResult:
    """How the numbers are spread, and their middle, overall and for the groups that are large enough."""
    answered = or_hidden(round(summary.answered), setting.minimum)
    if answered is HIDDEN or not answered:
        return ShownResult(sentences=(few(),))
    unit = translate(question.options.get("unit", {}))
    safe = protected(dict(_bins(summary.values)), setting.minimum)
    caption = _("How the numbers are spread")
    chart = histogram(
        caption,
        [Bar(label, count) for label, count in safe.items()],
        headers=(f"{_('Number')} ({unit})" if unit else _("Number"), _("People")),
        show=lambda value: number(round(value)),
        missing=_("hidden"),
        ident=f"chart-{question.public_id}",
    )
    people = {helix: sum(values.values()) for helix, values in summary.by_helix.items()}
    by_group = people_by_group(people, setting.helix, setting.minimum)
    lines = [(_("All"), number(answered), *_middle(summary.values))]
    if setting.weights and HIDDEN not in by_group.values():
        balanced = kind.summarise(question, weighted(rows, setting.weights), setting.ground)
        assert isinstance(balanced, NumberSummary)
        lines.append((_("All, balanced"), number(answered), *_middle(balanced.values)))
    for group, count in by_group.items():
        values = _sum_values(summary.by_helix, setting.helix, group)
        hidden = (_("hidden"),) * 4
        lines.append((setting.helix.name_of(group), number(count), *(hidden if count is HIDDEN else _middle(values))))
    headers = (_("Group"), _("People"), _("Average"), _("Lower quarter below"), _("Median"), _("Upper quarter above"))
    return ShownResult(
        sentences=answered_of(answered, setting),
        charts=(chart,) if safe else (),
        tables=(Table(f"{caption} ({unit})" if unit else caption, headers, tuple(lines)),),
    )


def show_points(
    kind: Kind, question: Question, rows: Sequence[ResultRow], summary: PointsSummary, setting: Setting
) -> ShownResult:
    """The average points of each option."""
    answered = or_hidden(round(summary.answered), setting.minimum)
    if answered is HIDDEN or not answered:
        return ShownResult(sentences=(few(),))
    labels = {key: label for key, label in options_of(question, setting.ground).items() if key in summary.sums}
    whole = sum(summary.sums.values()) or 1.0
    by_group = people_by_group(summary.answered_by_helix, setting.helix, setting.minimum)
    groups = [group for group, count in by_group.items() if count is not HIDDEN and count]
    balanced: PointsSummary | None = None
    if setting.weights and HIDDEN not in by_group.values():
        found = kind.summarise(question, weighted(rows, setting.weights), setting.ground)
        assert isinstance(found, PointsSummary)
        balanced = found
    lines = []
    for key, label in labels.items():
        line = [label, decimal(summary.sums[key] / summary.answered, 1), percent(summary.sums[key] / whole)]
        if balanced:
            line.append(decimal(balanced.sums[key] / balanced.answered, 1))
        for group in groups:
            names = [name for name in summary.by_helix if setting.helix.group_of(name) == group]
            people = sum(summary.answered_by_helix.get(name, 0) for name in names)
            line.append(decimal(sum(summary.by_helix[name].get(key, 0) for name in names) / people, 1))
        lines.append(tuple(line))
    headers = [_("Answer"), _("Average points"), _("Share of all points")]
    headers += [_("Average points, balanced")] if balanced else []
    headers += [setting.helix.name_of(group) for group in groups]
    chart = bar_chart(
        _("Average points"),
        [Bar(label, summary.sums[key] / summary.answered) for key, label in labels.items()],
        headers=(_("Answer"), _("Average points")),
        show=lambda value: decimal(value, 1),
        ident=f"chart-{question.public_id}",
    )
    tables = (Table(_("Average points by group"), tuple(headers), tuple(lines)),)
    return ShownResult(sentences=answered_of(answered, setting), charts=(chart,), tables=tables)


def show_places(question: Question, summary: PlaceSummary, setting: Setting) -> ShownResult:
    """Points on the map, moved to a coarse grid; where fewer people stand than may be shown, nothing is drawn."""
    answered = or_hidden(round(summary.answered), setting.minimum)
    if answered is HIDDEN or not answered:
        return ShownResult(sentences=(few(),))
    cells: dict[tuple[float, float], int] = {}
    for (latitude, longitude), count in summary.points.items():
        cell = (round(latitude * GRID) / GRID, round(longitude * GRID) / GRID)
        cells[cell] = cells.get(cell, 0) + round(count)
    shown = {cell: count for cell, count in cells.items() if count >= setting.minimum}
    # What is left out must be enough people itself, or the total would tell of it.
    while shown and 0 < sum(cells.values()) - sum(shown.values()) < setting.minimum:
        del shown[min(shown, key=lambda cell: (shown[cell], cell))]
    left = sum(cells.values()) - sum(shown.values())
    notes = [_("Points are moved to a grid of some 500 metres.")]
    if left:
        notes.append(
            _(
                "%(count)s more points lie where fewer than %(minimum)s people set one; they are not drawn.",
                count=number(left),
                minimum=setting.minimum,
            )
        )
    if not shown:
        return ShownResult(sentences=answered_of(answered, setting), notes=tuple(notes))
    region = region_of(question.options)
    notes += [region.attribution] if region.attribution else []
    chart = point_map(
        _("Where people set a point"),
        [Spot(latitude, longitude, count) for (latitude, longitude), count in shown.items()],
        headers=(_("Latitude, longitude"), _("People")),
        towns=[
            (translate(town.short), town.lat, town.lon) for town in region.places if town.short and not town.is_minor
        ],
        outlines=region.shapes,
        show=lambda value: number(round(value)),
        ident=f"chart-{question.public_id}",
    )
    return ShownResult(sentences=answered_of(answered, setting), notes=tuple(notes), charts=(chart,))


def show_text(question: Question, summary: TextSummary, reach: int, setting: Setting) -> ShownResult:
    """How many people wrote or handed in something, and about what; their words are the business of the themes."""
    minimum = setting.minimum
    answered = or_hidden(round(summary.answered), minimum)
    if answered is HIDDEN:
        return ShownResult(sentences=(_("Very few people wrote an answer."),))
    details = _who_wrote(summary, setting)
    values = {"count": number(answered), "base": number(setting.base)}
    if question.kind in ABOUT_CHALLENGES:
        people = or_hidden(reach, minimum)
        said = [_("%(count)s texts about the challenges, from %(base)s respondents in all.", **values)]
        said += [] if people is HIDDEN else answered_of(people, setting)
    elif question.kind in OWN_WORDS:
        said = [_("%(count)s answers in people's own words, of %(base)s respondents.", **values)]
        said += without_answer(answered, setting)
    else:
        said = [*answered_of(answered, setting)]
    labels = _items(question, setting.ground)
    safe = protected({key: round(summary.by_item.get(key, 0)) for key in labels}, minimum) if summary.by_item else {}
    if not safe:
        return ShownResult(tuple(said), details=details)
    about_challenges = question.kind in ABOUT_CHALLENGES
    chart = bar_chart(
        _("Answers by challenge") if about_challenges else _("Answers by row"),
        [Bar(labels[key], count) for key, count in safe.items()],
        headers=(_("Challenge") if about_challenges else _("Row"), _("Answers")),
        show=lambda value: number(round(value)),
        missing=_("hidden"),
        ident=f"chart-{question.public_id}",
    )
    return ShownResult(tuple(said), charts=(chart,), tables=_marked(summary, setting), details=details)


def _items(question: Question, ground: Ground) -> dict[str, str]:
    """What the single texts of an answer are about."""
    if question.kind in ABOUT_CHALLENGES:
        return {key: spoken(title) for key, title in ground.titles().items()}
    return {
        str(row["key"]): spoken(row.get("label") or {}) or str(row["key"]) for row in question.options.get("rows", [])
    }


def _marked(summary: TextSummary, setting: Setting) -> tuple[Table, ...]:
    """Entries of lists that people marked as important, most often marked first."""
    titles: dict[str, str] = {}
    for challenge in setting.ground.challenges:
        entries: list[SubChallenge | Asset] = [*challenge.sub_challenges, *challenge.assets]
        for entry in entries:
            titles[f"{MARKED}{entry.public_id}"] = spoken(entry.title)
    counts = {key: round(summary.by_item[key]) for key in titles if summary.by_item.get(key)}
    if not counts:
        return ()
    safe = protected(dict(sorted(counts.items(), key=lambda entry: -entry[1])), setting.minimum)
    lines = tuple((titles[key], number(count)) for key, count in safe.items())
    return (Table(_("What people marked as important"), (_("Entry"), _("People")), lines),) if lines else ()


def _who_wrote(summary: TextSummary, setting: Setting) -> tuple[Table, ...]:
    found = []
    for counts, grouping, caption in (
        (summary.by_helix, setting.helix, _("Answers by group")),
        (summary.by_language, setting.language, _("Answers by language")),
    ):
        safe = people_by_group(counts, grouping, setting.minimum)
        lines = tuple((grouping.name_of(group), number(count)) for group, count in safe.items())
        if lines:
            found.append(Table(caption, (grouping.title, _("Answers")), lines))
    return tuple(found)


def few() -> str:
    """Instead of numbers."""
    return _("Too few people answered to show numbers.")


def answered_of(count: Shown, setting: Setting) -> tuple[str, ...]:
    """The base of a question, and how many of it gave no answer."""
    said = _("%(count)s of %(base)s respondents answered.", count=number(count), base=number(setting.base))
    return (said, *without_answer(count, setting))


def _sum_values(by_helix: Mapping[str, Mapping[float, float]], grouping: Grouping, group: str) -> dict[float, float]:
    found: dict[float, float] = {}
    for key, values in by_helix.items():
        if grouping.group_of(key) == group:
            for value, count in values.items():
                found[value] = found.get(value, 0) + count
    return found


def _middle(values: Mapping[float, float]) -> tuple[str, str, str, str]:
    """Average, lower quartile, median and upper quartile of weighted numbers."""
    base = sum(values.values())
    average = sum(value * count for value, count in values.items()) / base if base else 0.0
    first, middle, third = (quantile(values, share) for share in (0.25, 0.5, 0.75))
    return decimal(average), decimal(first), decimal(middle), decimal(third)


def quantile(values: Mapping[float, float], share: float) -> float:
    """The smallest number that at least this share of the people do not pass; between two where it falls just there.

    >>> quantile({1: 2, 5: 2}, 0.5), quantile({1: 3, 5: 2}, 0.5)
    (3.0, 1.0)
    """
    base, so_far = sum(values.values()), 0.0
    ordered = sorted(value for value, count in values.items() if count > 0)
    for index, value in enumerate(ordered):
        so_far += values[value]
        if abs(so_far - share * base) < 1e-9 * max(base, 1.0) and index + 1 < len(ordered):
            return (value + ordered[index + 1]) / 2
        if so_far > share * base:
            return float(value)
    return float(ordered[-1]) if ordered else 0.0


def _bins(values: Mapping[float, float]) -> list[tuple[str, int]]:
    """Ranges of a round width that hold all numbers, with their counts; single numbers where few whole ones occur."""
    lowest, highest = min(values), max(values)
    if highest - lowest < BINS and all(float(value).is_integer() for value in values):
        return [(decimal(at, 0), round(values.get(at, 0))) for at in range(int(lowest), int(highest) + 1)]
    if lowest == highest:
        return [(_edge(lowest), round(sum(values.values())))]
    width = _round_width((highest - lowest) / BINS)
    start, end = floor(lowest / width + NEARLY), ceil(highest / width - NEARLY)
    found = dict.fromkeys(range(start, end), 0.0)
    for value, count in values.items():
        found[min(floor(value / width + NEARLY), end - 1)] += count
    return [(f"{_edge(at * width)}–{_edge((at + 1) * width)}", round(count)) for at, count in found.items()]


def _edge(value: float) -> str:
    """Where a range begins or ends, with as many decimals as tell it from the next."""
    return str(format_decimal(round(value, 8), "#,##0.########"))


def _round_width(width: float) -> float:
    """The next of 1, 2 and 5 times a power of ten.

    >>> _round_width(13.7), _round_width(0.3)
    (20.0, 0.5)
    """
    power = 10.0 ** floor(log10(width))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= width * (1 - 1e-9))
