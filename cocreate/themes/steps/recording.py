"""Recording a step: what was before, what is after, who did it; and how to bring back what was."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import provenance
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink, Relation
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Submission
from cocreate.themes.models import AnalysisRun, CampaignCopy, StepKind, Theme, ThemeAnswer, ThemeStep, UnplacedAnswer
from cocreate.themes.rules import ThemeState

DECISION = (
    "labels", "state", "belongs_to", "challenge_id", "sub_challenge_id", "decided_by_id", "reason", "merged_into_id",
)  # fmt: skip
PLACE = (
    "theme_id", "strength", "quote_rank", "is_main", "start", "stop", "x", "y", "dissent_rank", "came_by",
)  # fmt: skip


def decision_of(theme: Theme) -> dict[str, Any]:
    """What people decided about a theme, and what it is called."""
    said = {name: getattr(theme, name) for name in DECISION}
    at = theme.decided_at.isoformat() if theme.decided_at else None
    return said | {"decided_at": at, "title": theme.title, "public_id": theme.public_id, "size": theme.size}


def bring_back(theme: Theme, said: dict[str, Any]) -> None:
    """Make a theme's decision what it was."""
    for name in DECISION:
        setattr(theme, name, said[name])
    theme.decided_at = datetime.fromisoformat(said["decided_at"]) if said["decided_at"] else None


def places_of(session: Session, run: AnalysisRun, answers: Sequence[str]) -> dict[str, Any]:
    """Where some answers stand in a run: their rows in standing themes, or why they are in none."""
    found: dict[str, Any] = {key: {"rows": [], "reason": None, "found_in": []} for key in answers}
    for row in _rows(session, run, answers):
        found[row.answer_id]["rows"].append({name: getattr(row, name) for name in PLACE})
    for part in _parts(answers):
        mine = (UnplacedAnswer.run_id == run.id, UnplacedAnswer.answer_id.in_(part))
        for unplaced in session.scalars(select(UnplacedAnswer).where(*mine)):
            found[unplaced.answer_id]["reason"] = unplaced.reason
    for link in _found_in(session, run, answers):
        found[link.source_id]["found_in"].append(link.target_id)
    return found


def clear_places(session: Session, run: AnalysisRun, answers: Sequence[str]) -> None:
    """Take some answers out of all standing themes, and out of none."""
    for row in _rows(session, run, answers):
        session.delete(row)
    for part in _parts(answers):
        mine = (UnplacedAnswer.run_id == run.id, UnplacedAnswer.answer_id.in_(part))
        session.execute(delete(UnplacedAnswer).where(*mine))
    for link in _found_in(session, run, answers):
        session.delete(link)
    session.flush()


def put_places(session: Session, run: AnalysisRun, places: dict[str, Any]) -> None:
    """Put answers where the values say; those that were erased since, and themes that are gone, are passed over."""
    there: set[str] = set()
    for part in _parts(list(places)):
        there.update(session.scalars(select(Answer.id).where(Answer.id.in_(part))))
    themes = set(session.scalars(select(Theme.id).where(Theme.run_id == run.id)))
    rows = [
        row | {"answer_id": key}
        for key, place in sorted(places.items())
        for row in place["rows"]
        if key in there and row["theme_id"] in themes
    ]
    if rows:
        session.execute(insert(ThemeAnswer), rows)
    reasons = [
        {"run_id": run.id, "answer_id": key, "reason": place["reason"]}
        for key, place in sorted(places.items())
        if key in there and place["reason"] is not None
    ]
    if reasons:
        session.execute(insert(UnplacedAnswer), reasons)
    session.flush()


def link_places(session: Session, actor: Actor, process: Process, places: dict[str, Any]) -> None:
    """Say in the chain of evidence in which themes the answers were found."""
    steps = [
        ((Answer.ref_type, key), (Theme.ref_type, theme))
        for key, place in sorted(places.items())
        for theme in place["found_in"]
    ]
    provenance.link_many(session, actor, steps=steps, relation=Relation.FOUND_IN, process=process.public_id)


