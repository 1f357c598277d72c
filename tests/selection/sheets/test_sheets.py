"""Score sheets: confidence and abstention, handing in, conflicts of interest, private notes."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import CriteriaSet, PrivateNote, Score
from cocreate.selection.portfolio.in_decision import split_in_draft
from cocreate.selection.portfolio.rules import Part
from cocreate.selection.rules import Confidence, ConflictKind, ScoreGiven
from cocreate.selection.sheets import commands as sheets
from cocreate.selection.sheets import queries as reads
from tests.factories.process import make_process
from tests.factories.selection import (
    ORGANISER,
    acting,
    as_proposed,
    make_candidates,
    make_member,
    make_scoring,
    score_all,
)

LINE = [4, 3, 2, 1, 0]


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def criteria(session: Session, process: Process) -> CriteriaSet:
    return make_scoring(session, process, shortlist_size=2)


def test_a_mark_keeps_how_sure_it_is_and_what_it_rests_on(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member, sid = make_member(session, process), queries.candidates(session, process)[0]
    first, second = (criterion.public_id for criterion in criteria.criteria[:2])
    given = [
        ScoreGiven(first, 3, "Many cards", confidence=Confidence.HIGH, evidence=("card:abc",)),
        ScoreGiven(second, None, is_abstained=True),
    ]
    commands.save_scores(session, acting(member), process, criteria, member.id, sid, given)
    rows = list(session.scalars(select(Score).order_by(Score.id)))
    assert [(row.value, row.confidence, row.is_abstained, row.evidence) for row in rows] == [
        (3, "high", False, ["card:abc"]),
        (None, "", True, []),
    ]
    for wrong in (
        ScoreGiven(first, 3, confidence="certain"),
        ScoreGiven(first, 3, is_abstained=True),
        ScoreGiven(first, 3, evidence=("x" * 61,)),
        ScoreGiven(first, 3, evidence=("card:a",) * 21),
    ):
        with pytest.raises(Invalid):
            commands.save_scores(session, acting(member), process, criteria, member.id, sid, [wrong])


def test_an_abstention_counts_as_no_mark_and_never_as_zero(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    one, other = make_member(session, process), make_member(session, process)
    score_all(session, process, criteria, {one.id: LINE})
    sid = queries.candidates(session, process)[0]
    declined = [ScoreGiven(criterion.public_id, None, is_abstained=True) for criterion in criteria.criteria]
    commands.save_scores(session, acting(other), process, criteria, other.id, sid, declined)
    proposal = commands.close_scoring(session, ORGANISER, process, criteria, seed=1).proposal
    assert proposal["totals"][sid.public_id]["total"] == 100
    assert reads.rounds_closed(session, criteria)[0].facts["abstained"] == 4


def test_a_private_note_stays_with_its_author_and_goes_when_emptied(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member, other = make_member(session, process), make_member(session, process)
    sid, first = queries.candidates(session, process)[0], criteria.criteria[0]
    note = {first.public_id: "Ask Jan about the patents"}
    commands.save_scores(session, acting(member), process, criteria, member.id, sid, [], note)
    assert reads.notes_of(session, sid, member.id) == {first.id: "Ask Jan about the patents"}
    assert reads.notes_of(session, sid, other.id) == {}
    assert criteria.frozen_at is None, "a note alone is no score"
    assert "patents" not in str([entry.details for entry in session.scalars(select(audit.AuditEntry))])
    commands.save_scores(session, acting(member), process, criteria, member.id, sid, [], {first.public_id: ""})
    assert session.scalar(select(func.count()).select_from(PrivateNote)) == 0


def test_a_sheet_is_handed_in_when_complete_and_then_stays_until_taken_back(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member = make_member(session, process)
    actor, sids = acting(member), queries.candidates(session, process)
    with pytest.raises(sheets.SheetIncomplete) as refused:
        sheets.hand_in_sheet(session, actor, process, criteria, member.id)
    assert refused.value.missing == [sid.id for sid in sids]
    score_all(session, process, criteria, {member.id: [4, 3, 2, 1, None]})
    for _ in range(2):  # a double click
        sheets.hand_in_sheet(session, actor, process, criteria, member.id)
    assert [line.is_handed_in for line in reads.progress(session, process, criteria)] == [True]
    mark = [ScoreGiven(criteria.criteria[0].public_id, 1)]
    with pytest.raises(Closed, match="handed_in"):
        commands.save_scores(session, actor, process, criteria, member.id, sids[0], mark)
    sheets.take_back_sheet(session, actor, process, criteria, member.id)
    commands.save_scores(session, actor, process, criteria, member.id, sids[0], mark)
    commands.close_scoring(session, ORGANISER, process, criteria)
    with pytest.raises(Closed, match=r"scoring\.closed"):
        sheets.hand_in_sheet(session, actor, process, criteria, member.id)


def test_nobody_hands_in_or_declares_for_somebody_else(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member, other = make_member(session, process), make_member(session, process)
    sid = queries.candidates(session, process)[0]
    with pytest.raises(NotAllowed, match="not_yours"):
        sheets.hand_in_sheet(session, acting(other), process, criteria, member.id)
    with pytest.raises(NotAllowed, match="not_yours"):
        sheets.declare_conflict(session, acting(other), process, sid, member.id, kind=ConflictKind.MONEY)
    assert reads.conflicts(session, process) == {}


def test_with_a_conflict_of_interest_no_mark_is_taken_and_those_given_are_set_aside(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    fair, partial = make_member(session, process), make_member(session, process)
    score_all(session, process, criteria, {fair.id: [0, 3, 2, 1, 4], partial.id: [4, 3, 2, 1, 0]})
    sid = queries.candidates(session, process)[0]
    for _ in range(2):  # a double click
        sheets.declare_conflict(session, acting(partial), process, sid, partial.id, kind=ConflictKind.EMPLOYED)
    assert reads.conflicts(session, process) == {sid.id: {partial.id}}
    mark = [ScoreGiven(criteria.criteria[0].public_id, 4)]
    with pytest.raises(NotAllowed, match="conflict"):
        commands.save_scores(session, acting(partial), process, criteria, partial.id, sid, mark)
    line = reads.sheet_lines(session, process, criteria, partial.id, 1)[0]
    assert line.is_apart and line.is_complete
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    assert shortlist.proposal["totals"][sid.public_id]["total"] == 0
    facts = reads.rounds_closed(session, criteria)[0].facts
    assert (facts["conflicts"], facts["set_aside"]) == (1, 4)


def test_a_conflict_taken_back_lets_the_marks_count_again(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    fair, partial = make_member(session, process), make_member(session, process)
    score_all(session, process, criteria, {fair.id: [0, 3, 2, 1, 4], partial.id: [4, 3, 2, 1, 0]})
    sid = queries.candidates(session, process)[0]
    declared = sheets.declare_conflict(session, ORGANISER, process, sid, partial.id, kind=ConflictKind.FAMILY)
    with pytest.raises(NotAllowed, match="not_own"):
        sheets.end_conflict(session, acting(partial), process, declared)
    for _ in range(2):
        sheets.end_conflict(session, ORGANISER, process, declared)
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=1)
    assert shortlist.proposal["totals"][sid.public_id]["total"] == 50


def test_a_conflict_declared_after_the_close_computes_the_proposal_again_with_the_same_seed(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    fair, partial = make_member(session, process), make_member(session, process)
    score_all(session, process, criteria, {fair.id: [0, 4, 3, 1, 1], partial.id: [4, 3, 2, 1, 0]})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria, seed=7)
    sid = queries.candidates(session, process)[0]
    before = shortlist.proposal["totals"][sid.public_id]["total"]
    sheets.declare_conflict(session, acting(partial), process, sid, partial.id, kind=ConflictKind.AUTHOR)
    assert (before, shortlist.proposal["totals"][sid.public_id]["total"]) == (50, 0)
    assert shortlist.proposal["seed"] == 7
    choices = as_proposed(shortlist)
    commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    with pytest.raises(Closed, match="final"):
        sheets.declare_conflict(session, acting(fair), process, sid, fair.id, kind=ConflictKind.AUTHOR)


def test_a_conflict_goes_on_with_what_the_candidate_was_merged_into(session: Session, process: Process) -> None:
    first, second, _third = make_candidates(session, process, "Repair", "Reuse", "Rent")
    member = make_member(session, process)
    sheets.declare_conflict(session, acting(member), process, first, member.id, kind=ConflictKind.MONEY)
    merged = commands.merge_candidates(
        session, ORGANISER, process, [first, second], title={"en": "Circular"}, description={}, reason="One thing"
    )
    assert reads.conflicts(session, process)[merged.id] == {member.id}


def test_a_conflict_goes_on_with_the_parts_of_a_candidate_split_in_the_decision(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member, sid = make_member(session, process), queries.candidates(session, process)[0]
    sheets.declare_conflict(session, acting(member), process, sid, member.id, kind=ConflictKind.MONEY)
    score_all(session, process, criteria, {make_member(session, process).id: [0, 4, 3, 1, 1]})
    commands.close_scoring(session, ORGANISER, process, criteria, seed=7)
    parts = split_in_draft(
        session, ORGANISER, process, sid, [Part({"en": "Roofs"}), Part({"en": "Walls"})], reason={"en": "Two"}
    )
    found = reads.conflicts(session, process)
    assert [found[part.id] for part in parts] == [{member.id}, {member.id}]


def test_the_trail_does_not_tell_what_a_conflict_is_about(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member, sid = make_member(session, process), queries.candidates(session, process)[0]
    said = {"kind": ConflictKind.FAMILY, "words": "My sister runs it"}
    sheets.declare_conflict(session, acting(member), process, sid, member.id, **said)
    verb = "selection:conflict:declare"
    entry = session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.verb == verb)).one()
    assert entry.details == {"is_own": True}


def test_what_the_record_says_of_conflicts_is_settled_before_scoring_opens(session: Session, process: Process) -> None:
    make_candidates(session, process)
    criteria = commands.start_criteria(session, ORGANISER, process)
    sheets.set_conflict_rule(session, ORGANISER, process, criteria, "names", version=criteria.version)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        sheets.set_conflict_rule(session, ORGANISER, process, criteria, "count", version=criteria.version - 1)
    commands.open_scoring(session, ORGANISER, process, criteria)
    with pytest.raises(Closed, match="rule_settled"):
        sheets.set_conflict_rule(session, ORGANISER, process, criteria, "count", version=criteria.version)
    assert criteria.conflict_rule == "names"
