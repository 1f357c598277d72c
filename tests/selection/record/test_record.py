"""A decision becomes a record: drawn up, signed, published, amended; and what it says never changes."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.accounts.second_factor import Confirmed
from cocreate.core import audit, provenance
from cocreate.errors import Closed, Conflict, DomainError, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import Shortlist
from cocreate.selection.record import queries as records
from cocreate.selection.record.checking import check
from cocreate.selection.record.freezing import files_of, pack, unpack
from cocreate.selection.record.models import DecisionRecord, RecordIsFrozen
from cocreate.selection.record.rules import Motion, RecordState, written
from tests.factories.process import make_process
from tests.factories.selection import CARRIED, ORGANISER, acting, as_proposed, make_shortlist


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def shortlist(session: Session, process: Process) -> Shortlist:
    """A proposal, and a sheet that follows it."""
    made = make_shortlist(session, process)
    commands.save_draft(session, ORGANISER, process, made, as_proposed(made), version=made.version)
    return made


def draw_up(
    session: Session, process: Process, shortlist: Shortlist, motion: Motion = CARRIED, needed: int = 2
) -> DecisionRecord:
    options = {"version": shortlist.version, "signatures_needed": needed, "opens_sheets": True}
    return commands.draw_up(session, ORGANISER, process, shortlist, motion, **options)  # type: ignore[arg-type]


def sign(session: Session, process: Process, shortlist: Shortlist, record: DecisionRecord, member: User) -> None:
    told = {"name": member.name, "seen": record.hash, "how": Confirmed.PASSWORD}
    commands.sign(session, acting(member), process, shortlist, record, **told)  # type: ignore[arg-type]


def publish(session: Session, process: Process, shortlist: Shortlist, motion: Motion = CARRIED) -> DecisionRecord:
    record = draw_up(session, process, shortlist, motion, needed=0)
    commands.publish(session, ORGANISER, process, shortlist, record)
    return record


def test_members_sign_what_was_drawn_up_and_then_it_is_published(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    record = draw_up(session, process, shortlist)
    first, second, _third = queries.committee(session, process)
    sign(session, process, shortlist, record, first)
    sign(session, process, shortlist, record, first)  # a double click
    with pytest.raises(Conflict, match="signatures_missing"):
        commands.publish(session, ORGANISER, process, shortlist, record)
    assert shortlist.decided_at is None
    sign(session, process, shortlist, record, second)
    commands.publish(session, ORGANISER, process, shortlist, record)
    assert [row.name for row in record.signatures] == [first.name, second.name]
    assert shortlist.decision_hash == record.hash
    assert len(queries.shortlisted(session, process)) == 2
    commands.publish(session, ORGANISER, process, shortlist, record)  # a double click
    said = session.scalars(select(audit.AuditEntry.verb).where(audit.AuditEntry.verb.like("selection:record:%"))).all()
    assert sorted(said) == ["selection:record:draw_up", "selection:record:publish", *["selection:record:sign"] * 2]


def test_while_members_sign_the_sheet_does_not_change(session: Session, process: Process, shortlist: Shortlist) -> None:
    record = draw_up(session, process, shortlist)
    with pytest.raises(Closed, match="being_signed"):
        commands.save_draft(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    with pytest.raises(Closed, match="being_signed"):
        draw_up(session, process, shortlist)
    commands.take_back(session, ORGANISER, process, shortlist, record)
    commands.save_draft(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    assert records.records_of(session, shortlist) == []


def test_a_signature_belongs_to_a_member_who_saw_this_very_record(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    record = draw_up(session, process, shortlist)
    member = queries.committee(session, process)[0]
    with pytest.raises(NotAllowed, match="not_on_committee"):
        commands.sign(
            session, ORGANISER, process, shortlist, record, name="O", seen=record.hash, how=Confirmed.PASSWORD
        )
    for told in ({"name": " ", "seen": record.hash}, {"name": "Me", "seen": "another"}):
        with pytest.raises(DomainError):
            commands.sign(session, acting(member), process, shortlist, record, **told, how=Confirmed.PASSWORD)
    assert record.signatures == []


def test_the_chair_publishes_and_no_other_member(session: Session, process: Process, shortlist: Shortlist) -> None:
    chair, other, _third = queries.committee(session, process)
    record = commands.draw_up(
        session, ORGANISER, process, shortlist, CARRIED, version=shortlist.version, signatures_needed=0, chair=chair
    )
    with pytest.raises(NotAllowed, match="chair_publishes"):
        commands.publish(session, acting(other), process, shortlist, record)
    commands.publish(session, acting(chair), process, shortlist, record)
    assert record.state == RecordState.PUBLISHED


@pytest.mark.parametrize(
    ("motion", "problem"),
    [
        (replace(CARRIED, text=" "), "needs_motion"),
        (replace(CARRIED, text="x" * 5000), "too_long"),
        (replace(CARRIED, counts={"for": 9}), "more_votes_than_present"),
        (replace(CARRIED, quorum=4), "no_quorum"),
        (replace(CARRIED, counts={"for": 1, "against": 1}), "not_carried"),
    ],
)
def test_a_vote_that_cannot_carry_a_decision_is_refused(
    session: Session, process: Process, shortlist: Shortlist, motion: Motion, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        draw_up(session, process, shortlist, motion)
    assert records.records_of(session, shortlist) == []


def test_nothing_of_a_record_changes_once_it_is_drawn_up(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    record = publish(session, process, shortlist)
    session.commit()
    record.snapshot = {**record.snapshot, "minority": "None at all"}
    with pytest.raises(RecordIsFrozen):
        session.flush()
    session.rollback()
    record.files[0].content = "[]"
    with pytest.raises(RecordIsFrozen):
        session.flush()
    session.rollback()
    session.delete(record)
    with pytest.raises(RecordIsFrozen):
        session.flush()
    session.rollback()


def test_a_later_decision_amends_the_first_which_stays_as_it_was(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    first = publish(session, process, shortlist)
    order = shortlist.proposal["order"]
    ids = {row.sid.public_id: row.public_id for row in queries.decisions_of(session, shortlist)}
    with pytest.raises(Invalid, match="needs_reason"):
        commands.amend(session, ORGANISER, process, shortlist, {"en": " "})
    begun = commands.amend(session, ORGANISER, process, shortlist, {"en": "A member was not heard"})
    assert commands.amend(session, ORGANISER, process, shortlist, {"en": "Again"}).id == begun.id
    choices = records.draft_of(session, shortlist)
    changed = [
        replace(choice, is_kept=True, reason={"en": "It was forgotten"}) if choice.sid == order[2] else choice
        for choice in choices
    ]
    commands.save_draft(session, ORGANISER, process, shortlist, changed, version=shortlist.version)
    assert len(queries.shortlisted(session, process)) == 2  # the published one holds
    second = publish(session, process, shortlist)
    assert len(queries.shortlisted(session, process)) == 3
    assert (second.number, second.snapshot["amends"]) == (2, {"id": first.public_id, "hash": first.hash})
    assert second.ref in provenance.walk_forward(session, first.ref).refs
    assert {row.sid.public_id: row.public_id for row in queries.decisions_of(session, shortlist)} == ids
    assert [row.number for row in records.published_records(session, shortlist)] == [1, 2]
    assert not any(line.is_equal is False for record in (first, second) for line in check(files_of(record)))


def test_an_amendment_ends_the_way_into_a_candidate_that_no_longer_takes_another_up(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    order = shortlist.proposal["order"]
    choices = as_proposed(shortlist)
    choices[2] = replace(choices[2], taken_up_in=(order[0],))
    commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert ("sid", order[2]) in provenance.walk_back(session, ("sid", order[0])).refs
    commands.amend(session, ORGANISER, process, shortlist, {"en": "It goes elsewhere"})
    choices[2] = replace(choices[2], taken_up_in=(order[1],))
    commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert ("sid", order[2]) not in provenance.walk_back(session, ("sid", order[0])).refs
    assert ("sid", order[2]) in provenance.walk_back(session, ("sid", order[1])).refs


def test_the_open_data_computes_to_what_was_published_and_names_nobody(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    process.minimum_cell = 3
    record = publish(session, process, shortlist)
    files = unpack(pack(files_of(record)))
    lines = check(files)
    assert len(lines) > 15
    assert [line.what for line in lines if not line.is_equal] == []
    everything = "".join(files.values())
    for member in queries.committee(session, process):
        assert member.name not in everything
        assert member.public_id not in everything


def test_of_a_small_committee_the_open_data_does_not_tell_assessors_apart(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    files = files_of(publish(session, process, shortlist))
    lines = check(files)
    assert '"m1"' not in files["scoring.json"]
    assert {line.what for line in lines if line.is_equal is None} == {
        "every candidate's chance of a place",
        "the fingerprint of the marks",
    }
    assert not [line for line in lines if line.is_equal is False]


@pytest.mark.parametrize("name", ["scoring.json", "proposal.json", "orders.json", "record.json", "method.json"])
def test_a_change_in_any_file_is_found(session: Session, process: Process, shortlist: Shortlist, name: str) -> None:
    files = files_of(publish(session, process, shortlist))
    files[name] = files[name].replace('"seed": 1', '"seed": 2').replace("0", "1", 1)
    assert [line for line in check(files) if line.is_equal is False]


def test_a_publication_without_its_hash_is_not_equal(session: Session, process: Process, shortlist: Shortlist) -> None:
    files = files_of(publish(session, process, shortlist))
    files["publication.json"] = "{}"
    assert [line.what for line in check(files) if line.is_equal is False] == ["the seals"]


def test_one_mark_that_was_other_changes_the_totals_and_is_found_there(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    files = files_of(publish(session, process, shortlist))
    kept, second = json.loads(files["scoring.json"]), shortlist.proposal["order"][1]
    entry = next(entry for entry in kept["inputs"]["entries"] if entry["candidate"] == second)
    entry["value"] = 2
    files["scoring.json"] = written(kept)
    unequal = {line.what for line in check(files) if line.is_equal is False}
    assert "the weighted totals" in unequal
    assert "who is proposed" not in unequal


def test_a_committee_that_does_not_open_its_sheets_tells_marks_and_nobody_s_sheet(
    session: Session, process: Process, shortlist: Shortlist
) -> None:
    process.minimum_cell = 3
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    (record,) = records.published_records(session, shortlist)
    files = files_of(record)
    assert '"m1"' not in files["scoring.json"]
    lines = {line.what: line.is_equal for line in check(files)}
    assert lines["every candidate's chance of a place"] is None
    assert lines["the weighted totals"]
    assert False not in lines.values()
