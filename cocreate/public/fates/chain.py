"""Every chain, walked back and forth: what led to a thing and what came of it; and sums, flows and chains as data."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.camp.models import Card
from cocreate.core.cells import safe_cell
from cocreate.core.provenance import Ref
from cocreate.errors import NotFound
from cocreate.plan.models import Action
from cocreate.process.models import Process
from cocreate.public.fates.counting import Whole, by_helix, steps_of
from cocreate.public.fates.flows import Flows, Station
from cocreate.public.fates.graph import Graph, graph_of
from cocreate.public.fates.own import tell
from cocreate.public.fates.rules import FateKind, Source
from cocreate.public.queries import public_answer
from cocreate.selection.models import Decision, Sid
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes.models import Theme
from cocreate.themes.publishing import Told, is_told, quotes_of, told_of
from cocreate.web.language import translate

Row = TypeVar("Row", Theme, Card, Sid, Action)
QUOTES = 3  # of a theme that somebody stands at
KINDS = ("answer", "theme", "card", "sid", "action")


@dataclass(frozen=True)
class View:
    """What stands on the page: everything that everybody may see, or what hangs together with `at`."""

    at: Ref | None
    answers: tuple[PublicAnswer, ...]
    themes: tuple[Theme, ...]
    told: Mapping[int, Told]  # by number of a theme: its counts as far as everybody may know them
    cards: tuple[Card, ...]
    sids: tuple[tuple[Sid, Decision | None], ...]
    actions: tuple[Action, ...]
    steps: tuple[tuple[Ref, Ref], ...]

    def is_at(self, row: object) -> bool:
        """Whether the page stands at this."""
        return self.at is not None and getattr(row, "ref", None) == self.at


def parse(text: str) -> Ref | None:
    """A thing as addresses name it; None for nothing, NotFound for what is no name.

    >>> parse("theme-k3v9"), parse("")
    (('theme', 'k3v9'), None)
    """
    kind, _, key = text.partition("-")
    if not text:
        return None
    if kind not in KINDS or not key.isalnum():
        raise NotFound()
    return (kind, key)


def view_of(session: Session, process: Process, at: Ref | None) -> View:
    """Everything, or what led to `at` and came of it."""
    graph = graph_of(session, process)
    public = _public(graph)
    answers: Sequence[PublicAnswer] = ()
    if at is None:
        shown = public
    elif at[0] == "answer":
        answers = (public_answer(session, process, at[1]),)
        own = tell(session, process, answers, by_sentence=False)[at[1]]
        starts = [each.theme.ref for passage in own.passages for each in passage.outcomes]
        shown = public & {ref for start in starts for ref in (start, *graph.after(start))}
    else:
        if at not in public:
            raise NotFound()
        shown = public & {at, *graph.before(at), *graph.came_of(at)}
    themes = _rows(graph.themes, shown)
    if at is not None and at[0] == "theme":
        answers = quotes_of(session, themes[:1], most=QUOTES)[themes[0].id]
    return View(
        at,
        tuple(answers),
        tuple(themes),
        told_of(session, themes),
        tuple(_rows(graph.cards, shown)),
        tuple((sid, graph.decisions.get(sid.id)) for sid in _rows(graph.sids, shown)),
        tuple(_rows(graph.actions, shown)),
        tuple(_steps(graph, shown)),
    )


def _public(graph: Graph) -> set[Ref]:
    """What everybody may see: accepted themes, candidates, actions, and the cards that rest on or stand behind them."""
    found: set[Ref] = {*graph.sids, *graph.actions}
    found |= {ref for ref, theme in graph.themes.items() if is_told(theme)}
    near = {each for ref in found for each in (*graph.came_of(ref), *graph.before(ref))}
    return found | {ref for ref, card in graph.cards.items() if ref in near and not card.is_removed}


def _rows(rows: dict[Ref, Row], shown: Iterable[Ref]) -> list[Row]:
    wanted = set(shown)
    return [row for ref, row in rows.items() if ref in wanted]


def _steps(graph: Graph, shown: set[Ref]) -> Iterable[tuple[Ref, Ref]]:
    """From each thing that is shown to the next ones that are; what lies between unseen is left out."""
    for source in shown:
        seen, open_ = {source}, list(graph.later.get(source, ()))
        while open_:
            target = open_.pop(0)
            if target in seen:
                continue
            seen.add(target)
            if target in shown:
                yield source, target
            else:
                open_ += graph.later.get(target, ())


FORMAT = "cocreate-fates-1"
CHAIN_FORMAT = "cocreate-chain-1"


def sums_csv(whole: Whole) -> str:
    """A line for each place where people contributed and each fate; together they are all contributions."""
    rows = [(source.value, kind.value, whole.of(kind, source)) for source in Source for kind in FateKind]
    return _csv(("source", "fate", "contributions"), [*rows, ("all", "all", whole.total)])


def sums_json(whole: Whole, flows: Flows) -> str:
    """The sums, the reasons, the steps, the groups and the flows of the picture."""
    return _json(
        {
            "format": FORMAT,
            "process": whole.process.public_id,
            "minimum_cell": whole.process.minimum_cell,
            "contributions": whole.total,
            "fates": {
                source.value: {kind.value: whole.of(kind, source) for kind in FateKind} for source in whole.sources
            },
            "out_of_scope": {reason.value: number for reason, number in whole.reasons},
            "steps": {step.value: {key.value: n for key, n in row.items()} for step, row in steps_of(whole).items()},
            "by_group": {source.value: by_helix(whole, source).rows for source in (Source.ANSWER, Source.CARD)},
            "flows": [
                {"level": flow.source.level, "from": _name(flow.source), "to": _name(flow.target), "value": flow.value}
                for flow in flows.flows
            ],
        }
    )


def _name(station: Station) -> dict[str, Any]:
    named = {"key": station.key}
    return named if station.title is None else {**named, "title": station.title}


def chain_json(view: View) -> str:
    """What stands on the page of chains, and each step from one thing to the next."""
    return _json(
        {
            "format": CHAIN_FORMAT,
            "things": things_of(view),
            "steps": [{"from": list(source), "to": list(target)} for source, target in steps(view)],
        }
    )


def chain_csv(view: View) -> str:
    """A line a step."""
    names = {(thing["type"], thing["id"]): translate(thing["title"]) for thing in things_of(view)}
    rows = [(*source, names[source], *target, names[target]) for source, target in steps(view)]
    heads = ("from_type", "from_id", "from_title", "to_type", "to_id", "to_title")
    return _csv(heads, rows)


def steps(view: View) -> list[tuple[Ref, Ref]]:
    """In an order that stays."""
    return sorted(view.steps)


def things_of(view: View) -> list[dict[str, Any]]:
    """Every thing with its type, id and title, and what is told of it."""
    found: list[dict[str, Any]] = [_thing("answer", answer.id, answer.text) for answer in view.answers]
    found += [_thing("theme", row.public_id, row.title, answers=_shown(view.told[row.id].size)) for row in view.themes]
    found += [_thing("card", row.public_id, row.title or row.text) for row in view.cards]
    for sid, decision in view.sids:
        told = "open" if decision is None else "kept" if decision.is_kept else "dropped"
        found.append(_thing("sid", sid.public_id, sid.title, decision="withdrawn" if sid.is_withdrawn else told))
    return found + [_thing("action", row.public_id, row.title, number=row.number) for row in view.actions]


def _shown(count: Shown) -> int | None:
    return None if count is HIDDEN else count


def _thing(kind: str, key: str, title: Any, **told: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "title": title, **told}


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[safe_cell(str(cell)) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()
