"""The public record: a process on one page, its method, each domain with its trail and sheet, each answer."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.process.evidence.queries import library
from cocreate.process.matrix import matrix_of
from cocreate.process.models import Process
from cocreate.process.papers import FORMAT, sent
from cocreate.process.queries import challenges_of
from cocreate.process.validations import decided
from cocreate.public import queries
from cocreate.public.editions import latest_edition
from cocreate.public.fates import messages
from cocreate.public.fates.own import tell
from cocreate.public.figures import charts_of
from cocreate.public.frame import for_templates
from cocreate.public.news.timeline import calls_of
from cocreate.public.population import populations_of
from cocreate.public.population_words import compared_of
from cocreate.public.sid_sheets import Material, booklet_of, document_of, material_of, materials_of
from cocreate.selection import views
from cocreate.selection.portfolio.architecture import architecture_of
from cocreate.selection.portfolio.forms import strength_name
from cocreate.selection.record.queries import published_records
from cocreate.survey.inviting.queries import invited
from cocreate.survey.models import Consultation, Question
from cocreate.survey.queries import participation
from cocreate.survey.rules import Access
from cocreate.themes import publishing
from cocreate.themes import queries as theme_queries
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.queries import current_run
from cocreate.web.access import requires
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import current_language, spoken
from cocreate.web.security import limiter

pages = Blueprint("public", __name__, url_prefix="/p/<process_id>")
pages.app_context_processor(for_templates)
MOST_THEMES = 12


@pages.get("/")
@requires("public:record:view")
def record() -> str:
    """Who took part, what was said, what was decided."""
    session = db.session()
    themes = publishing.public_themes(session, g.process)
    shortlist = queries.published_shortlist(session, g.process)
    parts, told = queries.who_took_part(session, g.process), populations_of(session, g.process)
    return render_template(
        "public/record.html",
        calls=calls_of(session, g.process),
        challenges=challenges_of(session, g.process),
        parts=[(part, charts_of(part), compared_of(part, told, g.process.minimum_cell)) for part in parts],
        themes=themes[:MOST_THEMES],
        themes_total=len(themes),
        quotes=publishing.quotes_of(session, themes[:MOST_THEMES], most=1),
        places=theme_queries.places_of(challenges_of(session, g.process)),
        camps=queries.camp_figures(session, g.process),
        candidates=queries.standing_sids(session, g.process),
        shortlist=shortlist,
        edition=latest_edition(session, g.process),
        decisions=queries.decisions_of(session, shortlist) if shortlist else [],
    )


@pages.get("/sids/<sid_id>")
@requires("public:sid:view")
def sid(sid_id: str) -> str:
    """One domain: what was decided and why, and the way back to cards, themes and answers."""
    session = db.session()
    material = material_of(session, g.process, queries.find_sid(session, g.process, sid_id))
    return render_template(
        "public/sid.html",
        sid=material.sid,
        decision=material.decision,
        trail=material.trail,
        quotes=material.quotes,
        actions=material.actions,
        material=material,
        profile=profile_chart(material) if material.line else None,
        strength_name=strength_name,
        number=views.number,
    )


def profile_chart(material: Material) -> Chart:
    """Mean marks on the criteria."""
    means = material.line.means if material.line else {}
    bars = [Bar(spoken(criterion.title), means.get(criterion.key)) for criterion in material.criteria]
    headers = (_("Criterion"), _("Mean mark, 0 to 4"))
    return bar_chart(
        _("Mean marks of the committee, 0 to 4"), bars, headers=headers, maximum=4, show=views.number, ident="profile"
    )


@pages.get("/answers/<answer_id>")
@requires("public:answer:view")
def answer(answer_id: str) -> str:
    """One answer and what became of it."""
    session = db.session()
    row = queries.public_answer(session, g.process, answer_id)
    fate = tell(session, g.process, [row], by_sentence=False)[row.id]
    return render_template("public/answer.html", answer=row, fate=fate, words=messages)


ACCESS = {
    Access.OPEN: _l("Whoever had the address could answer."),
    Access.LINK: _l("Only whoever had a personal link could answer."),
    Access.ACCOUNT: _l("Whoever had signed in could answer."),
}


@dataclass(frozen=True)
class Asked:
    """How one consultation was held and read. A number too small to be told is None."""

    consultation: Consultation
    access: Any  # lazy text
    questions: int
    invited: int
    answered: int | None
    left_out: int | None
    run: AnalysisRun | None
    texts: int  # answers in words that were read
    themes: dict[str, int]  # state -> how many


@pages.get("/method")
@requires("public:record:view")
def method() -> str:
    """The statement."""
    session, process = db.session(), g.process
    shortlist = queries.published_shortlist(session, process)
    return render_template(
        "public/method.html",
        found=_framing(session, process),
        asked=[_asked(session, process, part.consultation) for part in queries.who_took_part(session, process)],
        camps=queries.camp_figures(session, process),
        records=published_records(session, shortlist) if shortlist is not None else [],
        shortlist=shortlist,
    )


def _framing(session: Session, process: Process) -> dict[str, int]:
    """What the challenges rest on."""
    return {
        "evidence": len(library(session, process)),
        "cells": len(matrix_of(session, process).ordered),
        "validated": len(decided(session, process)),
    }


def _asked(session: Session, process: Process, consultation: Consultation) -> Asked:
    people, run = participation(session, consultation), current_run(session, consultation)
    questions = select(func.count()).where(Question.consultation_id == consultation.id, Question.is_active)
    left_out = sum(people.left_out.values())
    return Asked(
        consultation,
        ACCESS[Access(consultation.access)],
        session.scalar(questions) or 0,
        invited(session, consultation).tickets,
        _told(people.total, process.minimum_cell),
        _told(left_out, process.minimum_cell),
        run,
        sum(int(line.get("answers", 0)) for line in run.coverage.values()) if run is not None else 0,
        _states(session, run),
    )


def _told(count: int, minimum: int) -> int | None:
    return count if count == 0 or count >= minimum else None


def _states(session: Session, run: AnalysisRun | None) -> dict[str, int]:
    if run is None:
        return {}
    return dict(Counter(session.scalars(select(Theme.state).where(Theme.run_id == run.id))))


SHEETS = limiter.shared_limit("60 per minute", scope="public:sheets")  # each takes a moment of the server


@pages.get(f"/sids/<sid_id>/sheet.<{FORMAT}:sheet_format>")
@requires("public:sid:view")
@SHEETS
def sheet(sid_id: str, sheet_format: str) -> Response:
    """The sheet of one domain, in the language of the address."""
    session = db.session()
    material = material_of(session, g.process, queries.find_sid(session, g.process, sid_id))
    return sent(document_of(material, g.process.title, current_language()), sheet_format, f"sid-{sid_id}")


@pages.get(f"/sids/sheets.<{FORMAT}:sheet_format>")
@requires("public:sid:view")
@SHEETS
def sheets(sheet_format: str) -> Any:
    """All adopted domains with their architecture, once the decision is published."""
    session = db.session()
    architecture = architecture_of(session, g.process)
    if not architecture.is_decided or not architecture.domains:
        raise NotFound()
    materials = materials_of(session, g.process, [domain.sid for domain in architecture.domains])
    document = booklet_of(materials, architecture, g.process.title, current_language(), on_paper=sheet_format != "html")
    return sent(document, sheet_format, f"sids-{g.process.public_id}")
