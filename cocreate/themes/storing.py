"""Storing what a run found: all its themes at once, with what people decided about the same themes before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, provenance
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.survey.models import Answer
from cocreate.themes import queries
from cocreate.themes.campaigns import keep_campaigns
from cocreate.themes.models import AnalysisRun, TextVector, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.rules import ThemeState
from cocreate.themes.succession import succession

if TYPE_CHECKING:  # scikit-learn takes a second and 100 MB: only the worker loads it, when it computes
    from cocreate.analysis.report import ThemeReport
    from cocreate.analysis.text.matching import Suggestion
    from cocreate.analysis.text.results import ThemeResult

PART = 400  # keys of one statement: SQLite takes few parameters


class StoredVectors(dict[str, bytes]):
    """The vectors known of a consultation, as the encoder's cache; `fresh` says what it added."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        super().__init__(known)
        self._known = frozenset(known)

    @property
    def fresh(self) -> dict[str, bytes]:
        """What was computed and is not stored yet."""
        return {key: vector for key, vector in self.items() if key not in self._known}


def load_vectors(session: Session, consultation_id: int) -> StoredVectors:
    """All vectors of a consultation: 1 KB for each different text."""
    mine = TextVector.consultation_id == consultation_id
    rows = session.execute(select(TextVector.key, TextVector.vector).where(mine))
    return StoredVectors({row.key: row.vector for row in rows})


def store_vectors(session: Session, consultation_id: int, vectors: StoredVectors, owners: Mapping[str, str]) -> None:
    """Keep what was computed, and forget what no answer says any more. `owners` is the hash of a text -> its answer."""
    mine = TextVector.consultation_id == consultation_id
    stored = set(session.scalars(select(TextVector.key).where(mine)))
    gone = sorted(key for key in stored if _hash(key) not in owners)
    for start in range(0, len(gone), PART):
        session.execute(delete(TextVector).where(mine, TextVector.key.in_(gone[start : start + PART])))
    rows = [
        {"consultation_id": consultation_id, "key": key, "answer_id": owners[_hash(key)], "vector": vector}
        for key, vector in sorted(vectors.fresh.items())
        if _hash(key) in owners and key not in stored
    ]
    if rows:
        session.execute(insert(TextVector), rows)


def _hash(key: str) -> str:
    return key.rpartition(":")[2]


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
    # A reading that was interrupted and done again:
    session.execute(delete(Theme).where(Theme.run_id == run.id))
    session.execute(delete(UnplacedAnswer).where(UnplacedAnswer.run_id == run.id))
    before = queries.current_run(session, run.consultation)
    questions = queries.questions_by_id(session, run.consultation)
    ref_types = _ref_types(session, process)
    found: list[Theme] = []
    for reading in readings:
        found += _store_question(session, actor, process, run, reading, ref_types)
        _store_unplaced(session, run, reading.report)
        _note_languages(session, reading.report)
    run.coverage = {questions[r.question_id].key: _coverage(r.report) for r in readings}
    run.trees = {questions[r.question_id].key: [list(astuple(merge)) for merge in r.report.tree] for r in readings}
    run.campaigns = {questions[r.question_id].key: _campaigns(r.report) for r in readings}
    run.oppositions = {questions[r.question_id].key: [asdict(o) for o in r.report.oppositions] for r in readings}
    run.versions = dict(readings[0].report.versions) if readings else {}
    run.warnings = [
        {"question": questions[r.question_id].key, "code": w.code, "params": dict(w.params)}
        for r in readings
        for w in r.report.warnings
    ]
    run.finished_at = clock.now()
    if before is not None and before.id != run.id:
        before.is_current = False
        _keep_decisions(session, actor, process, before, run)
        keep_campaigns(session, actor, process, before, run)
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
    themes = [_theme(run, reading, result, ref_types) for result in reading.report.themes]
    session.add_all(themes)
    session.flush()
    rows: list[dict[str, Any]] = []
    steps = []
    for theme, result in zip(themes, reading.report.themes, strict=True):
        ranks = {answer_id: rank for rank, answer_id in enumerate(result.quotes, start=1)}
        dissent = {answer_id: rank for rank, answer_id in enumerate(result.dissent, start=1)}
        for member in result.members:
            x, y = reading.report.positions[member.answer_id]
            rank = ranks.get(member.answer_id)
            against = dissent.get(member.answer_id) if member.is_main else None
            ranked = {"quote_rank": rank, "dissent_rank": against}
            rows.append({"theme_id": theme.id, **asdict(member), **ranked, "x": x, "y": y})
            if member.is_main:
                steps.append((("answer", member.answer_id), theme.ref))
    if rows:
        session.execute(insert(ThemeAnswer), rows)
    provenance.link_many(session, actor, steps=steps, relation=Relation.FOUND_IN, process=process.public_id)
    return themes


def _theme(run: AnalysisRun, reading: QuestionReading, result: "ThemeResult", ref_types: dict[str, str]) -> Theme:
    return Theme(
        run_id=run.id,
        key=result.key,
        question_id=reading.question_id,
        machine_labels=dict(result.labels),
        size=result.size,
        also=result.also,
        voices={helix: [asdict(term) for term in terms] for helix, terms in result.voices.items()},
        by_helix=dict(result.by_helix),
        by_language=dict(result.by_language),
        stability=result.stability,
        stability_level=result.stability_level.value,
        suggestion=_suggestion(reading.suggestions.get(result.key), ref_types),
    )


def _store_unplaced(session: Session, run: AnalysisRun, report: "ThemeReport") -> None:
    rows = [
        {"run_id": run.id, "answer_id": answer_id, "reason": reason.value}
        for answer_id, reason in sorted(report.unplaced.items())
    ]
    if rows:
        session.execute(insert(UnplacedAnswer), rows)


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


def _campaigns(report: "ThemeReport") -> list[dict[str, Any]]:
    """Who shares a text with whom; not the text, which goes when the answers go."""
    return [
        {"template": c.template_id, "members": list(c.members), "exact": c.exact, "filled": c.filled}
        for c in report.campaigns
    ]


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


def _keep_decisions(session: Session, actor: Actor, process: Process, before: AnalysisRun, run: AnalysisRun) -> None:
    """A theme with the same answers as one before is that theme: people's words and decision go with it."""
    found = {question.key: themes for question, themes in queries.themes_by_question(session, run)}
    moved = {}
    for question, themes in queries.themes_by_question(session, before):
        now = found.get(question.key, [])
        matched = succession(_members(session, themes), _members(session, now))
        moved[question.key] = matched.packed()
        by_id = {theme.public_id: theme for theme in [*themes, *now]}
        for old_id, new_id in matched.heirs.items():
            if by_id[old_id].state != ThemeState.PROPOSED or by_id[old_id].labels:
                _inherit(session, actor, process, by_id[old_id], by_id[new_id])
    run.moved = {"before": before.public_id, "questions": moved}


def _members(session: Session, themes: list[Theme]) -> dict[str, list[str]]:
    rows = queries.members_of(session, themes)
    return {theme.public_id: [row.answer_id for row in rows[theme.id] if row.is_main] for theme in themes}


def _inherit(session: Session, actor: Actor, process: Process, old: Theme, new: Theme) -> None:
    new.labels, new.state, new.belongs_to, new.reason = old.labels, old.state, old.belongs_to, old.reason
    new.challenge_id, new.sub_challenge_id = old.challenge_id, old.sub_challenge_id
    new.decided_by_id, new.decided_at = old.decided_by_id, old.decided_at
    provenance.link(
        session, actor, source=old.ref, target=new.ref, relation=Relation.COPIED_FROM, process=process.public_id
    )
