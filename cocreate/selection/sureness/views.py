"""What the pages show of how sure a shortlist is: pictures with equal tables, and the words of its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.core.db import Translated
from cocreate.selection.labels import group_name
from cocreate.selection.queries import Line
from cocreate.selection.sureness.glance import Band, Told, band_of, glance
from cocreate.selection.views import share
from cocreate.web.charts import MOST_COLUMNS, Bar, Chart, Cut, bar_chart, heat_grid
from cocreate.web.language import spoken

Titles = Mapping[str, Translated]

BANDS = {
    Band.CERTAIN: _l("as good as certain"),
    Band.LIKELY: _l("likely"),
    Band.OPEN: _l("open"),
    Band.UNLIKELY: _l("unlikely"),
    Band.NONE: _l("hardly any chance"),
}
KINDS = {
    "criterion": _l("Without one criterion"),
    "assessor": _l("Without one member’s marks"),
    "member": _l("Without one member’s weights"),
    "helix": _l("Without one group of participants"),
    "weights": _l("With other weights"),
    "rule": _l("By another rule"),
}
WHATS = {
    "weights:equal": _l("Equal weights"),
    "weights:members": _l("The members’ mean weights"),
    "rule:topsis": _l("TOPSIS: nearness to the best and distance from the worst"),
    "rule:promethee": _l("PROMETHEE II: how often better, pair by pair"),
    "rule:own_orders": _l("Each member’s own order, counted by Schulze’s rule"),
    "rule:without_leanings": _l("Marks without each member’s mildness or strictness"),
}
SHORT = {
    "weights:equal": _l("Equal weights"),
    "weights:members": _l("Members’ mean"),
    "rule:topsis": _l("TOPSIS"),
    "rule:promethee": _l("PROMETHEE"),
    "rule:own_orders": _l("Own orders"),
    "rule:without_leanings": _l("Leanings off"),
}


def named(titles: Titles, lines: Iterable[Line]) -> dict[str, Translated]:
    """All candidates by the names under which they were adopted, where they were."""
    return {**titles, **{line.sid.public_id: line.title for line in lines}}


def at_a_glance(told: Told, titles: Titles) -> dict[str, Any]:
    """What `selection/sureness/_glance.html` reads."""
    seen = {"glance": glance(told), "picture": chance_picture(told, titles)}
    return {"told": told, "titles": titles, "chance_said": chance_said, **seen}


def chance_said(chance: float) -> str:
    """As whole per cent; what is not quite certain does not read as if it were."""
    if 0 < chance < 0.005:
        return _("less than %(share)s", share=share(0.01))
    return _("more than %(share)s", share=share(0.99)) if 0.995 <= chance < 1 else share(chance)


def weight_said(value: float | None) -> str:
    """A weight of 100, with a decimal where it has one."""
    return "–" if value is None else format_decimal(round(value, 1), "#,##0.#")


def what_of(line: Told, criteria: Titles) -> Any:
    """What a variation left out or used instead: a translated title, or words of the interface."""
    kind, what = line["kind"], line["what"]
    if kind == "criterion":
        return criteria.get(what, {})
    if kind == "helix":
        return group_name(what)
    if kind in ("assessor", "member"):
        return _("Member %(number)s", number=what.removeprefix("m"))
    return WHATS[f"{kind}:{what}"]


def chance_picture(told: Told, titles: Titles) -> Chart:
    """A line per candidate with its chance of a place, and where the cut lies. The table says the same in words."""
    names = [spoken(titles[name]) for name in told["order"]]
    chances = [told["certainty"][name]["probability"] for name in told["order"]]
    bars = [Bar(name, chance) for name, chance in zip(names, chances, strict=True)]
    made = bar_chart(
        _("Chance of a place on the shortlist, in the order of the totals"),
        bars,
        headers=(_("Candidate"), _("Chance")),
        maximum=1.0,
        cuts=_cuts(told),
        show=chance_said,
        ident="chance",
    )
    headers = (
        _("Candidate"),
        _("Chance of a place"),
        _("In words"),
        _("Places in nine draws of ten"),
        _("By the totals"),
    )
    rows = [_row(told, name, title) for name, title in zip(told["order"], names, strict=True)]
    return replace(made, headers=headers, rows=tuple(rows))


def _row(told: Told, name: str, title: str) -> tuple[str, ...]:
    found, place = told["certainty"][name], told["rows"][name]["place"]
    if found["probability"] is None:
        return (title, "–", "–", "–", "–")
    span = _("%(best)s to %(worst)s", best=found["best_place"], worst=found["worst_place"])
    span = str(found["best_place"]) if found["best_place"] == found["worst_place"] else span
    place_said = _("place %(place)s", place=place)
    return (title, chance_said(found["probability"]), str(BANDS[band_of(found["probability"])]), span, place_said)


def _cuts(told: Told) -> list[Cut]:
    """One line below those proposed; with a tie a second one below the candidates that are equal there."""
    selected, tied, open_places = len(told["selected"]), len(told["tied_at_cut"]), told["open_places"]
    if not tied:
        label = ngettext("the cut: %(num)s place above this line", "the cut: %(num)s places above this line", selected)
        return [Cut(selected, label)]
    label = ngettext(
        "below, equal by the totals, for %(num)s place", "below, equal by the totals, for %(num)s places", open_places
    )
    return [Cut(selected, label), Cut(selected + tied, _("the cut"))]


def places_grid(told: Told, titles: Titles) -> dict[str, Any] | None:
    """How often each candidate takes each place: a picture, or a table alone where there are more places than fit one;
    None where fewer than two candidates have marks."""
    known = [name for name in told["order"] if told["certainty"][name]["places"] is not None]
    if len(known) < 2:
        return None
    title, corner = _("How often each candidate takes each place"), _("Candidate")
    names = [spoken(titles[name]) for name in known]
    columns = [str(place) for place in range(1, len(known) + 1)]
    values = [told["certainty"][name]["places"] for name in known]
    if len(known) <= MOST_COLUMNS:
        made = heat_grid(title, names, columns, values, corner=corner, show=_percent, ident="acceptability")
        return {"chart": made}
    rows = [[name, *map(_percent, line)] for name, line in zip(names, values, strict=True)]
    return {"caption": title, "headers": [corner, *columns], "rows": rows}


def _percent(value: float) -> str:
    """Whole per cents without the sign, as columns are narrow."""
    return "<1" if 0 < value < 0.005 else format_decimal(round(100 * value))


def rule_table(told: Told, titles: Titles, rules: Mapping[str, Mapping[str, int | None]]) -> dict[str, Any]:
    """Places by every rule, beside those by the set weights: headers and rows."""
    headers = [_("Candidate"), _("Set weights"), *(SHORT[key] for key in rules)]
    rows = [
        [spoken(titles[name]), told["rows"][name]["place"] or "–", *(rule[name] or "–" for rule in rules.values())]
        for name in told["order"]
    ]
    return {"headers": headers, "rows": rows}


def moves(told: Told, swap: Told, criteria: Titles) -> list[dict[str, Any]]:
    """The weights before and after the smallest change that levels two candidates, those that change."""
    whole = sum(told["weights"].values())
    now = {key: weight / whole for key, weight in told["weights"].items()}
    after = dict(zip(now, swap["weights"] or now.values(), strict=True))
    return [
        {"title": criteria.get(key, {}), "before": weight_said(100 * now[key]), "after": weight_said(100 * after[key])}
        for key in now
        if abs(after[key] - now[key]) > 1e-9
    ]


def stable_rows(told: Told, criteria: Titles) -> list[dict[str, Any]]:
    """Between which weights the shortlist stays, criterion by criterion."""
    return [
        {
            "title": criteria.get(line["criterion"], {}),
            "share": weight_said(100 * line["share"]),
            "low": weight_said(100 * line["low"]),
            "high": weight_said(100 * line["high"]),
            "below": line["nearest_low"],
            "above": line["nearest_high"],
        }
        for line in told.get("stable_weights", ())
    ]
