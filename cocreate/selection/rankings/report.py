"""What the ballots of one dimension say, as JSON that is stored whole: the result and every check beside it. Pure."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from cocreate.analysis.choice.agreement import Concordance, agreement
from cocreate.analysis.choice.ballots import Ballot, balance
from cocreate.analysis.choice.bootstrap import RESAMPLES, Pause, no_pause, order_certainty
from cocreate.analysis.choice.methods import Counted, count
from cocreate.analysis.choice.ranking import RankingReport, rank
from cocreate.analysis.choice.weighing import View, change_of_rule, leave_one_group_out, side_by_side
from cocreate.selection.rankings.ballots import Pooled, pool, said
from cocreate.selection.rankings.terms import Terms, Weighting, reaches_somebody, weighed
from cocreate.selection.reports import fingerprint, versions

Json = dict[str, Any]


def ranking_report(
    ballots: Sequence[Ballot],
    items: Sequence[str],
    minimum: int,
    terms: Terms | None = None,
    *,
    with_checks: bool = True,
    pause: Pause = no_pause,
) -> Json:
    """The result by the terms fixed beforehand, agreement, and each family large enough to show.

    Without checks it is quick enough to be looked at while people rank; with them, `pause` is called now and then.
    """
    terms = terms or Terms()
    pooled = pool(ballots, terms.targets, minimum)
    counted = weighed(pooled.ballots, terms.weighting, pooled.targets)
    decided, pairs = count(terms.rule, counted, items, seed=terms.seed), rank(counted, items)
    told = _result(pooled, decided, pairs, items) | _agreement(pooled, items, minimum)
    told |= {
        "warnings": _warnings(pooled, terms, decided, pairs),
        "terms": {**asdict(terms), "targets": dict(pooled.targets), "resamples": RESAMPLES},
        "settings": {**pairs.settings, "minimum_cell": str(minimum)},
        "versions": versions(),
    }
    return told | _checks(pooled, counted, pairs, items, terms, pause) if with_checks else told


def _result(pooled: Pooled, decided: Counted, pairs: RankingReport, items: Sequence[str]) -> Json:
    balanced = rank(balance(pooled.ballots), items)
    even = count(decided.method, balance(pooled.ballots), items)
    by_group = {
        name: rank([ballot for ballot in pooled.ballots if ballot.group == name], items) for name in pooled.groups
    }
    return {
        "items": list(items),
        "ballots": len(pooled.ballots),
        "is_small": pooled.is_small,
        "order": list(decided.order),
        "tiers": [list(tier) for tier in decided.tiers],
        "balanced_order": list(even.order),
        "rows": {item: _row(item, decided, pairs, even, balanced) for item in items},
        "groups": dict(pooled.groups),
        "group_shares": {name: {item: report.row(item).borda for item in items} for name, report in by_group.items()},
        "condorcet_winner": pairs.condorcet_winner,
        "kemeny_count": pairs.kemeny_count,
        "effective_size": balanced.effective_size,
    }


def _row(item: str, decided: Counted, pairs: RankingReport, even: Counted, balanced: RankingReport) -> Json:
    mine, fair = pairs.row(item), balanced.row(item)
    span = decided.spans[decided.items.index(item)] if decided.spans else None
    return {
        "place": decided.place(item),
        "best_place": span[0] if span else None,
        "worst_place": span[1] if span else None,
        "mean_rank": mine.mean_rank,
        "borda": mine.borda,
        "ranked": mine.ranked,
        "shown": mine.shown,
        "balanced_place": even.place(item),
        "balanced_mean_rank": fair.mean_rank,
        "balanced_borda": fair.borda,
    }


def _agreement(pooled: Pooled, items: Sequence[str], minimum: int) -> Json:
    found = agreement(pooled.ballots, items, minimum=minimum)
    return {
        "agreement": _concordance(found.overall),
        "agreement_by_group": {name: _concordance(of) for name, of in found.by_group.items()},
        "tau": {"groups": list(found.groups), "values": [list(line) for line in found.tau]},
        "splits": [asdict(split) for split in found.splits],
    }


def _concordance(found: Concordance) -> Json:
    return {"w": found.w, "by_chance": found.by_chance, "ballots": found.ballots}


def _warnings(pooled: Pooled, terms: Terms, decided: Counted, pairs: RankingReport) -> list[str]:
    found = [*decided.warnings, *(code for code in pairs.warnings if code == "pairs_never_compared")]
    if not pooled.ballots:
        return ["no_ballots"]
    if terms.weighting == Weighting.TARGETS and not reaches_somebody(pooled.ballots, pooled.targets):
        found.append("targets_without_ballots")
    return found


def _checks(
    pooled: Pooled,
    counted: Sequence[Ballot],
    pairs: RankingReport,
    items: Sequence[str],
    terms: Terms,
    pause: Pause,
) -> Json:
    """Other rules, other weights, one group less, other respondents; all of it by the terms where it can be."""
    size = min(terms.places, len(items))
    targets = pooled.targets if reaches_somebody(pooled.ballots, pooled.targets) else None
    by_targets = targets if terms.weighting == Weighting.TARGETS else None
    sure = order_certainty(counted, items, size=size, method=terms.rule, seed=terms.seed, pause=pause)
    views = side_by_side(pooled.ballots, items, method=terms.rule, targets=targets)
    without = leave_one_group_out(
        pooled.ballots,
        items,
        method=terms.rule,
        size=size,
        is_balanced=by_targets is not None or terms.weighting == Weighting.BALANCED,
        targets=by_targets,
    )
    others = change_of_rule(counted, items, method=terms.rule, size=size, seed=terms.seed)
    return {
        "certainty": {row.candidate: _plain(asdict(row)) for row in sure.rows},
        "weightings": [_view(view) for view in views],
        "rules": [_plain(asdict(change)) for change in others],
        "without_group": [_plain(asdict(change)) for change in without],
        "pairs": {
            "before": [list(line) for line in pairs.pairwise],
            "equal": [list(line) for line in pairs.ties],
            "total_weight": pairs.total_weight,
            "smith_set": list(pairs.smith_set),
            "circle": list(pairs.circle),
        },
        "kemeny": {
            "count": pairs.kemeny_count,
            "orders": [list(order) for order in pairs.kemeny_orders],
            "is_exact": pairs.kemeny_is_exact,
        },
        "plackett_luce": _strengths(pooled, items, terms.seed),
        "ballots_hash": ballots_hash(pooled.ballots),
    }


def _view(view: View) -> Json:
    result = view.result
    return {
        "weighting": view.weighting,
        "order": list(result.order),
        "places": {str(item): result.place(item) for item in result.items},
        "moves": dict(zip(map(str, result.items), view.moves, strict=True)),
        "effective_size": result.effective_size,
        "few": list(view.few),
        "silent": list(view.silent),
    }


def _strengths(pooled: Pooled, items: Sequence[str], seed: int) -> Json:
    """Everybody counted once: the model draws respondents anew, and a weighted one is still one respondent."""
    found = count("plackett_luce", pooled.ballots, items, seed=seed)
    spans = found.spans or (None,) * len(items)
    return {
        item: {"strength": found.score(item), "span": list(span) if span else None}
        for item, span in zip(items, spans, strict=True)
    }


def ballots_hash(ballots: Sequence[Ballot]) -> str:
    """SHA-256 of the ballots that were counted, whoever cast them and in whichever order."""
    return fingerprint(sorted(list(said(ballot)) for ballot in ballots))


def _plain(told: Any) -> Any:
    """Tuples as the lists that they become when they are stored."""
    if isinstance(told, dict):
        return {key: _plain(value) for key, value in told.items()}
    return [_plain(value) for value in told] if isinstance(told, tuple | list) else told
