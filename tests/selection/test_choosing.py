"""Criteria, blind scores, the machine's proposal and the committee's decision."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core import audit, events, provenance
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.events import DecisionPublished
from cocreate.selection.grounds import editing
from cocreate.selection.grounds.editing import CriterionWords
from cocreate.selection.models import CriteriaSet, Score
from cocreate.selection.rules import Choice, ScoreGiven
from cocreate.selection.sheets import queries as sheets
from tests.factories.process import make_process
from tests.factories.selection import (
    ORGANISER,
    acting,
    as_proposed,
    make_candidates,
    make_member,
    make_scoring,
    make_shortlist,
    score_all,
)


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def criteria(session: Session, process: Process) -> CriteriaSet:
    return make_scoring(session, process)


def weigh(session: Session, process: Process, criteria: CriteriaSet, *weights: int, **options: int) -> None:
    named = {criterion.key: weight for criterion, weight in zip(criteria.criteria, weights, strict=True)}
    commands.set_weights(
        session,
        ORGANISER,
        process,
        criteria,
        weights=named,
        **{"shortlist_size": 3, "version": criteria.version, **options},
    )


def test_a_process_starts_from_the_four_criteria_of_the_method(session: Session, process: Process) -> None:
    criteria = commands.start_criteria(session, ORGANISER, process)
    assert commands.start_criteria(session, ORGANISER, process).id == criteria.id
    assert [criterion.weight for criterion in criteria.criteria] == [25, 25, 25, 25]
    assert all(set(criterion.title) == {"nl", "fr", "en", "de"} for criterion in criteria.criteria)


@pytest.mark.parametrize(
    ("weights", "options"),
    [((50, 50, 50, 50), {}), ((101, -1, 0, 0), {}), ((25,) * 4, {"shortlist_size": 0})],
)
def test_weights_add_up_to_a_hundred(
    session: Session, process: Process, criteria: CriteriaSet, weights: tuple[int, ...], options: dict[str, int]
) -> None:
    with pytest.raises(Invalid):
        weigh(session, process, criteria, *weights, **options)


def test_weights_set_on_an_old_page_do_not_overwrite_newer_ones(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    old = criteria.version
    weigh(session, process, criteria, 40, 20, 20, 20)
    assert criteria.version > old
    with pytest.raises(Conflict, match="changed_meanwhile"):
        weigh(session, process, criteria, 10, 30, 30, 30, version=old)


def test_the_first_score_freezes_the_criteria(session: Session, process: Process, criteria: CriteriaSet) -> None:
    member = make_member(session, process)
    sid = queries.candidates(session, process)[0]
    first = criteria.criteria[0]
    commands.give_score(session, acting(member), process, criteria, member.id, sid, first, 3)
    assert criteria.frozen_at is not None
    with pytest.raises(Closed, match="frozen"):
        weigh(session, process, criteria, 40, 20, 20, 20)
    with pytest.raises(Closed, match="frozen"):
        editing.describe_criterion(
            session, ORGANISER, process, criteria, first, CriterionWords({"en": "X"}), version=criteria.version
        )


def test_a_score_can_be_changed_and_a_double_click_changes_nothing(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member = make_member(session, process)
    sid = queries.candidates(session, process)[0]
    marks = [
        ScoreGiven(criteria.criteria[0].public_id, 2, "Growing 🌱 نمو"),
        ScoreGiven(criteria.criteria[1].public_id, None),
    ]
    for _ in range(2):
        commands.save_scores(session, acting(member), process, criteria, member.id, sid, marks)
    commands.save_scores(session, acting(member), process, criteria, member.id, sid, [replace(marks[0], value=4)])
    rows = session.execute(select(Score.value, Score.reason).order_by(Score.id)).all()
    assert [tuple(row) for row in rows] == [(4, "Growing 🌱 نمو"), (None, "")]
    assert [line.done for line in sheets.progress(session, process, criteria)] == [2]


def test_nobody_scores_for_somebody_else_or_from_outside_the_committee(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member, observer = make_member(session, process), make_member(session, process, role=Role.OBSERVER)
    sid = queries.candidates(session, process)[0]
    mark = [ScoreGiven(criteria.criteria[0].public_id, 1)]
    with pytest.raises(NotAllowed, match="not_yours"):
        commands.save_scores(session, ORGANISER, process, criteria, member.id, sid, mark)
    with pytest.raises(NotAllowed, match="not_on_committee"):
        commands.save_scores(session, acting(observer), process, criteria, observer.id, sid, mark)
    for wrong in (ScoreGiven("nothing", 1), replace(mark[0], value=5), replace(mark[0], reason="x" * 1_000_000)):
        with pytest.raises(Invalid):
            commands.save_scores(session, acting(member), process, criteria, member.id, sid, [wrong])
    assert session.scalar(select(func.count()).select_from(Score)) == 0


def test_the_trail_of_a_blind_scoring_does_not_tell_the_marks(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    member = make_member(session, process)
    sid = queries.candidates(session, process)[0]
    commands.give_score(session, acting(member), process, criteria, member.id, sid, criteria.criteria[0], 4, "Secret")
    said = session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.verb == "selection:score:save")).one()
    assert said.details == {"criteria": 1}


def test_the_proposal_is_stored_whole_and_comes_out_the_same_again(session: Session, process: Process) -> None:
    first = make_shortlist(session, process).proposal
    sids = [sid.public_id for sid in queries.candidates(session, process)]
    assert first["selected"] == sids[:2]
    assert [line.total for line in queries.score_table(session, process)] == [100, 75, 50, 25, 0]
    assert first["margin"] == 25
    assert first["certainty"][sids[0]]["probability"] == 1.0
    assert (first["seed"], first["draws"], first["assessors"], len(first["inputs_hash"])) == (1, 10_000, 3, 64)
    assert not {member.public_id for member in queries.committee(session, process)} & set(str(first).split("'"))


def test_scoring_ends_once_and_needs_a_score(session: Session, process: Process, criteria: CriteriaSet) -> None:
    member = make_member(session, process)
    with pytest.raises(Invalid, match="nothing_scored"):
        commands.close_scoring(session, ORGANISER, process, criteria)
    score_all(session, process, criteria, {member.id: [4, 3, 2, 1, 0]})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria)
    assert commands.close_scoring(session, ORGANISER, process, criteria).id == shortlist.id
    sid = queries.candidates(session, process)[0]
    with pytest.raises(Closed, match=r"scoring\.closed"):
        commands.give_score(session, acting(member), process, criteria, member.id, sid, criteria.criteria[0], 1)


def test_a_decision_that_follows_the_proposal_needs_no_reason(session: Session, process: Process) -> None:
    shortlist = make_shortlist(session, process)
    heard: list[DecisionPublished] = []
    events.on(DecisionPublished)(heard.append)
    commands.decide(session, ORGANISER, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    session.commit()
    kept = queries.shortlisted(session, process)
    assert [line.sid.public_id for line in kept] == shortlist.proposal["selected"]
    assert DecisionPublished(process.public_id, shortlist.public_id) in heard
    decision = queries.decision_of(session, process, kept[0].sid)
    assert decision is not None
    assert decision.ref in provenance.walk_forward(session, kept[0].sid.ref).refs


def test_every_difference_from_the_proposal_needs_a_written_reason(session: Session, process: Process) -> None:
    shortlist = make_shortlist(session, process)
    choices = as_proposed(shortlist)
    choices[1] = replace(choices[1], is_kept=False)
    choices[4] = replace(choices[4], is_kept=True, reason={"nl": "  "})
    with pytest.raises(commands.DecisionRefused) as refused:
        commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert refused.value.problems == {
        choices[1].sid: "selection.decision.needs_reason",
        choices[4].sid: "selection.decision.needs_reason",
    }
    assert shortlist.decided_at is None


def test_what_the_committee_renames_orders_and_takes_up_elsewhere_is_kept(session: Session, process: Process) -> None:
    shortlist = make_shortlist(session, process)
    choices = as_proposed(shortlist)
    first, second, third = (choice.sid for choice in choices[:3])
    choices[0] = replace(choices[0], position=2)
    choices[1] = replace(choices[1], position=1, final_title={"fr": "La ville circulaire"}, is_transversal=True)
    choices[2] = replace(choices[2], taken_up_in=(first, second))
    commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    kept = queries.shortlisted(session, process)
    assert [line.sid.public_id for line in kept] == [second, first]
    assert kept[0].title["fr"] == "La ville circulaire"
    assert ("sid", third) in provenance.walk_back(session, ("sid", first)).refs


def test_a_candidate_does_not_live_on_in_one_that_was_dropped(session: Session, process: Process) -> None:
    shortlist = make_shortlist(session, process)
    choices = as_proposed(shortlist)
    choices[2] = replace(choices[2], taken_up_in=(choices[3].sid,))
    with pytest.raises(commands.DecisionRefused) as refused:
        commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert refused.value.problems == {choices[2].sid: "selection.decision.taken_up_in_dropped"}


def test_candidates_that_tie_at_the_cut_are_chosen_by_people_with_a_reason(session: Session, process: Process) -> None:
    make_candidates(session, process, "A", "B", "C")
    criteria = make_scoring(session, process, shortlist_size=1)
    score_all(session, process, criteria, {make_member(session, process).id: [2, 2, 1]})
    shortlist = commands.close_scoring(session, ORGANISER, process, criteria)
    assert len(shortlist.proposal["tied_at_cut"]) == 2
    choices = [Choice(name, is_kept=place == 0) for place, name in enumerate(shortlist.proposal["order"])]
    with pytest.raises(commands.DecisionRefused) as refused:
        commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)
    assert set(refused.value.problems) == set(shortlist.proposal["tied_at_cut"])


@pytest.mark.parametrize("broken", ["nothing kept", "one missing", "unknown", "twice"])
def test_an_incomplete_decision_is_refused(session: Session, process: Process, broken: str) -> None:
    shortlist = make_shortlist(session, process)
    choices = as_proposed(shortlist)
    if broken == "nothing kept":
        choices = [replace(choice, is_kept=False, reason={"en": "No"}) for choice in choices]
    else:
        choices = {
            "one missing": choices[1:],
            "unknown": [*choices, Choice("nobody", True)],
            "twice": [*choices, choices[0]],
        }[broken]
    with pytest.raises(commands.DecisionRefused):
        commands.decide(session, ORGANISER, process, shortlist, choices, version=shortlist.version)


def test_a_draft_is_kept_and_seen_by_nobody_outside(session: Session, process: Process) -> None:
    shortlist = make_shortlist(session, process)
    old = shortlist.version
    draft = [Choice(shortlist.proposal["order"][4], is_kept=True, reason={"en": "Half a th"})]
    commands.save_draft(session, ORGANISER, process, shortlist, draft, version=old)
    assert [row.reason for row in queries.decisions_of(session, shortlist)] == [{"en": "Half a th"}]
    assert queries.shortlisted(session, process) == []
    with pytest.raises(Conflict, match="changed_meanwhile"):
        commands.save_draft(session, ORGANISER, process, shortlist, [], version=old)


def test_a_decision_is_final(session: Session, process: Process) -> None:
    shortlist = make_shortlist(session, process)
    choices, old = as_proposed(shortlist), shortlist.version
    first = commands.decide(session, ORGANISER, process, shortlist, choices, version=old)
    again = commands.decide(session, ORGANISER, process, shortlist, choices, version=old)  # a double click
    assert [row.id for row in again] == [row.id for row in first]
    other = [replace(choice, is_kept=True, reason={"en": "All of them"}) for choice in choices]
    for attempt in (commands.decide, commands.save_draft):
        with pytest.raises(Closed, match="final"):
            attempt(session, ORGANISER, process, shortlist, other, version=shortlist.version)


def test_a_whole_committee_is_taken_in(session: Session, process: Process) -> None:
    make_candidates(session, process, *(f"Candidate {number}" for number in range(11)))
    criteria = make_scoring(session, process)
    members = [make_member(session, process) for _ in range(12)]
    score_all(session, process, criteria, {member.id: [number % 5 for number in range(11)] for member in members})
    commands.close_scoring(session, SYSTEM, process, criteria)
    assert session.scalar(select(func.count()).select_from(Score)) == 12 * 11 * 4
