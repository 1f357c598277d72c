"""`cocreate process export | import | hash`, as whoever runs a server types them."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from cocreate.cli import cli
from cocreate.cli.application import application
from cocreate.core import audit
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db
from cocreate.core.permissions import Role
from tests.factories.accounts import make_member
from tests.factories.process import make_process


def run(*words: str) -> str:
    """What a command says; a refusal is a sentence."""
    done = CliRunner().invoke(cli, list(words))
    return done.output + (str(done.exception) if done.exception else "")


def site_verbs() -> list[str]:
    with application():
        return list(db.session().scalars(select(AuditEntry.verb).where(AuditEntry.chain == audit.SITE)))


def test_a_process_moves_by_three_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(tmp_path / "process.zip")
    monkeypatch.setenv("COCREATE_DATA_DIR", str(tmp_path / "there"))
    run("init")
    with application():
        process = make_process(db.session(), title="Region 2030")
        make_member(db.session(), process, Role.OWNER, email="ada@example.org")
        db.session.commit()
        process_id = process.public_id
    there = run("process", "hash", process_id).strip()
    assert len(there) == 64 and f"hash {there}" in run("process", "export", process_id, file)
    assert "ops:process:export" in site_verbs() and run("process", "hash", process_id).strip() == there
    assert "There is no process nothing" in run("process", "export", "nothing", str(tmp_path / "other.zip"))

    monkeypatch.setenv("COCREATE_DATA_DIR", str(tmp_path / "here"))
    assert "Run: cocreate init" in run("process", "import", file)
    run("init")
    tried = run("process", "import", file, "--dry-run")
    assert "Would take in “Region 2030”" in tried and "Nothing was kept." in tried and "ada@example.org" in tried
    assert "There is no process" in run("process", "hash", process_id)
    taken = run("process", "import", file)
    assert "Took in “Region 2030”" in taken and f"/p/{process_id}" in taken and "organisation: testland" in taken
    assert run("process", "hash", process_id).strip() == there and "ops:process:import" in site_verbs()
    assert "is here already" in run("process", "import", file)
