"""Read consultations to test with: a handful of real subjects, analysed by the real machine."""

from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ResultsRule
from cocreate.themes import commands, queries
from cocreate.themes.models import Theme
from tests.factories.survey import make_consultation, make_sheet

SAID = {
    "buses": (
        "More buses in the evening, please.",
        "The buses should run later at night.",
        "Buses must run more often in the evening.",
        "Laat de bussen 's avonds vaker rijden.",
        "Il faut plus de bus le soir.",
        "Mehr Busse am Abend wären gut.",
    ),
    "trees": (
        "Plant more trees in the streets.",
        "We need trees and shade in every street.",
        "Trees in our streets against the heat.",
        "Meer bomen in onze straten.",
        "Plantez des arbres dans nos rues.",
        "Mehr Bäume in unseren Straßen.",
    ),
    "doctors": (
        "It is hard to find a family doctor who takes new patients.",
        "There are too few family doctors.",
        "Doctors should accept new patients again.",
        "Er zijn te weinig huisartsen.",
        "Il n'y a pas assez de médecins de famille.",
        "Es gibt zu wenige Hausärzte.",
    ),
}
HELIX = ("citizen", "research", "business", "public_sector", "civil_society", "citizen")


def answered_consultation(session: Session, process: Process | None = None) -> Consultation:
    """An open consultation with eighteen answers on three subjects, and one that says nothing."""
    consultation = make_consultation(session, process)
    sheets = [
        make_sheet(consultation, new_challenge=text, helix=HELIX[number])
        for texts in SAID.values()
        for number, text in enumerate(texts)
    ]
    sheets.append(make_sheet(consultation, new_challenge="no idea"))
    import_submissions(session, SYSTEM, consultation, sheets)
    return consultation


def show_everything(consultation: Consultation) -> None:
    """Make its accepted themes public while people are answering, with numbers and words however small they are."""
    consultation.results_rule = ResultsRule.LIVE.value
    consultation.process.minimum_cell = 1


def read_consultation(session: Session, process: Process | None = None) -> tuple[Consultation, list[Theme]]:
    """The same, read by the machine (jobs run inline), with its themes."""
    consultation = answered_consultation(session, process)
    commands.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=8)
    session.commit()
    db.session.expire_all()
    run = queries.current_run(session, consultation)
    assert run is not None
    return consultation, [theme for _question, themes in queries.themes_by_question(session, run) for theme in themes]
