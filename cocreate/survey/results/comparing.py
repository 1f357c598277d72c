"""The page that compares groups: what people who said one thing said to another question, and the same as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, g, render_template, request
from flask_babel import gettext as _

from cocreate.core.cells import safe_cell
from cocreate.core.db import begin_reading, begin_writing, db, transaction
from cocreate.core.jobs import Job
from cocreate.errors import NotFound
from cocreate.survey import part_counts, queries
from cocreate.survey.models import Consultation, Question
from cocreate.survey.results import pairs
from cocreate.survey.results.balance import Balance, Balanced, balance_of
from cocreate.survey.results.choices import is_scale, keyed
from cocreate.survey.results.compare import (
    Group,
    Grouped,
    compare_means,
    compare_shares,
    is_open,
    summary_of,
)
from cocreate.survey.results.compared import Compared, answers_of, as_rows, compared
from cocreate.survey.results.filters import filter_questions
from cocreate.survey.results.page import hidden_groups, in_order
from cocreate.survey.results.parts import helix_grouping, language_grouping
from cocreate.survey.results.show import count_waiting, too_early
from cocreate.survey.routes import consultation_of_address, pages
from cocreate.survey.rules import QuestionKind
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import Spoken, lang_said, spoken

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
        return Grouped(grouping.names, pairs.by_trait(rows, by))
    names = {each.question.key: each.options for each in filter_questions(consultation)}[by]
    overlap = asked.kind == QuestionKind.MULTIPLE_CHOICE
    if people.total <= part_counts.AT_ONCE:
        return Grouped(names, pairs.count_now(session, asked, of), overlap)
    kept = pairs.kept(session, asked, of)
    if kept is None or not part_counts.is_fresh(kept, people.total):
        db.session.rollback()
        begin_writing()  # a page that is asked for with GET otherwise only reads
        with transaction() as writing:
            job = pairs.count_later(writing, current_actor(), consultation, asked, of)
        begin_reading()
        kept = pairs.kept(db.session(), asked, of)
        if kept is None:
            return job
    return Grouped(names, pairs.counted(kept), overlap)


def refusal() -> str:
    """Why everybody may not see a comparison."""
    return _(
        "This comparison is not public: some of its numbers are so small that somebody might be recognised. The "
        "results of all answers are on the page of results."
    )
