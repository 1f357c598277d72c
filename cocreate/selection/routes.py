"""Pages for visitors, participants and committee members: how the selection goes, ranking, scoring, the decision."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded

from cocreate.camp.queries import current_seat
from cocreate.core.db import begin_reading, db, transaction
from cocreate.core.permissions import INSIDERS
from cocreate.errors import DomainError, NotFound
from cocreate.process.rules import HelixCategory
from cocreate.selection import commands, labels, queries, views
from cocreate.selection.grounds.queries import settled
from cocreate.selection.models import RankingRound
from cocreate.selection.rankings.terms import BallotKind, ballot_kind
from cocreate.selection.record.queries import published_records
from cocreate.selection.rules import Order, RoundState, order_from_places, places_of, shuffled
from cocreate.selection.sheets.compare import told_scoring
from cocreate.selection.sureness import views as sureness
from cocreate.web.access import current_actor, may, requires
from cocreate.web.messages import say
from cocreate.web.security import limiter

pages = Blueprint("selection", __name__, url_prefix="/p/<process_id>/selection")
pages.context_processor(labels.for_templates)

# A whole camp ranks from one address, within minutes.
RANKINGS = limiter.shared_limit("240 per minute", scope="selection:rankings")


def round_of_address(round_id: str) -> RankingRound:
    """The round, or NotFound; one in preparation is for insiders only."""
    found = queries.find_round(db.session(), g.process, round_id)
    if found is None or (found.state == RoundState.DRAFT and not may("selection:round:view")):
        raise NotFound()
    return found


@pages.get("/")
@requires("selection:result:view")
def index() -> str:
    """Where the selection stands; once published, the decision with its grounds."""
    session = db.session()
    shortlist = queries.shortlist_of(session, g.process)
    is_decided = shortlist is not None and shortlist.decided_at is not None
    lines = queries.score_table(session, g.process) if is_decided else []
    criteria, rounds = queries.criteria_of(session, g.process), queries.rounds_of(session, g.process)
    titles = sureness.named(queries.titles(session, g.process), lines)
    return render_template(
        "selection/decision.html" if is_decided else "selection/index.html",
        shortlist=shortlist,
        kept=queries.shortlisted(session, g.process),
        lines=lines,
        dropped=[line for line in lines if line.decision is not None and not line.decision.is_kept],
        records=published_records(session, shortlist) if shortlist is not None else [],
        criteria=criteria,
        settled=settled(session, criteria) if criteria else None,
        totals=views.totals_chart(lines) if lines else None,
        means=views.means_chart(lines, criteria.criteria) if lines and criteria else None,
        doubts=views.doubts(shortlist.proposal) if shortlist is not None and is_decided else [],
        rounds=[row for row in rounds if row.state != RoundState.DRAFT],
        announced=next((row for row in rounds if row.state == RoundState.DRAFT), None),
        candidates=len(queries.candidates(session, g.process)),
        scoring=told_scoring(session, g.process, criteria) if criteria and is_decided else None,
        number=views.number,
        share=views.share,
        signed=views.signed,
        **(sureness.at_a_glance(shortlist.proposal, titles) if shortlist is not None and is_decided else {}),
    )


@pages.get("/rankings/<round_id>")
@requires("selection:result:view")
def ranking(round_id: str) -> Any:
    """Rank, while the round is open; afterwards, what all ballots say together."""
    round_ = round_of_address(round_id)
    if round_.state == RoundState.CLOSED:
        return _results(round_)
    return _ranking_form(round_, None)


def _results(round_: RankingRound) -> str:
    titles = queries.titles(db.session(), g.process)
    is_insider = not current_actor().roles.isdisjoint(INSIDERS)
    results = views.ranking_view(round_.results, titles, is_insider=is_insider)
    return render_template(
        "selection/results.html",
        round=round_,
        results=results,
        number=views.number,
        share=views.share,
        number2=views.number2,
    )


def _ranking_form(round_: RankingRound, typed: dict[str, Any] | None, problem: str = "", status: int = 200) -> Any:
    session, actor = db.session(), current_actor()
    seat = current_seat(session, actor, round_.camp)
    sent = queries.ballots_of(session, round_, actor, seat.id if seat else None)
    places = {key: b.points or places_of(b.order) for key, b in sent.items()} if typed is None else typed["places"]
    shown = round_.shown or [sid.public_id for sid in queries.candidates(session, g.process)]
    sids = {sid.public_id: sid for sid in queries.candidates_named(session, g.process, shown)}
    ordered = [sids[key] for key in shuffled(sids, f"{round_.public_id}:{actor.ref}")]
    return (
        render_template(
            "selection/rank.html",
            round=round_,
            candidates=ordered,
            places=places,
            sent=sent,
            seat=seat,
            asks_helix=seat is None or not seat.helix,
            helix=typed["helix"] if typed else next((ballot.helix for ballot in sent.values()), ""),
            problem=problem,
            may_rank=round_.state == RoundState.OPEN and may("selection:ballot:cast"),
        ),
        status,
    )


@pages.post("/rankings/<round_id>")
@requires("selection:ballot:cast")
def send_ranking(round_id: str) -> Any:
    """Take in somebody's three orders; what was typed stays when something is refused."""
    round_ = round_of_address(round_id)
    typed = _typed_ranking(round_)
    given = typed["places"]  # or points, or a 1 for each tick
    has_points = ballot_kind(round_.counting_rule) == BallotKind.POINTS
    orders: dict[str, Order] = {} if has_points else {key: order_from_places(each) for key, each in given.items()}
    points = given if has_points else None
    try:
        with RANKINGS, transaction() as session:
            seat = current_seat(session, current_actor(), round_.camp)
            helix = typed["helix"] if typed["helix"] in set(HelixCategory) else ""
            commands.send_ranking(session, current_actor(), g.process, round_, seat, orders, points=points, helix=helix)
    except DomainError as error:
        return _read_again(round_id, typed, say(error), error.status)
    except RateLimitExceeded:
        return _read_again(round_id, typed, _("Too many at once. Please send again in a minute."), 429)
    return redirect(url_for("selection.ranking_sent", round_id=round_id), 303)


def _read_again(round_id: str, typed: dict[str, Any], problem: str, status: int) -> Any:
    db.session.rollback()
    begin_reading()
    return _ranking_form(round_of_address(round_id), typed, problem, status)


def _typed_ranking(round_: RankingRound) -> dict[str, Any]:
    places: dict[str, dict[str, int]] = {}
    for dimension in round_.dimensions:
        named = {key: request.form.get(f"rank-{dimension}-{key}", "") for key in round_.shown}
        places[dimension] = {
            key: int(text) for key, text in named.items() if text.isascii() and text.isdigit() and 0 < len(text) < 4
        }
    return {"places": places, "helix": request.form.get("helix", "")}


@pages.get("/rankings/<round_id>/sent")
@requires("selection:ballot:cast")
def ranking_sent(round_id: str) -> Any:
    """What we have from this participant: the receipt."""
    session, round_ = db.session(), round_of_address(round_id)
    seat = current_seat(session, current_actor(), round_.camp)
    sent = queries.ballots_of(session, round_, current_actor(), seat.id if seat else None)
    if not sent:
        return redirect(url_for("selection.ranking", round_id=round_id))
    return render_template(
        "selection/sent.html", round=round_, sent=sent, titles=queries.titles(session, g.process), places_of=places_of
    )
