"""Writes of the analysis: start a run, store what it found, and everything people decide about it."""

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes import queries
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.rules import SAME_THEME, Belonging, ThemeState, overlap

if TYPE_CHECKING:  # scikit-learn takes a second and 100 MB: only the worker loads it, when it computes
    from cocreate.analysis.report import ThemeReport
    from cocreate.analysis.text.matching import Suggestion


def start_run(
    session: Session,
    actor: Actor,
    process: Process,
    consultation: Consultation,
    *,
    seed: int | None = None,
    granularity: float = 1.0,
    subsamples: int = 40,
) -> AnalysisRun:
    """Queue a reading of a consultation's free texts. One at a time."""
    if not queries.count_free_texts(session, consultation):
        raise Invalid("themes.run.nothing_to_read")
    latest = queries.latest_run(session, consultation)
    if latest is not None and latest.job is not None and not latest.job.is_over:
        raise Conflict("themes.run.under_way")
    run = AnalysisRun(
        consultation_id=consultation.id,
        seed=secrets.randbelow(2**31) if seed is None else seed,
        settings={"granularity": granularity, "subsamples": subsamples},
        started_at=clock.now(),
    )
    session.add(run)
    session.flush()
    run.job = jobs.enqueue(session, actor, "themes:analyse", process=process, run_id=run.id)
    audit.record(session, actor, "themes:run:start", run.ref, process=process.public_id, seed=run.seed)
    return run


@dataclass(frozen=True)
class QuestionReading:
    """What the machine found in the answers to one question, and where each theme seems to belong."""

    question_id: int
    report: "ThemeReport"
    suggestions: "dict[str, Suggestion]"


def store_run(
    session: Session, actor: Actor, process: Process, run: AnalysisRun, readings: list[QuestionReading]
) -> list[Theme]:
    """Store all themes of a run at once and show them; decisions about the same themes of the run before are kept."""
    session.execute(delete(Theme).where(Theme.run_id == run.id))  # a reading that was interrupted and done again
    before = queries.current_run(session, run.consultation)
    questions = queries.questions_by_id(session, run.consultation)
    ref_types = _ref_types(session, process)
    found: list[Theme] = []
    for reading in readings:
        found += _store_question(session, actor, process, run, reading, ref_types)
        _note_languages(session, reading.report)
    run.coverage = {questions[r.question_id].key: _coverage(r.report) for r in readings}
    run.versions = dict(readings[0].report.versions) if readings else {}
    run.warnings = [
        {"question": questions[r.question_id].key, "code": w.code, "params": dict(w.params)}
        for r in readings
        for w in r.report.warnings
    ]
    run.finished_at = clock.now()
    if before is not None and before.id != run.id:
        before.is_current = False
        _keep_decisions(session, actor, process, before, found)
    run.is_current = True
    audit.record(session, actor, "themes:run:store", run.ref, process=process.public_id, themes=len(found))
    session.flush()
    return found


def _store_question(
    session: Session,
    actor: Actor,
    process: Process,
    run: AnalysisRun,
    reading: QuestionReading,
    ref_types: dict[str, str],
) -> list[Theme]:
    themes = []
    for result in reading.report.themes:
        theme = Theme(
            run_id=run.id,
            question_id=reading.question_id,
            machine_labels=dict(result.labels),
            size=result.size,
            by_helix=dict(result.by_helix),
            by_language=dict(result.by_language),
            stability=result.stability,
            stability_level=result.stability_level.value,
            suggestion=_suggestion(reading.suggestions.get(result.key), ref_types),
        )
        themes.append(theme)
    session.add_all(themes)
    session.flush()
    rows: list[dict[str, Any]] = []
    steps = []
    for theme, result in zip(themes, reading.report.themes, strict=True):
        ranks = {answer_id: rank for rank, answer_id in enumerate(result.quotes, start=1)}
        for member in result.members:
            if member.is_main:
                key = member.answer_id
                rows.append(
                    {"theme_id": theme.id, "answer_id": key, "strength": member.strength, "quote_rank": ranks.get(key)}
                )
                steps.append((("answer", key), theme.ref))
    if rows:
        session.execute(insert(ThemeAnswer), rows)
    provenance.link_many(session, actor, steps=steps, relation=Relation.FOUND_IN, process=process.public_id)
    return themes


