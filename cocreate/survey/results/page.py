"""One page of results: who took part, who was asked what, how numbers are balanced, then the questions in order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, suppress
from cocreate.analysis.weighting import Weighting, equal_shares, rake
from cocreate.process.rules import HelixCategory
from cocreate.survey import queries
from cocreate.survey.kinds import Ground, Kind, ResultRow, kind_of
from cocreate.survey.kinds.base import (
    ChoiceSummary,
    MatrixSummary,
    NumberSummary,
    PlaceSummary,
    PointsSummary,
    RankingSummary,
    Summary,
    TextSummary,
)
from cocreate.survey.labels import helix_name
from cocreate.survey.models import Consultation, Question
from cocreate.survey.queries import Counted, Participation
from cocreate.survey.results import disclosure
from cocreate.survey.results.choices import is_scale, show_choice, show_matrix, show_scale
from cocreate.survey.results.measures import answered_of, few, show_number, show_places, show_points, show_text
from cocreate.survey.results.orders import show_ranking
from cocreate.survey.results.parts import (
    SMALL,
    Grouping,
    Setting,
    ShownResult,
    Weights,
    decimal,
    helix_grouping,
    language_grouping,
    number,
    or_hidden,
    with_share,
)
from cocreate.survey.rules import QuestionKind
from cocreate.survey.tallies import sources_of
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES


@dataclass(frozen=True)
class Asked:
    """How many people were asked a question; None where it is not told, and what is said about it."""

    base: int | None = None
    sentence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Bases:
    """The bases of all questions of a page."""

    counted: Counted
    ground: Ground
    minimum: int
    questions: Mapping[str, Question]  # by their keys
    sources: Mapping[str, set[str]]

    @classmethod
    def of(cls, consultation: Consultation, counted: Counted, ground: Ground, minimum: int) -> "Bases":
        """Those of a consultation, in the counted sheets."""
        questions = consultation.active_questions
        return cls(counted, ground, minimum, {q.key: q for q in questions}, sources_of(questions, ground))

    def asked(self, question: Question) -> Asked:
        """Of whom one question was asked."""
        sources = self.sources.get(question.key, set())
        note = _("This question was asked only of some, depending on their earlier answers.") if sources else ""
        total, spared = self.counted.people.total, self.counted.unasked.get(question.id, 0)
        if not spared:
            return Asked(note=note)
        base = or_hidden(total - spared, self.minimum)
        if base is HIDDEN or spared < self.minimum or not all(map(self._tells_nothing, sources)):
            return Asked(note=note)
        values = {"count": number(base), "base": number(total)}
        return Asked(base, _("%(count)s of %(base)s respondents were asked this question.", **values), note)

    def _tells_nothing(self, key: str) -> bool:
        """Whether no number of a question that decides is small: a base is a sum of them, so it could give one away."""
        question = self.questions.get(key)
        if question is None:
            return False
        summary = kind_of(question).summarise(question, self.counted.rows.get(question.id, []), self.ground)
        return all(count >= self.minimum for count in map(round, _numbers(summary)) if count)


def _numbers(summary: Summary) -> Iterable[float]:
    """What the page could show of a question, whatever is hidden of it."""
    if isinstance(summary, ChoiceSummary):
        yield from summary.counts.values()
        if summary.is_multiple:
            yield from (summary.answered - count for count in summary.counts.values())
    elif isinstance(summary, NumberSummary):
        yield from summary.values.values()
        yield summary.no_opinion
    elif isinstance(summary, MatrixSummary):
        for row in summary.rows.values():
            yield from _numbers(row)
    elif isinstance(summary, TextSummary):
        yield summary.answered
    else:
        yield 1  # orders, points and places show more than can be looked at here


CAP = 8.0  # nobody weighs more than so many average people


class Balance(StrEnum):
    """To what the answers are balanced."""

    EQUAL = "equal"  # one helix, one voice
    TARGETS = "targets"  # the shares that the recruitment aimed for


@dataclass(frozen=True)
class Balanced:
    """The weights, and sentences about them for the page."""

    weights: Weights
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]


def balance_of(
    people: Participation, consultation: Consultation, way: Balance, helix: Grouping, *, by_language: bool
) -> Balanced | None:
    """Weights by helix (and, where `by_language`, by language); None where there is nothing to balance.

    Groups that are hidden stay together, and they and whoever named no group keep the share that they have.
    """
    counts: dict[tuple[str, ...], int] = {}
    for (category, language), count in people.cells.items():
        cell = (helix.group_of(category), language if by_language else "")
        counts[cell] = counts.get(cell, 0) + count
    shown = {cell[0] for cell, count in counts.items() if count} - {"", SMALL}
    if len(shown) < 2:
        return None
    targets = _targets(consultation, way, shown, by_language)
    if not targets[0] and not targets[1]:
        return None
    weighting = rake(counts, targets, cap=CAP)
    weights = {
        (category, language): weighting.weights[helix.group_of(category), language if by_language else ""]
        for (category, language), count in people.cells.items()
        if count
    }
    return Balanced(weights, _told(weighting, way), _warned(weighting, helix))


def _targets(
    consultation: Consultation, way: Balance, shown: set[str], by_language: bool
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    if way is Balance.EQUAL:
        return equal_shares([category.value for category in HelixCategory if category.value in shown]), {}
    wanted = {key: _shares(consultation.targets.get(key)) for key in ("helix", "language")}
    return wanted["helix"], wanted["language"] if by_language else {}


def has_targets(consultation: Consultation) -> bool:
    """Whether the recruitment aims for shares of the helix."""
    return bool(_shares(consultation.targets.get("helix")))


def _shares(told: object) -> dict[str, float]:
    """Targets as the recruitment meter keeps them: category -> number of answers wanted."""
    if not isinstance(told, Mapping):
        return {}
    return {str(key): float(n) for key, n in told.items() if isinstance(n, int | float) and n > 0}


def _told(weighting: Weighting, way: Balance) -> tuple[str, ...]:
    said = (
        _("Balanced: as the numbers would be if every group had the same weight.")
        if way is Balance.EQUAL
        else _("Balanced: as the numbers would be if the groups had the shares that were aimed for.")
    )
    cost = _(
        "Weighting costs certainty: %(base)s respondents then tell as much as %(effective)s would without it (design "
        "effect %(deff)s).",
        base=number(weighting.base),
        effective=number(round(weighting.effective_size)),
        deff=decimal(weighting.design_effect),
    )
    return said, cost


def _warned(weighting: Weighting, helix: Grouping) -> tuple[str, ...]:
    found = []
    if "weights_uneven" in weighting.warnings:
        found.append(
            _("More than half of the certainty is lost to weighting: take the balanced numbers with great care.")
        )
    if weighting.missing:
        names = ", ".join(helix.name_of(category) for dimension, category in weighting.missing if dimension == 0)
        if names:
            found.append(
                _("Nobody, or too few, answered from: %(names)s. Their share went to the others.", names=names)
            )
    if weighting.trimmed:
        found.append(_("Weights are cut at %(cap)s, so the aimed shares are not quite met.", cap=decimal(CAP, 0)))
    if "not_converged" in weighting.warnings:
        found.append(_("The aimed shares exclude each other among those who answered; they are met as well as can be."))
    return tuple(found)


@dataclass(frozen=True)
class QuestionResult:
    """One question and its results."""

    question: Question
    shown: ShownResult


@dataclass(frozen=True)
class Results:
    """The page. `base` is None while there are too few people to show anything."""

    base: int | None
    minimum: int
    by_helix: Chart | None
    by_language: Chart | None
    balanced: Balanced | None
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True)
class Wish:
    """How somebody wants to see the numbers."""

    balance: Balance = Balance.EQUAL
    compares: str = ""  # "helix" or "language"
    may_see_all: bool = False  # staff, who can read every sheet


WISH = Wish()
ASKED_OF_ALL = Asked()


@dataclass(frozen=True)
class Part:
    """The sheets that some conditions let pass. With `whole`, the page is for everybody, who can subtract it from that:
    a question whose numbers would then tell of few people is not shown.
    """

    counted: Counted
    whole: Counted | None = None


def results_of(
    session: Session,
    consultation: Consultation,
    ground: Ground,
    *,
    wish: Wish = WISH,
    part: Part | None = None,
) -> Results:
    """Everything for one results page, safe to publish; of all sheets, or of a part of them."""
    minimum = consultation.process.minimum_cell
    found = part.counted if part else queries.counted(session, consultation)
    people = found.people
    if people.total < minimum:
        return Results(None, minimum, None, None, None, ())
    helix = helix_grouping(hidden_groups(in_order(people.by_helix), minimum))
    language = language_grouping(list(people.by_language), hidden_groups(people.by_language, minimum))
    balanced = balance_of(people, consultation, wish.balance, helix, by_language=wish.may_see_all)
    weights = balanced.weights if balanced else None
    setting = Setting(ground, minimum, people.total, helix, language, weights, compares=wish.compares)
    bases = Bases.of(consultation, found, ground, minimum)
    whole = part.whole if part else None

    def shown(question: Question) -> ShownResult:
        if whole and not disclosure.is_open(whole.rows.get(question.id, []), minimum):
            return ShownResult(sentences=(disclosure.closed(),))
        rows, reach = found.rows.get(question.id, []), sum(found.reach.get(question.id, {}).values())
        return show(kind_of(question), question, rows, reach, setting, bases.asked(question))

    # Of the others there is nothing to answer, or that is who took part.
    asked = (each for each in consultation.active_questions if kind_of(each).asks and each.kind != QuestionKind.HELIX)
    return Results(
        base=people.total,
        minimum=minimum,
        by_helix=_by_helix(people, minimum),
        by_language=_by_language(people, minimum),
        balanced=balanced,
        questions=tuple(QuestionResult(question, shown(question)) for question in asked),
    )


def _by_helix(people: Participation, minimum: int) -> Chart:
    counts = {helix_name(key): count for key, count in in_order(people.by_helix).items()}
    return _people(_("Respondents by group"), _("Group"), counts, minimum)


def _by_language(people: Participation, minimum: int) -> Chart:
    counts = {NAMES.get(code, code): count for code, count in sorted(people.by_language.items())}
    return _people(_("Respondents by language"), _("Language of the page"), counts, minimum)


def show(
    kind: Kind,
    question: Question,
    rows: Sequence[ResultRow],
    reach: int,
    setting: Setting,
    asked: Asked = ASKED_OF_ALL,
) -> ShownResult:
    """A kind's summary with small groups hidden, in words and pictures; `reach` is how many people answer at all."""
    if asked.base is not None:
        setting = replace(setting, base=asked.base)
    result = _show(kind, question, rows, reach, setting)
    sentences, notes = filter(None, (asked.sentence,)), filter(None, (asked.note,))
    return replace(result, sentences=(*sentences, *result.sentences), notes=(*notes, *result.notes))


