"""Organisers' pages of the rankings: prepare a round, open it, close it."""

import time
from typing import Any

from flask import g, redirect, render_template, url_for

from cocreate.camp import queries as camp_queries
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import commands, queries, views
from cocreate.selection.counting import CountedPoll, poll_of
from cocreate.selection.forms import RoundForm
from cocreate.selection.manage import manage, refused
from cocreate.selection.models import RankingRound
from cocreate.selection.rules import RoundState
from cocreate.web.access import current_actor, requires


@manage.get("/rankings")
@requires("selection:round:view")
def rankings() -> Any:
    """Rounds of rankings with how many ballots came in."""
    return _rankings_page(RoundForm(formdata=None))


def _rankings_page(form: RoundForm, problem: str = "", status: int = 200) -> Any:
    session = db.session()
    rows, camps = queries.rounds_of(session, g.process), camp_queries.camps_of(session, g.process)
    return (
        render_template(
            "selection/manage/rankings.html",
            rounds=rows,
            counts=queries.ballot_counts(session, rows),
            candidates=queries.candidates(session, g.process),
            titles=queries.titles(session, g.process),
            form=form.offer(camps),
            has_camp=bool(camps),
            can_create=all(row.state == RoundState.CLOSED for row in rows),
            problem=problem,
        ),
        status,
    )


@manage.post("/rankings")
@requires("selection:round:steer")
def create_round() -> Any:
    """Prepare a round."""
    camps = camp_queries.camps_of(db.session(), g.process)
    form = RoundForm().offer(camps)
    chosen = next((camp for camp in camps if camp.public_id == form.camp.data), None)
    if not form.validate() or chosen is None:
        return _rankings_page(form, status=422)
    try:
        with transaction() as session:
            commands.create_round(
                session,
                current_actor(),
                g.process,
                chosen,
                dimensions=form.dimensions.data or (),
                terms=form.terms(),
                opens_ballots=form.opens_ballots.data,
            )
    except DomainError as error:
        problem, status = refused(error)
        return _rankings_page(form, problem, status)
    return redirect(url_for("selection_manage.rankings"), 303)


@manage.get("/rankings/<round_id>/so-far")
@requires("selection:round:steer")
def so_far(round_id: str) -> Any:
    """How an open ranking stands, with the groups of the helix; only its hosts see that before the close."""
    round_ = _round(round_id)
    if round_.state != RoundState.OPEN:
        return redirect(url_for("selection.ranking", round_id=round_id))
    session = db.session()
    given = queries.ballots_by_dimension(session, round_)
    titles = queries.titles(session, g.process)
    return render_template(
        "selection/manage/so_far.html",
        round=round_,
        results=views.ranking_view(poll_of(g.process, round_, given).count(with_checks=False), titles, is_insider=True),
        voters=len({(row.seat_id, row.user_id) for rows in given.values() for row in rows}),
        seats=queries.voters_of(session, round_),
        number=views.number,
        share=views.share,
        number2=views.number2,
    )


@manage.post("/rankings/<round_id>/open")
@requires("selection:round:steer")
def open_round(round_id: str) -> Any:
    """Fix the candidates and let participants rank."""
    return _steer(lambda session: commands.open_round(session, current_actor(), g.process, _round(round_id)))


@manage.post("/rankings/<round_id>/close")
@requires("selection:round:steer")
def close_round(round_id: str) -> Any:
    """End the ranking and count."""
    ahead = _count_ahead(round_id)
    return _steer(lambda session: commands.close_round(session, current_actor(), g.process, _round(round_id), ahead))


def _count_ahead(round_id: str) -> CountedPoll | None:
    """What the ballots say now. It takes seconds: nobody waits for the database meanwhile, and boards stay live."""
    session, round_ = db.session(), _round(round_id)
    if round_.state != RoundState.OPEN:
        return None
    poll = poll_of(g.process, round_, queries.ballots_by_dimension(session, round_))
    session.rollback()
    return CountedPoll(poll, poll.count(pause=lambda: time.sleep(0)))


@manage.post("/rankings/<round_id>/discard")
@requires("selection:round:steer")
def discard_round(round_id: str) -> Any:
    """Throw away a round that was never opened."""
    return _steer(lambda session: commands.discard_round(session, current_actor(), g.process, _round(round_id)))


def _steer(do: Any) -> Any:
    try:
        with transaction() as session:
            do(session)
    except NotFound:
        raise
    except DomainError as error:
        problem, status = refused(error)
        return _rankings_page(RoundForm(formdata=None), problem, status)
    return redirect(url_for("selection_manage.rankings"), 303)


def _round(round_id: str) -> RankingRound:
    found = queries.find_round(db.session(), g.process, round_id)
    if found is None:
        raise NotFound()
    return found
