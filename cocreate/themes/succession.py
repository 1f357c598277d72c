"""From one reading to the next: which theme is which again, and what moved."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.models import Question
from cocreate.themes import queries
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.rules import SAME_THEME

Members = Mapping[str, Collection[str]]  # public id of a theme -> the answers whose main theme it is
NOWHERE = ""  # in no theme, or not there any more


@dataclass(frozen=True)
class Succession:
    """`heirs` tells which new theme is an old one again; `flows` how many answers of each old theme went to each new
    one (`NOWHERE`: to none); `came` how many of each new theme were in no theme before."""

    heirs: dict[str, str] = field(default_factory=dict)
    flows: dict[str, dict[str, int]] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"heirs": self.heirs, "flows": self.flows, "came": self.came}


def succession(old: Members, new: Members) -> Succession:
    """Match the themes of two readings of one question by the answers that they share.

    Only answers that both readings placed are compared: that many came since must not cost a theme its name. The
    largest overlap (Jaccard) is matched first, from `SAME_THEME` upwards, each theme at most once.

    >>> succession({"a": "123", "b": "45"}, {"x": "1236789", "y": "4"}).heirs
    {'a': 'x', 'b': 'y'}
    >>> succession({"a": "12", "b": "45"}, {"x": "124", "y": "3"}).flows
    {'a': {'x': 2}, 'b': {'': 1, 'x': 1}}
    """
    home = {answer: key for key, answers in new.items() for answer in answers}
    before = {answer for answers in old.values() for answer in answers}
    flows = {key: Counter(home.get(answer, NOWHERE) for answer in answers) for key, answers in old.items()}
    known = {key: sum(answer in before for answer in answers) for key, answers in new.items()}
    shares = []
    for key, flow in flows.items():
        placed = flow.total() - flow[NOWHERE]
        for target, common in flow.items():
            if target != NOWHERE:
                shares.append((common / (placed + known[target] - common), key, target))
    heirs: dict[str, str] = {}
    for share, key, target in sorted(shares, key=lambda each: (-each[0], each[1], each[2])):
        if share >= SAME_THEME and key not in heirs and target not in heirs.values():
            heirs[key] = target
    return Succession(
        dict(sorted(heirs.items())),
        {key: dict(sorted((+flow).items())) for key, flow in flows.items()},
        {key: count for key, answers in new.items() if (count := len(answers) - known[key])},
    )


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
