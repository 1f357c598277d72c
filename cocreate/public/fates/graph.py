"""The chains of a process at a glance: themes, cards, candidates, decisions and actions, and what leads to what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from cocreate.camp.models import Board, Camp, Card, WorkingGroup
from cocreate.core.provenance import ProvenanceLink, Ref, Relation
from cocreate.plan.models import Action, Axis
from cocreate.process.models import Process
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.survey.models import Consultation
from cocreate.themes.models import AnalysisRun, Theme

Row = TypeVar("Row", Theme, Card, Sid, Action)
LEVELS = ("theme", "card", "sid", "action")
_NO_STEPS = (Relation.PLACED_BY.value, Relation.DECIDED_ON.value, Relation.AMENDED_BY.value)


@dataclass(frozen=True)
class Graph:
    """Rows by their refs, in order; `later` and `earlier` lead from each to its neighbours.

    `themes` are those of the current readings, `elders` the others.
    """

    themes: dict[Ref, Theme]
    elders: dict[Ref, Theme]
    cards: dict[Ref, Card]
    sids: dict[Ref, Sid]
    actions: dict[Ref, Action]
    decisions: dict[int, Decision]  # by sid.id, once they are public
    later: dict[Ref, list[Ref]] = field(default_factory=dict)
    earlier: dict[Ref, list[Ref]] = field(default_factory=dict)

    def after(self, *start: Ref) -> list[Ref]:
        """All that came of some things, nearest first."""
        found = dict.fromkeys(ref for one in start for ref in _reach(one, self.later))
        return [ref for ref in found if ref not in start]

    def came_of(self, start: Ref) -> list[Ref]:
        """The same; of a theme also what came of those that it was made of."""
        family = [start, *(ref for ref in _reach(start, self.earlier) if ref[0] == start[0] == "theme")]
        return self.after(*family)

    def before(self, start: Ref) -> list[Ref]:
        """All that led to a thing, nearest first; a theme that became another one is followed by that one."""
        found: dict[Ref, None] = {}
        for ref in _reach(start, self.earlier):
            grown = [heir for heir in _reach(ref, self.later) if heir[0] == "theme"] if ref[0] == "theme" else []
            found |= dict.fromkeys([*grown, ref])
        return [ref for ref in found if ref != start]

    def refs_of_themes(self) -> dict[int, Ref]:
        """Every theme's number -> its ref."""
        return {theme.id: ref for ref, theme in (*self.themes.items(), *self.elders.items())}

    def heirs(self, refs: Iterable[Ref], kind: str) -> list[Ref]:
        """Of things of one kind, those that did not become another of their kind."""
        return [ref for ref in refs if ref[0] == kind and not any(r[0] == kind for r in self.later.get(ref, ()))]


def graph_of(session: Session, process: Process) -> Graph:
    """The whole of it; the answers are left out, of which there may be a hundred thousand."""
    mine = select(Theme, AnalysisRun.is_current).join(AnalysisRun, Theme.run_id == AnalysisRun.id).join(Consultation)
    rows = mine.where(Consultation.process_id == process.id).order_by(Theme.size.desc(), Theme.id)
    themes: dict[bool, list[Theme]] = {True: [], False: []}
    for theme, is_now in session.execute(rows):
        themes[is_now].append(theme)
    sids = session.scalars(select(Sid).where(Sid.process_id == process.id).order_by(Sid.position, Sid.id))
    actions = session.scalars(
        select(Action).join(Axis).where(Axis.process_id == process.id).order_by(Axis.position, Action.position)
    )
    decisions = session.scalars(
        select(Decision).join(Shortlist).where(Shortlist.process_id == process.id, Shortlist.decided_at.is_not(None))
    )
    later, earlier = _steps(session, process)
    return Graph(
        _by_ref(themes[True]),
        _by_ref(themes[False]),
        _by_ref(session.scalars(cards_of(process)).unique()),
        _by_ref(sids),
        _by_ref(actions),
        {row.sid_id: row for row in decisions},
        later,
        earlier,
    )


def _by_ref(rows: Iterable[Row]) -> dict[Ref, Row]:
    return {row.ref: row for row in rows}


def cards_of(process: Process) -> Select[Any]:
    """The cards of its camps that others saw: a rehearsal is no camp, and what is private nobody saw."""
    return (
        select(Card)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .join(Camp, WorkingGroup.camp_id == Camp.id)
        .where(Camp.process_id == process.id, Camp.is_rehearsal.is_(False), Card.is_private.is_(False))
        .options(joinedload(Card.board).joinedload(Board.group))
        .order_by(WorkingGroup.position, Card.id)
    )


def _steps(session: Session, process: Process) -> tuple[dict[Ref, list[Ref]], dict[Ref, list[Ref]]]:
    rows = session.execute(
        select(
            ProvenanceLink.source_type, ProvenanceLink.source_id, ProvenanceLink.target_type, ProvenanceLink.target_id
        )
        .where(
            ProvenanceLink.process == process.public_id,
            ProvenanceLink.source_type.in_(LEVELS),
            ProvenanceLink.target_type.in_(LEVELS),
            ProvenanceLink.relation.not_in(_NO_STEPS),
        )
        .order_by(ProvenanceLink.id)
    )
    later, earlier = defaultdict(list), defaultdict(list)
    for source_type, source_id, target_type, target_id in rows:
        source, target = (source_type, source_id), (target_type, target_id)
        later[source].append(target)
        earlier[target].append(source)
    return dict(later), dict(earlier)


def _reach(start: Ref, steps: dict[Ref, list[Ref]]) -> list[Ref]:
    seen: dict[Ref, None] = {}
    frontier = [start]
    while frontier:
        for ref in steps.get(frontier.pop(0), ()):
            if ref not in seen and ref != start:
                seen[ref] = None
                frontier.append(ref)
    return list(seen)