def _show(kind: Kind, question: Question, rows: Sequence[ResultRow], reach: int, setting: Setting) -> ShownResult:
    summary: Summary = kind.summarise(question, rows, setting.ground)
    if isinstance(summary, RankingSummary):
        return show_ranking(kind, question, rows, summary, setting)
    if isinstance(summary, ChoiceSummary):
        return show_choice(kind, question, rows, summary, setting)
    if isinstance(summary, NumberSummary):
        shows = show_scale if is_scale(question) else show_number
        return shows(kind, question, rows, summary, setting)
    if isinstance(summary, MatrixSummary):
        return show_matrix(kind, question, rows, summary, setting)
    if isinstance(summary, PointsSummary):
        return show_points(kind, question, rows, summary, setting)
    if isinstance(summary, PlaceSummary):
        return show_places(question, summary, setting)
    if isinstance(summary, TextSummary):
        return show_text(question, summary, reach, setting)
    people = or_hidden(reach, setting.minimum)
    return ShownResult(sentences=(few(),) if people is HIDDEN else answered_of(people, setting))


def hidden_groups(counts: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Groups hidden among the respondents; no other table may show them, or they could be worked out."""
    return frozenset(key for key, count in suppress(counts, minimum).cells.items() if count is HIDDEN)


def in_order(by_helix: Mapping[str, int]) -> dict[str, int]:
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
        show=with_share(safe.total),
        missing=_("hidden"),
    )
