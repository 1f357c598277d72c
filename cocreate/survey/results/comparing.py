"""The page that compares groups, in words, tables and pictures, and the same as a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, g, render_template, request
from flask_babel import gettext as _

from cocreate.analysis.comparison import Verdict
from cocreate.analysis.disclosure import HIDDEN
from cocreate.core.cells import safe_cell
from cocreate.core.db import begin_reading, begin_writing, db, transaction
from cocreate.core.jobs import Job
from cocreate.errors import NotFound
from cocreate.survey import part_counts, queries
from cocreate.survey.kinds.base import ChoiceSummary, NumberSummary, Summary
from cocreate.survey.models import Consultation, Question
from cocreate.survey.results import compare
from cocreate.survey.results.choices import in_words, is_scale, keyed, labels_of, point_label, points_of
from cocreate.survey.results.compare import (
    Group,
    Grouped,
    MeanOf,
    ShareOf,
    compare_means,
    compare_shares,
    is_open,
    summary_of,
)
from cocreate.survey.results.disclosure import point_key
from cocreate.survey.results.page import Balance, Balanced, balance_of, hidden_groups, in_order
from cocreate.survey.results.parts import Table, decimal, helix_grouping, language_grouping, number, percent
from cocreate.survey.results.show import count_waiting, filter_questions, too_early
from cocreate.survey.routes import consultation_of_address, pages
from cocreate.survey.rules import QuestionKind
from cocreate.web.access import current_actor, may, requires
from cocreate.web.charts import Chart, Interval, interval_chart
from cocreate.web.language import Spoken, lang_said, spoken

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


TRAITS = ("helix", "language")
COMPARED = (
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.MULTIPLE_CHOICE,
    QuestionKind.SCALE,
    QuestionKind.NUMBER,
    QuestionKind.MATRIX,
)


@dataclass(frozen=True)
class Option:
    """Something to choose on the page."""

    value: str
    label: str
    lang: str = ""


@dataclass(frozen=True)
class Subject:
    """What is compared: a question, or one row of a matrix."""

    question: Question
    part: str = ""


@dataclass(frozen=True)
class Asked:
    """What came of asking for a comparison."""

    found: Compared | None = None
    refusal: str = ""  # why this is not shown to everybody
    job: Job | None = None  # of the worker that counts it
    balanced: Balanced | None = None


@pages.get("/<consultation_id>/results/compare")
@requires("survey:results:view")
def compare_page(consultation_id: str) -> Any:
    """Choose by what people are grouped, and what they are asked about; then the comparison."""
    consultation = consultation_of_address(consultation_id)
    if (early := too_early(consultation)) is not None:
        return early
    count_waiting(consultation)
    asked = ask(consultation)
    return render_template(
        "survey/results/compare.html",
        consultation=consultation,
        groupings=groupings_of(consultation),
        subjects=subjects_of(consultation),
        by=request.args.get("by", ""),
        of=request.args.get("of", ""),
        asked=asked,
        minimum=consultation.process.minimum_cell,
    )


@pages.get("/<consultation_id>/results/compare.csv")
@requires("survey:results:view")
def compare_file(consultation_id: str) -> Any:
    """The same as a table for a spreadsheet."""
    consultation = consultation_of_address(consultation_id)
    if (early := too_early(consultation)) is not None:
        return early
    count_waiting(consultation)
    found = ask(consultation).found
    if found is None:
        raise NotFound()
    lines = (",".join('"' + safe_cell(cell).replace('"', '""') + '"' for cell in row) for row in as_rows(found))
    name = f"{consultation.public_id}-comparison.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response("\ufeff" + "\r\n".join(lines) + "\r\n", mimetype="text/csv", headers=headers)


def groupings_of(consultation: Consultation) -> list[Option]:
    """By what people can be grouped."""
    traits = [Option("helix", _("Group of the respondent")), Option("language", _("Language of the page"))]
    return traits + [
        Option(each.question.key, title := spoken(each.question.title), lang_said(title))
        for each in filter_questions(consultation)
    ]


def subjects_of(consultation: Consultation) -> list[Option]:
    """What can be compared: every question with choices or numbers, a matrix by its rows."""
    found = []
    for question in consultation.active_questions:
        if question.kind not in COMPARED:
            continue
        title = spoken(question.title)
        lang = title.lang
        if question.kind == QuestionKind.MATRIX:
            rows = keyed(question.options.get("rows", [])).items()
            found += [Option(f"{question.key}.{key}", f"{title} – {label}", lang) for key, label in rows]
        else:
            found.append(Option(question.key, title, lang))
    return found


def ask(consultation: Consultation) -> Asked:
    """The comparison of an address, as far as whoever asks may see it."""
    by, of = request.args.get("by", ""), request.args.get("of", "")
    known = {option.value for option in subjects_of(consultation)}
    if of not in known or by not in {option.value for option in groupings_of(consultation)} or by == of:
        return Asked()
    questions = {question.key: question for question in consultation.active_questions}
    key, _dot, part = of.partition(".")
    subject = Subject(questions[key], part)
    session, minimum = db.session(), consultation.process.minimum_cell
    people = queries.counted_people(session, consultation)
    if people.total < minimum:
        return Asked()
    grouped = _grouped(consultation, by, questions.get(by), subject.question, people)
    if isinstance(grouped, Job):
        return Asked(job=grouped)
    may_see_all = may("survey:results:preview")
    summarise = summary_of(subject.question, subject.part, queries.ground_of(session, g.process))
    is_number = not is_shares(subject.question)
    if not may_see_all and not is_open(grouped, summarise, minimum, is_number=is_number):
        return Asked(refusal=refusal())
    helix = helix_grouping(hidden_groups(in_order(people.by_helix), minimum))
    way = Balance.TARGETS if request.args.get("balance") == Balance.TARGETS else Balance.EQUAL
    balanced = balance_of(people, consultation, way, helix, by_language=may_see_all)
    weights = balanced.weights if balanced else None
    titles = {
        option.value: Spoken(option.label, option.lang)
        for option in [*groupings_of(consultation), *subjects_of(consultation)]
    }
    answers = answers_of(subject.question, summarise(grouped.rows_by_group()))
    groups: Sequence[Group]
    if is_number:
        groups = compare_means(grouped, summarise, minimum, weights)
    else:
        groups = compare_shares(grouped, summarise, list(answers), minimum, weights)
    means = compare_means(grouped, summarise, minimum, weights) if is_scale(subject.question) else []
    return Asked(compared(titles[by], titles[of], answers, groups, means), balanced=balanced)


def is_shares(question: Question) -> bool:
    """Whether its answers are told as shares; else as a mean."""
    return question.kind not in (QuestionKind.NUMBER, QuestionKind.SCALE) or is_scale(question)


def _grouped(
    consultation: Consultation, by: str, asked: Question | None, of: Question, people: queries.Participation
) -> Grouped | Job:
    """Everybody in groups; or, where there are too many to count at once, the task that counts them."""
    session = db.session()
    if by in TRAITS or asked is None:
        rows = queries.counted(session, consultation).rows.get(of.id, [])
        grouping = (
            helix_grouping(frozenset()) if by == "helix" else language_grouping(list(people.by_language), frozenset())
        )
        return Grouped(grouping.names, compare.by_trait(rows, by))
    names = {each.question.key: each.options for each in filter_questions(consultation)}[by]
    overlap = asked.kind == QuestionKind.MULTIPLE_CHOICE
    if people.total <= part_counts.AT_ONCE:
        return Grouped(names, compare.count_now(session, asked, of), overlap)
    kept = compare.kept(session, asked, of)
    if kept is None or not part_counts.is_fresh(kept, people.total):
        db.session.rollback()
        begin_writing()  # a page that is asked for with GET otherwise only reads
        with transaction() as writing:
            job = compare.count_later(writing, current_actor(), consultation, asked, of)
        begin_reading()
        kept = compare.kept(db.session(), asked, of)
        if kept is None:
            return job
    return Grouped(names, compare.counted(kept), overlap)


def refusal() -> str:
    """Why everybody may not see a comparison."""
    return _(
        "This comparison is not public: some of its numbers are so small that somebody might be recognised. The "
        "results of all answers are on the page of results."
    )