def _suggestion(found: "Suggestion | None", ref_types: dict[str, str]) -> dict[str, Any]:
    if found is None:
        return {}
    near = [{"type": ref_types[m.entry_id], "id": m.entry_id, "score": round(m.score, 3)} for m in found.matches]
    return {"is_new": found.is_new, "near": near, "margin": round(found.margin, 3)}


def _ref_types(session: Session, process: Process) -> dict[str, str]:
    challenges = session.scalars(select(Challenge.public_id).where(Challenge.process_id == process.id))
    found = dict.fromkeys(challenges, Challenge.ref_type)
    parts = select(SubChallenge.public_id).join(Challenge).where(Challenge.process_id == process.id)
    return found | dict.fromkeys(session.scalars(parts), SubChallenge.ref_type)


def _coverage(report: "ThemeReport") -> dict[str, Any]:
    unplaced = Counter(reason.value for reason in report.unplaced.values())
    placed = sum(theme.size for theme in report.themes)
    return {
        "answers": report.answers,
        "placed": placed,
        "unplaced": dict(unplaced),
        "language_nmi": report.language_nmi,
    }


def _note_languages(session: Session, report: "ThemeReport") -> None:
    by_language: dict[str, list[str]] = {}
    for answer_id, language in report.languages.items():
        by_language.setdefault(language, []).append(answer_id)
    for language, ids in by_language.items():
        for start in range(0, len(ids), 500):
            session.execute(
                update(Answer)
                .where(Answer.id.in_(ids[start : start + 500]), Answer.text_language == "")
                .values(text_language=language)
            )


def _keep_decisions(session: Session, actor: Actor, process: Process, before: AnalysisRun, found: list[Theme]) -> None:
    """A theme with the same answers as a decided one is that theme: people's words and decision go with it."""
    decided = [t for t in before.themes if t.state in (ThemeState.ACCEPTED, ThemeState.REJECTED) or t.labels]
    decided = [t for t in decided if t.state != ThemeState.MERGED]
    members = {key: {m.answer_id for m in rows} for key, rows in queries.members_of(session, decided + found).items()}
    pairs = [
        (overlap(members[old.id], members[new.id]), old.id, new.id)
        for old in decided
        for new in found
        if old.question_id == new.question_id
    ]
    by_id = {theme.id: theme for theme in decided + found}
    taken: set[int] = set()
    for share, old_id, new_id in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if share < SAME_THEME:
            break
        if old_id in taken or new_id in taken:
            continue
        taken |= {old_id, new_id}
        old, new = by_id[old_id], by_id[new_id]
        new.labels, new.state, new.belongs_to, new.reason = old.labels, old.state, old.belongs_to, old.reason
        new.challenge_id, new.sub_challenge_id = old.challenge_id, old.sub_challenge_id
        new.decided_by_id, new.decided_at = old.decided_by_id, old.decided_at
        provenance.link(
            session, actor, source=old.ref, target=new.ref, relation=Relation.COPIED_FROM, process=process.public_id
        )


def rename_theme(
    session: Session, actor: Actor, process: Process, theme: Theme, *, labels: Translated, version: int
) -> None:
    """Give a theme people's own words; the machine's stay beside them. No words at all brings the machine's back."""
    _check_version(theme, version)
    theme.labels = labels
    audit.record(session, actor, "themes:theme:rename", theme.ref, process=process.public_id, languages=sorted(labels))
    session.flush()


def accept_theme(
    session: Session,
    actor: Actor,
    process: Process,
    theme: Theme,
    *,
    belongs_to: Belonging | None,
    place: Challenge | SubChallenge | None = None,
    reason: str = "",
    version: int,
) -> None:
    """A person says that the theme stands, and where it belongs."""
    _check_version(theme, version)
    if isinstance(place, SubChallenge):
        belongs_to = Belonging.SUB_CHALLENGE
        theme.sub_challenge_id, theme.challenge_id = place.id, place.challenge_id
    elif isinstance(place, Challenge):
        belongs_to = Belonging.CHALLENGE
        theme.sub_challenge_id, theme.challenge_id = None, place.id
    elif belongs_to in (Belonging.NEW, Belonging.TRANSVERSAL):
        theme.sub_challenge_id = theme.challenge_id = None
    else:
        raise Invalid("themes.theme.needs_place")
    _decide(theme, actor, ThemeState.ACCEPTED, reason)
    theme.belongs_to = belongs_to.value
    place_id = place.public_id if place is not None else ""
    audit.record(
        session,
        actor,
        "themes:theme:accept",
        theme.ref,
        process=process.public_id,
        belongs_to=theme.belongs_to,
        place=place_id,
    )
    session.flush()


