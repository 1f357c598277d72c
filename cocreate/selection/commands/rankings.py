"""Rankings by the camp's participants: a round is prepared, opened with its rule and candidates fixed, and closed."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.commands import CallsChanged
from cocreate.camp.models import Camp, Seat
from cocreate.core import audit, events
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.counting import CountedPoll, poll_of
from cocreate.selection.events import RoundClosed, RoundOpened
from cocreate.selection.models import RankingBallot, RankingRound
from cocreate.selection.rankings.terms import BallotKind, Terms, ballot_kind, check_given, check_terms
from cocreate.selection.rules import Dimension, Order, RoundState, check_order, shuffled


def create_round(
    session: Session,
    actor: Actor,
    process: Process,
    camp: Camp,
    *,
    dimensions: Iterable[str] = tuple(Dimension),
    terms: Terms | None = None,
    opens_ballots: bool = True,
) -> RankingRound:
    """Prepare a round with the terms by which it will be counted; one at a time: asking again gives the one that waits.

    Of the terms, places and seed are fixed at the opening only.
    """
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    waiting = next((row for row in queries.rounds_of(session, process) if row.state != RoundState.CLOSED), None)
    if waiting is not None:
        return waiting
    if camp.process_id != process.id:
        raise Invalid("selection.round.camp_unknown")
    chosen = [dimension.value for dimension in Dimension if dimension in set(dimensions)]
    if not chosen:
        raise Invalid("selection.round.no_dimension")
    terms = terms or Terms()
    check_terms(terms)
    made = RankingRound(
        process_id=process.id,
        camp=camp,
        dimensions=chosen,
        counting_rule=terms.rule,
        weighting=terms.weighting.value,
        targets={name: share for name, share in terms.targets.items() if share},
        opens_ballots=opens_ballots,
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "selection:round:create", made.ref, process=process.public_id, dimensions=chosen, **_said(made)
    )
    return made


def _said(round_: RankingRound) -> dict[str, Any]:
    """The terms, for the audit."""
    return {
        "rule": round_.counting_rule,
        "weighting": round_.weighting,
        "targets": round_.targets,
        "opens_ballots": round_.opens_ballots,
    }


def rank_long_list(session: Session, actor: Actor, process: Process, camp: Camp) -> RankingRound:
    """The short questionnaire in one step: all candidates of the long list, on all dimensions, open to the camp now.

    While a ranking is open, asking again gives that one.
    """
    round_ = create_round(session, actor, process, camp)
    if round_.state == RoundState.DRAFT:
        open_round(session, actor, process, round_)
    return round_


def discard_round(session: Session, actor: Actor, process: Process, round_: RankingRound) -> None:
    """Throw away a round that was never opened."""
    _lock(session, round_)
    if round_.state != RoundState.DRAFT:
        raise Conflict("selection.round.began")
    audit.record(session, actor, "selection:round:discard", round_.ref, process=process.public_id)
    session.delete(round_)
    session.flush()


def open_round(
    session: Session, actor: Actor, process: Process, round_: RankingRound, *, seed: int | None = None
) -> None:
    """Fix the candidates and all terms, and let participants rank. Opening an open round again is nothing."""
    _lock(session, round_)
    if round_.state == RoundState.OPEN:
        return
    if round_.state == RoundState.CLOSED:
        raise Closed("selection.round.closed")
    shown = [sid.public_id for sid in queries.candidates(session, process)]
    if len(shown) < 2:
        raise Invalid("selection.round.needs_two")
    round_.shown, round_.state, round_.opened_at = shown, RoundState.OPEN.value, clock.now()
    criteria = queries.criteria_of(session, process)
    wanted = criteria.shortlist_size if criteria is not None else len(shown)
    round_.places = wanted if wanted < len(shown) else len(shown) // 2
    round_.seed = secrets.randbelow(2**31) if seed is None else seed  # before anybody ranks, so that nobody picks one
    fixed = {"shown": shown, "places": round_.places, "seed": round_.seed, **_said(round_)}
    audit.record(session, actor, "selection:round:open", round_.ref, process=process.public_id, **fixed)
    events.announce(session, RoundOpened(process.public_id, round_.public_id))
    events.announce(session, CallsChanged(round_.camp.public_id))
    session.flush()


def close_round(
    session: Session, actor: Actor, process: Process, round_: RankingRound, counted: CountedPoll | None = None
) -> None:
    """End the round; what the ballots say is computed once and kept.

    `counted` was computed before anybody was locked out; it is taken where no ballot has come or changed since.
    """
    _lock(session, round_)
    if round_.state == RoundState.CLOSED:
        return
    if round_.state != RoundState.OPEN:
        raise Conflict("selection.round.not_open")
    given = queries.ballots_by_dimension(session, round_)
    poll = poll_of(process, round_, given)
    round_.results = counted.results if counted is not None and counted.poll == poll else poll.count()
    round_.state, round_.closed_at = RoundState.CLOSED.value, clock.now()
    counts = {dimension: len(rows) for dimension, rows in given.items()}
    audit.record(session, actor, "selection:round:close", round_.ref, process=process.public_id, ballots=counts)
    events.announce(session, RoundClosed(process.public_id, round_.public_id))
    events.announce(session, CallsChanged(round_.camp.public_id))
    session.flush()


def send_ranking(
    session: Session,
    actor: Actor,
    process: Process,
    round_: RankingRound,
    seat: Seat | None,
    orders: Mapping[str, Order],
    *,
    points: Mapping[str, Mapping[str, int]] | None = None,
    helix: str = "",
) -> None:
    """Take in one participant's orders, of a seat or of a signed-in person; they replace what was sent before.

    An empty order on a dimension is no ballot on it. A round of ticks takes an order as what was ticked; one of points
    takes `points` by dimension and no orders. A seat's own helix category goes before the given one.
    """
    _lock_open(session, round_)
    given = points or {}
    checked = _checked(round_, orders, given)
    if not any(checked.values()):
        raise Invalid("selection.ranking.empty")
    voter = _voter(actor, round_, seat)
    key = {"seat_id": RankingBallot.seat_id, "user_id": RankingBallot.user_id}
    (column, value), *_rest = voter.items()
    session.execute(delete(RankingBallot).where(RankingBallot.round_id == round_.id, key[column] == value))
    family = seat.helix if seat is not None and seat.helix else helix
    listed = shuffled(round_.shown, f"{round_.public_id}:{actor.ref}")
    whose: dict[str, Any] = {"round_id": round_.id, "seat_id": None, "user_id": None, "helix": family} | voter
    whose["shown"] = listed
    rows = [
        whose | {"dimension": name, "order": order, "points": given.get(name, {})}
        for name, order in checked.items()
        if order
    ]
    session.execute(insert(RankingBallot), rows)
    audit.record(session, actor, "selection:ballot:cast", round_.ref, process=process.public_id, dimensions=len(rows))
    session.flush()


def cast_ballot(
    session: Session, actor: Actor, process: Process, round_: RankingRound, seat: Seat, dimension: str, order: Order
) -> None:
    """One seat's order on one dimension; the other dimensions stay as they are."""
    cast_ballots(session, actor, process, round_, [(seat, dimension, order)])


