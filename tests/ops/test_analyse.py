"""`cocreate analyse`: files become themes, matches and opinion groups, and what is wrong is said plainly."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cocreate.analysis.text.results import Settings, ThemeReport
from cocreate.cli import cli
from cocreate.cli.analysis.theme_pages import document_of
from cocreate.demo.content import load_content

USE = "assets"  # the question whose borrowed answers are read; the smallest
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def analyse(*arguments: object, code: int = 0) -> Result:
        done = CliRunner().invoke(cli, ["analyse", *map(str, arguments), "--out", str(tmp_path / "out")])
        assert done.exit_code == code, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), "never a traceback"
        return done

    return analyse


def write(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def voices() -> list[list[str]]:
    said = [voice for voice in load_content().voices if voice.use == USE]
    rows = [[f"a{n}", voice.language, voice.text] for n, voice in enumerate(said)]
    return [["who", "tongue", "what they said"], *rows, ["late", "fr", "   "]]


@pytest.mark.parametrize("delimiter,encoding", [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_a_file_of_answers_becomes_themes(tmp_path: Path, run: Run, delimiter: str, encoding: str) -> None:
    rows = voices()
    file = write(tmp_path / "answers.csv", rows, delimiter, encoding)
    run("themes", file, "--text", "what they said", "--id", "who", "--group", "tongue", "--quick", "--seed", 3)
    assigned = read(tmp_path / "out" / "assignments.csv")
    assert [row["id"] for row in assigned] == [row[0] for row in rows[1:]]
    assert assigned[-1]["theme"] == "empty" and assigned[-1]["strength"] == ""
    report = json.loads((tmp_path / "out" / "themes.json").read_text("utf-8"))
    sizes = {one["key"]: one["size"] for one in report["shown"]}
    assert sizes and sum(sizes.values()) + len(report["unplaced"]) == len(rows) - 1
    for key, size in sizes.items():
        assert sum(row["theme"] == key for row in assigned) == size
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<h1>what they said</h1>" in page and "“" in page and "seed 3" in page
    assert "src=" not in page and "href=" not in page, "nothing is asked of any other place"


def test_words_of_the_columns_name_are_in_no_name_of_a_theme(tmp_path: Path, run: Run) -> None:
    buses = ["More buses in the evening", "Buses should run in the evening", "The evening buses are full"]
    trees = ["Plant trees in the street", "We need trees and shade in the street", "Trees against heat in the street"]
    for column, name in (("what they said", "street, trees"), ("Trees: what is missing?", "street")):
        file = write(tmp_path / "answers.csv", [[column], *([text] for text in (buses + trees) * 2)])
        run("themes", file, "--text", column, "--quick")
        assert {row["name"] for row in read(tmp_path / "out" / "assignments.csv")} == {"buses, evening", name}


def test_the_page_says_how_far_themes_follow_language_also_where_there_is_no_doubt() -> None:
    report = ThemeReport(Settings(), 1, {}, (), 0, 0.0, {}, (), {})
    blocks = document_of(report, [], {}, question="What is missing?").blocks
    assert "follow the language of the answers by 0.000" in str([vars(block) for block in blocks])


def test_fewer_themes_can_be_asked_for(tmp_path: Path, run: Run) -> None:
    file = write(tmp_path / "answers.csv", voices())
    run("themes", file, "--text", "#3", "--level", "3", "--quick")
    assert len({row["theme"] for row in read(tmp_path / "out" / "assignments.csv")} - {"empty"}) == 3
    assert "--level is fine, coarse" in run("themes", file, "--text", "#3", "--level", "some", code=1).output


@pytest.mark.parametrize(
    "content,said",
    [
        (b"who;text\nfr;good\nfr;\xe9t\xe9\n", "line 3: byte 20 (0xe9) is not UTF-8"),
        (b"who;text\nfr;\xe9t\xe9\n", "add --encoding windows-1252"),
        ("who;text\nfr;été\n".encode("utf-16-le"), "zero byte"),
        (b"who,said\na,hello there\n", "has no column text. It has: who, said"),
        (b"text,text\na,b\n", "has 2 columns text. Say which: #1 or #2"),
        (
            b'who,text\na,fine\nb,"never closed\nc,more\n',
            "line 3: this is no proper CSV: a quotation mark is never closed",
        ),
        (b"who,text\na,fine\nb,one,two\n", "line 3: there are 3 cells where the header has 2"),
        (b"who,text\na,one\nb,two\na,three\n", "line 4: the id a is on line 2 too"),
        (b"who,text\na,one\n,two\n", "line 3: the id in column who is empty"),
        (b"who,text\na,\nb,  \n", "column text is empty in all 2 rows"),
        (b"who,text\n", "has a header and nothing below it"),
        (b"", "is empty"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path: Path, run: Run, content: bytes, said: str) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes(content)
    ids = "who" if b"who" in content else "text"
    assert said in " ".join(run("themes", file, "--text", "text", "--id", ids, code=1).output.split())


def test_an_older_encoding_can_be_named(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "answers.csv"
    file.write_bytes("text\nMehr Bäume in der Straße\n".encode("windows-1252"))
    run("themes", file, "--text", "text", "--encoding", "windows-1252", "--quick")
    assert "Bäume" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "There is no encoding ansi-x" in run("themes", file, "--text", "text", "--encoding", "ansi-x", code=1).output


@pytest.mark.parametrize("texts", [["More trees"], ["More trees"] * 30, ["word " * 200_000, "More trees"]])
def test_one_answer_equal_answers_and_a_million_characters_are_read(tmp_path: Path, run: Run, texts: list[str]) -> None:
    file = write(tmp_path / "answers.csv", [["text"], *([text] for text in texts)])
    run("themes", file, "--text", "text", "--quick")
    assert len(read(tmp_path / "out" / "assignments.csv")) == len(texts)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = write(tmp_path / "answers.csv", [["text"], ["More trees"]])
    done = CliRunner().invoke(cli, ["analyse", "themes", str(file), "--text", "text", "--out", str(file / "deeper")])
    assert done.exit_code == 1 and "Cannot write in" in done.output


def test_answers_are_set_against_a_taxonomy(tmp_path: Path, run: Run) -> None:
    file = write(
        tmp_path / "answers.csv",
        [["who", "text"], ["a", "Meer bomen en parken in de stad"], ["b", "Des pistes cyclables sûres"], ["c", " "]],
    )
    taxonomy = write(
        tmp_path / "taxonomy.csv",
        [["id", "title_en", "about"], ["green", "Trees and parks in the city", ""], ["bike", "Cycling", "Safe lanes"]],
    )
    run("match", file, "--text", "text", "--id", "who", "--taxonomy", taxonomy)
    matches = read(tmp_path / "out" / "matches.csv")
    assert {row["id"]: row["entry"] for row in matches if row["rank"] == "1"} == {"a": "green", "b": "bike"}
    assert all(0 <= float(row["novelty"]) <= 1 and row["verdict"] for row in matches)
    assert not any(row["id"] == "c" for row in matches), "nothing is said of an empty answer"
    empty = write(tmp_path / "hollow.csv", [["id", "title"], ["green", ""]])
    said = run("match", file, "--text", "text", "--taxonomy", empty, code=1).output
    assert "line 2: the entry green has no text" in said
    orphan = write(tmp_path / "orphan.csv", [["id", "parent", "title"], ["green", "city", "Trees"]])
    said = run("match", file, "--text", "text", "--taxonomy", orphan, code=1).output
    assert "line 2: there is no entry city to be a part of" in said


VOTES = (["1", "-1", "0"], ["-1", "1", ""])
WIDE = [["participant", "s1", "s2", "s3"], *([f"p{n}", *VOTES[n % 2]] for n in range(40))]


def test_both_forms_of_votes_give_the_same_groups(tmp_path: Path, run: Run) -> None:
    run("opinions", write(tmp_path / "wide.csv", WIDE))
    wide = read(tmp_path / "out" / "groups.csv")
    statements = read(tmp_path / "out" / "statements.csv")
    words = {"1": "agree", "-1": "disagree", "0": "pass"}
    long = [[r[0], s, words[v]] for r in WIDE[1:] for s, v in zip(WIDE[0][1:], r[1:], strict=True) if v]
    run("opinions", write(tmp_path / "long.csv", [["voter-id", "comment-id", "vote"], *long]))
    assert {row["participant"]: row["group"] for row in wide} == {
        row["participant"]: row["group"] for row in read(tmp_path / "out" / "groups.csv")
    }
    assert {row["group"] for row in wide} == {"A", "B"}
    assert [(s["agree"], s["disagree"], s["pass"]) for s in statements] == [("20", "20", "0")] * 2 + [("0", "0", "20")]
    assert statements[0]["is_divisive"] == "1" and statements[0]["is_consensus"] == "0"
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "<svg" in page and "Group A" in page


def test_the_last_vote_of_a_person_counts_and_rejected_statements_do_not(tmp_path: Path, run: Run) -> None:
    votes = [
        ["timestamp", "voter-id", "comment-id", "vote"],
        ["2", "p", "1", "-1"],
        ["1", "p", "1", "1"],
        ["3", "p", "2", "1"],
    ]
    texts = [["comment-id", "moderated", "comment-body"], ["1", "1", "More trees"], ["2", "-1", "Buy this"]]
    run("opinions", write(tmp_path / "v.csv", votes), "--statements", write(tmp_path / "s.csv", texts))
    found = read(tmp_path / "out" / "statements.csv")
    assert [(row["text"], row["agree"], row["disagree"]) for row in found] == [("More trees", "0", "1")]


def test_a_cell_that_is_no_vote_is_said_with_its_place(tmp_path: Path, run: Run) -> None:
    file = write(tmp_path / "votes.csv", [["participant", "age", "s1"], ["p1", "34", "1"], ["p2", "", "1"]])
    said = " ".join(run("opinions", file, code=1).output.split())
    assert "line 2, column age: “34” is no vote" in said and "--ignore" in said
    run("opinions", file, "--ignore", "age")
    hollow = write(tmp_path / "hollow.csv", [["participant", "s1"], ["p1", ""]])
    assert "holds no vote" in run("opinions", hollow, code=1).output