def reject_theme(session: Session, actor: Actor, process: Process, theme: Theme, *, reason: str, version: int) -> None:
    """A person says that the theme does not stand, and why; its answers stay."""
    _check_version(theme, version)
    if not reason.strip():
        raise Invalid("themes.theme.needs_reason")
    _decide(theme, actor, ThemeState.REJECTED, reason)
    theme.belongs_to, theme.challenge_id, theme.sub_challenge_id = "", None, None
    audit.record(session, actor, "themes:theme:reject", theme.ref, process=process.public_id)
    session.flush()


def merge_themes(
    session: Session, actor: Actor, process: Process, themes: list[Theme], *, labels: Translated, reason: str = ""
) -> Theme:
    """Several themes of one question become a new one; they stay as its origins."""
    if len({t.id for t in themes}) < 2 or len({(t.run_id, t.question_id) for t in themes}) != 1:
        raise Invalid("themes.merge.needs_two")
    if any(t.state == ThemeState.MERGED for t in themes):
        raise Conflict("themes.theme.decided")
    if not labels:
        raise Invalid("themes.merge.needs_name")
    largest = max(themes, key=lambda t: (t.size, -t.id))
    merged = Theme(
        run_id=largest.run_id,
        question_id=largest.question_id,
        machine_labels=largest.machine_labels,
        labels=labels,
        size=0,
        stability=None,
        suggestion=largest.suggestion,
    )
    session.add(merged)
    session.flush()
    _take_members(session, merged, themes)
    for theme in themes:
        theme.state, theme.merged_into_id = ThemeState.MERGED.value, merged.id
        provenance.link(
            session,
            actor,
            source=theme.ref,
            target=merged.ref,
            relation=Relation.MERGED_FROM,
            process=process.public_id,
            reason=reason,
        )
    audit.record(
        session,
        actor,
        "themes:theme:merge",
        merged.ref,
        process=process.public_id,
        origins=[t.public_id for t in themes],
    )
    session.flush()
    return merged


def _take_members(session: Session, merged: Theme, themes: list[Theme]) -> None:
    strongest: dict[str, ThemeAnswer] = {}
    for rows in queries.members_of(session, themes).values():
        for row in rows:
            if row.answer_id not in strongest or row.strength > strongest[row.answer_id].strength:
                strongest[row.answer_id] = row
    # Quotes of all origins, the best of each first.
    quotes = sorted((r for r in strongest.values() if r.quote_rank), key=lambda r: (r.quote_rank or 0, r.answer_id))
    ranks = {row.answer_id: rank for rank, row in enumerate(quotes, start=1)}
    session.add_all(
        ThemeAnswer(theme_id=merged.id, answer_id=key, strength=row.strength, quote_rank=ranks.get(key))
        for key, row in sorted(strongest.items())
    )
    session.flush()
    counted = session.execute(
        select(Submission.helix, Answer.text_language)
        .select_from(ThemeAnswer)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(ThemeAnswer.theme_id == merged.id)
    ).all()
    merged.size = len(counted)
    merged.by_helix = dict(sorted(Counter(helix for helix, _ in counted if helix).items()))
    merged.by_language = dict(sorted(Counter(language for _, language in counted if language).items()))


def reopen_theme(session: Session, actor: Actor, process: Process, theme: Theme, *, version: int) -> None:
    """Take a decision back."""
    _check_version(theme, version)
    theme.state, theme.belongs_to, theme.reason = ThemeState.PROPOSED.value, "", ""
    theme.challenge_id = theme.sub_challenge_id = theme.decided_by_id = theme.decided_at = None
    audit.record(session, actor, "themes:theme:reopen", theme.ref, process=process.public_id)
    session.flush()


def _check_version(theme: Theme, version: int) -> None:
    if theme.state == ThemeState.MERGED:
        raise Conflict("themes.theme.decided")
    if theme.version != version:
        raise Conflict("changed_meanwhile")


def _decide(theme: Theme, actor: Actor, state: ThemeState, reason: str) -> None:
    theme.state, theme.reason = state.value, reason.strip()[:1000]
    theme.decided_by_id, theme.decided_at = actor.user_id, clock.now()
