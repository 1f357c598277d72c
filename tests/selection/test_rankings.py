"""Rankings by participants: what is fixed at the opening, what a ballot may say, what is shown afterwards."""

import itertools

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.choice.ballots import Ballot
from cocreate.camp import commands as camp_commands
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Closed, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.counting import CountedPoll, poll_of
from cocreate.selection.models import RankingBallot, RankingRound
from cocreate.selection.rankings.ballots import SMALL
from cocreate.selection.rankings.report import ranking_report
from cocreate.selection.rules import Dimension, order_from_places, places_of, shuffled
from tests.factories.camp import guest, make_camp, make_seat
from tests.factories.process import make_process
from tests.factories.selection import acting, make_candidates, make_member, make_round


@pytest.fixture
def process(session: Session) -> Process:
    process = make_process(session)
    make_candidates(session, process, "A", "B", "C")
    return process


@pytest.fixture
def round_(session: Session, process: Process) -> RankingRound:
    return make_round(session, process)


def test_candidates_and_rule_are_fixed_at_the_opening(session: Session, process: Process, round_: RankingRound) -> None:
    late = make_candidates(session, process, "Late")[0]
    seat, _ = make_seat(session, round_.camp)
    assert len(round_.shown) == 3
    with pytest.raises(Invalid, match="unknown_candidate"):
        commands.send_ranking(session, guest(seat), process, round_, seat, {"impact": [[late.public_id]]})


def test_a_round_needs_two_candidates(session: Session) -> None:
    process = make_process(session)
    make_candidates(session, process, "Alone")
    round_ = make_round(session, process, is_open=False)
    with pytest.raises(Invalid, match="needs_two"):
        commands.open_round(session, SYSTEM, process, round_)


def test_sending_again_replaces_the_ballot(session: Session, process: Process, round_: RankingRound) -> None:
    a, b, c = round_.shown
    seat, _ = make_seat(session, round_.camp, helix="business")
    commands.send_ranking(session, guest(seat), process, round_, seat, {"impact": [[a], [b]], "innovation": [[c]]})
    commands.send_ranking(session, guest(seat), process, round_, seat, {"impact": [[b, c], [a]], "innovation": []})
    mine = queries.ballots_of(session, round_, guest(seat), seat.id)
    assert {name: ballot.order for name, ballot in mine.items()} == {"impact": [[b, c], [a]]}
    assert mine["impact"].helix == "business"


def test_a_signed_in_participant_without_a_seat_ranks_too(
    session: Session, process: Process, round_: RankingRound
) -> None:
    user = make_member(session, process)
    for _ in range(2):
        commands.send_ranking(
            session, acting(user), process, round_, None, {"impact": [[round_.shown[0]]]}, helix="research"
        )
    assert session.scalars(select(RankingBallot.helix)).all() == ["research"]


@pytest.mark.parametrize(
    "orders",
    [{}, {"impact": []}, {"impact": [["nobody"]]}, {"colour": [["x"]]}],
)
def test_an_empty_or_made_up_order_is_refused(
    session: Session, process: Process, round_: RankingRound, orders: dict[str, list[list[str]]]
) -> None:
    seat, _ = make_seat(session, round_.camp)
    with pytest.raises(Invalid):
        commands.send_ranking(session, guest(seat), process, round_, seat, orders)


def test_a_candidate_ranked_twice_is_refused(session: Session, process: Process, round_: RankingRound) -> None:
    seat, _ = make_seat(session, round_.camp)
    with pytest.raises(Invalid, match="unknown_candidate"):
        commands.send_ranking(session, guest(seat), process, round_, seat, {"impact": [[round_.shown[0]]] * 2})


def test_only_people_of_this_camp_rank_and_only_while_the_round_is_open(
    session: Session, process: Process, round_: RankingRound
) -> None:
    seat, _ = make_seat(session, round_.camp)
    stranger, _ = make_seat(session, make_camp(session, process))
    order = {"impact": [[round_.shown[0]]]}
    with pytest.raises(NotAllowed, match="other_camp"):
        commands.send_ranking(session, guest(stranger), process, round_, stranger, order)
    commands.close_round(session, SYSTEM, process, round_)
    with pytest.raises(Closed, match=r"round\.closed"):
        commands.send_ranking(session, guest(seat), process, round_, seat, order)
    with pytest.raises(Closed, match=r"round\.closed"):
        commands.open_round(session, SYSTEM, process, round_)
    camp_commands.end_seat(session, SYSTEM, seat)


