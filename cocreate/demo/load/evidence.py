"""The library of evidence of the reference: studies, figures of its annex, institutions that were asked."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.content import read_data
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.models import Process

TALK = {
    "nl": "Verkennend gesprek: {name}",
    "fr": "Entretien exploratoire : {name}",
    "en": "Exploratory interview: {name}",
    "de": "Sondierungsgespräch: {name}",
}


def fill_library(session: Session, actor: Actor, process: Process) -> None:
    """Documents, indicators, and interviews of which nothing but the institution is known."""
    told = read_data("evidence.json")
    for row in told["documents"]:
        day = date.fromisoformat(row["day"])
        add_evidence(session, actor, process, EvidenceKind.DOCUMENT, EvidenceTold(**_common(row), day=day))
    for row in told["indicators"]:
        more = EvidenceTold(**_common(row), unit=row["unit"], series=row["series"])
        add_evidence(session, actor, process, EvidenceKind.INDICATOR, more)
    for name in told["interviews"]:
        title = {language: words.format(name=name) for language, words in TALK.items()}
        talk = InterviewTold(organisation=name)
        add_evidence(session, actor, process, EvidenceKind.INTERVIEW, EvidenceTold(title=title, interview=talk))


def _common(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"],
        "summary": row["summary"],
        "source": row["source"],
        "tags": tuple(row["tags"]),
    }