def cast_ballots(
    session: Session,
    actor: Actor,
    process: Process,
    round_: RankingRound,
    ballots: Iterable[tuple[Seat, str, Order]],
) -> int:
    """Many seats' orders or ticks at once, as they came in on paper or from another tool; returns how many."""
    _lock_open(session, round_)
    if ballot_kind(round_.counting_rule) == BallotKind.POINTS:
        raise Invalid("selection.ranking.needs_points")
    rows: list[dict[str, Any]] = []
    for seat, dimension, order in ballots:
        _voter(actor, round_, seat)
        checked = _checked(round_, {dimension: order})[dimension]
        if not checked:
            raise Invalid("selection.ranking.empty")
        rows.append(
            {
                "round_id": round_.id,
                "seat_id": seat.id,
                "user_id": None,
                "dimension": dimension,
                "order": checked,
                "points": {},
                "shown": round_.shown,
                "helix": seat.helix,
            }
        )
    # Key by key is enough here: a handful of dimensions, and all the seats of each in one statement.
    for name in {row["dimension"] for row in rows}:
        seats = [row["seat_id"] for row in rows if row["dimension"] == name]
        mine = RankingBallot.round_id == round_.id, RankingBallot.dimension == name
        session.execute(delete(RankingBallot).where(*mine, RankingBallot.seat_id.in_(seats)))
    if rows:
        session.execute(insert(RankingBallot), rows)
        verb = "selection:ballot:cast_many"
        audit.record(session, actor, verb, round_.ref, process=process.public_id, count=len(rows))
    session.flush()
    return len(rows)


def _checked(
    round_: RankingRound, orders: Mapping[str, Order], points: Mapping[str, Mapping[str, int]] | None = None
) -> dict[str, Order]:
    kind, given = ballot_kind(round_.counting_rule), points or {}
    names = dict.fromkeys([*orders, *given])
    if set(names) - set(round_.dimensions):
        raise Invalid("selection.ranking.unknown_candidate")
    stands_for = {name: check_given(kind, orders.get(name, []), given.get(name, {})) for name in names}
    return {name: check_order(order, round_.shown) for name, order in stands_for.items()}


def _voter(actor: Actor, round_: RankingRound, seat: Seat | None) -> dict[str, int]:
    if seat is not None:
        if seat.camp_id != round_.camp_id or seat.ended_at is not None:
            raise NotAllowed("selection.ranking.other_camp")
        return {"seat_id": seat.id}
    if actor.user_id is None:
        raise NotAllowed("selection.ranking.needs_seat")
    return {"user_id": actor.user_id}


def _lock(session: Session, round_: RankingRound) -> None:
    """Wait for our turn on this round and see what is true now."""
    rows = select(RankingRound).where(RankingRound.id == round_.id).with_for_update()
    session.scalars(rows.execution_options(populate_existing=True)).one()  # fetched, as else nothing is populated


def _lock_open(session: Session, round_: RankingRound) -> None:
    _lock(session, round_)
    if round_.state != RoundState.OPEN:
        raise Closed("selection.round.closed" if round_.state == RoundState.CLOSED else "selection.round.not_open")
