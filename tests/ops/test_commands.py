"""The command line: the analysis of a file, the page of settings, and no monkey-patching."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cocreate.cli import cli
from cocreate.demo.content import load_content

USE = "assets"  # the question whose borrowed answers are read; the smallest
ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_settings_says_what_the_settings_say() -> None:
    page = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))["settings_page"]()
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == page, "run: python scripts/make_docs.py"


def test_every_command_has_its_help() -> None:
    wanted = "init serve worker demo user permissions audit about doctor backup restore export analyse".split()
    shown = CliRunner().invoke(cli, ["--help"]).output
    for name in wanted:
        assert f"\n  {name} " in shown
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0


def test_the_audit_trail_of_everything_is_written_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCREATE_DATA_DIR", str(tmp_path / "data"))
    assert CliRunner().invoke(cli, ["init"], catch_exceptions=False).exit_code == 0
    CliRunner().invoke(cli, ["user", "create", "ada@example.org"], catch_exceptions=False)
    out = tmp_path / "trail.json"
    done = CliRunner().invoke(cli, ["audit", "export", "--format", "json", "--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    lines = json.loads(out.read_text("utf-8"))
    assert "accounts:user:create" in {line["verb"] for line in lines}
    assert "ada@example.org" not in out.read_text("utf-8")


def test_the_licences_of_borrowed_texts_can_be_read() -> None:
    shown = CliRunner().invoke(cli, ["about"], catch_exceptions=False).output
    assert all(source.title in shown for source in load_content().attribution.sources)
    assert "{" not in shown


def test_a_command_does_not_patch_the_standard_library(tmp_path: Path) -> None:
    program = (
        "import socket, sys; from cocreate.cli import cli; real = socket.socket\n"
        "cli(['demo', '--empty'], standalone_mode=False)\n"
        "from gevent import monkey; assert not monkey.saved and socket.socket is real"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"COCREATE_DATA_DIR": str(tmp_path), "PATH": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
