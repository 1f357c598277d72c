"""Pages of a closed round: every count beside the result, and files with which anybody can count again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, g, render_template, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from cocreate.core.db import Translated, db
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotFound
from cocreate.selection import queries, views
from cocreate.selection.counting import ballots_from, terms_of
from cocreate.selection.labels import group_name
from cocreate.selection.models import RankingRound
from cocreate.selection.rankings import ballots as rankings_ballots
from cocreate.selection.rankings.ballots import Pooled, pool
from cocreate.selection.rankings.words import RULES, WEIGHTINGS
from cocreate.selection.routes import pages, round_of_address
from cocreate.selection.rules import DIMENSION_TITLES, RoundState
from cocreate.selection.views import number2, share
from cocreate.web.access import current_actor, requires
from cocreate.web.charts import MOST_COLUMNS, Bar, Chart, Interval, bar_chart, heat_grid, interval_chart
from cocreate.web.language import translate

Told = Mapping[str, Any]
Titles = Mapping[str, Translated]


@dataclass(frozen=True)
class Checked:
    """One other count: what it is, how near it is to the result, and whom it would have chosen instead."""

    name: str
    ballots: int
    tau: float | None
    entered: list[Translated]
    dropped: list[Translated]


@dataclass(frozen=True)
class Placed:
    """A candidate with its place by several counts; a move is of places, up is more than 0."""

    title: Translated
    places: list[int]
    moves: list[int]


@dataclass(frozen=True)
class Parted:
    """A candidate and the two groups that are furthest apart on it."""

    title: Translated
    spread: float
    error: float | None
    high: str
    low: str


@dataclass(frozen=True)
class Weighed:
    """A weighting, and how many equally counting people its ballots are worth."""

    name: str
    worth: float
    notes: list[str]


@dataclass(frozen=True)
class Checks:
    """Everything on the page of one dimension."""

    chances: Chart
    places: Chart | None
    rules: list[Checked]
    rule_names: list[str]
    by_rule: list[Placed]
    weightings: list[Weighed]
    by_weighting: list[Placed]
    without: list[Checked]
    concordances: list[tuple[str, int, float | None, float | None]]
    tau: Chart | None
    parted: list[Parted]
    united: list[Parted]
    winner: Translated | None
    circle: list[Translated]
    pairs: Chart | None
    pair_rows: list[tuple[str, list[str]]]
    model: list[tuple[Translated, float | None, list[int] | None]]
    orders: list[list[Translated]]


def checks_view(told: Told, titles: Titles) -> Checks:
    """From a stored report, in the reader's language."""
    names = {item: translate(titles.get(item, {"en": "–"})) for item in told["items"]}
    others, pairs = told["rules"], told["pairs"]
    splits = [_parted(split, titles) for split in told["splits"]]
    shares = _pair_shares(told)
    return Checks(
        chances=_chances(told, names),
        places=_places(told, names),
        rules=[_checked(line, str(RULES[line["what"]]), titles) for line in others],
        rule_names=[str(RULES[key]) for key in (told["terms"]["rule"], *(line["what"] for line in others))],
        by_rule=_by_rule(told, titles),
        weightings=[_weighed(view) for view in told["weightings"]],
        by_weighting=[
            Placed(
                titles.get(item, {}),
                [view["places"][item] for view in told["weightings"]],
                [view["moves"][item] for view in told["weightings"]],
            )
            for item in told["order"]
        ],
        without=[_checked(line, str(group_name(line["what"])), titles) for line in told["without_group"]],
        concordances=_concordances(told),
        tau=_tau(told),
        parted=splits[: (len(splits) + 1) // 2][:3],
        united=splits[(len(splits) + 1) // 2 :][::-1][:3],
        winner=titles.get(told["condorcet_winner"]) if told["condorcet_winner"] else None,
        circle=[titles.get(item, {}) for item in pairs["circle"]],
        pairs=_pairs(told, names, shares),
        pair_rows=[(names[item], [share(value) for value in shares[item]]) for item in told["order"]],
        model=_model(told, titles),
        orders=[[titles.get(item, {}) for item in order] for order in told["kemeny"]["orders"]],
    )


def _chances(told: Told, names: Mapping[str, str]) -> Chart:
    bars = [Bar(names[item], told["certainty"][item]["probability"]) for item in told["order"]]
    title = _("Chance of being among the first %(size)s, if other people of the same kind had ranked", size=_size(told))
    headers = (_("Candidate"), _("Chance"))
    return bar_chart(title, bars, headers=headers, maximum=1.0, show=share, ident="chances")


def _size(told: Told) -> int:
    return min(told["terms"]["places"], len(told["items"]))


def _places(told: Told, names: Mapping[str, str]) -> Chart | None:
    points = []
    for item in told["order"]:
        row = told["certainty"][item]
        if row["best_place"] is not None:
            low, high = row["best_place"], row["worst_place"]
            points.append(Interval(names[item], min(max(told["rows"][item]["place"], low), high), low, high))
    if len(points) < 2:
        return None
    return interval_chart(
        _("Places in nine draws of ten"),
        points,
        headers=(_("Candidate"), _("Place"), _("Best"), _("Worst")),
        minimum=1,
        maximum=len(told["items"]),
        show=lambda value: format_decimal(round(value)),
        ident="places",
    )


def _checked(line: Told, name: str, titles: Titles) -> Checked:
    entered, dropped = ([titles.get(item, {}) for item in line[key]] for key in ("entered", "dropped"))
    return Checked(name, line["ballots"], line["tau"], entered, dropped)


def _by_rule(told: Told, titles: Titles) -> list[Placed]:
    by = [_places_in(told["tiers"]), *(_places_in(line["tiers"]) for line in told["rules"])]
    return [
        Placed(titles.get(item, {}), [places[item] for places in by], [by[0][item] - places[item] for places in by])
        for item in told["order"]
    ]


def _places_in(tiers: Sequence[Sequence[str]]) -> dict[str, int]:
    """Equals share the better place.

    >>> _places_in([["a", "b"], ["c"]])
    {'a': 1, 'b': 1, 'c': 3}
    """
    found: dict[str, int] = {}
    ahead = 0
    for tier in tiers:
        found |= dict.fromkeys(tier, ahead + 1)
        ahead += len(tier)
    return found


def _weighed(view: Told) -> Weighed:
    few = [_("few rankings from: %(group)s", group=group_name(name)) for name in view["few"]]
    silent = [_("none from: %(group)s", group=group_name(name)) for name in view["silent"]]
    return Weighed(str(WEIGHTINGS[view["weighting"]]), view["effective_size"], few + silent)


def _concordances(told: Told) -> list[tuple[str, int, float | None, float | None]]:
    rows = [(_("Everybody"), told["agreement"])]
    rows += [(str(group_name(name)), found) for name, found in told["agreement_by_group"].items()]
    return [(name, found["ballots"], found["w"], found["by_chance"]) for name, found in rows]


def _tau(told: Told) -> Chart | None:
    groups = told["tau"]["groups"]
    if len(groups) < 2:
        return None
    names = [str(group_name(name)) for name in groups]
    return heat_grid(
        _("How alike the groups rank (Kendall’s tau, −1 to 1)"),
        names,
        names,
        told["tau"]["values"],
        corner=_("Group"),
        minimum=-1.0,
        maximum=1.0,
        show=number2,
        ident="tau",
    )


def _parted(split: Told, titles: Titles) -> Parted:
    high, low = (
        _("%(group)s: %(share)s", group=group_name(split[side]), share=share(split[f"{side}_share"]))
        for side in ("highest", "lowest")
    )
    return Parted(titles.get(split["item"], {}), split["spread"], split["error"], high, low)


def _pair_shares(told: Told) -> dict[str, list[float | None]]:
    """For each candidate, in the order of the result: the share of rankings of both that put it before each other."""
    place = {item: index for index, item in enumerate(told["items"])}
    before, equal = told["pairs"]["before"], told["pairs"]["equal"]
    found: dict[str, list[float | None]] = {}
    for item in told["order"]:
        i, line = place[item], []
        for other in told["order"]:
            j = place[other]
            base = before[i][j] + before[j][i] + equal[i][j]
            line.append(None if i == j or not base else before[i][j] / base)
        found[item] = line
    return found


def _pairs(told: Told, names: Mapping[str, str], shares: Mapping[str, Sequence[float | None]]) -> Chart | None:
    if len(told["items"]) > MOST_COLUMNS:
        return None
    return heat_grid(
        _("Rankings that put the candidate of the line before the one of the column"),
        [names[item] for item in told["order"]],
        [names[item] for item in told["order"]],
        [list(shares[item]) for item in told["order"]],
        corner=_("Candidate"),
        show=share,
        ident="pairs",
    )


def _model(told: Told, titles: Titles) -> list[tuple[Translated, float | None, list[int] | None]]:
    found = told["plackett_luce"]
    order = sorted(told["items"], key=lambda item: -(found[item]["strength"] or 0))
    return [(titles.get(item, {}), found[item]["strength"], found[item]["span"]) for item in order]


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
        again=rankings_ballots.command_line(
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
        return _sent(rankings_ballots.ballots_csv(ballots, items), _file_name(round_, dimension, "csv"), "text/csv")
    titles = queries.titles(db.session(), g.process)
    names = {item: translate(titles.get(item, {})) for item in items}
    text = rankings_ballots.preflib(ballots, items, translate(DIMENSION_TITLES[dimension]), names)
    return _sent(text, _file_name(round_, dimension, rankings_ballots.preflib_kind(ballots, items)), "text/plain")


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
    return _sent(rankings_ballots.as_json(said), _file_name(round_, dimension, "json"), "application/json")


def _sent(text: str, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype=media_type, headers=headers)
