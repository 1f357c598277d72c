"""One page on which every chain can be walked, back and forth: what led to a thing, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from cocreate.camp.models import Card
from cocreate.core.provenance import Ref
from cocreate.errors import NotFound
from cocreate.plan.models import Action
from cocreate.process.models import Process
from cocreate.public.fates.graph import Graph, graph_of
from cocreate.public.fates.own import tell
from cocreate.public.queries import public_answer
from cocreate.selection.models import Decision, Sid
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes.models import Theme
from cocreate.themes.publishing import Told, is_told, quotes_of, told_of

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
