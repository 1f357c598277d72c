"""`cocreate rank` and `cocreate select`: files become orders and shortlists, and what is wrong is said plainly."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cocreate.cli import cli

SCORES = """candidate,assessor,market,research,impact
A,ann,4,3,2
B,ann,2,3,4
C,ann,1,2,-
A,bob,3,3,1
B,bob,1,2,4
C,bob,2,3,3
D,ann,1,1,1
D,bob,2,0,1
"""
BALLOTS = """who,helix,Batteries,Health data,Circular building
1,business,1,2,3
2,business,1,2,3
3,business,1,3,2
4,research,3,1,2
5,civil_society,2,1,
6,civil_society,,1,-
"""
ELECTION = "# TITLE: Lunch\n# ALTERNATIVE NAME 1: Soup\n# ALTERNATIVE NAME 2: Bread\n# ALTERNATIVE NAME 3: Tea\n"


@pytest.fixture
def run(tmp_path: Path):
    def do(command: str, name: str, text: str, *options: object, code: int = 0) -> Result:
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = CliRunner().invoke(cli, [command, str(tmp_path / name), *map(str, options)])
        assert done.exit_code == code, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), "never a traceback"
        return done

    return do


def test_an_election_file_is_ranked_with_what_other_rules_say(run) -> None:
    lines = "2: 1,2,3\n2: 2,3,1\n1: 3,{1,2}\n"
    told = run("rank", "lunch.toc", ELECTION + lines, "--method", "borda").output
    assert told.startswith("Lunch: borda, weights raw; 5 ballots")
    assert "Bread beats every other candidate" not in told
    for rule in ("kemeny", "schulze", "ranked_pairs", "instant_runoff", "plackett_luce"):
        assert f"By {rule}: agreement" in told
    found = json.loads(run("rank", "lunch.toc", ELECTION + lines, "--format", "json").output)
    assert found["result"]["order"][0] == "Bread"
    assert found["pairs"]["pairwise"][0][1] == 2


def test_a_table_is_weighed_by_helix_and_each_helix_left_out(run) -> None:
    options = ("--group", "helix", "--ignore", "who", "--size", 1, "--format", "json")
    raw = json.loads(run("rank", "b.csv", BALLOTS, *options).output)
    balanced = json.loads(run("rank", "b.csv", BALLOTS, *options, "--weights", "balanced").output)
    assert raw["result"]["order"][0] == "Batteries"
    assert balanced["result"]["order"][0] == "Health data"
    assert raw["result"]["effective_size"] == 6 > balanced["result"]["effective_size"]
    assert [view["weighting"] for view in raw["views"]] == ["raw", "balanced"]
    without = {change["what"]: change for change in raw["without_group"]}
    assert without["business"]["entered"] == ["Health data"] and without["business"]["dropped"] == ["Batteries"]
    assert sum(row["probability"] for row in raw["certainty"]) == pytest.approx(1)
    assert raw["pairs"]["ties"][0][2] == 0, "- was not shown, and an empty cell is last"
    shares = json.loads(run("rank", "b.csv", BALLOTS, *options, "--weights", "business=90,research=10").output)
    assert shares["result"]["order"][0] == "Batteries"
    told = run("rank", "b.csv", BALLOTS, *options[:6], "--weights", "balanced").output
    assert "few ballots from business, civil_society, research" in told and "first 1" in told


def test_orders_and_points_may_stand_in_a_table_too(run) -> None:
    orders = "choice,times\na > b = c,2\nb > a,1\n"
    found = json.loads(
        run("rank", "o.csv", orders, "--order", "choice", "--weight", "times", "--format", "json").output
    )
    assert found["result"]["order"] == ["a", "b", "c"]
    assert found["result"]["total_weight"] == 3
    points = "a;b;c\n5;1;\n2;4;0\n"
    told = json.loads(run("rank", "p.csv", points, "--cells", "points", "--method", "score", "--format", "json").output)
    assert told["result"]["scores"] == [3.5, 2.5, 0]


def test_the_rules_are_listed_and_a_budget_is_spent(run) -> None:
    told = run("rank", "any.soc", ELECTION, "--method", "list").output
    assert "ranked_pairs: " in told and "Tideman" in told and "Missing:" in told
    budget = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n1;60;Bench\n2;50;Tree\n"
    votes = "VOTES\nvoter_id;vote\na;1\nb;2\nc;2\n"
    assert "Tree" in run("rank", "city.pb", budget + votes, "--method", "greedy").output
    found = json.loads(run("rank", "city.pb", budget + votes, "--method", "equal_shares", "--format", "json").output)
    assert (found["funded"], found["spent"], found["budget"]) == (["2"], 50, 100)
    assert json.loads(run("rank", "city.pb", budget + votes, "--method", "approval", "--format", "json").output)[
        "result"
    ]["winners"] == ["2"]


@pytest.mark.parametrize(
    ("name", "text", "options", "said"),
    [
        ("a.soc", ELECTION + "1: 1,2,9\n", [], "a.soc, line 5: no alternative has the number 9."),
        ("a.soc", ELECTION + "1: 1,2,3\n", ["--method", "dice"], "There is no rule dice"),
        ("a.soc", ELECTION + "1: 1,2,3\n", ["--method", "greedy"], "only a .pb file"),
        ("a.soc", ELECTION + "1: 1,2,3\n", ["--method", "score"], "counts points"),
        ("a.soc", ELECTION + "1: 1,2,3\n", ["--weights", "balanced"], "needs groups"),
        ("a.csv", "a,b\n1,two\n", [], "a.csv, line 2: the cell of b is no number: two."),
        ("a.csv", "a,b\n1,2\n1\n", [], "a.csv, line 3: there are 1 cells"),
        ("a.csv", "a,a\n1,2\n", [], "a.csv, line 1: two candidates have the same name"),
        ("a.csv", "a,b,w\n1,2,-1\n", ["--weight", "w"], "a.csv, line 2: a weight is 0 or more."),
        ("a.csv", "x\na>b>a\n", ["--order", "x"], "a.csv, line 2: a candidate is ranked twice."),
        ("a.csv", "g,a,b\nx,1,2\n", ["--group", "g", "--weights", "x=1,y=z"], "y=z is not NAME=NUMBER"),
        ("a.csv", "g,a,b\nx,1,2\n", ["--group", "g", "--weights", "y=1"], "name a group that is present"),
        ("a.csv", "", [], "is empty"),
        ("a.pb", "PROJECTS\n", [], "a.pb: the section META is missing or empty."),
    ],
)
def test_a_file_that_cannot_be_ranked_says_why_and_where(run, name, text, options, said) -> None:
    assert said in run("rank", name, text, *options, code=1).output


def test_scores_become_a_shortlist_with_probabilities_and_the_smallest_swap(run) -> None:
    options = ("--weights", "market=30,research=30,impact=40", "--size", 2)
    first = run("select", "s.csv", SCORES, *options, "--format", "json").output
    assert first == run("select", "s.csv", SCORES, *options, "--format", "json").output, "the same digits again"
    found = json.loads(first)
    assert [row["verdict"] for row in found["rows"]] == ["in", "in", "out", "out"]
    assert sum(row["probability"] for row in found["rows"]) == pytest.approx(2)
    assert (found["swap"]["behind"], found["swap"]["ahead"], found["swap"]["taken_by"]) == ("C", "A", "impact")
    assert {line["kind"] for line in found["variations"]} == {"criterion", "assessor", "weights", "rule"}
    told = run("select", "s.csv", SCORES, *options).output
    assert "C replaces A if" in told and "uneven_panel" in told
    long = "candidate;criterion;assessor;score\nA;x;ann;10\nA;y;ann;5\nB;x;ann;?\nB;y;ann;10\n"
    rows = json.loads(run("select", "l.csv", long, "--scale", 10, "--threshold", 80, "--format", "json").output)["rows"]
    assert {row["candidate"]: row["total"] for row in rows} == pytest.approx({"A": 75, "B": 100})
    assert rows[0]["missing"] == ["x"], "cannot judge is left out and said, and is not 0"


def test_members_weights_and_their_ranges_are_drawn_from(run, tmp_path) -> None:
    (tmp_path / "m.csv").write_text("member,market,research,impact\nx,30,40,30\nx,40,30,30\ny,20,20,60\n")
    found = json.loads(
        run("select", "s.csv", SCORES, "--members", tmp_path / "m.csv", "--size", 2, "--format", "json").output
    )
    assert found["weights"] == pytest.approx({"market": 0.275, "research": 0.275, "impact": 0.45})
    assert {line["what"] for line in found["variations"] if line["kind"] == "member"} == {"x", "y"}


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (SCORES.replace("A,ann,4", "A,ann,9"), [], "s.csv, line 2: the score on market is 9, not between 0 and 4."),
        (SCORES.replace("A,ann,4", "A,ann,good"), [], "s.csv, line 2: the score on market is no number: good."),
        (SCORES + "A,ann,1,1,1\n", [], "s.csv, line 10: ann scored A on market on line 2 already."),
        (SCORES + ",ann,1,1,1\n", [], "s.csv, line 10: the candidate or the assessor is not named."),
        (SCORES.replace("candidate", "sid"), [], "s.csv, line 1: there is no column candidate."),
        ("candidate,assessor\nA,ann\n", [], "no column for a criterion"),
        (SCORES, ["--weights", "market=1"], "the criteria are market, research, impact"),
        (SCORES, ["--size", 2, "--threshold", 50], "not both"),
    ],
)
def test_scores_that_cannot_be_counted_say_why_and_where(run, text, options, said) -> None:
    assert said in run("select", "s.csv", text, *options, code=1).output
