"""The sums: every contribution once, by what became of it, and by group as far as that may be published."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress, suppress_two_way
from cocreate.core.provenance import Ref
from cocreate.process.models import Challenge, ChallengeValidation, Process, ValidationComment
from cocreate.process.rules import CommentKind
from cocreate.public.fates.contributions import (
    CardFate,
    Group,
    ThemeStand,
    card_fates,
    contributions,
    fate_of,
    groups_of,
    themes_behind,
)
from cocreate.public.fates.graph import Graph, graph_of
from cocreate.public.fates.rules import TAKEN_UP, Act, Fate, FateKind, Reason, Source, Step, fate_of_proposal
from cocreate.public.models import FateDecision, FateMark
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState


@dataclass(frozen=True)
class GroupTable:
    """Rows by group; what would tell of too few people is HIDDEN, and enough else that nobody can work it out."""

    columns: tuple[str, ...]
    rows: dict[str, dict[str, Shown]]
    totals: dict[str, Shown]  # of the rows

    def shown(self, row: str, column: str) -> int:
        """The number, 0 where it is hidden."""
        number = self.rows[row][column]
        return number if isinstance(number, int) else 0


def safe_table(counts: Iterable[tuple[str, str, int]], columns: Iterable[str], minimum: int) -> GroupTable:
    """From (group, column, count). The sums of the columns stand on the same page.

    A column whose sum the rules of `disclosure` would hide is therefore hidden whole, zeros too: with the sum in hand
    a single number of it would tell the others.

    >>> table = safe_table([("research", "kept", 9), ("business", "kept", 1), ("business", "waiting", 2)],
    ...                    ["kept", "waiting"], 5)
    >>> table.rows["research"]
    {'kept': <Hidden.HIDDEN: 'hidden'>, 'waiting': <Hidden.HIDDEN: 'hidden'>}
    """
    names = tuple(columns)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for group, column, number in counts:
        table[group][column] += number
    full = {group: {name: row[name] for name in names} for group, row in sorted(table.items())}
    if not full:
        return GroupTable(names, {}, {})
    safe = suppress_two_way(full, minimum)
    closed = {name for name in names if safe.column_totals[name] is HIDDEN}
    rows = {
        group: {name: HIDDEN if name in closed else row[name] for name in names} for group, row in safe.cells.items()
    }
    return GroupTable(names, rows, dict(safe.row_totals))


def safe_columns(counts: Iterable[tuple[str, str, int]], columns: Iterable[str], minimum: int) -> GroupTable:
    """The same where the sums of the rows are told nowhere: each column by itself, which hides far less.

    >>> table = safe_columns([("research", "kept", 90), ("business", "kept", 40), ("business", "waiting", 2),
    ...                       ("research", "waiting", 9), ("citizen", "waiting", 8)], ["kept", "waiting"], 5)
    >>> table.rows["research"]["kept"], str(table.rows["business"]["waiting"])
    (90, 'hidden')
    """
    names, found = tuple(columns), list(counts)
    rows: dict[str, dict[str, Shown]] = {group: {} for group in sorted({group for group, _name, _number in found})}
    for name in names:
        column = Counter(dict.fromkeys(rows, 0))
        for group, where, number in found:
            column[group] += number if where == name else 0
        safe = suppress(column, minimum)
        for group in rows:
            rows[group][name] = HIDDEN if safe.total is HIDDEN else safe.cells[group]
    return GroupTable(names, rows, {})


def rest_of(table: GroupTable, column: str, total: int) -> int:
    """What is hidden of a column, all together."""
    return total - sum(table.shown(group, column) for group in table.rows)


UNSAID = "unsaid"  # in place of a helix category: nobody said
Reading = Callable[[Session, Process], Sequence[Group]]
# Of the tables by group: what was taken up, and the other ends.
COLUMNS = (Step.TAKEN_UP.value, *(kind.value for kind in FateKind if kind not in TAKEN_UP))


@dataclass(frozen=True)
class Whole:
    """All that the pages on fates are made of, read once."""

    process: Process
    graph: Graph
    stands: dict[int, ThemeStand]
    groups: list[tuple[Group, Fate]]
    cards: list[CardFate]
    proposals: Counter[Fate]
    counts: Counter[tuple[Source, Fate]] = field(default_factory=Counter)

    def refs_behind(self, group: Group) -> tuple[Ref, ...]:
        """The theme of a group's answers, and those with these answers that became it."""
        return tuple(self._refs[key] for key in themes_behind(group, self.stands))

    @cached_property
    def _refs(self) -> dict[int, Ref]:
        return self.graph.refs_of_themes()

    @property
    def total(self) -> int:
        """All contributions."""
        return self.counts.total()

    def of(self, kind: FateKind, source: Source | None = None) -> int:
        """How many ended so."""
        return sum(n for (where, fate), n in self.counts.items() if fate.kind == kind and source in (None, where))

    def from_source(self, source: Source) -> int:
        """How many came from there."""
        return sum(n for (where, _fate), n in self.counts.items() if where == source)

    @property
    def sources(self) -> list[Source]:
        """Where anything came from."""
        return [source for source in Source if self.from_source(source)]

    @property
    def reasons(self) -> list[tuple[Reason, int]]:
        """Why contributions are out of scope, the most frequent reason first."""
        found = Counter[str]()
        for (_where, fate), number in self.counts.items():
            if fate.kind is FateKind.OUT_OF_SCOPE:
                found[fate.reason] += number
        return [(Reason(key), number) for key, number in sorted(found.items(), key=lambda each: (-each[1], each[0]))]


