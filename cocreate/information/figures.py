"""The figures of a sheet: every number that its sentences may hold, with its name and where it comes from."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from cocreate.core.ids import digest
from cocreate.ecosystem.labels import PART_NAMES
from cocreate.information.material import Asked, Material, Standing
from cocreate.information.rules import Figure, FigureKind
from cocreate.process.evidence.periods import place_of
from cocreate.process.models import Evidence
from cocreate.web.language import language_of, translate
from cocreate.web.messages import say

CERTAIN = "95 %"


def figures_of(material: Material) -> dict[str, Figure]:
    """By key, in the order of the sheet, named in the language at hand."""
    found: list[Figure] = [
        Figure(
            "challenges",
            len(material.around.challenges),
            FigureKind.COUNT,
            _("Challenges of the process"),
            material.around.process.ref,
        )
    ]
    if material.around.asked is not None:
        found += _of_consultation(material.around.asked)
        if material.standing is not None:
            found += _of_ranking(material.standing, material.around.asked)
    found += _of_evidence(material.indicators, "indicator")
    found += _of_evidence(material.around.region, "region")
    found += _of_challenge(material)
    return {figure.key: figure for figure in found}


def _of_consultation(asked: Asked) -> Iterable[Figure]:
    source = asked.consultation.ref
    yield Figure("consultation.people", asked.people, FigureKind.COUNT, _("People who answered"), source)
    for helix, count in asked.by_helix.items():
        if helix and isinstance(count, int):
            name = _("Share of the respondents: %(group)s", group=say(f"helix.{helix}"))
            share = round(count / asked.people, 4)
            yield Figure(f"consultation.{helix}", share, FigureKind.SHARE, name, source)


def _of_ranking(told: Standing, asked: Asked) -> Iterable[Figure]:
    source = asked.consultation.ref
    yield Figure("ranking.people", told.ballots, FigureKind.COUNT, _("People who put the challenges in order"), source)
    yield Figure("ranking.place", told.place, FigureKind.COUNT, _("Place in the order of the respondents"), source)
    yield Figure(
        "ranking.places",
        str(told.best) if told.best == told.worst else f"{told.best}–{told.worst}",
        FigureKind.WORDS,
        _("Places that cannot be ruled out (at %(level)s certainty)", level=CERTAIN),
        source,
    )
    yield Figure("ranking.of", told.of, FigureKind.COUNT, _("Challenges that were put in order"), source)
    for key, value, name in (
        ("share", told.share, _("Share of comparisons that the challenge wins")),
        ("low", told.low, _("The same, lower bound at %(level)s certainty", level=CERTAIN)),
        ("high", told.high, _("The same, upper bound at %(level)s certainty", level=CERTAIN)),
    ):
        yield Figure(f"ranking.{key}", round(value, 4), FigureKind.SHARE, name, source)


def _of_evidence(rows: Iterable[Evidence], prefix: str) -> Iterable[Figure]:
    for row in rows:
        for series in row.series:
            if not series.numbers:
                continue
            period = max(series.numbers, key=place_of)
            name = ", ".join(part for part in (series.territory, period) if part)
            name += f" ({row.unit})" if row.unit else ""
            key, value = f"{prefix}.{row.public_id}.{place_key(series.territory)}", series.numbers[period]
            yield Figure(key, value, FigureKind.NUMBER, name, row.ref, translate(row.title), language_of(row.title))


def place_key(territory: str) -> str:
    """How a territory stands in a figure's key: the same wherever it stands in the list of values.

    >>> place_key("Région de Bruxelles-Capitale"), place_key("Athens") == place_key("athens")
    ('region_de_bruxelles_capitale_4ea27e', False)
    """
    letters = unicodedata.normalize("NFKD", territory).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return f"{name[:40]}_{digest(territory)[:6]}"


def _of_challenge(material: Material) -> Iterable[Figure]:
    row = material.challenge
    yield Figure("sub_challenges", len(row.sub_challenges), FigureKind.COUNT, _("Sub-challenges"), row.ref)
    for part, lines in material.strengths.items():
        if lines:
            name = _("Strengths: %(part)s", part=PART_NAMES[part])
            yield Figure(f"strengths.{part}", len(lines), FigureKind.COUNT, name, row.ref)
    if material.projects:
        yield Figure("projects", len(material.projects), FigureKind.COUNT, _("Proposed projects"), row.ref)
    if material.themes:
        process = material.around.process.ref
        answers = sum(theme.size for theme in material.themes)
        yield Figure("themes", len(material.themes), FigureKind.COUNT, _("Themes of the answers"), process)
        yield Figure("themes.answers", answers, FigureKind.COUNT, _("Answers in these themes"), process)
    for theme in material.themes:
        named = {"subject": translate(theme.title), "lang": language_of(theme.title)}
        key = f"theme.{theme.public_id}"
        yield Figure(key, theme.size, FigureKind.COUNT, _("answers in this theme"), theme.ref, **named)
    if material.fiche.links:
        yield Figure("links", len(material.fiche.links), FigureKind.COUNT, _("Links with other challenges"), row.ref)


def shown(told: Mapping[str, Any]) -> str:
    """A figure as people read it, from what a text remembers of it."""
    value, kind = told["value"], told["kind"]
    if kind == FigureKind.SHARE:
        return str(format_percent(value, "#,##0 %"))
    if kind == FigureKind.WORDS:
        return str(value)
    return str(format_decimal(float(f"{value:.6g}") if kind == FigureKind.NUMBER else value))


def all_shown(live: Mapping[str, Figure]) -> dict[str, str]:
    """Every figure of now as people read it."""
    return {key: shown(figure.kept) for key, figure in live.items()}
