"""The page of results for whoever asks: by the rule that was fixed before the opening, of all sheets or of some."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.core import stages
from cocreate.core.db import begin_reading, begin_writing, db, transaction
from cocreate.core.jobs import Job
from cocreate.survey import part_counts, queries, tallies
from cocreate.survey.cuts import Cut
from cocreate.survey.labels import when_results
from cocreate.survey.models import Consultation
from cocreate.survey.results import openness
from cocreate.survey.results.filters import choosing, read_cut, read_wish
from cocreate.survey.results.page import Part, results_of
from cocreate.web.access import current_actor, may


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
        if not openness.may_show(everybody, cut, consultation.process.minimum_cell):
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
