"""Open data: complete, described, without anybody in it, and safe to open with a spreadsheet."""

import csv
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.camp.models import Camp, Seat
from cocreate.cli.application import application
from cocreate.core.db import db
from cocreate.demo.load import find_demo
from cocreate.ops.export import export_process
from cocreate.ops.problem import CannotContinue
from cocreate.selection.models import Shortlist
from cocreate.survey.models import Answer, Submission
from tests.factories.demo import copy_demo, demo_settings

NOW = datetime(2026, 5, 27, tzinfo=UTC)
FORMULA = '=HYPERLINK("https://example.org","click")'


def written(session: Session, folder: Path, licence: str = "CC-BY-4.0") -> Path:
    process = find_demo(session)
    assert process is not None
    export_process(session, process, folder, licence=licence, now=NOW)
    return folder


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(json.loads((folder / f"{name}.json").read_text("utf-8")))


def sheet(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_text(row: dict[str, Any]) -> dict[str, str]:
    """A row without the types: what is empty is empty, a moment is its name."""
    said = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
    return {name: _text(value) for name, value in said.items()}


def _text(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = "" if value is None else str(value)
    try:
        return repr(float(text))  # a column that hides some of its numbers is one of texts
    except ValueError:
        return text


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as open data."""
    place = tmp_path_factory.mktemp("export")
    with application(demo_settings(copy_demo(demo_folder, place / "data"))):
        return written(db.session(), place / "out")


def test_everything_that_was_said_and_decided_is_there(folder: Path) -> None:
    sizes = {path.stem: len(table(folder, path.stem)) for path in folder.glob("*.csv")}
    assert sizes["submissions"] == 615 and sizes["challenges"] == 6 and sizes["candidates"] == 11
    assert sizes["evidence"] == 14 and sizes["matrix_cells"] == 20 and sizes["validations"] == 6
    assert sizes["decisions"] == 11 and sizes["scores"] == 11 * 4 * 10 - 2 * 4 and sizes["rankings"] == 11 * 3
    assert 90 <= sizes["cards"] <= 120 and sizes["actions"] > 40
    assert sizes["answers"] > 1500 and sizes["themes"] > 20 and sizes["provenance"] > 1000
    assert all(sizes.values()), "an empty table"


def test_every_file_is_described_and_every_description_has_its_file(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (licence,) = package["licenses"]
    assert licence["name"] == "CC-BY-4.0" and licence["path"].startswith("https://")
    described = {resource["path"]: resource for resource in package["resources"]}
    assert set(described) == {path.name for path in folder.glob("*.csv")}
    readme = (folder / "README.md").read_text("utf-8")
    for path, resource in described.items():
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        with (folder / path).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == names
        assert f"## {resource['name']}\n" in readme and all(f"| {name} |" in readme for name in names)


def test_all_forms_hold_the_same_rows(folder: Path) -> None:
    from pyarrow import parquet

    for path in folder.glob("*.csv"):
        plain, rows = table(folder, path.stem), sheet(folder, path.stem)
        assert len(plain) == len(rows) and all(set(a) == set(b) for a, b in zip(plain, rows, strict=True))
        typed = parquet.read_table(folder / f"{path.stem}.parquet").to_pylist()
        assert [as_text(row) for row in typed] == [as_text(row) for row in plain], path.stem


def test_no_step_of_the_chain_leads_out_of_the_files(folder: Path) -> None:
    known = {row["id"] for path in folder.glob("*.csv") for row in table(folder, path.stem) if "id" in row}
    steps = table(folder, "provenance")
    assert all(step["source"] in known and step["target"] in known for step in steps)
    relations = Counter((step["source_type"], step["target_type"]) for step in steps)
    for pair in (
        ("matrix_cell", "challenge"),
        ("answer", "theme"),
        ("theme", "card"),
        ("card", "sid"),
        ("sid", "decision"),
        ("sid", "action"),
    ):
        assert relations[pair], pair


def test_nobody_is_in_it(folder: Path, demo_session: Session) -> None:
    text = "\n".join(path.read_text("utf-8") for path in folder.iterdir() if path.suffix != ".parquet")
    secrets = [
        *demo_session.scalars(select(Submission.receipt_hash)),
        *demo_session.scalars(select(Submission.form_hash)),
        *demo_session.scalars(select(Seat.token_hash)),
        *demo_session.scalars(select(User.public_id)),
        *demo_session.scalars(select(Seat.public_id)),
        *(camp.join_code for camp in demo_session.scalars(select(Camp))),
    ]
    assert [secret for secret in secrets if secret in text] == []
    assert "@demo.example" not in text and "Participant 1" not in text and "Committee member" not in text


def test_small_groups_are_hidden(folder: Path, demo_session: Session) -> None:
    pairs = Counter((row["helix"], row["language"]) for row in table(folder, "submissions"))
    shown = {pair: count for pair, count in pairs.items() if "hidden" not in pair}
    assert shown and min(shown.values()) >= 5
    counts = [row["count"] for row in table(folder, "theme_counts")]
    assert "hidden" in counts and min(count for count in counts if count not in ("hidden", 0)) >= 5
    families = Counter(row["author_helix"] for row in table(folder, "cards"))
    assert "hidden" in families and "other" not in families


def test_marks_cannot_be_put_together_to_one_member(folder: Path) -> None:
    marks = table(folder, "scores")
    assert set(marks[0]) == {"candidate", "criterion", "mark"}
    by_cell: dict[tuple[str, str], list[int]] = {}
    for row in marks:
        by_cell.setdefault((row["candidate"], row["criterion"]), []).append(-1 if row["mark"] is None else row["mark"])
    assert all(cell == sorted(cell) for cell in by_cell.values())


def test_no_cell_is_a_formula(demo_session: Session, tmp_path: Path) -> None:
    answer = demo_session.scalars(select(Answer).where(Answer.has_text)).first()
    assert answer is not None
    answer.text = FORMULA
    demo_session.flush()
    folder = written(demo_session, tmp_path / "out")
    for path in folder.glob("*.csv"):
        for row in sheet(folder, path.stem):
            for cell in row.values():
                number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert number or not cell.lstrip().startswith(("=", "+", "-", "@", "\t")), (path.name, cell)
    assert any(row["text"] == f"'{FORMULA}" for row in sheet(folder, "answers"))
    assert any(row["text"] == FORMULA for row in table(folder, "answers")), "JSON keeps what was said"


def test_what_is_not_decided_yet_is_not_handed_out(demo_session: Session, tmp_path: Path) -> None:
    demo_session.execute(update(Shortlist).values(decided_at=None))
    folder = written(demo_session, tmp_path / "out")
    assert not (folder / "decisions.csv").exists()
    assert not any(step["target_type"] == "decision" for step in table(folder, "provenance"))


def test_a_folder_with_something_in_it_is_left_alone(demo_session: Session, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(CannotContinue, match="not empty"):
        written(demo_session, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


def test_borrowed_sentences_keep_their_licences(folder: Path) -> None:
    said = [row for row in table(folder, "answers") if row["text"]]
    assert said and all(row["borrowed_from"] and row["borrowed_licence"] for row in said)
    assert "that licence holds for the row" in (folder / "README.md").read_text("utf-8")


def test_a_process_that_does_not_exist_is_a_sentence(demo_app: Flask, tmp_path: Path, monkeypatch: Any) -> None:
    from click.testing import CliRunner

    from cocreate.cli import cli

    monkeypatch.setenv("COCREATE_DATA_DIR", str(demo_app.extensions["cocreate_settings"].data_dir))
    done = CliRunner().invoke(cli, ["export", "nothing", str(tmp_path / "out")])
    assert done.exit_code == 1 and "There is no process nothing" in done.output
    assert not (tmp_path / "out").exists()
