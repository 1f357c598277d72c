"""What moved between two readings, as a person reads it: theme by theme of the reading before."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.models import Question
from cocreate.themes import queries
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.succession import NOWHERE


@dataclass(frozen=True)
class Fate:
    """An old theme: which theme it is now (None: it did not come back), and where its answers went."""

    old: Theme
    heir: Theme | None
    stayed: int
    went: list[tuple[Theme, int]]
    lost: int  # answers in no theme now, or erased since


@dataclass(frozen=True)
class Movement:
    """What moved in one question: its old themes, and the themes that are new."""

    question: Question
    fates: list[Fate]
    new: list[Theme]
    moved: int
    came: int


def movements(session: Session, run: AnalysisRun) -> list[Movement]:
    """Question by question, from what the run stored; themes that people merged since are shown all the same."""
    told = run.moved.get("questions", {})
    ids = {key for one in told.values() for flow in (one["flows"], one["came"]) for key in flow}
    ids |= {key for one in told.values() for flow in one["flows"].values() for key in flow}
    rows = session.scalars(select(Theme).where(Theme.public_id.in_(ids)))
    themes = {theme.public_id: theme for theme in rows}
    fresh = {question.key: found for question, found in queries.themes_by_question(session, run)}
    questions = sorted(queries.questions_by_id(session, run.consultation).values(), key=lambda each: each.position)
    found = []
    for question in questions:
        one = told.get(question.key)
        if one is None:
            continue
        fates = [_fate(themes, key, flow, one["heirs"].get(key)) for key, flow in one["flows"].items() if key in themes]
        fates.sort(key=lambda fate: (-sum(one["flows"][fate.old.public_id].values()), fate.old.id))
        heirs = set(one["heirs"].values())
        new = [theme for theme in fresh.get(question.key, []) if theme.public_id not in heirs]
        moved = sum(count for fate in fates for _theme, count in fate.went)
        found.append(Movement(question, fates, new, moved, sum(one["came"].values())))
    return found


def _fate(themes: dict[str, Theme], key: str, flow: dict[str, int], heir: str | None) -> Fate:
    went = [(themes[to], count) for to, count in flow.items() if to not in (NOWHERE, heir) and to in themes]
    return Fate(
        themes[key],
        themes.get(heir or ""),
        flow.get(heir, 0) if heir else 0,
        sorted(went, key=lambda each: (-each[1], each[0].id)),
        flow.get(NOWHERE, 0),
    )
