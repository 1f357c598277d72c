"""The balanced numbers of a page: by which weights, and what that costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from cocreate.analysis.weighting import Weighting, equal_shares, rake
from cocreate.process.rules import HelixCategory
from cocreate.survey.models import Consultation
from cocreate.survey.queries import Participation
from cocreate.survey.results.parts import SMALL, Grouping, Weights, decimal, number

CAP = 8.0  # nobody weighs more than so many average people


class Balance(StrEnum):
    """To what the answers are balanced."""

    EQUAL = "equal"  # one helix, one voice
    TARGETS = "targets"  # the shares that the recruitment aimed for


@dataclass(frozen=True)
class Balanced:
    """The weights, and sentences about them for the page."""

    weights: Weights
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]


def balance_of(
    people: Participation, consultation: Consultation, way: Balance, helix: Grouping, *, by_language: bool
) -> Balanced | None:
    """Weights by helix (and, where `by_language`, by language); None where there is nothing to balance.

    Groups that are hidden stay together, and they and whoever named no group keep the share that they have.
    """
    counts: dict[tuple[str, ...], int] = {}
    for (category, language), count in people.cells.items():
        cell = (helix.group_of(category), language if by_language else "")
        counts[cell] = counts.get(cell, 0) + count
    shown = {cell[0] for cell, count in counts.items() if count} - {"", SMALL}
    if len(shown) < 2:
        return None
    targets = _targets(consultation, way, shown, by_language)
    if not targets[0] and not targets[1]:
        return None
    weighting = rake(counts, targets, cap=CAP)
    weights = {
        (category, language): weighting.weights[helix.group_of(category), language if by_language else ""]
        for (category, language), count in people.cells.items()
        if count
    }
    return Balanced(weights, _told(weighting, way), _warned(weighting, helix))


def _targets(
    consultation: Consultation, way: Balance, shown: set[str], by_language: bool
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    if way is Balance.EQUAL:
        return equal_shares([category.value for category in HelixCategory if category.value in shown]), {}
    wanted = {key: _shares(consultation.targets.get(key)) for key in ("helix", "language")}
    return wanted["helix"], wanted["language"] if by_language else {}


def has_targets(consultation: Consultation) -> bool:
    """Whether the recruitment aims for shares of the helix."""
    return bool(_shares(consultation.targets.get("helix")))


def _shares(told: object) -> dict[str, float]:
    """Targets as the recruitment meter keeps them: category -> number of answers wanted."""
    if not isinstance(told, Mapping):
        return {}
    return {str(key): float(n) for key, n in told.items() if isinstance(n, int | float) and n > 0}


def _told(weighting: Weighting, way: Balance) -> tuple[str, ...]:
    said = (
        _("Balanced: as the numbers would be if every group had the same weight.")
        if way is Balance.EQUAL
        else _("Balanced: as the numbers would be if the groups had the shares that were aimed for.")
    )
    cost = _(
        "Weighting costs certainty: %(base)s respondents then tell as much as %(effective)s would without it (design "
        "effect %(deff)s).",
        base=number(weighting.base),
        effective=number(round(weighting.effective_size)),
        deff=decimal(weighting.design_effect),
    )
    return said, cost


def _warned(weighting: Weighting, helix: Grouping) -> tuple[str, ...]:
    found = []
    if "weights_uneven" in weighting.warnings:
        found.append(
            _("More than half of the certainty is lost to weighting: take the balanced numbers with great care.")
        )
    if weighting.missing:
        names = ", ".join(helix.name_of(category) for dimension, category in weighting.missing if dimension == 0)
        if names:
            found.append(
                _("Nobody, or too few, answered from: %(names)s. Their share went to the others.", names=names)
            )
    if weighting.trimmed:
        found.append(_("Weights are cut at %(cap)s, so the aimed shares are not quite met.", cap=decimal(CAP, 0)))
    if "not_converged" in weighting.warnings:
        found.append(_("The aimed shares exclude each other among those who answered; they are met as well as can be."))
    return tuple(found)
