"""What somebody asks of a page of results, read from its address: which sheets, how balanced, what compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cocreate.process.rules import HelixCategory
from cocreate.survey.cuts import FILTERED_KINDS, Chosen, Cut
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.labels import SOURCES, helix_name
from cocreate.survey.models import Consultation, Question
from cocreate.survey.results.balance import Balance, has_targets
from cocreate.survey.results.choices import is_scale, steps_of
from cocreate.survey.results.cross import point_key
from cocreate.survey.results.page import Wish
from cocreate.survey.rules import QuestionKind, Source
from cocreate.web.language import LANGUAGES, NAMES, spoken

UNSAID = "none"  # in an address: those who named no helix category


@dataclass(frozen=True)
class FilterQuestion:
    """A question by whose answers sheets can be picked out."""

    question: Question
    options: Mapping[str, str]  # key -> label in the language of the page


def filter_questions(consultation: Consultation) -> list[FilterQuestion]:
    """The questions with choices."""
    return [
        FilterQuestion(question, options)
        for question in consultation.active_questions
        if question.kind in FILTERED_KINDS and (options := _options(question))
    ]


def _options(question: Question) -> dict[str, str]:
    if question.kind == QuestionKind.SCALE:
        return {point_key(point): point_key(point) for point in steps_of(question)} if is_scale(question) else {}
    return {key: spoken(label) or key for key, label in choices_of(question).items()}


def read_cut(consultation: Consultation, asked: MultiDict[str, str], *, may_see_all: bool) -> Cut:
    """The conditions of an address; what it says of things that there are not is passed over."""
    helix = [*(category.value for category in HelixCategory), UNSAID]
    cut = Cut(
        helix=tuple("" if key == UNSAID else key for key in _known(asked, "helix", helix)),
        languages=_known(asked, "language", LANGUAGES),
    )
    if not may_see_all:
        return cut
    return Cut(
        helix=cut.helix,
        languages=cut.languages,
        sources=_known(asked, "source", [source.value for source in Source]),
        first_day=_day(asked.get("first_day", "")),
        last_day=_day(asked.get("last_day", "")),
        chosen=read_chosen(consultation, asked),
    )


def read_chosen(consultation: Consultation, asked: MultiDict[str, str]) -> tuple[Chosen, ...]:
    """The conditions on answers: `q-` and a question's key, with one of its choices each time."""
    return tuple(
        Chosen(each.question.id, each.question.kind, keys)
        for each in filter_questions(consultation)
        if (keys := _known(asked, f"q-{each.question.key}", list(each.options)))
    )


def read_wish(asked: MultiDict[str, str], *, may_see_all: bool) -> Wish:
    """How the numbers are wanted."""
    compares = asked.get("compare", "")
    return Wish(
        balance=Balance.TARGETS if asked.get("balance") == Balance.TARGETS else Balance.EQUAL,
        compares=compares if compares in ("helix", "language") else "",
        may_see_all=may_see_all,
    )


def _known(asked: MultiDict[str, str], name: str, known: Sequence[str]) -> tuple[str, ...]:
    wanted = set(asked.getlist(name))
    return tuple(key for key in known if key in wanted)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


@dataclass(frozen=True)
class Choosing:
    """The form of the page: what can be chosen, and what was."""

    asked: MultiDict[str, str]
    cut: Cut
    may_see_all: bool
    helix: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, str]]
    questions: Sequence[FilterQuestion]
    comparisons: Sequence[tuple[str, str]]
    balances: Sequence[tuple[str, str]]

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen."""
        return any(text for _name, text in self.asked.items(multi=True))

    def chosen(self, name: str) -> list[str]:
        """What was chosen of a field."""
        return self.asked.getlist(name)


def choosing(consultation: Consultation, asked: MultiDict[str, str], cut: Cut, *, may_see_all: bool) -> Choosing:
    """The form for somebody."""
    both = [("equal", _("Every group the same weight")), ("targets", _("The shares that the recruitment aimed for"))]
    return Choosing(
        asked=asked,
        cut=cut,
        may_see_all=may_see_all,
        helix=[*((key.value, helix_name(key)) for key in HelixCategory), (UNSAID, helix_name(""))],
        languages=[(code, NAMES[code]) for code in LANGUAGES],
        sources=[(source.value, str(SOURCES[source])) for source in Source],
        questions=filter_questions(consultation),
        comparisons=[("", _("Nothing")), ("helix", _("The groups")), ("language", _("The languages"))],
        balances=both if has_targets(consultation) else [],
    )
