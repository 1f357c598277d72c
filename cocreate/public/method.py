"""The method statement of a process: how people were asked, how answers were read, and what is hidden."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import g, render_template
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.process.evidence.queries import library
from cocreate.process.matrix.queries import matrix_of
from cocreate.process.models import Process
from cocreate.process.validation.queries import decided
from cocreate.public import queries
from cocreate.public.routes import pages
from cocreate.selection.record.queries import published_records
from cocreate.survey.inviting.queries import invited
from cocreate.survey.models import Consultation, Question
from cocreate.survey.queries import participation
from cocreate.survey.rules import Access
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.queries import current_run
from cocreate.web.access import requires

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
