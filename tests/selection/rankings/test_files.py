"""The files of a round: whoever counts them again finds the same, and nobody's name."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.preflib import read_preflib
from cocreate.cli.choice import rank
from cocreate.selection.rankings.ballots import ballots_csv, command_line, pool, preflib, preflib_kind
from cocreate.selection.rankings.report import ranking_report
from cocreate.selection.rankings.terms import DECIDING, Terms, Weighting

ITEMS = ("a1", "b2", "c3", "d4", "e5")


def people(rule: str = "kemeny") -> list[Ballot]:
    """Orders with gaps and ties, of families some of which are small; in a round of points, the points behind them."""
    if rule == "score":
        return [
            Ballot.from_points({i: 5 - place for place, tier in enumerate(b.order) for i in tier}, ITEMS, group=b.group)
            for b in people()
        ]
    orders = [("a1", "b2", "c3", "d4", "e5"), ("e5", "a1"), ("c3", "b2", "a1", "e5", "d4"), ("d4",)]
    families = ["business"] * 9 + ["research"] * 6 + ["citizen"] * 2 + [None] * 5
    ties = Ballot((("b2", "c3"), ("e5",)), ITEMS, group="research")
    return [
        Ballot(tuple((item,) for item in orders[number % 4 if family != "research" else 2]), ITEMS, group=family)
        for number, family in enumerate(families)
    ] + [ties] * 2


@pytest.mark.parametrize("rule", DECIDING)
@pytest.mark.parametrize("weighting", Weighting)
def test_the_command_that_the_page_names_gives_the_same_result_to_the_digit(
    tmp_path: Path, rule: str, weighting: Weighting
) -> None:
    terms = Terms(rule, weighting, {"business": 20, "research": 70, "citizen": 10}, places=2, seed=5)
    told = ranking_report(people(rule), ITEMS, 5, terms)
    file = tmp_path / "ballots.csv"
    file.write_text(ballots_csv(pool(people(rule), terms.targets, 5).ballots, ITEMS))
    said = command_line(
        str(file), rule=rule, weighting=weighting, targets=told["terms"]["targets"], places=2, seed=terms.seed
    )
    done = CliRunner().invoke(rank, [*said.split()[2:], "--format", "json"])
    assert done.exit_code == 0, done.output
    again = json.loads(done.output)
    assert again["result"]["tiers"] == told["tiers"]
    assert {row["candidate"]: row for row in again["certainty"]} == told["certainty"]
    assert again["other_rules"] == told["rules"]
    assert again["without_group"] == told["without_group"]
    assert again["pairs"]["pairwise"] == told["pairs"]["before"]
    views = {view["weighting"]: view["order"] for view in again["views"]}
    assert views == {view["weighting"]: view["order"] for view in told["weightings"] if view["weighting"] in views}


def test_preflib_reads_the_same_rankings() -> None:
    ballots = pool(people(), {}, 5).ballots
    kind = preflib_kind(ballots, ITEMS)
    told = read_preflib(preflib(ballots, ITEMS, "Impact", dict(zip(ITEMS, "ABCDE", strict=True))), kind)
    assert (kind, told.items, told.title, len(told.ballots)) == ("toi", tuple("ABCDE"), "Impact", len(ballots))
    again = ranking_report(told.ballots, told.items, 5)  # type: ignore[arg-type]
    assert again["order"] == [item[0].upper() for item in ranking_report(ballots, ITEMS, 5)["order"]]
    complete = [ballot for ballot in ballots if sum(map(len, ballot.order)) == len(ITEMS)]
    assert preflib_kind(complete, ITEMS) == "toc"


def test_a_title_with_line_breaks_and_signs_stays_one_alternative() -> None:
    ballots = [Ballot((("a1",), ("b2",)), ("a1", "b2"))] * 5
    text = preflib(ballots, ("a1", "b2"), "Impact", {"a1": "Circular\ncity, {now}: 1", "b2": "# 2: x"})
    assert read_preflib(text, "toc").items == ("Circular city, {now}: 1", "# 2: x")


def test_small_families_and_turns_cannot_be_read_from_the_file() -> None:
    text = ballots_csv(pool(people(), {}, 5).ballots, ITEMS)
    assert "citizen" not in text
    assert text == ballots_csv(pool(people()[::-1], {}, 5).ballots, ITEMS)


def test_what_was_not_shown_is_no_unranked_candidate() -> None:
    row = ballots_csv([Ballot((("b2",),), ("a1", "b2"))], ("a1", "b2", "c3")).splitlines()[1]
    assert row == ",,1,-"
