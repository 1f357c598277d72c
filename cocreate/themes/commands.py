"""Writes of the analysis: start a run, and everything people decide about what it found."""

import secrets

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.survey.models import Consultation
from cocreate.themes import queries
from cocreate.themes.models import AnalysisRun, StepKind, Theme, ThemeAnswer
from cocreate.themes.rules import Belonging, ThemeState
from cocreate.themes.steps.recording import recorded, recount

KEPT = ("is_main", "start", "stop", "x", "y", "came_by")  # of an answer when its theme becomes part of another


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


def rename_theme(
    session: Session, actor: Actor, process: Process, theme: Theme, *, labels: Translated, version: int
) -> None:
    """Give a theme people's own words; the machine's stay beside them. No words at all brings the machine's back."""
    _check_version(theme, version)
    with recorded(session, actor, theme.run, StepKind.RENAME, [theme]):
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
    with recorded(session, actor, theme.run, StepKind.ACCEPT, [theme]):
        belongs_to = _put_in_place(theme, belongs_to, place)
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


def _put_in_place(theme: Theme, belongs_to: Belonging | None, place: Challenge | SubChallenge | None) -> Belonging:
    if isinstance(place, SubChallenge):
        theme.sub_challenge_id, theme.challenge_id = place.id, place.challenge_id
        return Belonging.SUB_CHALLENGE
    if isinstance(place, Challenge):
        theme.sub_challenge_id, theme.challenge_id = None, place.id
        return Belonging.CHALLENGE
    if belongs_to not in (Belonging.NEW, Belonging.TRANSVERSAL):
        raise Invalid("themes.theme.needs_place")
    theme.sub_challenge_id = theme.challenge_id = None
    return belongs_to


def reject_theme(session: Session, actor: Actor, process: Process, theme: Theme, *, reason: str, version: int) -> None:
    """A person says that the theme does not stand, and why; its answers stay."""
    _check_version(theme, version)
    if not reason.strip():
        raise Invalid("themes.theme.needs_reason")
    with recorded(session, actor, theme.run, StepKind.REJECT, [theme]):
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
    with recorded(session, actor, largest.run, StepKind.MERGE, themes) as doing:
        doing.made = merged = Theme(
            run_id=largest.run_id,
            key=largest.key,
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
    origins = [t.public_id for t in themes]
    audit.record(session, actor, "themes:theme:merge", merged.ref, process=process.public_id, origins=origins)
    session.flush()
    return merged


def _take_members(session: Session, merged: Theme, themes: list[Theme]) -> None:
    strongest: dict[str, ThemeAnswer] = {}
    for rows in queries.members_of(session, themes).values():
        for row in rows:
            best = strongest.get(row.answer_id)
            if best is None or (row.is_main, row.strength) > (best.is_main, best.strength):
                strongest[row.answer_id] = row
    # Quotes of all origins, the best of each first.
    quotes = sorted((r for r in strongest.values() if r.quote_rank), key=lambda r: (r.quote_rank or 0, r.answer_id))
    ranks = {row.answer_id: rank for rank, row in enumerate(quotes, start=1)}
    session.add_all(
        ThemeAnswer(
            theme_id=merged.id,
            answer_id=key,
            strength=row.strength,
            quote_rank=ranks.get(key),
            **{name: getattr(row, name) for name in KEPT},
        )
        for key, row in sorted(strongest.items())
    )
    session.flush()
    recount(session, [merged])


def reopen_theme(session: Session, actor: Actor, process: Process, theme: Theme, *, version: int) -> None:
    """Take a decision back."""
    _check_version(theme, version)
    with recorded(session, actor, theme.run, StepKind.REOPEN, [theme]):
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
