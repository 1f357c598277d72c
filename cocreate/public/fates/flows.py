"""How contributions flowed: from groups of the helix to themes, boards, candidates and the decision. Nothing is lost.

Each contribution is one unit that is shared equally among the ways that it went (a theme may be on several cards), so
what leaves a station is never more than what came in. From group to theme, numbers that would tell of too few people
flow together from one station for all that is hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cocreate.camp.models import Card
from cocreate.core.db import Translated
from cocreate.core.provenance import Ref
from cocreate.public.fates.counting import UNSAID, Whole, by_helix, rest_of, safe_table
from cocreate.public.fates.graph import Graph
from cocreate.public.fates.rules import TAKEN_UP, FateKind, Source, Step
from cocreate.themes.publishing import is_told

MOST_THEMES = 10
GROUPS, THEMES, BOARDS, CANDIDATES, DECISION = range(5)
HIDDEN_GROUPS, OTHERS, SORTED, WRITTEN = "hidden", "others", "sorted", "written"
DECISIONS = ("kept", "dropped", "withdrawn", "open")
HELIX = "helix:"


@dataclass(frozen=True)
class Station:
    """A place on the way; what has no title of its own is named by its key."""

    level: int
    key: str
    title: Translated | None = field(default=None, compare=False)
    ref: Ref | None = field(default=None, compare=False)

    @property
    def name(self) -> tuple[int, str]:
        """By what flows name it."""
        return (self.level, self.key)


@dataclass(frozen=True)
class Flow:
    """So much went from one station to another of the next level."""

    source: Station
    target: Station
    value: float


@dataclass(frozen=True)
class Flows:
    """All of it, level by level."""

    stations: tuple[Station, ...]
    flows: tuple[Flow, ...]

    def sizes(self) -> dict[tuple[int, str], float]:
        """How much passed each station: what came in, or what went out where that is more."""
        into: dict[tuple[int, str], float] = defaultdict(float)
        out: dict[tuple[int, str], float] = defaultdict(float)
        for flow in self.flows:
            out[flow.source.name] += flow.value
            into[flow.target.name] += flow.value
        return {station.name: max(into[station.name], out[station.name]) for station in self.stations}


Values = dict[tuple[Station, Station], float]
Starts = Counter[tuple[Ref, ...]]  # themes behind some contributions -> how many


def flows_of(whole: Whole) -> Flows:
    """From the sums and the chains of a process."""
    values: Values = defaultdict(float)
    places = _from_answers(whole, values)
    _from_cards(whole, values)
    for station, starts in places.items():
        for refs, number in starts.items():
            _go(values, whole.graph, station, refs, number)
    stations = dict.fromkeys(station for pair in values for station in pair)
    order = _order(whole, stations)
    flows = [Flow(source, target, value) for (source, target), value in values.items() if value > 1e-9]
    flows.sort(key=lambda flow: (flow.source.level, order[flow.source.name], order[flow.target.name]))
    return Flows(tuple(sorted(stations, key=lambda s: (s.level, order[s.name]))), tuple(flows))


def _from_answers(whole: Whole, values: Values) -> dict[Station, Starts]:
    """Flows from groups to themes and other ends; what each theme's station goes on with."""
    table = by_helix(whole, Source.ANSWER)
    for kind in (FateKind.ANSWERED, FateKind.OUT_OF_SCOPE, FateKind.WAITING):
        station = Station(THEMES, kind.value)
        for helix in table.rows:
            _add(values, _group(helix), station, table.shown(helix, kind.value))
        _add(values, _group(HIDDEN_GROUPS), station, rest_of(table, kind.value, whole.of(kind, Source.ANSWER)))
    by_theme, starts = _taken_up(whole)
    visible = {helix for helix in table.rows if isinstance(table.rows[helix][Step.TAKEN_UP.value], int)}
    counts = [
        (helix if helix in visible else HIDDEN_GROUPS, station.key, number)
        for station, row in by_theme.items()
        for helix, number in row.items()
    ]
    inner = safe_table(counts, [station.key for station in by_theme], whole.process.minimum_cell)
    for station, row in by_theme.items():
        shown = {helix: inner.shown(helix, station.key) for helix in inner.rows if helix != HIDDEN_GROUPS}
        for helix, number in shown.items():
            _add(values, _group(helix), station, number)
        _add(values, _group(HIDDEN_GROUPS), station, sum(row.values()) - sum(shown.values()))
    return starts


