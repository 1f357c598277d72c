"""What is fixed before anybody ranks, and what may not be fixed."""

import pytest
from sqlalchemy.orm import Session

from cocreate.analysis.choice.ballots import Ballot
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.counting import terms_of
from cocreate.selection.rankings.terms import Terms, Weighting, check_terms, weighed
from cocreate.selection.rules import shuffled
from tests.factories.camp import guest, make_camp, make_seat
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_round


@pytest.fixture
def process(session: Session) -> Process:
    process = make_process(session)
    make_candidates(session, process, "A", "B", "C", "D", "E")
    return process


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms("dictator"), "unknown_rule"),
        (Terms("plackett_luce"), "unknown_rule"),  # a model estimates, it does not decide
        (Terms(weighting=Weighting.TARGETS), "targets_missing"),
        (Terms(targets={"business": 60, "research": 50}), "targets_sum"),
        (Terms(targets={"nobility": 100}), "unknown_target"),
        (Terms(targets={"business": 120, "research": -20}), "unknown_target"),
    ],
)
def test_what_cannot_be_counted_is_refused(terms: Terms, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        check_terms(terms)


def test_a_refused_round_is_not_prepared(session: Session, process: Process) -> None:
    with pytest.raises(Invalid, match="targets_missing"):
        make_round(session, process, terms=Terms(weighting=Weighting.TARGETS), is_open=False)
    assert not queries.rounds_of(session, process)


def test_the_terms_are_fixed_with_the_size_of_the_shortlist_and_a_seed(session: Session, process: Process) -> None:
    commands.start_criteria(session, SYSTEM, process, shortlist_size=3)
    chosen = Terms("schulze", Weighting.TARGETS, {"business": 60, "research": 40})
    round_ = make_round(session, process, terms=chosen, is_open=False)
    commands.open_round(session, SYSTEM, process, round_, seed=11)
    commands.open_round(session, SYSTEM, process, round_, seed=12)
    assert terms_of(round_) == Terms("schulze", Weighting.TARGETS, {"business": 60, "research": 40}, 3, 11)


def test_half_of_the_candidates_are_looked_at_where_the_shortlist_would_take_all(
    session: Session, process: Process
) -> None:
    commands.start_criteria(session, SYSTEM, process, shortlist_size=5)
    assert make_round(session, process).places == 2


def test_a_ballot_says_what_its_person_was_shown_and_in_which_order(session: Session, process: Process) -> None:
    round_ = make_round(session, process)
    seat, _ = make_seat(session, round_.camp)
    order = {"impact": [[round_.shown[0]]]}
    commands.send_ranking(session, guest(seat), process, round_, seat, order)
    (ballot,) = queries.ballots_by_dimension(session, round_)["impact"]
    assert ballot.shown == shuffled(round_.shown, f"{round_.public_id}:{guest(seat).ref}")
    commands.cast_ballot(session, SYSTEM, process, round_, seat, "innovation", order["impact"])
    (paper,) = queries.ballots_by_dimension(session, round_)["innovation"]
    assert paper.shown == round_.shown


def test_targets_that_reach_nobody_leave_everybody_alike() -> None:
    votes = [Ballot((("a",),), ("a", "b"), group=name) for name in ("business", "research")]
    assert [ballot.weight for ballot in weighed(votes, Weighting.TARGETS, {"citizen": 100})] == [1, 1]
    assert [ballot.weight for ballot in weighed(votes, Weighting.TARGETS, {"business": 75, "research": 25})] == [
        1.5,
        0.5,
    ]


def test_another_camp_s_round_waits_for_nobody_s_terms(session: Session, process: Process) -> None:
    first = make_round(session, process, terms=Terms("borda"), is_open=False)
    again = make_round(session, process, terms=Terms("copeland"), is_open=False, camp=make_camp(session, process))
    assert again.id == first.id and again.counting_rule == "borda"
