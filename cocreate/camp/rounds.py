"""Voting rounds: what is voted on and how, and how ballots become a result with its base and its split by helix. Pure.

Small numbers point at people, so the split follows `analysis.disclosure`: families that are too small are taken
together, and a cell that could be worked out is hidden. The totals of the room are always shown: they are what the
vote was for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from cocreate.analysis.choice import ballots as orders
from cocreate.analysis.choice.ranking import RankingReport, rank
from cocreate.analysis.disclosure import HIDDEN, Shown, suppress, suppress_two_way
from cocreate.camp.rules import GRADIENT_LEVELS, RoundKind

SMALL = "small"  # families too small to show alone, taken together
VOTES_AT_MOST = 50
Choices = Mapping[str, int]  # of one ballot: {card: dots, 1, level or place}
Result = dict[str, Any]


@dataclass(frozen=True)
class RoundSpec:
    """What a host decides before a round opens, kept with a step of the plan."""

    kind: RoundKind = RoundKind.DOTS
    question: dict[str, str] = field(default_factory=dict)
    zones: tuple[str, ...] = ()  # keys; empty: all
    card_kinds: tuple[str, ...] = ()  # empty: all
    votes_each: int = 5
    most_per_card: int = 1
    is_hidden: bool = True

    def packed(self) -> dict[str, Any]:
        """As a step of the plan keeps it."""
        return {**asdict(self), "kind": self.kind.value, "zones": [*self.zones], "card_kinds": [*self.card_kinds]}

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> Self:
        """From what a step keeps; a step that never said anything opens five dots a person."""
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        known |= {name: tuple(known[name]) for name in ("zones", "card_kinds") if name in known}
        return cls(**{**known, "kind": RoundKind(known.get("kind", RoundKind.DOTS))})

    def covers(self, zone: str, kind: str) -> bool:
        """Whether a card of this kind in this zone is voted on."""
        return (not self.zones or zone in self.zones) and (not self.card_kinds or kind in self.card_kinds)


@dataclass(frozen=True)
class Vote:
    """One seat's ballot and its family of the helix ("" where it did not say)."""

    choices: Choices
    helix: str = ""


def count(kind: RoundKind, cards: Sequence[str], votes: Sequence[Vote], *, could: int, minimum: int) -> Result:
    """The result of a round, as it is kept.

    `could` is how many seats could have voted. Ballots without a choice count as not cast; choices of cards that are
    not voted on are passed over.

    >>> result = count(RoundKind.APPROVAL, ["a", "b"], [Vote({"b": 1}), Vote({"b": 1, "a": 1})], could=5, minimum=5)
    >>> result["order"], result["base"], result["cards"]["b"]["total"]
    (['b', 'a'], {'voted': 2, 'could': 5}, 2)
    """
    wanted = set(cards)
    cast = [Vote({c: n for c, n in vote.choices.items() if c in wanted}, vote.helix) for vote in votes]
    cast = [vote for vote in cast if vote.choices]
    families, pooled = _families(cast, minimum)
    rows, more = _COUNTS[kind](list(cards), pooled, [*families], minimum)
    return {
        "base": {"voted": len(cast), "could": could},
        "families": families,
        "minimum": minimum,
        "order": sorted(rows, key=lambda card: rows[card]["place"]),
        "cards": rows,
        **more,
    }


def _families(cast: Sequence[Vote], minimum: int) -> tuple[dict[str, int], list[Vote]]:
    """The families large enough to be shown with their bases, and the ballots with the others taken together."""
    sizes = Counter(vote.helix for vote in cast)
    safe = suppress(sizes, minimum)
    pooled = [Vote(vote.choices, SMALL if safe.cells[vote.helix] is HIDDEN else vote.helix) for vote in cast]
    found = Counter(vote.helix for vote in pooled)
    if safe.total is HIDDEN or len(found) < 2:
        return {}, pooled
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == SMALL, pair[0]))), pooled


def _places(score: Mapping[str, Any]) -> dict[str, int]:
    """Place from 1 by rising score; equal scores share a place."""
    ordered = sorted(score.values())
    return {card: ordered.index(value) + 1 for card, value in score.items()}


Counted = tuple[dict[str, Result], Result]


