"""Backups: consistent while people work, put back only on purpose, refused when damaged."""

import gzip
import json
import shutil
import sqlite3
import stat
import tarfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cocreate.ops.backup import restore_backup, take_backup
from cocreate.ops.problem import CannotContinue
from cocreate.settings import Settings
from tests.factories.demo import copy_demo, demo_settings

NOW = datetime(2026, 5, 27, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 5, 27, 10, 0, tzinfo=UTC)


@pytest.fixture
def lived_in(demo_folder: Path, tmp_path: Path) -> Settings:
    """An installation with a process, a secret key and an upload."""
    folder = copy_demo(demo_folder, tmp_path / "there")
    (folder / "uploads" / "a").mkdir(parents=True)
    (folder / "uploads" / "a" / "map.png").write_bytes(b"\x89PNG")
    return demo_settings(folder)


def revision_of(settings: Settings) -> str:
    return str(ask(settings, "select version_num from alembic_version"))


def ask(settings: Settings, question: str) -> object:
    with closing(sqlite3.connect(settings.data_dir / "cocreate.sqlite")) as connection:
        return connection.execute(question).fetchone()[0]


def everything(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def backed_up(settings: Settings, target: Path) -> Path:
    return take_backup(settings, target, revision=revision_of(settings), now=NOW)


def test_what_is_restored_elsewhere_is_what_was_there(lived_in: Settings, tmp_path: Path) -> None:
    file = backed_up(lived_in, tmp_path / "backup.tar.gz")
    other = demo_settings(tmp_path / "elsewhere")
    manifest, aside = restore_backup(other, file, overwrite=False, now=LATER)
    assert aside is None and manifest.made_at == NOW.isoformat()
    assert everything(other.data_dir / "cocreate.sqlite") == everything(lived_in.data_dir / "cocreate.sqlite")
    assert (other.data_dir / "secret_key").read_text() == (lived_in.data_dir / "secret_key").read_text()
    assert stat.S_IMODE((other.data_dir / "secret_key").stat().st_mode) == 0o600
    assert (other.data_dir / "uploads" / "a" / "map.png").read_bytes() == b"\x89PNG"
    assert sorted(path.name for path in other.data_dir.iterdir()) == ["cocreate.sqlite", "secret_key", "uploads"]


def test_only_its_owner_can_read_a_backup_and_nothing_half_is_left(lived_in: Settings, tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.mkdir()
    file = backed_up(lived_in, target)
    assert file.name == "cocreate-20260527-093000.tar.gz" and list(target.iterdir()) == [file]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_taken_while_others_write_is_consistent(lived_in: Settings, tmp_path: Path) -> None:
    database = lived_in.data_dir / "cocreate.sqlite"
    done = threading.Event()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("create table pair (side text)")

    def write() -> None:
        """Two rows at a time: a copy with one of a pair would be torn."""
        connection = sqlite3.connect(database, timeout=30)
        with closing(connection):
            while not done.is_set():
                with connection:
                    connection.execute("insert into pair values ('left')")
                    connection.execute("insert into pair values ('right')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [backed_up(lived_in, tmp_path / f"{number}.tar.gz") for number in range(3)]
    finally:
        done.set()
        writer.join()
    for file in files:
        other = demo_settings(tmp_path / file.stem)
        restore_backup(other, file, overwrite=False, now=LATER)
        with closing(sqlite3.connect(other.data_dir / "cocreate.sqlite")) as connection:
            sides = dict(connection.execute("select side, count(*) from pair group by side"))
        assert sides.get("left", 0) == sides.get("right", 0)


def test_data_is_replaced_only_on_purpose_and_kept_aside(lived_in: Settings, tmp_path: Path) -> None:
    file = backed_up(lived_in, tmp_path / "backup.tar.gz")
    with closing(sqlite3.connect(lived_in.data_dir / "cocreate.sqlite")) as connection, connection:
        connection.execute("update process set region = 'changed since'")
    with pytest.raises(CannotContinue, match="--yes"):
        restore_backup(lived_in, file, overwrite=False, now=LATER)
    assert ask(lived_in, "select region from process") == "changed since"
    _manifest, aside = restore_backup(lived_in, file, overwrite=True, now=LATER)
    assert ask(lived_in, "select region from process") != "changed since"
    assert aside is not None
    with closing(sqlite3.connect(aside / "cocreate.sqlite")) as connection:
        assert connection.execute("select region from process").fetchone()[0] == "changed since"
    assert (aside / "uploads" / "a" / "map.png").exists() and (aside / "secret_key").exists()


def test_a_database_in_use_is_not_replaced(lived_in: Settings, tmp_path: Path) -> None:
    file = backed_up(lived_in, tmp_path / "backup.tar.gz")
    with closing(sqlite3.connect(lived_in.data_dir / "cocreate.sqlite")) as server:
        server.execute("pragma journal_mode=wal")
        server.execute("select count(*) from process").fetchone()
        with pytest.raises(CannotContinue, match="in use"):
            restore_backup(lived_in, file, overwrite=True, now=LATER)
    assert (lived_in.data_dir / "cocreate.sqlite").exists()


def repack(file: Path, to: Path, change: object) -> Path:
    """The same backup with its unpacked files changed."""
    folder = to.with_suffix(".d")
    with tarfile.open(file) as tar:
        tar.extractall(folder, filter="data")
    change(folder)  # type: ignore[operator]
    with tarfile.open(to, "w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            tar.add(path, arcname=str(path.relative_to(folder)), recursive=False)
    return to


def _alter_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "database.sqlite")) as connection, connection:
        connection.execute("update process set region = 'forged'")


def _add_a_file(folder: Path) -> None:
    (folder / "uploads" / "more.txt").write_text("unnamed")


def _from_the_future(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "revision": "9999_unheard_of", "version": "99.0"}))