def whole_of(session: Session, process: Process, *, read: Reading = groups_of) -> Whole:
    """Read everything, and sum it. Of the texts there may be a hundred thousand: pages `read` what is remembered."""
    graph = graph_of(session, process)
    stands = stands_of(session, process, graph)
    groups = [(group, fate_of(group, stands)) for group in read(session, process)]
    cards = card_fates(session, process, graph)
    whole = Whole(process, graph, stands, groups, cards, proposals_of(session, process))
    for group, fate in groups:
        whole.counts[Source.ANSWER, fate] += group.count
    for each in cards:
        whole.counts[Source.CARD, each.fate] += 1
    for fate, number in whole.proposals.items():
        whole.counts[Source.PROPOSAL, fate] += number
    return whole


def stands_of(session: Session, process: Process, graph: Graph) -> dict[int, ThemeStand]:
    """Every theme as it stands, those of earlier readings too."""
    by_id = {theme.id: theme for theme in graph.themes.values()}
    answered = answered_themes(session, process)
    found = {}
    for theme in graph.themes.values():
        root = _root(theme, by_id) if theme.state == ThemeState.MERGED else None
        found[theme.id] = ThemeStand(theme.state, theme.id in answered, root)
    for theme in graph.elders.values():
        heirs = [graph.themes[ref] for ref in graph.after(theme.ref) if ref in graph.themes]
        found[theme.id] = ThemeStand(theme.state, theme.id in answered, _root(heirs[0], by_id) if heirs else None)
    return found


def answered_themes(session: Session, process: Process) -> set[int]:
    """The themes that somebody replied to."""
    rows = session.scalars(
        select(FateMark.theme_id)
        .join(FateDecision, FateMark.decision_id == FateDecision.id)
        .where(FateDecision.process_id == process.id, FateDecision.act == Act.REPLY.value)
    )
    return {key for key in rows if key is not None}


def _root(theme: Theme, by_id: Mapping[int, Theme]) -> int:
    """What a theme became part of in the end; one that was not merged is its own end."""
    while (into := by_id.get(theme.merged_into_id or 0)) is not None:
        theme = into
    return theme.id