def _taken_up(whole: Whole) -> tuple[dict[Station, Counter[str]], dict[Station, Starts]]:
    """Stations of what was taken up: by group, and by the themes behind."""
    themes = {theme.id: theme for theme in whole.graph.themes.values()}
    by_theme = Counter[int]()
    for group, fate in whole.groups:
        if fate.kind in TAKEN_UP and group.theme_id in themes and themes[group.theme_id].state == "accepted":
            by_theme[group.theme_id] += group.count
    named = [key for key, _number in by_theme.most_common() if is_told(themes[key])]
    largest = set(named[:MOST_THEMES])
    rows: dict[Station, Counter[str]] = defaultdict(Counter)
    starts: dict[Station, Starts] = defaultdict(Counter)
    for group, fate in whole.groups:
        if fate.kind not in TAKEN_UP:
            continue
        theme = themes.get(group.theme_id or 0)
        if theme is None or theme.id not in by_theme:
            station = Station(THEMES, SORTED)
        else:
            is_large = theme.id in largest
            station = _theme_station(theme.public_id, whole) if is_large else Station(THEMES, OTHERS)
            starts[station][whole.refs_behind(group)] += group.count
        rows[station][group.helix or UNSAID] += group.count
    return rows, starts


def _theme_station(public_id: str, whole: Whole) -> Station:
    ref = ("theme", public_id)
    return Station(THEMES, public_id, whole.graph.themes[ref].title, ref)


def _from_cards(whole: Whole, values: Values) -> None:
    """What people wrote at a camp flows past the themes, straight to the boards."""
    written, table = Station(THEMES, WRITTEN), by_helix(whole, Source.CARD)
    total = whole.from_source(Source.CARD)
    shown = {helix: number for helix, number in table.totals.items() if isinstance(number, int)}
    for helix, number in shown.items():
        _add(values, _group(helix), written, number)
    _add(values, _group(HIDDEN_GROUPS), written, total - sum(shown.values()))
    for each in whole.cards:
        _go(values, whole.graph, written, (each.card.ref,), 1)


def _go(values: Values, graph: Graph, start: Station, refs: tuple[Ref, ...], share: int) -> None:
    """Share a number among the ways on from themes or a card."""
    ways = ways_on(graph, refs)
    for board, candidate, decision in ways:
        part = share / len(ways)
        _add(values, start, board, part)
        if candidate is not None and decision is not None:
            _add(values, board, candidate, part)
            _add(values, candidate, decision, part)


Way = tuple[Station, Station | None, Station | None]


def ways_on(graph: Graph, refs: tuple[Ref, ...]) -> list[Way]:
    """The ways on from themes or a card: over each card that still stands, to each candidate that it stands behind."""
    reached = [*refs, *graph.after(*refs)]
    cards = [graph.cards[each] for each in reached if each in graph.cards]
    copies = {card.public_id for card in cards if _is_copy(card, graph)}
    found: list[Way] = []
    for card in cards:
        if card.is_removed or card.went_into or card.public_id in copies:
            continue
        group = card.board.group
        board = Station(BOARDS, group.public_id, group.title)
        sids = graph.heirs((each for each in graph.after(card.ref) if each in graph.sids), "sid")
        ends = [(Station(CANDIDATES, each[1], graph.sids[each].title, each), _decision(graph, each)) for each in sids]
        found += [(board, *end) for end in ends] or [(board, None, None)]
    return found


def _is_copy(card: Card, graph: Graph) -> bool:
    """Of a card that is still where it was: the two are one way."""
    origin = graph.cards.get(("card", card.parents[0])) if len(card.parents) == 1 else None
    return origin is not None and not origin.is_removed and not origin.went_into


def _decision(graph: Graph, ref: Ref) -> Station:
    sid = graph.sids[ref]
    decision = graph.decisions.get(sid.id)
    if decision is None:
        return Station(DECISION, "withdrawn" if sid.is_withdrawn else "open")
    return Station(DECISION, "kept" if decision.is_kept else "dropped")


def _group(helix: str) -> Station:
    return Station(GROUPS, helix if helix == HIDDEN_GROUPS else HELIX + helix)


def _add(values: Values, source: Station, target: Station, value: float) -> None:
    if value > 0:
        values[source, target] += value


def _order(whole: Whole, stations: Iterable[Station]) -> dict[tuple[int, str], int]:
    """The place of each station in its level: themes by size, boards and candidates as their lists have them."""
    ranks = {
        **{(CANDIDATES, sid.public_id): place for place, sid in enumerate(whole.graph.sids.values())},
        **{(THEMES, theme.public_id): place for place, theme in enumerate(whole.graph.themes.values())},
        **{(BOARDS, card.board.group.public_id): place for place, card in enumerate(whole.graph.cards.values())},
        **{(DECISION, key): place for place, key in enumerate(DECISIONS)},
        (GROUPS, HELIX + UNSAID): 1,
        (GROUPS, HIDDEN_GROUPS): 2,
    }
    last = {OTHERS: 1, SORTED: 2, WRITTEN: 3, FateKind.ANSWERED.value: 4, FateKind.OUT_OF_SCOPE.value: 5}
    ranks |= {(THEMES, key): 10**6 + place for key, place in last.items()}
    ranks[THEMES, FateKind.WAITING.value] = 10**6 + 6
    return {station.name: ranks.get(station.name, 0) for station in stations}
