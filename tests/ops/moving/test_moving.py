"""A process moves whole or not at all, and is the same on both sides."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cocreate.accounts.models import Membership, User
from cocreate.camp.models import Operation
from cocreate.core import audit, jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.db import Base, db
from cocreate.core.provenance import ProvenanceLink
from cocreate.ops.moving import hashing, package
from cocreate.ops.moving.tables import whole_map
from cocreate.ops.problem import CannotContinue
from cocreate.process.models import Process
from cocreate.process.queries import find_process
from cocreate.selection.room.models import Motion
from cocreate.survey.models import Answer, Question, Submission, Tally, Upload
from cocreate.themes.models import Theme, ThemeStep
from tests.factories.process import make_organisation
from tests.ops.moving.conftest import Place
from tests.whole.world import World


def rows_of(place: Place, process_id: str) -> dict[str, int]:
    """How many rows of each table belong to a process."""
    with place.app.app_context():
        session, found = db.session(), whole_map()
        process = find_process(session, process_id)
        return {
            name: session.scalar(select(func.count()).select_from(one.table).where(found.mine(name, process))) or 0
            for name, one in found.places.items()
        }


def test_all_of_it_arrives_and_is_the_same(there: Place, here: Place, world: World, file: Path) -> None:
    before = there.hash(world.process_id)
    report = here.take_in(file)
    assert here.hash(world.process_id) == before
    arrived = rows_of(here, world.process_id)
    assert arrived == rows_of(there, world.process_id)
    assert report.rows == sum(arrived.values()) > 800
    assert sum(count > 0 for count in arrived.values()) > 70, "the world has something of (nearly) everything"


def test_it_can_go_on_and_come_back(there: Place, here: Place, world: World, file: Path, tmp_path: Path) -> None:
    here.take_in(file)
    again = here.take_out(world.process_id, tmp_path / "again.zip")
    with package.reading(file) as first:
        assert again.hash == first.manifest.hash and again.tables == first.manifest.tables


def test_people_are_found_by_address_and_others_come_switched_off(
    there: Place, here: Place, world: World, file: Path
) -> None:
    report = here.take_in(file)
    assert report.known == ["owner@example.org"] and "committee_member@example.org" in report.brought
    with here.app.app_context():
        session = db.session()
        owner = session.scalars(select(User).where(User.email == "owner@example.org")).one()
        assert owner.active and report.renamed.popitem()[1] == owner.public_id
        roles = session.scalars(
            select(Membership.role).join(Process).where(Process.public_id == world.process_id)
        ).all()
        assert "owner" in roles and "committee_member" in roles
        others = session.scalars(select(User).where(User.email.in_(report.brought))).all()
        assert len(others) == len(report.brought)
        assert not any(user.active or user.password or user.tf_totp_secret or user.roles for user in others)


def test_what_is_counted_is_counted_of_the_same_questions(there: Place, here: Place, world: World, file: Path) -> None:
    def counts(place: Place) -> dict[str, int]:
        with place.app.app_context():
            session = db.session()
            mine = whole_map().mine("tally", find_process(session, world.process_id))
            wanted = select(Question.public_id, func.sum(Tally.count)).select_from(Tally)
            wanted = wanted.outerjoin(Question, Question.id == Tally.question_id).where(mine)
            return {key or "sheets": count for key, count in session.execute(wanted.group_by(Question.public_id))}

    before = counts(there)
    assert before["sheets"] > 0 and len(before) > 3
    here.take_in(file)
    assert counts(here) == before


def test_numbers_inside_values_follow_what_they_point_to(there: Place, here: Place, world: World, file: Path) -> None:
    here.take_in(file)
    with here.app.app_context():
        session = db.session()
        process = find_process(session, world.process_id)
        mine = whole_map()
        questions = set(session.scalars(select(Question.id).where(mine.mine("question", process))))
        told = set(session.scalars(select(Tally.question_id).where(mine.mine("tally", process))))
        assert told <= questions | {Tally.SHEETS} and len(told) > 1
        spared = session.scalars(select(Submission.unasked).where(mine.mine("submission", process))).all()
        assert {number for one in spared for number in one or ()} <= questions
        themes = {str(key) for key in session.scalars(select(Theme.id).where(mine.mine("theme", process)))}
        steps = session.scalars(select(ThemeStep).where(mine.mine("theme_step", process))).all()
        assert {key for step in steps for key in step.after["themes"]} <= themes and steps
        people = set(session.scalars(select(User.id)))
        present = {one for motion in session.scalars(select(Motion)) for one in motion.result.get("present", ())}
        assert present and present <= people


def test_files_that_were_handed_in_come_along(here: Place, file: Path) -> None:
    here.take_in(file)
    with here.app.app_context():
        assert db.session().scalars(select(Upload.content)).all() == [b"An idea"]


def test_the_audit_trail_holds_and_the_installation_notes_what_came(here: Place, world: World, file: Path) -> None:
    report = here.take_in(file)
    with here.app.app_context():
        session = db.session()
        assert audit.verify(session).is_intact
        mine = select(func.count()).where(AuditEntry.process == world.process_id, AuditEntry.chain != audit.SITE)
        assert session.scalar(mine) == report.trail > 100
        (line,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "ops:process:import"))
        assert line.chain == audit.SITE and line.subject == world.process_id and line.details["rows"] == report.rows


def test_who_did_something_is_still_the_same_person(here: Place, there: Place, world: World, file: Path) -> None:
    def doers(place: Place) -> set[tuple[str, str]]:
        with place.app.app_context():
            session = db.session()
            found: set[tuple[str, str]] = set()
            for table in (Operation, ProvenanceLink):
                by = select(table.actor_kind, User.email).join(User, User.public_id == table.actor)
                found |= {(kind, email) for kind, email in session.execute(by.where(table.actor_kind == "user"))}
            return found

    assert doers(there)
    here.take_in(file)
    assert doers(here) == doers(there)


def holder(place: Place, process_id: str) -> str:
    with place.app.app_context():
        process = find_process(db.session(), process_id)
        assert process is not None
        return process.organisation.short_name


def test_it_goes_to_the_only_organisation_or_to_the_one_that_is_named(here: Place, world: World, file: Path) -> None:
    with pytest.raises(CannotContinue, match="no organisation elsewhere"):
        here.take_in(file, organisation="elsewhere")
    here.take_in(file, is_kept=False)  # one is there
    with here.app.app_context():
        make_organisation(db.session(), "second")
        db.session.commit()
        db.session.remove()
    with pytest.raises(CannotContinue, match="--organisation: second, testland"):
        here.take_in(file)
    here.take_in(file, organisation="second")
    assert holder(here, world.process_id) == "second"


def test_where_no_organisation_is_the_one_that_held_it_is_made(
    nowhere: Place, there: Place, world: World, file: Path
) -> None:
    nowhere.take_in(file)
    assert holder(nowhere, world.process_id) == holder(there, world.process_id)
    assert nowhere.hash(world.process_id) == there.hash(world.process_id)


def test_a_dry_run_says_the_same_and_keeps_nothing(here: Place, world: World, file: Path) -> None:
    told = here.take_in(file, is_kept=False)
    assert find(here, world.process_id) is None
    assert here.take_in(file) == told


def find(place: Place, process_id: str) -> int | None:
    with place.app.app_context():
        process = find_process(db.session(), process_id)
        db.session.remove()
        return process.id if process else None


def test_the_same_process_is_refused_a_second_time(here: Place, there: Place, world: World, file: Path) -> None:
    with pytest.raises(CannotContinue, match="is here already"):
        there.take_in(file)
    here.take_in(file)
    with pytest.raises(CannotContinue, match="is here already"):
        here.take_in(file)


def test_what_is_left_of_an_earlier_time_is_not_mixed_with_it(here: Place, world: World, file: Path) -> None:
    here.take_in(file)
    with here.app.app_context():
        session = db.session()
        process = find_process(session, world.process_id)
        assert process is not None
        process.public_id = "another00000"  # the process is not known any more, all that belongs to it is
        session.commit()
    answers = count(here, Answer)
    with pytest.raises(CannotContinue, match="is here already"):
        here.take_in(file)
    assert count(here, Answer) == answers


def count(place: Place, table: type[Base]) -> int:
    with place.app.app_context():
        found = db.session().scalar(select(func.count()).select_from(table)) or 0
        db.session.remove()
        return found


def rewritten(file: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a file with one entry changed."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return target


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        (
            "tables/answer.jsonl",
            lambda old: old.replace(b'"text":"', b'"text":"Not ', 1),
            "Export once more",
        ),
        ("tables/answer.jsonl", lambda old: b"".join(old.splitlines(keepends=True)[1:]), "Export once more"),
        ("tables/answer.jsonl", lambda old: b"{", "cannot be read"),
        ("manifest.json", lambda old: old.replace(b'"rows": 1,', b'"rows": 2,', 1), "does not fit its hash"),
        ("manifest.json", lambda old: old.replace(b"as in this test", b"0001"), "same version"),
        ("manifest.json", lambda old: old.replace(b'"format": 1', b'"format": 2'), "another version"),
    ],
)
def test_a_file_that_was_changed_is_refused_whole(
    here: Place, world: World, file: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes], reason: str
) -> None:
    changed = rewritten(file, tmp_path / "changed.zip", name, change)
    assert changed.read_bytes() != file.read_bytes()
    with pytest.raises(CannotContinue, match=reason):
        here.take_in(changed)
    assert find(here, world.process_id) is None
    assert count(here, User) == 1, "no account was left behind"


def test_a_file_whose_hashes_were_all_made_anew_still_needs_a_trail_that_holds(
    here: Place, world: World, file: Path, tmp_path: Path
) -> None:
    """Whoever changes a line of the audit trail can write new hashes around it, but not its seal's neighbours."""

    def forge(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        row = json.loads(lines[3])
        row["verb"] = "nothing:happened:here"
        return b"".join([*lines[:3], json.dumps(row, separators=(",", ":")).encode() + b"\n", *lines[4:]])

    name = "tables/audit_entry.jsonl"
    changed = rewritten(file, tmp_path / "one.zip", name, forge)
    with zipfile.ZipFile(changed) as packed:
        content, told = packed.read(name), json.loads(packed.read("manifest.json"))
    told["files"][name] = hashlib.sha256(content).hexdigest()
    one = hashing.told_of(json.loads(line) for line in content.splitlines())
    told["tables"]["audit_entry"] = {"rows": one.rows, "digest": one.digest}
    told["hash"] = hashing.whole({key: hashing.Told(**value) for key, value in told["tables"].items()})
    forged = rewritten(changed, tmp_path / "two.zip", "manifest.json", lambda old: json.dumps(told).encode())
    with pytest.raises(CannotContinue, match="audit trail does not hold"):
        here.take_in(forged)
    assert find(here, world.process_id) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"{}"])
