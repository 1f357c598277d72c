"""The check-up finds what was planted, says it in a sentence with a remedy, and finds nothing where all is well."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.cli import cli
from cocreate.cli.application import application
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import SYSTEM
from cocreate.ops import doctor
from cocreate.ops.doctor import Finding, Weight
from cocreate.settings import Settings
from tests.factories.demo import copy_demo, demo_settings
from tests.services import free_port


@pytest.fixture
def settings(demo_folder: Path, tmp_path: Path) -> Settings:
    """An installation in which all is well."""
    settings = demo_settings(copy_demo(demo_folder, tmp_path / "data"))
    with application(settings):
        user = accounts.create_user(db.session(), SYSTEM, email="admin@example.org")
        accounts.grant_site_role(db.session(), SYSTEM, user)
        db.session.commit()
    return replace(settings, base_url="https://example.org", behind_proxy=True)


def problems(found: list[Finding]) -> list[str]:
    return [finding.said for finding in found if finding.weight is Weight.PROBLEM]


def within(settings: Settings) -> list[str]:
    with application(settings):
        return problems(doctor.examine_database(settings))


def around(settings: Settings) -> list[str]:
    return problems(doctor.examine_surroundings(settings))


def test_where_all_is_well_nothing_is_found(settings: Settings) -> None:
    assert within(settings) + around(settings) == []


def test_a_folder_that_cannot_be_written_to(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert any("cannot be written" in sentence for sentence in around(replace(settings, data_dir=tmp_path / "file")))


def test_a_key_that_others_can_read(settings: Settings) -> None:
    (settings.data_dir / "secret_key").chmod(0o644)
    assert any("chmod 600" in sentence for sentence in around(settings))


def test_passwords_that_travel_unencrypted(settings: Settings) -> None:
    assert any("unencrypted" in sentence for sentence in around(replace(settings, base_url="http://example.org")))
    assert around(replace(settings, base_url="http://localhost:8000")) == [], "for a first look that is fine"


def test_a_mail_server_that_does_not_answer(settings: Settings) -> None:
    deaf = replace(settings, smtp_url=f"smtp://127.0.0.1:{free_port()}", mail_from="us@example.org")
    assert any("COCREATE_SMTP_URL" in sentence for sentence in around(deaf))


def test_a_redis_that_does_not_answer(settings: Settings) -> None:
    pytest.importorskip("redis")
    assert any(
        "COCREATE_REDIS_URL" in s for s in around(replace(settings, redis_url=f"redis://127.0.0.1:{free_port()}/0"))
    )


def test_a_database_without_tables(settings: Settings, tmp_path: Path) -> None:
    bare = replace(settings, data_dir=tmp_path / "bare")
    assert within(bare) == ["Its tables are missing or older than this version; run: cocreate init"]


def test_a_database_that_is_no_database(settings: Settings) -> None:
    (settings.data_dir / "cocreate.sqlite").write_bytes(b"not a database at all" * 100)
    assert any("cannot be reached" in sentence for sentence in within(settings))


def test_rows_that_point_at_nothing(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.data_dir / "cocreate.sqlite")) as connection, connection:
        connection.execute("pragma foreign_keys=off")
        connection.execute("delete from camp")
    assert any("rows that are gone" in sentence for sentence in within(settings))


def plant(settings: Settings, *rows: object) -> None:
    with application(settings):
        session: Session = db.session()
        session.add_all(rows)
        session.commit()


def test_a_task_for_which_no_worker_came(settings: Settings) -> None:
    asked = clock.now() - timedelta(minutes=10)
    plant(settings, Job(kind="themes:analyse", state=JobState.QUEUED.value, asked_at=asked))
    assert within(settings) == ["A task has waited for 10 minutes, so no worker runs; start: cocreate serve"]


def test_a_task_whose_worker_died(settings: Settings) -> None:
    silent = clock.now() - timedelta(minutes=10)
    row = Job(kind="themes:analyse", state=JobState.RUNNING.value, asked_at=silent, sign_of_life_at=silent)
    plant(settings, row)
    assert any("no sign of life" in sentence for sentence in within(settings))


def test_a_task_under_way_is_no_fault(settings: Settings) -> None:
    now = clock.now()
    plant(settings, Job(kind="themes:analyse", state=JobState.RUNNING.value, asked_at=now, sign_of_life_at=now))
    assert within(settings) == []


def test_letters_that_were_refused(settings: Settings) -> None:
    now = clock.now()
    plant(settings, Job(kind="core:mail:send", state=JobState.FAILED.value, asked_at=now, ended_at=now))
    assert any("refused" in sentence for sentence in within(settings))


def test_a_clock_that_runs_behind(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with application(settings):
        newest = max(db.session.scalars(db.select(AuditEntry.at)))
    monkeypatch.setattr(clock, "now", lambda: newest - timedelta(hours=3))
    assert any("clock" in sentence for sentence in within(settings))


def test_nobody_to_administer(demo_folder: Path, tmp_path: Path) -> None:
    alone = demo_settings(copy_demo(demo_folder, tmp_path / "data"))
    assert any("--administrator" in sentence for sentence in within(alone))


def test_every_problem_ends_with_what_to_do(settings: Settings, tmp_path: Path) -> None:
    worst = replace(settings, data_dir=tmp_path / "bare", base_url="http://example.org", secret_key="short")
    found = around(worst) + within(worst)
    assert len(found) >= 3 and all(";" in sentence for sentence in found)


def test_the_command_answers_with_an_exit_code(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COCREATE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("COCREATE_BASE_URL", "https://example.org")
    well = CliRunner().invoke(cli, ["doctor"])
    assert well.exit_code == 0 and "problem" not in well.output
    monkeypatch.setenv("COCREATE_DATA_DIR", str(tmp_path / "bare"))
    ill = CliRunner().invoke(cli, ["doctor"])
    assert ill.exit_code == 1 and "run: cocreate init" in ill.output
    monkeypatch.setenv("COCREATE_PROT", "8000")
    misspelt = CliRunner().invoke(cli, ["doctor"])
    assert misspelt.exit_code == 1 and "COCREATE_PROT is not a setting" in misspelt.output
