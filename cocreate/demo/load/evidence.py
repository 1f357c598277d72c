"""The library of evidence of the reference: studies, figures of its annex, institutions that were asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.content import read_data
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.fiches import rest_on
from cocreate.process.models import Challenge, Evidence, Process

TALK = {
    "nl": "Verkennend gesprek: {name}",
    "fr": "Entretien exploratoire : {name}",
    "en": "Exploratory interview: {name}",
    "de": "Sondierungsgespräch: {name}",
}


def fill_library(session: Session, actor: Actor, process: Process, challenges: Mapping[str, Challenge]) -> None:
    """Documents, indicators, and interviews of which nothing but the institution is known."""
    told = read_data("evidence.json")
    for row in told["documents"]:
        day = date.fromisoformat(row["day"])
        made = add_evidence(session, actor, process, EvidenceKind.DOCUMENT, EvidenceTold(**_common(row), day=day))
        _use(session, actor, process, made, row["challenges"], challenges)
    for row in told["indicators"]:
        more = EvidenceTold(**_common(row), unit=row["unit"], series=row["series"])
        made = add_evidence(session, actor, process, EvidenceKind.INDICATOR, more)
        _use(session, actor, process, made, row["challenges"], challenges)
    for name in told["interviews"]:
        title = {language: words.format(name=name) for language, words in TALK.items()}
        talk = InterviewTold(organisation=name)
        add_evidence(session, actor, process, EvidenceKind.INTERVIEW, EvidenceTold(title=title, interview=talk))


def _use(
    session: Session,
    actor: Actor,
    process: Process,
    made: Evidence,
    keys: list[str],
    challenges: Mapping[str, Challenge],
) -> None:
    for key in keys:
        rest_on(session, actor, process, challenges[key], made, reason={})


def _common(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"],
        "summary": row["summary"],
        "source": row["source"],
        "tags": tuple(row["tags"]),
    }
