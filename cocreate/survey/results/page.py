"""One page of results: who took part, how the numbers are balanced, then the questions in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, suppress
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
from cocreate.survey.queries import Counted
from cocreate.survey.results import openness
from cocreate.survey.results.asked import Asked, Bases
from cocreate.survey.results.balance import Balance, Balanced, balance_of
from cocreate.survey.results.choices import is_scale, show_choice, show_matrix, show_scale
from cocreate.survey.results.measures import answered_of, few, show_number, show_places, show_points, show_text
from cocreate.survey.results.orders import show_ranking
from cocreate.survey.results.parts import (
    Setting,
    ShownResult,
    helix_grouping,
    language_grouping,
    or_hidden,
    with_share,
)
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES


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
    setting = Setting(
        ground,
        minimum,
        people.total,
        helix,
        language,
        balanced.weights if balanced else None,
        compares=wish.compares,
    )
    bases = Bases.of(consultation, found, ground, minimum)
    shown = []
    for question in consultation.active_questions:
        kind = kind_of(question)
        if not kind.asks or question.kind == QuestionKind.HELIX:
            continue  # nothing to answer; or that is who took part
        rows = found.rows.get(question.id, [])
        if part and part.whole and not openness.is_open(part.whole.rows.get(question.id, []), minimum):
            result = ShownResult(sentences=(openness.closed(),))
        else:
            reach = sum(found.reach.get(question.id, {}).values())
            result = show(kind, question, rows, reach, setting, bases.asked(question))
        shown.append(QuestionResult(question, result))
    return Results(
        base=people.total,
        minimum=minimum,
        by_helix=_people(
            _("Respondents by group"),
            _("Group"),
            {helix_name(key): count for key, count in in_order(people.by_helix).items()},
            minimum,
        ),
        by_language=_people(
            _("Respondents by language"),
            _("Language of the page"),
            {NAMES.get(code, code): count for code, count in sorted(people.by_language.items())},
            minimum,
        ),
        balanced=balanced,
        questions=tuple(shown),
    )


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
