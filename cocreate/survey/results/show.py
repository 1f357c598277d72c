"""The page of results for whoever asks: its address read, and shown by the rule that was fixed before the opening."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from cocreate.core import stages
from cocreate.core.db import begin_reading, begin_writing, db, transaction
from cocreate.core.jobs import Job
from cocreate.process.rules import HelixCategory
from cocreate.survey import part_counts, queries, tallies
from cocreate.survey.cuts import FILTERED_KINDS, Chosen, Cut
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.labels import SOURCES, helix_name, when_results
from cocreate.survey.models import Consultation, Question
from cocreate.survey.results import disclosure
from cocreate.survey.results.choices import is_scale, steps_of
from cocreate.survey.results.disclosure import point_key
from cocreate.survey.results.page import Balance, Part, Wish, has_targets, results_of
from cocreate.survey.rules import QuestionKind, Source
from cocreate.web.access import current_actor, may
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


def show_results(consultation: Consultation) -> Any:
    """The page; or, for whoever may not see it yet, when they may."""
    may_see_all = may("survey:results:preview")
    rule_told = str(when_results(consultation.results_rule))
    if (early := too_early(consultation)) is not None:
        return early
    session, waiting = db.session(), count_waiting(consultation)
    cut = read_cut(consultation, request.args, may_see_all=may_see_all)
    everybody = queries.counted_people(session, consultation)
    part = part_of(consultation, cut, everybody, may_see_all=may_see_all)
    found = None
    if cut.is_everybody or part.found:
        wish = read_wish(request.args, may_see_all=may_see_all)
        found = results_of(session, consultation, queries.ground_of(session, g.process), wish=wish, part=part.found)
    return render_template(
        "survey/results.html",
        consultation=consultation,
        results=found,
        everybody=everybody.total,
        left_out=everybody.left_out,
        beside=beside(consultation) if cut.is_everybody and found and found.base is not None else {},
        choosing=choosing(consultation, request.args, cut, may_see_all=may_see_all)
        if everybody.total >= consultation.process.minimum_cell
        else None,
        is_public=consultation.has_public_results,
        rule_told=rule_told,
        waiting=waiting,
        part=part,
    )


def beside(consultation: Consultation) -> dict[int, list[Markup]]:
    """What later stages tell of single questions: number of the question -> pieces of page."""
    found: dict[int, list[Markup]] = {}
    for stage in stages.announced():
        for number, (template, values) in stage.beside_results(db.session(), consultation).items():
            found.setdefault(number, []).append(Markup(render_template(template, **values)))
    return found


def too_early(consultation: Consultation) -> str | None:
    """For whoever may not see results yet, the page that says when; None for everybody else."""
    if consultation.has_public_results or may("survey:results:preview"):
        return None
    rule_told = str(when_results(consultation.results_rule))
    return render_template("survey/no_results_yet.html", consultation=consultation, rule_told=rule_told)


def count_waiting(consultation: Consultation) -> int:
    """Count the sheets that wait, if they are few; returns how many still do."""
    session = db.session()
    if not tallies.waiting(session, consultation):
        return 0
    session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    tallies.bring_up_to_date(consultation)
    begin_reading()
    return tallies.waiting(session, consultation)


@dataclass(frozen=True)
class PartAsked:
    """What came of asking for a part of the sheets."""

    found: Part | None = None
    refusal: str = ""  # why everybody may not see it
    job: Job | None = None  # of the worker that counts it
    as_of: datetime | None = None  # when the counts were made, if others came since


def part_of(consultation: Consultation, cut: Cut, everybody: queries.Participation, *, may_see_all: bool) -> PartAsked:
    """The sheets that the conditions let pass, where they may be shown and are few enough, or were counted before."""
    session = db.session()
    if cut.is_everybody:
        return PartAsked()
    if not may_see_all:
        if not disclosure.may_show(everybody, cut, consultation.process.minimum_cell):
            return PartAsked(refusal=refusal())
        return PartAsked(Part(queries.counted(session, consultation, cut), queries.counted(session, consultation)))
    if not cut.needs_sheets:
        return PartAsked(Part(queries.counted(session, consultation, cut)))
    if everybody.total <= part_counts.AT_ONCE:
        return PartAsked(Part(part_counts.count_now(session, consultation, cut)))
    kept = part_counts.kept(session, consultation, cut)
    if kept is None or not part_counts.is_fresh(kept, everybody.total):
        job = _ask_worker(consultation, cut)
        kept = part_counts.kept(session, consultation, cut)
        if kept is None or not part_counts.is_fresh(kept, everybody.total):
            return PartAsked(
                Part(part_counts.counted(kept)) if kept else None, job=job, as_of=kept.made_at if kept else None
            )
    as_of = None if kept.everybody == everybody.total else kept.made_at
    return PartAsked(Part(part_counts.counted(kept)), as_of=as_of)


def _ask_worker(consultation: Consultation, cut: Cut) -> Job:
    """In a transaction of its own, since a page that is asked for with GET otherwise only reads."""
    db.session.rollback()
    begin_writing()
    with transaction() as session:
        job = part_counts.count_later(session, current_actor(), consultation, cut)
    begin_reading()
    return job


def refusal() -> str:
    """Why a part is not shown to everybody."""
    return _(
        "This part is not shown: some of the groups that it could be told from are so small that somebody might be "
        "recognised. The results of all answers are on the page without a choice."
    )
