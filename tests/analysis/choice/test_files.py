"""Files of elections and of participatory budgets are read as published, and what is wrong is said with its line."""

import json

import pytest

from cocreate.analysis.choice.budget import equal_shares, equal_shares_completed, fund_in_order, greedy
from cocreate.analysis.choice.methods import count
from cocreate.analysis.choice.pabulib import read_pabulib
from cocreate.analysis.choice.preflib import FileProblem, read_preflib
from cocreate.analysis.choice.ranking import rank
from tests.analysis.choice.conftest import pack

HEAD = "# TITLE: Lunch\n# NUMBER VOTERS: 3\n# ALTERNATIVE NAME 1: Soup\n# ALTERNATIVE NAME 2: Bread\n"
PB = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
1;60;Bench
2;50;"Tree; two of them"
3;40;Lamp
VOTES
voter_id;vote
a;1
b;1,3
c;2,3
"""


def test_a_line_stands_for_as_many_people_as_it_says_and_braces_are_ties() -> None:
    election = read_preflib(HEAD + "2: 1,2\n1: {1,2}\n", "toc")
    assert (election.title, election.items, len(election.ballots)) == ("Lunch", ("Soup", "Bread"), 3)
    report = rank(election.ballots, election.items)
    assert (report.ballots, report.pairwise[0][1], report.ties[0][1]) == (3, 2, 1)


def test_what_a_person_did_not_rank_is_last_or_nothing_as_one_says() -> None:
    last = read_preflib(HEAD + "3: 1\n", "soi")
    assert rank(last.ballots, last.items).pairwise[0][1] == 3
    unknown = read_preflib(HEAD + "3: 1\n", "soi", unranked_is_last=False)
    assert rank(unknown.ballots, unknown.items).blank == 3


@pytest.mark.parametrize(
    ("lines", "kind", "line", "said"),
    [
        ("2: 1,3\n1: 1,2\n", "soi", 5, "no alternative has the number 3"),
        ("2: 1,2\n1: 2,2\n", "soi", 6, "ranked twice"),
        ("2: 1,2\n1: {1,2}\n", "soc", 6, "no ties"),
        ("3: 1\n", "soc", 5, "ranks all 2"),
        ("1,2\n", "soc", 5, "count: order"),
        ("0: 1,2\n", "soc", 5, "count: order"),
        ("3: {1,2\n", "toc", 5, "no order"),
        ("3: 1;2\n", "toc", 5, "no order"),
        ("9999999: 1,2\n", "soc", 5, "too many"),
        ("2: 1,2\n", "soc", None, "add up to 2"),
        ("", "soc", None, "no ballot"),
    ],
)
def test_a_broken_election_is_refused_with_its_line(lines: str, kind: str, line: int | None, said: str) -> None:
    with pytest.raises(FileProblem, match=said) as problem:
        read_preflib(HEAD + lines, kind)
    assert problem.value.line == line


def test_an_election_without_names_or_with_a_name_twice_is_understood() -> None:
    with pytest.raises(FileProblem, match="ALTERNATIVE NAME"):
        read_preflib("3\n1,a\n", "soc")
    twins = read_preflib(HEAD.replace("Bread", "Soup") + "3: 2,1\n", "soc")
    assert twins.items == ("Soup (1)", "Soup (2)")


def test_a_budget_is_read_with_quotes_and_counted_by_both_rules() -> None:
    election = read_pabulib(PB)
    assert [project.name for project in election.projects] == ["Bench", "Tree; two of them", "Lamp"]
    assert greedy(election) == ("1", "3"), "both have two votes; the first in the alphabet goes first"
    # A third of 100 each: a and b pay 30 each for the bench, and then b and c together lack three for the lamp.
    assert equal_shares(election) == ("1",)
    assert equal_shares(election, share=60.0) == ("1", "3")
    assert equal_shares_completed(election) == ("1", "3"), "with 35 each, b and c can pay for the lamp as well"
    assert fund_in_order(election, ["2", "1", "3"]) == ("2", "3")
    assert fund_in_order(election, ["2", "1", "3"], stop=True) == ("2",)
    assert count("approval", election.ballots(), ["1", "2", "3"]).scores == pytest.approx((2 / 3, 1 / 3, 2 / 3))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("a;1\n", "a;9\n", 12, "no project has the id 9"),
        ("b;1,3\n", "b;1,1\n", 13, "named twice"),
        ("1;60;", "1;sixty;", 7, "no amount"),
        ("1;60;", "1;-6;", 7, "0 or more"),
        ("2;50;", "1;50;", 8, "listed twice"),
        ("project_id;cost", "id;cost", 6, "no column project_id"),
        ("META\n", "", 1, "start with META"),
        ("a;1\n", "a;1;2;3\n", 12, "4 cells"),
        ("approval", "quadratic", None, "vote_type"),
        ("budget;100", "budget;", None, "no amount"),
    ],
)
def test_a_broken_budget_is_refused_with_its_line(old: str, new: str, line: int | None, said: str) -> None:
    with pytest.raises(FileProblem, match=said) as problem:
        read_pabulib(PB.replace(old, new, 1))
    assert problem.value.line == line


def test_points_and_their_number_are_checked() -> None:
    cumulative = PB.replace("approval", "cumulative").replace(
        "voter_id;vote\na;1\nb;1,3\nc;2,3\n", "voter_id;vote;points\n"
    )
    election = read_pabulib(cumulative + "a;1,3;3,1\nb;2;2\n")
    assert count("points", election.ballots(), ["1", "2", "3"]).scores == pytest.approx((1.5, 1, 0.5))
    with pytest.raises(FileProblem, match="line 12: there are 1 numbers"):
        read_pabulib(cumulative + "a;1,3;3\n")
    with pytest.raises(FileProblem, match="line 12: these are no points"):
        read_pabulib(cumulative + "a;1;many\n")


@pytest.mark.parametrize("kind", ["soc", "soi", "toc", "toi"])
def test_published_elections_are_read_with_all_their_voters(kind: str, reference) -> None:
    for path, known in reference.items():
        if path.endswith(kind):
            election = read_preflib((pack("preflib") / path).read_text(encoding="utf-8"), kind)
            assert (election.title, len(election.ballots)) == (known["title"], known["voters"])
            assert len(election.items) == known["alternatives"]
            assert len(set(election.ballots)) <= known["unique_orders"]


def budgets() -> list[str]:
    return sorted(json.loads((pack("pabulib") / "reference_winners.json").read_text())["results"])


@pytest.mark.parametrize("number", range(12))
def test_published_budgets_are_spent_as_the_reference_spends_them(number: int) -> None:
    name = budgets()[number]
    known = json.loads((pack("pabulib") / "reference_winners.json").read_text())["results"][name]
    election = read_pabulib((pack("pabulib") / name).read_text(encoding="utf-8"))
    assert len(election.votes) == int(known["votes"])
    assert set(greedy(election)) == set(known["greedy_winners"])
    assert set(equal_shares(election)) == set(known["mes_winners_no_completion"])
    if "mes_Cost_Sat_add_1" in known:
        assert set(equal_shares_completed(election)) == set(known["mes_Cost_Sat_add_1"])
    order = sorted(election.projects, key=lambda project: -float(project.others[known["ranked_by"]]))
    ids = [project.id for project in order]
    assert set(fund_in_order(election, ids)) == set(known["by_rank_skip_unaffordable"])
    assert set(fund_in_order(election, ids, stop=True)) == set(known["by_rank_stop_at_first_unaffordable"])