def _sums(cards: list[str], votes: list[Vote], families: list[str], minimum: int) -> Counted:
    """Dots and approval: what each card got, and from how many people of each family."""
    totals = {card: sum(vote.choices.get(card, 0) for vote in votes) for card in cards}
    people = {card: sum(vote.choices.get(card, 0) > 0 for vote in votes) for card in cards}
    places = _places({card: (-totals[card], -people[card]) for card in cards})
    split = _split(cards, votes, families, minimum)
    rows = {
        card: {"place": places[card], "total": totals[card], "people": people[card], "by_helix": split[card]}
        for card in cards
    }
    return rows, {}


def _split(cards: list[str], votes: list[Vote], families: list[str], minimum: int) -> dict[str, dict[str, Shown]]:
    """People of each family behind each card. Everybody with a single choice: one table; else each card is a table of
    its own (chosen or not), whose bases are printed."""
    chosen = {
        card: {f: sum(v.helix == f and v.choices.get(card, 0) > 0 for v in votes) for f in families} for card in cards
    }
    if not families:
        return {card: {} for card in cards}
    if all(len(vote.choices) == 1 for vote in votes):
        safe = suppress_two_way(chosen, minimum)
        return {card: _row(safe.cells[card], safe.row_totals[card]) for card in cards}
    sizes = Counter(vote.helix for vote in votes)
    found = {}
    for card in cards:
        rest = {family: sizes[family] - chosen[card][family] for family in families}
        table = suppress_two_way({"chosen": chosen[card], "rest": rest}, minimum)
        found[card] = _row(table.cells["chosen"], table.row_totals["chosen"])
    return found


def _row(cells: Mapping[str, Shown], total: Shown) -> dict[str, Shown]:
    """Where the total had to be hidden but is printed, no cell of the row is shown."""
    return dict.fromkeys(cells, HIDDEN) if total is HIDDEN else dict(cells)


def _levels(cards: list[str], votes: list[Vote], families: list[str], minimum: int) -> Counted:
    """Gradient of agreement: how many stand at each level, 1 is whole-hearted; the mean by family."""
    rows: dict[str, Result] = {}
    for card in cards:
        given = [(vote.choices[card], vote.helix) for vote in votes if card in vote.choices]
        levels = [level for level, _family in given]
        safe = suppress(Counter({family: sum(f == family for _l, f in given) for family in families}), minimum)
        hidden = safe.total is HIDDEN
        rows[card] = {
            "people": len(levels),
            "levels": [levels.count(level) for level in range(1, GRADIENT_LEVELS + 1)],
            "total": _mean(levels),
            "by_helix": {
                family: HIDDEN
                if hidden or safe.cells[family] is HIDDEN
                else _mean([level for level, of in given if of == family])
                for family in families
            },
        }
    worst = GRADIENT_LEVELS + 1  # a card without a mark comes last
    places = _places({card: rows[card]["total"] if rows[card]["people"] else worst for card in cards})
    return {card: {"place": places[card], **rows[card]} for card in cards}, {}


def _mean(levels: Sequence[int]) -> float | None:
    return round(sum(levels) / len(levels), 2) if levels else None


def _orders(cards: list[str], votes: list[Vote], families: list[str], minimum: int) -> Counted:
    """Ranking: the order that agrees best with all orders (Kemeny), and the share of comparisons that a card won."""
    if not cards:
        return {}, {"warnings": ["no_ballots"]}
    ballots = [_ballot(vote, cards) for vote in votes]
    report = rank(ballots, cards)
    of = {family: rank([b for b in ballots if b.group == family], cards) for family in families}
    rows = {card: _ranked(report, of, card) for card in cards}
    return rows, {"winner": report.condorcet_winner, "warnings": list(report.warnings)}


def _ballot(vote: Vote, cards: Sequence[str]) -> orders.Ballot:
    places = sorted(set(vote.choices.values()))
    tiers = tuple(tuple(c for c in cards if vote.choices.get(c) == place) for place in places)
    return orders.Ballot(tiers, tuple(cards), group=vote.helix)


def _ranked(report: RankingReport, of: Mapping[str, RankingReport], card: str) -> Result:
    row = report.row(card)
    return {
        "place": row.place,
        "total": row.borda,
        "people": row.ranked,
        "mean_rank": row.mean_rank,
        "first": row.first_choices,
        "by_helix": {family: one.row(card).borda for family, one in of.items()},
    }


_COUNTS = {
    RoundKind.DOTS: _sums,
    RoundKind.APPROVAL: _sums,
    RoundKind.GRADIENT: _levels,
    RoundKind.RANKING: _orders,
}
