"""Compute a published decision again from its open data, and say line by line what is equal. Pure: files in, lines out.

Nothing of the installation is asked: whoever has the files and this program can do it.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.analysis.choice.ballots import Ballot
from cocreate.selection.rankings.report import ranking_report
from cocreate.selection.rankings.terms import Terms, Weighting
from cocreate.selection.record.rules import (
    CAMP,
    COMMITTEE,
    FORMAT,
    PUBLICATION,
    RECORD,
    RESPONDENTS,
    Order,
    as_choice,
    camp_order,
    committee_order,
    differences,
    lacking_reasons,
    respondents_order,
    seal,
)
from cocreate.selection.reports import ScoringInputs, proposal_report
from cocreate.selection.rules import problems_of

Files = Mapping[str, str]
NEAR = 1e-9
# What of a proposal is told apart; the rest is one line.
PROPOSAL_PARTS = (
    ("totals", "the weighted totals"),
    ("order", "the order of the candidates"),
    ("selected", "who is proposed"),
    ("margin", "the points between the last in and the first out"),
    ("certainty", "every candidate's chance of a place"),
    ("swap", "the smallest change of weights that swaps two"),
    ("inputs_hash", "the fingerprint of the marks"),
)
RANKING_PARTS = (("order", "the common order"), ("balanced_order", "the order with one voice per family"))
NEEDS_ASSESSORS = ("certainty", "inputs_hash")  # cannot be computed from marks whose givers are not told apart


class NotADecision(ValueError):
    """These files are not the open data of a decision."""


@dataclass(frozen=True)
class Line:
    """One thing that was checked. `is_equal` is None where the open data cannot tell."""

    what: str
    is_equal: bool | None
    note: str = ""


def check(files: Files) -> list[Line]:
    """Every line; raises NotADecision when there is no record to check."""
    try:
        record = json.loads(files[RECORD])
        if record["format"] != FORMAT:
            raise NotADecision(f"this program reads {FORMAT}")
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, NotADecision):
            raise
        raise NotADecision(f"there is no {RECORD} of a decision") from error
    lines: list[Line] = []
    parts = {"seals": _seals, "proposal": _proposal, "rankings": _rankings, "orders": _orders}
    for what, part in parts.items():
        try:
            lines += part(files, record)
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # somebody changed a file by hand
            lines.append(Line(f"the {what}", False, f"cannot be computed: {error!r}"))
    return lines


def _seals(files: Files, record: Mapping[str, Any]) -> Iterator[Line]:
    """The files are those that were sealed, and it is this record that was signed."""
    for name, known in sorted(record["files"].items()):
        found = seal(files[name]) if name in files else ""
        note = "" if found == known else "the file is missing" if not found else f"{found[:16]}, not {known[:16]}"
        yield Line(f"{name}: its SHA-256", found == known, note)
    extra = sorted(set(files) - set(record["files"]) - {RECORD, PUBLICATION, "README.txt"})
    if extra:
        yield Line("no other file", False, ", ".join(extra))
    if PUBLICATION not in files:
        yield Line("the publication", False, f"{PUBLICATION} is missing")
        return
    published, mine = json.loads(files[PUBLICATION]), seal(files[RECORD])
    yield Line("the record: its SHA-256 is the published one", published["hash"] == mine, mine)
    signed = published["signatures"]
    others = [line["name"] for line in signed if line["hash"] != mine]
    yield Line(f"{len(signed)} signatures under this very record", not others, ", ".join(others))
    yield Line("as many signatures as it needs", len(signed) >= record["signatures_needed"])


def _proposal(files: Files, _record: Mapping[str, Any]) -> Iterator[Line]:
    """The machine's proposal, from the marks, the weights and the seed."""
    told, scoring = json.loads(files["proposal.json"]), json.loads(files["scoring.json"])
    if not scoring["is_crowd_told"]:
        yield Line("the proposal", None, "a ranking marks a criterion, and its ballots were not to be opened")
        return
    again, has_assessors = computed_proposal(scoring), scoring["are_assessors_told"]
    named = [key for key, _what in PROPOSAL_PARTS]
    for key, what in PROPOSAL_PARTS:
        if not has_assessors and key in NEEDS_ASSESSORS:
            yield Line(what, None, "the open data does not tell the members' marks apart")
        else:
            yield Line(what, is_equal(told[key], again[key]))
    if has_assessors:
        rest = [key for key in told if key not in (*named, "versions") and not is_equal(told[key], again.get(key))]
        yield Line("every other figure of the proposal", not rest, ", ".join(rest))