def recount(session: Session, themes: Iterable[Theme]) -> None:
    """Make the counts of themes those of their answers that count: no sheets left out, no copies that count once."""
    for theme in themes:
        counted = session.execute(
            select(ThemeAnswer.is_main, Submission.helix, Answer.text_language)
            .select_from(ThemeAnswer)
            .join(Answer, ThemeAnswer.answer_id == Answer.id)
            .join(Submission, Answer.submission_id == Submission.id)
            .where(ThemeAnswer.theme_id == theme.id, Submission.left_out == "")
            .where(~exists().where(CampaignCopy.run_id == theme.run_id, CampaignCopy.answer_id == Answer.id))
        ).all()
        main = [row for row in counted if row.is_main]
        theme.size, theme.also = len(main), len(counted) - len(main)
        theme.by_helix = dict(sorted(Counter(row.helix for row in main if row.helix).items()))
        theme.by_language = dict(sorted(Counter(row.text_language for row in main if row.text_language).items()))
    session.flush()


def recount_coverage(session: Session, run: AnalysisRun, moved: dict[str, Any], now: dict[str, Any], key: str) -> None:
    """Keep the counts of a question in step with answers that went into themes or out of them."""
    told = {**run.coverage.get(key, {})}
    unplaced = Counter(told.get("unplaced", {}))
    unplaced.subtract(place["reason"] for place in moved.values() if place["reason"] is not None)
    unplaced.update(place["reason"] for place in now.values() if place["reason"] is not None)
    told["unplaced"] = {reason: count for reason, count in sorted(unplaced.items()) if count > 0}
    told["placed"] = told.get("answers", 0) - sum(told["unplaced"].values())
    run.coverage = {**run.coverage, key: told}
    session.flush()


def _rows(session: Session, run: AnalysisRun, answers: Sequence[str]) -> list[ThemeAnswer]:
    standing = (Theme.run_id == run.id, Theme.state != ThemeState.MERGED)
    return [
        row
        for part in _parts(answers)
        for row in session.scalars(
            select(ThemeAnswer)
            .join(Theme, ThemeAnswer.theme_id == Theme.id)
            .where(ThemeAnswer.answer_id.in_(part), *standing)
            .order_by(ThemeAnswer.id)
        )
    ]


def _found_in(session: Session, run: AnalysisRun, answers: Sequence[str]) -> list[ProvenanceLink]:
    themes = select(Theme.public_id).where(Theme.run_id == run.id)
    return [
        link
        for part in _parts(answers)
        for link in session.scalars(
            select(ProvenanceLink)
            .where(ProvenanceLink.source_type == Answer.ref_type, ProvenanceLink.source_id.in_(part))
            .where(ProvenanceLink.target_type == Theme.ref_type, ProvenanceLink.target_id.in_(themes))
            .where(ProvenanceLink.relation == Relation.FOUND_IN.value)
            .order_by(ProvenanceLink.id)
        )
    ]


def _parts(keys: Sequence[str], size: int = 400) -> list[list[str]]:
    ordered = sorted(keys)
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]


@dataclass
class Doing:
    """A step under way; whoever makes a theme in it says so."""

    made: Theme | None = None


@contextmanager
def recorded(
    session: Session,
    actor: Actor,
    run: AnalysisRun,
    kind: StepKind,
    themes: Sequence[Theme],
    answers: Sequence[str] = (),
) -> Iterator[Doing]:
    """What happens inside is one step. If it is refused, nothing is recorded, as the caller's transaction goes back."""
    lock(session, run)
    before = {"themes": {str(theme.id): decision_of(theme) for theme in themes}}
    if answers:
        before["answers"] = places_of(session, run, answers)
    doing = Doing()
    yield doing
    session.flush()
    touched = [*themes, *([doing.made] if doing.made is not None else [])]
    after = {"themes": {str(theme.id): decision_of(theme) for theme in touched}}
    if answers:
        after["answers"] = places_of(session, run, answers)
    last = session.scalar(select(func.max(ThemeStep.number)).where(ThemeStep.run_id == run.id)) or 0
    session.add(
        ThemeStep(
            run_id=run.id,
            number=last + 1,
            kind=kind.value,
            actor_id=actor.user_id,
            at=clock.now(),
            before=before,
            after=after,
            made=doing.made.id if doing.made is not None else None,
        )
    )
    session.flush()


def lock(session: Session, run: AnalysisRun) -> None:
    """One step of a run at a time, whoever makes it."""
    session.execute(select(AnalysisRun.id).where(AnalysisRun.id == run.id).with_for_update())