def _from_before_the_first_migration(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "revision": "0047"}))


def _of_another_database(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "database": "postgresql"}))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_alter_database, "damaged"),
        (_add_a_file, "does not hold the parts"),
        (_from_the_future, "newer cocreate"),
        (_from_before_the_first_migration, "older than the first migration"),
        (_of_another_database, "COCREATE_DATABASE_URL"),
        (lambda folder: (folder / "manifest.json").unlink(), "not a backup"),
        (lambda folder: (folder / "manifest.json").write_text("[]"), "cannot be read"),
    ],
)
def test_a_backup_that_cannot_be_trusted_is_refused(
    lived_in: Settings, tmp_path: Path, change: object, sentence: str
) -> None:
    bad = repack(backed_up(lived_in, tmp_path / "good.tar.gz"), tmp_path / "bad.tar.gz", change)
    before = everything(lived_in.data_dir / "cocreate.sqlite")
    with pytest.raises(CannotContinue, match=sentence):
        restore_backup(lived_in, bad, overwrite=True, now=LATER)
    assert everything(lived_in.data_dir / "cocreate.sqlite") == before
    assert not list(lived_in.data_dir.glob("before-restore-*"))


def test_a_cut_or_foreign_file_is_refused_in_a_sentence(lived_in: Settings, tmp_path: Path) -> None:
    good = backed_up(lived_in, tmp_path / "good.tar.gz")
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    other = tmp_path / "other.tar.gz"
    other.write_bytes(gzip.compress(b"no archive"))
    for file in (cut, other, tmp_path / "absent.tar.gz"):
        with pytest.raises(CannotContinue):
            restore_backup(demo_settings(tmp_path / "new"), file, overwrite=False, now=LATER)


def test_a_path_that_leads_outside_is_never_followed(lived_in: Settings, tmp_path: Path) -> None:
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as tar:
        tar.add(lived_in.data_dir / "secret_key", arcname="../../escaped")
    with pytest.raises(CannotContinue):
        restore_backup(demo_settings(tmp_path / "deep" / "er"), evil, overwrite=False, now=LATER)
    assert not list(tmp_path.rglob("escaped"))


def test_an_older_backup_is_never_overwritten(lived_in: Settings, tmp_path: Path) -> None:
    file = backed_up(lived_in, tmp_path / "backup.tar.gz")
    before = file.read_bytes()
    with pytest.raises(CannotContinue, match="already"):
        backed_up(lived_in, file)
    assert file.read_bytes() == before


def test_without_a_database_the_backup_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CannotContinue, match="cocreate init"):
        take_backup(demo_settings(empty), tmp_path / "backup.tar.gz", revision="", now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty"]


@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
def test_postgresql_is_dumped_and_restored(postgres_url: str, tmp_path: Path) -> None:
    from cocreate.cli.application import application
    from cocreate.core.db import db
    from cocreate.core.migrate import current_revision, upgrade
    from cocreate.demo.load.people import make_administrator

    settings = Settings(data_dir=tmp_path / "data", database_url=postgres_url, jobs="inline", testing=True)
    settings.data_dir.mkdir()
    upgrade(settings.sqlalchemy_url)
    with application(settings):
        from cocreate.core.db import transaction

        with transaction() as session:
            make_administrator(session)
        revision = current_revision(db.engine)
    file = take_backup(settings, tmp_path / "backup.tar.gz", revision=revision, now=NOW)
    with application(settings), db.engine.begin() as connection:
        connection.exec_driver_sql("update \"user\" set name = 'changed since'")
    with pytest.raises(CannotContinue, match="--yes"):
        restore_backup(settings, file, overwrite=False, now=LATER)
    _manifest, aside = restore_backup(settings, file, overwrite=True, now=LATER)
    assert aside is not None and (aside / "database.pgdump").exists()
    with application(settings), db.engine.connect() as connection:
        assert connection.exec_driver_sql('select name from "user"').scalar() == "Administrator (demo)"