def computed_proposal(scoring: Mapping[str, Any]) -> dict[str, Any]:
    """The report on a file of marks, as plain data."""
    report = proposal_report(ScoringInputs.read(scoring["inputs"]), seed=scoring["seed"])
    return json.loads(json.dumps(report, default=str))  # type: ignore[no-any-return]


def _rankings(files: Files, _record: Mapping[str, Any]) -> Iterator[Line]:
    """The camp's rankings, from the ballots."""
    if "rankings.json" not in files:
        return
    kept = json.loads(files["rankings.json"])
    if not kept["are_ballots_told"]:
        yield Line("the rankings", None, "nobody was told that their ballots would be open")
        return
    for dimension, told in kept["results"].items():
        again = computed_ranking(json.loads(files[f"ballots-{dimension}.json"]))
        named = [key for key, _what in RANKING_PARTS]
        for key, what in RANKING_PARTS:
            yield Line(f"ranking by {dimension}: {what}", is_equal(told[key], again[key]))
        rest = [key for key in told if key not in (*named, "versions") and not is_equal(told[key], again.get(key))]
        yield Line(f"ranking by {dimension}: every other figure", not rest, ", ".join(rest))


def computed_ranking(cast: Mapping[str, Any]) -> dict[str, Any]:
    """The report on a file of ballots, as plain data."""
    terms = Terms(**{**cast["terms"], "weighting": Weighting(cast["terms"]["weighting"])})
    report = ranking_report([_ballot(row) for row in cast["ballots"]], cast["items"], cast["minimum_cell"], terms)
    return json.loads(json.dumps(report))  # type: ignore[no-any-return]


def _ballot(row: Mapping[str, Any]) -> Ballot:
    order = tuple(tuple(tier) for tier in row["order"])
    points = tuple((item, value) for item, value in row["points"])
    return Ballot(order, tuple(row["shown"]), row["weight"], row["group"], points)


def _orders(files: Files, record: Mapping[str, Any]) -> Iterator[Line]:
    """The three orders, and a reason wherever the decision leaves one or the proposal."""
    told, proposal = json.loads(files["orders.json"]), json.loads(files["proposal.json"])
    results = json.loads(files["rankings.json"])["results"] if "rankings.json" in files else {}
    said = told["respondents"]
    again = {
        RESPONDENTS: respondents_order(said["answered"], said["shares"], said["links"]),
        CAMP: camp_order(results),
        COMMITTEE: committee_order(proposal),
    }
    orders = []
    for row in told["orders"]:
        order = Order(row["key"], row["base"], row["scores"])
        orders.append(order)
        shown = {key: score for key, score in again[order.key].scores.items() if key in order.scores}
        good = is_equal(dict(order.scores), shown) and order.places == row["places"]
        yield Line(f"the order of the {order.key}", good)
    choices = [as_choice(choice) for choice in record["choices"]]
    asked = [order for order in orders if order.key != COMMITTEE]
    left = {sid: list(keys) for sid, keys in differences(choices, asked, told["size"]).items()}
    yield Line("where the decision leaves an order", left == told["left"])
    verdicts = {choice.sid: "undecided" for choice in choices} | proposal["verdicts"]
    lacking = lacking_reasons(choices, asked, told["size"]) | problems_of(choices, verdicts)
    yield Line("a written reason for every difference", not lacking, ", ".join(sorted(lacking)))


def is_equal(one: Any, other: Any) -> bool:
    """The same values; numbers to nine digits, since another processor may round the last one otherwise.

    >>> is_equal({"a": [0.1 + 0.2, None]}, {"a": (0.3, None)}), is_equal([1], [1, 2])
    (True, False)
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_equal(one[key], other[key]) for key in one)
    if _is_list(one) and _is_list(other):
        return len(one) == len(other) and all(is_equal(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, float) or isinstance(other, float):
        try:
            return math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)
        except TypeError:
            return False
    return bool(one == other)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
