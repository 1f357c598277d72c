"""What pages show of rankings and proposals: pictures with equal tables, numbers with their base, doubts in words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from cocreate.core.db import Translated
from cocreate.selection.labels import group_name
from cocreate.selection.queries import Line
from cocreate.selection.rankings.terms import Terms
from cocreate.selection.rules import DIMENSION_TITLES
from cocreate.web.charts import Bar, Chart, bar_chart, heat_grid
from cocreate.web.language import translate
from cocreate.web.messages import say

Titles = Mapping[str, Translated]


def number(value: float | None) -> str:
    """With one decimal, in the reader's language."""
    return "–" if value is None else format_decimal(round(value, 1), "#,##0.0")


def number2(value: float | None) -> str:
    """With two decimals."""
    return "–" if value is None else format_decimal(round(value, 2), "#,##0.00")


def signed(value: float | None) -> str:
    """With its sign and two decimals."""
    return number2(value) if value is None or round(value, 2) <= 0 else "+" + number2(value)


def share(value: float | None) -> str:
    """As whole per cent."""
    return "–" if value is None else format_percent(value, "#,##0 %")


@dataclass(frozen=True)
class DimensionResult:
    """One dimension's results as a page shows them. Charts are None where too few people ranked."""

    key: str
    title: Translated
    ballots: int
    is_small: bool
    chart: Chart | None
    rows: list[dict[str, Any]]
    groups: Chart | None
    agreement: float | None
    by_chance: float | None
    doubts: list[str]
    rule: str
    size: int  # how many places are looked at as chosen
    has_checks: bool


def ranking_view(results: Mapping[str, Any], titles: Titles, *, is_insider: bool) -> list[DimensionResult]:
    """The results of a closed round. Outsiders see nothing of a dimension that too few people ranked."""
    return [_dimension(key, told, titles, is_insider) for key, told in results.items()]


def _dimension(key: str, told: Mapping[str, Any], titles: Titles, is_insider: bool) -> DimensionResult:
    shows = bool(told["ballots"]) and (is_insider or not told["is_small"])
    names = {item: translate(titles.get(item, {"en": "–"})) for item in told["items"]}
    order = told["order"] if shows else []
    terms = told.get("terms") or asdict(Terms())  # rounds were counted by Kemeny's rule before it could be chosen
    sure = told.get("certainty", {})
    return DimensionResult(
        key=key,
        title=DIMENSION_TITLES[key],
        ballots=told["ballots"],
        is_small=told["is_small"],
        chart=_shares(key, told, names) if shows else None,
        rows=[
            {
                "title": titles.get(item, {}),
                "probability": sure[item]["probability"] if sure else None,
                **told["rows"][item],
            }
            for item in order
        ],
        groups=_groups(key, told, names) if shows and len(told["groups"]) > 1 else None,
        agreement=told["agreement"]["w"] if shows else None,
        by_chance=told["agreement"]["by_chance"] if shows else None,
        doubts=[say(f"selection.doubt.{code}") for code in told["warnings"]],
        rule=terms["rule"],
        size=min(terms["places"], len(told["items"])),
        has_checks="rules" in told,
    )


def _shares(key: str, told: Mapping[str, Any], names: Mapping[str, str]) -> Chart:
    bars = [Bar(names[item], told["rows"][item]["borda"]) for item in told["order"]]
    title = _("%(dimension)s: share of comparisons won", dimension=translate(DIMENSION_TITLES[key]))
    headers = (_("Candidate"), _("Comparisons won"))
    return bar_chart(title, bars, headers=headers, maximum=1.0, show=share, ident=f"shares-{key}")


def _groups(key: str, told: Mapping[str, Any], names: Mapping[str, str]) -> Chart:
    groups = list(told["groups"])
    return heat_grid(
        _("%(dimension)s: comparisons won, by group", dimension=translate(DIMENSION_TITLES[key])),
        [names[item] for item in told["order"]],
        [_("%(group)s (%(count)s)", group=group_name(name), count=told["groups"][name]) for name in groups],
        [[told["group_shares"][name][item] for name in groups] for item in told["order"]],
        corner=_("Candidate"),
        show=share,
        ident=f"groups-{key}",
    )


def totals_chart(lines: Sequence[Line]) -> Chart:
    """Weighted totals of 100, best first."""
    bars = [Bar(translate(line.title), line.total) for line in lines]
    headers = (_("Candidate"), _("Total of 100"))
    return bar_chart(_("Weighted totals"), bars, headers=headers, maximum=100, show=number, ident="totals")


def means_chart(lines: Sequence[Line], criteria: Sequence[Any]) -> Chart:
    """Mean marks, candidate by criterion."""
    return heat_grid(
        _("Mean marks, 0 to 4"),
        [translate(line.title) for line in lines],
        [translate(criterion.title) for criterion in criteria],
        [[line.means.get(criterion.key) for criterion in criteria] for line in lines],
        corner=_("Candidate"),
        maximum=4.0,
        show=number,
        ident="means",
    )


def doubts(proposal: Mapping[str, Any]) -> list[str]:
    """What a reader of the proposal should know."""
    return [say(f"selection.doubt.{code}") for code in proposal["warnings"]]
