"""Moving answers: to another theme, into none, out of none, or into a new theme that is split off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.analysis.text.unplaced import Unplaced
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Question
from cocreate.themes.models import AnalysisRun, StepKind, TextVector, Theme, ThemeAnswer
from cocreate.themes.rules import CameBy, ThemeState
from cocreate.themes.steps import recording
from cocreate.themes.steps.recording import lock, recorded

Place = dict[str, Any]  # of one answer, as `pictures.places_of` gives it


def move_answers(
    session: Session,
    actor: Actor,
    process: Process,
    source: Theme | None,
    answers: Sequence[str],
    target: Theme | Unplaced,
    *,
    run: AnalysisRun,
    version: int = 0,
) -> int:
    """Move answers from a theme (None: from no theme) to a theme or a class without one; returns how many moved."""
    lock(session, run)
    if source is None and isinstance(target, Unplaced):
        raise Invalid("themes.move.needs_theme")
    if isinstance(target, Theme):
        _must_stand(target)
        if target.run_id != run.id or (source is not None and target.question_id != source.question_id):
            raise Invalid("themes.move.other_question")
        if source is not None and target.id == source.id:
            raise Invalid("themes.move.same_theme")
    places = _taken_from(session, run, source, answers, version)
    if isinstance(target, Theme):
        _must_answer(session, target.question, places)
    ends = [theme for theme in (source, target) if isinstance(theme, Theme)]
    themes = {theme.id: theme for theme in [*ends, *(_all_of(session, places) if isinstance(target, Unplaced) else [])]}
    with recorded(session, actor, run, StepKind.MOVE, list(themes.values()), list(places)):
        now = {key: _moved(place, target) for key, place in places.items()}
        _carry_out(session, actor, process, run, places, now, ends[0].question)
        recording.recount(session, themes.values())
    subject = source.ref if source is not None else ends[0].ref
    to = target.public_id if isinstance(target, Theme) else target.value
    audit.record(
        session, actor, "themes:answer:move", subject, process=process.public_id, answers=len(places), to=to,
        is_from_none=source is None,
    )  # fmt: skip
    session.flush()
    return len(places)


def split_theme(
    session: Session,
    actor: Actor,
    process: Process,
    theme: Theme,
    answers: Sequence[str],
    *,
    labels: Translated,
    version: int,
) -> Theme:
    """Some answers of a theme become a theme of their own; the rest keeps its name, its decision and what rests on it.

    The chain of evidence leads from those answers to the new theme. It has no step from the old theme to the new one:
    that would say that the answers which stayed speak of the new one too.
    """
    run = theme.run
    lock(session, run)
    if not labels:
        raise Invalid("themes.split.needs_name")
    places = _taken_from(session, run, theme, answers, version)
    if len(places) >= theme.size:
        raise Invalid("themes.split.needs_rest")
    with recorded(session, actor, run, StepKind.SPLIT, [theme], list(places)) as doing:
        told = {"key": theme.key, "question_id": theme.question_id, "suggestion": theme.suggestion}
        doing.made = new = Theme(run_id=run.id, machine_labels={}, labels=labels, size=0, stability=None, **told)
        session.add(new)
        session.flush()
        now = {key: _moved(place, new, is_same=True) for key, place in places.items()}
        _carry_out(session, actor, process, run, places, now, theme.question)
        recording.recount(session, [theme, new])
    audit.record(
        session, actor, "themes:theme:split", new.ref, process=process.public_id, origin=theme.public_id,
        answers=len(places),
    )  # fmt: skip
    session.flush()
    return new


def _taken_from(
    session: Session, run: AnalysisRun, source: Theme | None, answers: Sequence[str], version: int
) -> dict[str, Place]:
    """Where the answers stand now; all of them must be where whoever moves them saw them."""
    chosen = list(dict.fromkeys(answers))
    if not chosen:
        raise Invalid("themes.move.none_chosen")
    if source is not None:
        _must_stand(source)
        if source.version != version:
            raise Conflict("changed_meanwhile")
    places = recording.places_of(session, run, chosen)
    is_there: Callable[[Place], bool] = (
        (lambda place: place["reason"] is not None)
        if source is None
        else (lambda place: any(row["is_main"] and row["theme_id"] == source.id for row in place["rows"]))
    )
    if not all(is_there(place) for place in places.values()):
        raise Conflict("changed_meanwhile")
    return places


def _moved(place: Place, target: Theme | Unplaced, *, is_same: bool = False) -> Place:
    """Where an answer stands afterwards. How near it is to a theme that a person chose, nobody measured: 0."""
    if isinstance(target, Unplaced):
        return {"rows": [], "reason": target.value}
    main: Place = next((row for row in place["rows"] if row["is_main"]), {})
    there: Place = next((row for row in place["rows"] if row["theme_id"] == target.id), {})
    row: Place = {
        "strength": 0.0, "quote_rank": None, "start": 0, "stop": None, "x": None, "y": None, "dissent_rank": None,
    }  # fmt: skip
    row |= {name: main[name] for name in ("start", "stop", "x", "y") if main}
    row |= {name: value for name, value in (main if is_same else there).items() if name in row and value is not None}
    row |= {"theme_id": target.id, "is_main": True, "came_by": CameBy.PERSON.value}
    others = [each for each in place["rows"] if not each["is_main"] and each["theme_id"] != target.id]
    return {"rows": [row, *others], "reason": None}


def _carry_out(
    session: Session,
    actor: Actor,
    process: Process,
    run: AnalysisRun,
    before: dict[str, Place],
    now: dict[str, Place],
    question: Question,
) -> None:
    ids = {row["theme_id"] for place in now.values() for row in place["rows"]}
    names = {row.id: row.public_id for row in session.scalars(select(Theme).where(Theme.id.in_(ids)))} if ids else {}
    for place in now.values():
        place["found_in"] = sorted({names[row["theme_id"]] for row in place["rows"]})
    recording.clear_places(session, run, list(now))
    recording.put_places(session, run, now)
    recording.link_places(session, actor, process, now)
    recording.recount_coverage(session, run, before, now, question.key)


def _all_of(session: Session, places: dict[str, Place]) -> list[Theme]:
    ids = {row["theme_id"] for place in places.values() for row in place["rows"]}
    return list(session.scalars(select(Theme).where(Theme.id.in_(ids)).order_by(Theme.id)))


def _must_stand(theme: Theme) -> None:
    if theme.state == ThemeState.MERGED:
        raise Conflict("themes.theme.decided")


def _must_answer(session: Session, question: Question, places: dict[str, Place]) -> None:
    """Answers go only into themes of the question that they answer."""
    for start in range(0, len(places), 400):
        part = list(places)[start : start + 400]
        asked = set(session.scalars(select(Answer.question_id).where(Answer.id.in_(part)).distinct()))
        if asked - {question.id}:
            raise Invalid("themes.move.other_question")


SHOWN = 4  # answers of each part
MOST = 20_000  # answers; beyond, a new reading with more themes is the better way


@dataclass(frozen=True)
class Part:
    """One part of a theme: its answers, those that belong most first."""

    answers: Sequence[str]
    examples: Sequence[Answer]


def propose_parts(session: Session, theme: Theme, *, seed: int = 1) -> tuple[Part, Part] | None:
    """The larger part, which keeps the theme, and the smaller; None where the answers do not fall apart."""
    import numpy as np

    from cocreate.analysis.text.halves import hashed_words, two_parts
    from cocreate.analysis.text.vectors import text_key

    rows = session.execute(
        select(Answer.id, Answer.text, Answer.text_language, ThemeAnswer.start, ThemeAnswer.stop)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.is_main)
        .order_by(ThemeAnswer.strength.desc(), Answer.id)
        .limit(MOST)
    ).all()
    texts = [row.text[row.start : row.stop] for row in rows]
    languages = [row.text_language for row in rows]
    encoder = str(theme.run.versions.get("encoder", ""))
    known = _vectors(session, theme, [f"{encoder}:{text_key(text)}" for text in texts])
    if known is not None:
        vectors = np.stack([np.frombuffer(vector, dtype="<f2").astype(np.float32) for vector in known])
    else:
        vectors = hashed_words(texts, languages)
    chosen = two_parts(vectors, languages, [row.id for row in rows], seed=seed).tolist()
    first = [row.id for row, is_other in zip(rows, chosen, strict=True) if not is_other]
    second = [row.id for row, is_other in zip(rows, chosen, strict=True) if is_other]
    return (_part(session, first), _part(session, second)) if first and second else None


def _vectors(session: Session, theme: Theme, keys: Sequence[str]) -> list[bytes] | None:
    """What the encoder made of these texts; None where it did not read all of them."""
    found: dict[str, bytes] = {}
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), 400):
        rows = session.execute(
            select(TextVector.key, TextVector.vector)
            .where(TextVector.consultation_id == theme.run.consultation_id)
            .where(TextVector.key.in_(wanted[start : start + 400]))
        )
        found |= {row.key: row.vector for row in rows}
    return [found[key] for key in keys] if len(found) == len(wanted) else None


def _part(session: Session, answers: list[str]) -> Part:
    first = answers[:SHOWN]
    found = {row.id: row for row in session.scalars(select(Answer).where(Answer.id.in_(first)))}
    return Part(answers, [found[key] for key in first])
