"""`cocreate verify`: from a file, a folder or an address, with a line for everything and a status that tells."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from cocreate.cli.verifying import verify
from cocreate.core.permissions import SYSTEM
from cocreate.selection import commands
from cocreate.selection.record.freezing import files_of, pack
from cocreate.selection.record.queries import published_records
from cocreate.selection.record.rules import written
from tests.factories.process import make_process
from tests.factories.selection import as_proposed, make_shortlist


@pytest.fixture
def files(session: Session) -> dict[str, str]:
    """The open data of a small decision."""
    process = make_process(session)
    shortlist = make_shortlist(session, process)
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    (record,) = published_records(session, shortlist)
    return files_of(record)


def run(asked: str | Path) -> Result:
    return CliRunner().invoke(verify, [str(asked)])


def test_a_file_that_is_as_published_is_equal_line_by_line(files: dict[str, str], tmp_path: Path) -> None:
    packed = tmp_path / "decision.zip"
    packed.write_bytes(pack(files))
    told = run(packed)
    assert told.exit_code == 0, told.output
    assert "equal      the weighted totals" in told.output
    assert told.output.rstrip().endswith("0 not equal.")


def test_a_folder_in_which_a_mark_was_changed_is_told_and_ends_with_status_1(
    files: dict[str, str], tmp_path: Path
) -> None:
    scoring = json.loads(files["scoring.json"])
    mark = scoring["inputs"]["entries"][0]
    mark["value"] = (mark["value"] + 1) % 5
    for name, content in {**files, "scoring.json": written(scoring)}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    told = run(tmp_path)
    assert told.exit_code == 1
    assert "NOT EQUAL  scoring.json: its SHA-256" in told.output
    assert "NOT EQUAL  the weighted totals" in told.output


@pytest.mark.parametrize(
    "content", [b"no archive", pack({"other.json": "{}"}), pack({"record.json": '{"format": "x"}'})]
)
def test_what_is_no_decision_is_said_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.zip").write_bytes(content)
    told = run(tmp_path / "odd.zip")
    assert told.exit_code == 1
    assert told.output.startswith("Error: ")


@pytest.fixture
def address(files: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """A server that offers the open data below the page of the record."""
    (tmp_path / "records" / "r1").mkdir(parents=True)
    (tmp_path / "records" / "r1" / "data.zip").write_bytes(pack(files))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/records/r1"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_address_of_a_record_s_page_is_enough(address: str) -> None:
    for asked in (address, f"{address}/data.zip", f"{address}?seen=1"):
        assert run(asked).exit_code == 0
    gone = run(f"{address}2")
    assert gone.exit_code == 1
    assert "404" in gone.output
