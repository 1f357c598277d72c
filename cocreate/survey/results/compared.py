"""A comparison of groups in words, tables and pictures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from cocreate.analysis.comparison import Verdict
from cocreate.analysis.disclosure import HIDDEN
from cocreate.survey.kinds.base import ChoiceSummary, NumberSummary, Summary
from cocreate.survey.models import Question
from cocreate.survey.results.choices import in_words, is_scale, keyed, labels_of, point_label, points_of
from cocreate.survey.results.compare import Group, MeanOf, ShareOf
from cocreate.survey.results.cross import point_key
from cocreate.survey.results.parts import Table, decimal, number, percent
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import Chart, Interval, interval_chart

MOST_PICTURES = 8  # one for each answer; more are only in the table


@dataclass(frozen=True)
class Compared:
    """What the page and the file show."""

    by: str
    of: str
    answers: Mapping[str, str]  # key -> label; none where only means are compared
    groups: Sequence[Group]
    means: Sequence[Group]
    sentences: Sequence[str]
    charts: Sequence[Chart]
    tables: Sequence[Table]

    @property
    def is_balanced(self) -> bool:
        """Whether a balanced number stands anywhere."""
        shares = any(s and s.balanced is not None for group in self.groups for s in group.shares.values())
        means = (group.mean for group in (*self.groups, *self.means))
        return shares or any(mean and mean.balanced is not None for mean in means)


def answers_of(question: Question, summary: Summary) -> dict[str, str]:
    """The answers whose shares are compared."""
    if question.kind == QuestionKind.MATRIX:
        return keyed(question.options.get("columns", []))
    if isinstance(summary, NumberSummary):
        points = points_of(question, summary) if is_scale(question) else []
        return {point_key(point): point_label(question, point) for point in points}
    return labels_of(question, summary) if isinstance(summary, ChoiceSummary) else {}


def compared(by: str, of: str, answers: Mapping[str, str], groups: Sequence[Group], means: Sequence[Group]) -> Compared:
    """All of it; `means` beside the shares where the answers are points of a scale."""
    with_means = [group for group in (means or groups) if group.mean is not None]
    charts = _share_charts(by, answers, groups) if answers else []
    charts += [_mean_chart(by, with_means)] if with_means else []
    tables = _share_tables(by, answers, groups) if answers else []
    tables += [_mean_table(by, means or groups)] if with_means else []
    return Compared(by, of, answers, groups, means, list(_sentences(answers, groups, with_means)), charts, tables)


def _sentences(answers: Mapping[str, str], groups: Sequence[Group], means: Sequence[Group]) -> Iterator[str]:
    """Where a group clearly differs from all others together."""
    for group in groups:
        for key, share in group.shares.items():
            gap = share.difference if share else None
            if gap and gap.verdict in (Verdict.MORE, Verdict.LESS):
                yield in_words(group.name, answers[key], gap.share, gap.other_share, gap.low, gap.high)
    for group in means:
        found = group.mean.difference if group.mean else None
        if found is None or found.low is None or found.high is None:
            continue
        near, far = sorted((abs(found.low), abs(found.high)))
        values = {
            "group": group.name,
            "mean": decimal(found.mean),
            "other": decimal(found.other_mean),
            "near": decimal(near),
            "far": decimal(far),
        }
        if found.verdict is Verdict.MORE:
            yield _(
                "%(group)s: a clearly higher average than the others (%(mean)s against %(other)s; the difference lies "
                "between %(near)s and %(far)s).",
                **values,
            )
        elif found.verdict is Verdict.LESS:
            yield _(
                "%(group)s: a clearly lower average than the others (%(mean)s against %(other)s; the difference lies "
                "between %(near)s and %(far)s).",
                **values,
            )


def _share_charts(by: str, answers: Mapping[str, str], groups: Sequence[Group]) -> list[Chart]:
    charts = []
    for number_, (key, label) in enumerate(answers.items() if len(answers) <= MOST_PICTURES else ()):
        shown = [(group.name, share) for group in groups if (share := group.shares.get(key)) is not None]
        if shown:
            points = [Interval(name, share.share, share.low, share.high) for name, share in shown]
            headers = (by, _("Share"), _("From"), _("To"))
            charts.append(interval_chart(label, points, headers=headers, show=percent, ident=f"compare-{number_}"))
    return charts


def _share_tables(by: str, answers: Mapping[str, str], groups: Sequence[Group]) -> list[Table]:
    headers = (by, _("People"), *answers.values())
    raw = [(g.name, number(g.base), *(_with_range(g.shares.get(key)) for key in answers)) for g in groups]
    found = [Table(_("Share of each group, and the range of doubt around it"), headers, tuple(raw))]
    if any(share is not None and share.balanced is not None for group in groups for share in group.shares.values()):
        both = [(g.name, number(g.base), *(_beside(g.shares.get(key)) for key in answers)) for g in groups]
        found.append(Table(_("Raw / balanced"), headers, tuple(both)))
    return found


def _with_range(share: ShareOf | None) -> str:
    if share is None:
        return _("hidden")
    return f"{percent(share.share)} ({percent(share.low)} – {percent(share.high)})"


def _beside(share: ShareOf | None) -> str:
    if share is None:
        return _("hidden")
    return f"{percent(share.share)} / {_('hidden') if share.balanced is None else percent(share.balanced)}"


def _mean_chart(by: str, groups: Sequence[Group]) -> Chart:
    points = []
    for group in groups:
        mean = group.mean
        assert mean is not None
        low, high = mean.interval or (mean.spread.mean, mean.spread.mean)
        points.append(Interval(group.name, mean.spread.mean, low, high))
    low, high = min(point.low for point in points), max(point.high for point in points)
    return interval_chart(
        _("Average"),
        points,
        headers=(by, _("Average"), _("From"), _("To")),
        minimum=low if low < high else low - 1,
        maximum=high if low < high else high + 1,
        show=decimal,
        ident="compare-mean",
    )


def _mean_table(by: str, groups: Sequence[Group]) -> Table:
    lines = [(group.name, number(group.base), *_mean_cells(group.mean)) for group in groups]
    headers = (by, _("People"), _("Average"), _("From"), _("To"), _("Average, balanced"))
    return Table(_("Average of each group, and the range of doubt around it"), headers, tuple(lines))


def _mean_cells(mean: MeanOf | None) -> tuple[str, str, str, str]:
    if mean is None:
        return ("–",) * 4
    low, high = (decimal(end) for end in mean.interval) if mean.interval else ("–", "–")
    return decimal(mean.spread.mean), low, high, "–" if mean.balanced is None else decimal(mean.balanced)


def as_rows(found: Compared) -> Iterator[list[str]]:
    """The lines of the file; numbers with a point, whatever the language of the page."""
    yield [
        "group", "group_label", "answer", "answer_label", "people", "count", "value", "low", "high", "balanced",
        "others", "difference", "difference_low", "difference_high", "verdict",
    ]  # fmt: skip
    for group in found.groups if found.answers else []:
        for key, label in found.answers.items():
            share, start = group.shares.get(key), [group.key, group.name, key, label, _plain(group.base)]
            if share is None:
                yield [*start, "hidden", *([""] * 9)]
                continue
            gap = share.difference
            # In whole percent: more digits could tell of how many people with which weight the share is made.
            told = [share.share, share.low, share.high, None if share.balanced is None else round(share.balanced, 2)]
            told += [gap.other_share, gap.difference, gap.low, gap.high] if gap else [None] * 4
            yield [*start, str(share.count), *map(_plain, told), gap.verdict.value if gap else ""]
    for group in found.means or ([] if found.answers else found.groups):
        mean, start = group.mean, [group.key, group.name, "mean", "", _plain(group.base), ""]
        if mean is None:
            yield [*start, *([""] * 9)]
            continue
        between = mean.difference
        low, high = mean.interval or (None, None)
        told = [mean.spread.mean, low, high, None if mean.balanced is None else round(mean.balanced, 2)]
        told += [between.other_mean, between.difference, between.low, between.high] if between else [None] * 4
        yield [*start, *map(_plain, told), between.verdict.value if between else ""]


def _plain(value: object) -> str:
    if value is None:
        return ""
    return "hidden" if value is HIDDEN else f"{value:.6g}" if isinstance(value, float) else str(value)
