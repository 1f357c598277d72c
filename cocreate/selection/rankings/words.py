"""The counting rules and weightings in plain words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.analysis.choice.methods import METHODS
from cocreate.selection.models import RankingRound
from cocreate.selection.rankings.terms import MOST_POINTS, Weighting, ballot_kind

RULES: dict[str, Any] = {
    "kemeny": _l("Kemeny’s order"),
    "schulze": _l("Schulze’s rule"),
    "ranked_pairs": _l("Ranked pairs"),
    "copeland": _l("Pairs won (Copeland)"),
    "borda": _l("Comparisons won (Borda)"),
    "mean_rank": _l("Mean place"),
    "instant_runoff": _l("Instant runoff"),
    "first_choices": _l("First choices"),
    "approval": _l("Ticks (approval)"),
    "score": _l("Mean points"),
    "points": _l("Mean points, none given being 0"),
    "plackett_luce": _l("Plackett-Luce model"),
}
RULE_WORDS: dict[str, Any] = {
    "kemeny": _l("The result is the order that contradicts all rankings together least."),
    "schulze": _l(
        "A candidate stands before another when its strongest chain of victories over it, two by two, is stronger than "
        "the strongest chain back."
    ),
    "ranked_pairs": _l(
        "All comparisons two by two are taken in from the clearest to the closest, leaving out those that would close "
        "a circle."
    ),
    "copeland": _l("For each candidate we count how many others it beats two by two; a tie counts half."),
    "borda": _l(
        "For each candidate we count the share of its comparisons with others that it wins; a tie counts half."
    ),
    "mean_rank": _l("For each candidate we take the mean of its places over all rankings."),
    "instant_runoff": _l(
        "Everybody’s first choice is counted; the candidate with fewest leaves, its rankings pass to their next "
        "choice, and so on. Who stays longest stands first."
    ),
    "first_choices": _l("Only first places are counted."),
    "approval": _l("Only whether somebody supports, or names at all, the candidate is counted."),
    "score": _l("Everybody gives points from 0 to 5; for each candidate we take the mean of the points it was given."),
    "points": _l(
        "As mean points, but a candidate without points is counted as 0 by everybody who gave some to others."
    ),
    "plackett_luce": _l("A model of choosing again and again: the chance of being chosen first among all."),
}
TIED_LAST = _l("A candidate without a place counts as equal with the others without one, behind those that have one.")
GETS_NOTHING = _l(
    "A candidate without a place gets nothing from that ranking; a ranking whose candidates have all left counts for "
    "nobody any more."
)
NOT_TICKED = _l("A candidate that is not ticked counts as not supported.")
NO_OPINION = _l("A candidate without points is no opinion, and never counts as 0.")
UNRANKED: dict[str, Any] = {"instant_runoff": GETS_NOTHING, "approval": NOT_TICKED, "score": NO_OPINION}
WEIGHTINGS: dict[str, Any] = {
    Weighting.RAW: _l("Everybody alike"),
    Weighting.BALANCED: _l("One group, one voice"),
    Weighting.TARGETS: _l("Set shares"),
}
WEIGHTING_WORDS: dict[str, Any] = {
    Weighting.RAW: _l("Every ranking counts the same."),
    Weighting.BALANCED: _l("Every group of participants has the same say, however many of it rank."),
    Weighting.TARGETS: _l("Every group of participants has the say that was set for it, however many of it rank."),
}


def unranked(rule: str) -> Any:
    """What the rule makes of a candidate without a place."""
    return UNRANKED.get(rule, TIED_LAST)


def source(rule: str) -> str:
    """Where the rule was published."""
    return METHODS[rule].source


def ties(rule: str) -> Any:
    """What decides between candidates that the rule holds equal."""
    if rule == "kemeny":
        return _("If several orders fit equally well, all are listed, and the one nearest to comparisons won is shown.")
    return _("Candidates that the rule holds equal share a place.")


def for_templates() -> dict[str, Any]:
    """What the templates call."""
    return {
        "rule_name": lambda rule: RULES[rule],
        "rule_words": lambda rule: RULE_WORDS[rule],
        "rule_unranked": unranked,
        "rule_ties": ties,
        "rule_source": source,
        "weighting_name": lambda name: WEIGHTINGS[name],
        "weighting_words": lambda name: WEIGHTING_WORDS[name],
        "shares_of": shares_of,
        "ballot_kind": ballot_kind,
        "most_points": MOST_POINTS,
    }


def shares_of(round_: RankingRound) -> list[tuple[str, int]]:
    """The set shares, largest first."""
    return sorted(round_.targets.items(), key=lambda pair: -pair[1])