def proposals_of(session: Session, process: Process) -> Counter[Fate]:
    """Changes of challenges that the committee proposed."""
    rows = session.execute(
        select(ValidationComment.answered, func.count().label("number"))
        .join(ChallengeValidation, ValidationComment.validation_id == ChallengeValidation.id)
        .join(Challenge, ChallengeValidation.challenge_id == Challenge.id)
        .where(Challenge.process_id == process.id, ValidationComment.kind == CommentKind.CHANGE.value)
        .group_by(ValidationComment.answered)
    )
    found = Counter[Fate]()
    for answered, number in rows:
        found[fate_of_proposal(answered)] += number
    return found


def count_contributions(session: Session, process: Process, cards: Iterable[CardFate]) -> int:
    """How many there are, asked without a word about fates: what the sums are checked against."""
    texts = session.scalar(select(func.count()).select_from(contributions(process).subquery())) or 0
    proposals = session.scalar(
        select(func.count())
        .select_from(ValidationComment)
        .join(ChallengeValidation, ValidationComment.validation_id == ChallengeValidation.id)
        .join(Challenge, ChallengeValidation.challenge_id == Challenge.id)
        .where(Challenge.process_id == process.id, ValidationComment.kind == CommentKind.CHANGE.value)
    )
    return texts + (proposals or 0) + len(list(cards))


def by_helix(whole: Whole, source: Source) -> GroupTable:
    """What became of the contributions of each group, safe to publish; what was taken up is one column."""
    counts = [(helix or UNSAID, column_of(fate), number) for helix, fate, number in _told(whole, source)]
    # How many cards each group wrote is told in the picture; how many texts, nowhere.
    return (safe_table if source is Source.CARD else safe_columns)(counts, COLUMNS, whole.process.minimum_cell)


def column_of(fate: Fate) -> str:
    """Where a fate stands in the table by group."""
    return Step.TAKEN_UP.value if fate.kind in TAKEN_UP else fate.kind.value


def _told(whole: Whole, source: Source) -> list[tuple[str, Fate, int]]:
    if source is Source.ANSWER:
        return [(group.helix, fate, group.count) for group, fate in whole.groups]
    return [(each.helix, each.fate, 1) for each in whole.cards]


def steps_of(whole: Whole) -> dict[Step, dict[Source, int]]:
    """How many of what was taken up came so far: each contribution counts whole at every step that it reached."""
    found: dict[Step, Counter[Source]] = {step: Counter() for step in Step}
    reached = cache(partial(_steps_after, whole.graph))
    for group, fate in whole.groups:
        if fate.kind in TAKEN_UP:
            for step in (Step.TAKEN_UP, *reached(*whole.refs_behind(group))):
                found[step][Source.ANSWER] += group.count
    for each in whole.cards:
        if each.fate.kind in TAKEN_UP:
            for step in {Step.TAKEN_UP, Step.CARD, *reached(each.card.ref)}:
                found[step][Source.CARD] += 1
    return {step: dict(counts) for step, counts in found.items()}


def _steps_after(graph: Graph, *refs: Ref) -> set[Step]:
    after = graph.after(*refs)
    found = set[Step]()
    if any(each in graph.cards and not graph.cards[each].is_removed for each in after):
        found.add(Step.CARD)
    sids = [graph.sids[each] for each in after if each in graph.sids]
    if sids:
        found.add(Step.CANDIDATE)
    if any(sid.id in graph.decisions and graph.decisions[sid.id].is_kept for sid in sids):
        found.add(Step.SHORTLIST)
    if any(each in graph.actions for each in after):
        found.add(Step.ACTION)
    return found


def without_one_fate(session: Session) -> list[str]:
    """Public ids of the processes in which the fates do not add up to the contributions."""
    found = []
    for process in session.scalars(select(Process).order_by(Process.id)):
        whole = whole_of(session, process)
        if whole.total != count_contributions(session, process, whole.cards):
            found.append(process.public_id)
    return found