def test_what_is_no_file_of_ours_is_said_plainly(here: Place, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.zip").write_bytes(content)
    with pytest.raises(CannotContinue, match="cannot be read as a process"):
        here.take_in(tmp_path / "odd.zip")
    with pytest.raises(CannotContinue, match="no file"):
        here.take_in(tmp_path / "missing.zip")


def test_only_its_owner_can_read_the_file_and_nothing_half_is_left(
    there: Place, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.take_out(world.process_id, tmp_path / "kept.zip")
    assert stat.S_IMODE((tmp_path / "kept.zip").stat().st_mode) == 0o600
    with pytest.raises(CannotContinue, match="is there already"):
        there.take_out(world.process_id, tmp_path / "kept.zip")
    monkeypatch.setattr(package.Writing, "close", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        there.take_out(world.process_id, tmp_path / "torn.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.zip"]


def test_tasks_under_way_are_waited_for(there: Place, world: World, tmp_path: Path) -> None:
    with there.app.app_context():
        session = db.session()
        process = find_process(session, world.process_id)
        assert process is not None
        waiting = jobs.Job(kind="survey:count", process_id=process.id, asked_at=process.created_at)
        session.add(waiting)
        session.commit()
        try:
            with pytest.raises(CannotContinue, match="survey:count"):
                there.take_out(world.process_id, tmp_path / "never.zip")
        finally:
            session.delete(waiting)
            session.commit()


def test_nothing_of_other_processes_comes_along(there: Place, world: World, file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Elsewhere" not in everything
    assert b"The whole way" in everything
    assert b"argon2" not in everything, "passwords stay"
