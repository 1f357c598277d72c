"""A second round of scoring after a discussion, what moved, how members lean, and confidence as a check."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.choice.confidence import confidence_checks, weighted_marks
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import CriteriaSet, Score, Shortlist
from cocreate.selection.record.rules import Motion
from cocreate.selection.reports import fingerprint
from cocreate.selection.rules import ConflictKind, ScoreGiven
from cocreate.selection.sheets import queries as reads
from cocreate.selection.sheets.commands import declare_conflict
from cocreate.selection.sheets.compare import changes, leanings_of, moved
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, acting, as_proposed, make_member, make_scoring, score_all

LINE = [4, 3, 2, 1, 0]
WHY = {"en": "The dossiers were discussed."}


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def criteria(session: Session, process: Process) -> CriteriaSet:
    return make_scoring(session, process, shortlist_size=2)


def mark_all(session: Session, process: Process, criteria: CriteriaSet, member: object, place: int, value: int) -> None:
    """A member gives one candidate the same mark everywhere."""
    sid = queries.candidates(session, process)[place]
    marks = [ScoreGiven(criterion.public_id, value) for criterion in criteria.criteria]
    commands.save_scores(session, acting(member), process, criteria, member.id, sid, marks)


def test_the_second_round_begins_with_everybodys_own_marks_and_its_report_becomes_the_proposal(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    one, two = make_member(session, process), make_member(session, process)
    score_all(session, process, criteria, {one.id: LINE, two.id: LINE})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    sids = [sid.public_id for sid in queries.candidates(session, process)]
    first, sealed = dict(shortlist.proposal), fingerprint(shortlist.proposal)
    for _ in range(2):  # a double click
        round_ = commands.open_again(session, ORGANISER, process, criteria, purpose=WHY, form_id="a" * 12)
    assert round_.number == 2
    assert [line.done for line in reads.progress(session, process, criteria)] == [20, 20]
    mark_all(session, process, criteria, one, 4, 4)
    mark_all(session, process, criteria, two, 4, 4)
    assert fingerprint(shortlist.proposal) == sealed, "the proposal waits for the close"
    again = commands.close_scoring(session, ORGANISER, process, criteria, seed=2)
    assert (again.id, again.proposal["seed"]) == (shortlist.id, 2)
    assert set(again.proposal["selected"]) == {sids[0], sids[4]}
    closed = reads.rounds_closed(session, criteria)
    assert [row.report["selected"] for row in closed] == [first["selected"], again.proposal["selected"]]
    assert session.scalar(select(func.count()).select_from(Shortlist)) == 1
    assert commands.open_again(session, ORGANISER, process, criteria, purpose=WHY, form_id="a" * 12).id == round_.id


def test_marks_of_an_open_round_are_read_by_nobody(session: Session, process: Process, criteria: CriteriaSet) -> None:
    member = make_member(session, process)
    score_all(session, process, criteria, {member.id: LINE})
    assert queries.scores_of(session, criteria) == []
    commands.close_scoring(session, ORGANISER, process, criteria)
    commands.open_again(session, ORGANISER, process, criteria, purpose=WHY)
    mark_all(session, process, criteria, member, 0, 1)
    assert {row.round for row in queries.scores_of(session, criteria)} == {1}
    assert session.scalar(select(func.count()).select_from(Score)) == 40


def test_another_round_needs_a_first_one_a_purpose_and_an_open_decision(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member = make_member(session, process)
    assert commands.open_again(session, ORGANISER, process, criteria, purpose=WHY).number == 1, "one is open already"
    score_all(session, process, criteria, {member.id: LINE})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria)
    with pytest.raises(Invalid, match="needs_purpose"):
        commands.open_again(session, ORGANISER, process, criteria, purpose={"en": " "})
    commands.open_again(session, ORGANISER, process, criteria, purpose=WHY)
    with pytest.raises(Conflict, match="scoring_open"):
        commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    commands.close_scoring(session, ORGANISER, process, criteria)
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    with pytest.raises(Closed, match="final"):
        commands.open_again(session, ORGANISER, process, criteria, purpose=WHY)


def test_before_and_after_says_what_moved_and_by_how_much(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    one, two = make_member(session, process), make_member(session, process)
    score_all(session, process, criteria, {one.id: LINE, two.id: LINE})
    commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    commands.open_again(session, ORGANISER, process, criteria, purpose=WHY)
    mark_all(session, process, criteria, one, 4, 2)
    commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    before, after = reads.rounds_closed(session, criteria)
    last = queries.candidates(session, process)[4].public_id
    lines = {line.candidate: line for line in moved(before.report, after.report)}
    assert lines[last].totals == (0, 25)
    assert lines[last].gain == 25
    assert lines[last].cells["link"] == (0, 1)
    assert [line.gain for key, line in lines.items() if key != last] == [0, 0, 0, 0]
    assert not any(line.changes_side for line in lines.values())
    marks = [reads.counted_scores(session, process, criteria, row.number) for row in (before, after)]
    told = changes(*marks)
    assert (told.up, told.down, told.both, told.members, told.of_members) == (4, 0, 40, 1, 2)


def test_who_is_strict_is_found_by_number_and_knows_the_own_place(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    members = [make_member(session, process) for _ in range(4)]
    lines = {member.id: [3, 3, 3, 2, 2] for member in members[:3]} | {members[3].id: [1, 1, 1, 0, 0]}
    score_all(session, process, criteria, lines)
    commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    (round_,) = reads.rounds_closed(session, criteria)
    told = leanings_of(session, process, criteria, round_, members[3].id)
    strictest = told.places[-1]
    assert (strictest.is_own, strictest.way) == (True, "strict")
    assert "Member 4" not in [place.name for place in told.places]
    assert all(member.name not in str(told) for member in members)
    assert (told.entered, told.dropped) == ([], [])


def test_a_mark_of_low_confidence_is_left_out_in_the_check_and_counts_in_the_totals() -> None:
    criteria, names = [Criterion("link", 1)], ["a", "b"]
    marks = [("a", 4, "high"), ("b", 3, "high"), ("a", 0, "low"), ("b", 3, "")]
    entries = [ScoreEntry(name, "link", f"m{place // 2}", value) for place, (name, value, _) in enumerate(marks)]
    said = [sure for _name, _value, sure in marks]
    assert aggregate(names, criteria, entries).total("a").total == 50
    without, weighted = confidence_checks(names, criteria, entries, said, size=1)
    assert (without.entered, without.dropped) == (("a",), ("b",))
    # a: (3 × 4 + 1 × 0) / 4 = 3 of 4; b stays at 3: level, so neither is chosen
    assert (weighted.selected, set(weighted.tied_at_cut)) == ((), {"a", "b"})


def test_marks_that_all_count_the_same_give_the_totals_of_the_decision() -> None:
    criteria, names = [Criterion("link", 60), Criterion("market", 40)], ["a", "b", "c"]
    entries = [
        ScoreEntry(name, criterion.key, f"m{member}", None if member == place else (place * 3 + member) % 5)
        for place, name in enumerate(names)
        for criterion in criteria
        for member in range(4)
    ]
    plain = [total.total for total in aggregate(names, criteria, entries).totals]
    assert [total.total for total in weighted_marks(names, criteria, entries, [0.7] * len(entries))] == pytest.approx(
        plain
    )


def test_what_a_record_rests_on_stays_while_it_is_being_signed(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member = make_member(session, process)
    score_all(session, process, criteria, {member.id: LINE})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria)
    commands.save_draft(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    asked = Motion("Shall we keep these?", counts={"for": 1}, present=1)
    commands.draw_up(session, ORGANISER, process, shortlist, asked, version=shortlist.version, signatures_needed=1)
    with pytest.raises(Closed, match="being_signed"):
        commands.open_again(session, ORGANISER, process, criteria, purpose=WHY)
    sid = queries.candidates(session, process)[0]
    with pytest.raises(Closed, match="being_signed"):
        declare_conflict(session, acting(member), process, sid, member.id, kind=ConflictKind.MONEY)
