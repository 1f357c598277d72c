"""Pages of a closed round: every count beside the result, and files with which anybody can count again."""

from typing import Any

from flask import Response, g, render_template, url_for

from cocreate.core.db import db
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotFound
from cocreate.selection import queries, views
from cocreate.selection.counting import ballots_from, terms_of
from cocreate.selection.models import RankingRound
from cocreate.selection.rankings import files
from cocreate.selection.rankings.pooling import Pooled, pool
from cocreate.selection.rankings.views import checks_view
from cocreate.selection.routes import pages, round_of_address
from cocreate.selection.rules import DIMENSION_TITLES, RoundState
from cocreate.web.access import current_actor, requires
from cocreate.web.language import translate


def _report_of_address(counted_id: str, dimension: str) -> tuple[RankingRound, dict[str, Any]]:
    """The round and its stored report, or NotFound: of few people for insiders only, as everywhere."""
    round_ = round_of_address(counted_id)
    told = round_.results.get(dimension) if round_.state == RoundState.CLOSED else None
    is_insider = not current_actor().roles.isdisjoint(INSIDERS)
    if told is None or "rules" not in told or not told["ballots"] or (told["is_small"] and not is_insider):
        raise NotFound()
    return round_, told


@pages.get("/rankings/<counted_id>/<dimension>")
@requires("selection:result:view")
def ranking_checks(counted_id: str, dimension: str) -> str:
    """Every other rule, weighting and group beside the result of one dimension."""
    round_, told = _report_of_address(counted_id, dimension)
    terms, name = told["terms"], _file_name(round_, dimension, "csv")
    return render_template(
        "selection/rankings/checks.html",
        round=round_,
        dimension=dimension,
        told=told,
        checks=checks_view(told, queries.titles(db.session(), g.process)),
        doubts=views.doubts(told),
        again=files.command_line(
            name,
            rule=terms["rule"],
            weighting=terms["weighting"],
            targets=terms["targets"],
            places=min(terms["places"], len(told["items"])),
            seed=terms["seed"],
        ),
        number=views.number,
        number2=views.number2,
        share=views.share,
    )


def _file_name(round_: RankingRound, dimension: str, ending: str) -> str:
    return f"rankings-{round_.public_id}-{dimension}.{ending}"


def _counted(round_: RankingRound, dimension: str, told: dict[str, Any]) -> Pooled:
    given = queries.ballots_by_dimension(db.session(), round_).get(dimension, [])
    return pool(ballots_from(given, round_.shown), terms_of(round_).targets, int(told["settings"]["minimum_cell"]))


@pages.get("/rankings/<counted_id>/<dimension>/ballots.<ballot_format>")
@requires("selection:result:view")
def ballots_file(counted_id: str, dimension: str, ballot_format: str) -> Any:
    """The rankings without names, where people were told beforehand that anybody may count again."""
    round_, told = _report_of_address(counted_id, dimension)
    if not round_.opens_ballots or ballot_format not in ("csv", "preflib"):
        raise NotFound()
    ballots, items = _counted(round_, dimension, told).ballots, told["items"]
    if ballot_format == "csv":
        return _sent(files.ballots_csv(ballots, items), _file_name(round_, dimension, "csv"), "text/csv")
    titles = queries.titles(db.session(), g.process)
    names = {item: translate(titles.get(item, {})) for item in items}
    text = files.preflib(ballots, items, translate(DIMENSION_TITLES[dimension]), names)
    return _sent(text, _file_name(round_, dimension, files.preflib_kind(ballots, items)), "text/plain")


@pages.get("/rankings/<counted_id>/<dimension>/results.json")
@requires("selection:result:view")
def ranking_json(counted_id: str, dimension: str) -> Any:
    """Everything that was computed, with the terms, the candidates' names and where the rankings are."""
    round_, told = _report_of_address(counted_id, dimension)
    titles = queries.titles(db.session(), g.process)
    ballots = url_for(".ballots_file", counted_id=counted_id, dimension=dimension, ballot_format="csv", _external=True)
    said = {
        "round": round_.public_id,
        "dimension": dimension,
        "opened_at": round_.opened_at.isoformat() if round_.opened_at else None,
        "closed_at": round_.closed_at.isoformat() if round_.closed_at else None,
        "titles": {item: titles.get(item, {}) for item in told["items"]},
        "ballots_csv": ballots if round_.opens_ballots else None,
        **told,
    }
    return _sent(files.as_json(said), _file_name(round_, dimension, "json"), "application/json")


def _sent(text: str, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=media_type, headers=headers)