def test_results_come_with_the_closing_and_stay(session: Session, process: Process, round_: RankingRound) -> None:
    a, b, c = round_.shown
    seats = [make_seat(session, round_.camp, helix="research")[0] for _ in range(6)]
    seats += [make_seat(session, round_.camp, helix="business")[0] for _ in range(5)]
    orders = [[[a], [b], [c]]] * 6 + [[[c], [b], [a]]] * 5
    commands.cast_ballots(
        session, SYSTEM, process, round_, [(s, "impact", order) for s, order in zip(seats, orders, strict=True)]
    )
    assert queries.ranking_results(session, round_) is None
    commands.close_round(session, SYSTEM, process, round_)
    told = queries.ranking_results(session, round_)
    assert told is not None
    assert told["impact"]["order"] == [a, b, c]
    assert told["impact"]["groups"] == {"business": 5, "research": 6}
    assert told["impact"]["group_shares"]["business"] == {a: 0.0, b: 0.5, c: 1.0}
    assert told["impact"]["agreement_by_group"]["research"]["w"] == 1.0
    assert told["prosperity"]["ballots"] == 0
    # One helix one voice: five and six people weigh the same, so nobody is ahead.
    assert {row["balanced_borda"] for row in told["impact"]["rows"].values()} == {0.5}


def test_a_ballot_that_comes_while_it_is_counted_counts(
    session: Session, process: Process, round_: RankingRound
) -> None:
    seats = [make_seat(session, round_.camp)[0] for _ in range(2)]
    a, b = round_.shown[:2]
    dimension = round_.dimensions[0]
    commands.cast_ballot(session, SYSTEM, process, round_, seats[0], dimension, [[a], [b]])
    early = poll_of(process, round_, queries.ballots_by_dimension(session, round_))
    ahead = CountedPoll(early, early.count())
    commands.cast_ballot(session, SYSTEM, process, round_, seats[1], dimension, [[b], [a]])
    commands.close_round(session, SYSTEM, process, round_, ahead)
    assert ahead.results[dimension]["ballots"] == 1
    assert round_.results[dimension]["ballots"] == 2


def test_families_too_small_to_show_are_one_group_in_everything_that_is_computed() -> None:
    def ballots(group: str, count: int, order: str) -> list[Ballot]:
        return [Ballot(tuple((item,) for item in order), tuple("abc"), group=group) for _ in range(count)]

    people = ballots("research", 20, "abc") + ballots("business", 7, "bca") + ballots("citizen", 2, "cba")
    told = ranking_report(people, list("abc"), 5)
    assert set(told["groups"]) == {"research", SMALL}  # the businesses are hidden to protect the two citizens
    assert told["groups"][SMALL] == 9
    # With the two families balanced apart, a reader could solve for the two citizens.
    again = ranking_report(
        ballots("research", 20, "abc") + ballots("business", 7, "bca") + ballots("other", 2, "cba"), list("abc"), 5
    )
    assert told["rows"] == again["rows"]
    assert ranking_report(people[:3], list("abc"), 5)["is_small"]


def test_the_paper_ballots_of_a_whole_camp_are_taken_in_at_once(
    session: Session, process: Process, round_: RankingRound
) -> None:
    orders = list(itertools.permutations(round_.shown))
    seats = [make_seat(session, round_.camp)[0] for _ in range(6)]
    rows = [
        (seat, dimension.value, [[key] for key in orders[place]])
        for place, seat in enumerate(seats)
        for dimension in Dimension
    ]
    assert commands.cast_ballots(session, SYSTEM, process, round_, rows) == 18
    assert commands.cast_ballots(session, SYSTEM, process, round_, rows) == 18
    assert session.scalar(select(func.count()).select_from(RankingBallot)) == 18


def test_a_round_that_was_never_opened_can_be_thrown_away(session: Session, process: Process) -> None:
    round_ = make_round(session, process, is_open=False)
    assert make_round(session, process, is_open=False, camp=round_.camp).id == round_.id
    commands.discard_round(session, SYSTEM, process, round_)
    assert not queries.rounds_of(session, process)


def test_places_and_orders_are_two_ways_of_saying_the_same() -> None:
    order = order_from_places({"a": 7, "b": 2, "c": 7})
    assert order == [["b"], ["a", "c"]]
    assert order_from_places(places_of(order)) == order


def test_everybody_gets_the_candidates_in_an_order_of_their_own() -> None:
    items = [f"c{number}" for number in range(11)]
    firsts = {shuffled(items, f"seat{number}")[0] for number in range(60)}
    assert len(firsts) > 6
    assert shuffled(items, "seat1") == shuffled(list(reversed(items)), "seat1")
