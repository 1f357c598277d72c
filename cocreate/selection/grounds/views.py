"""What pages show of the grounds: members' weights together, how they differ, and how far a weighing is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.choice import weights as weighing
from cocreate.core.db import Translated
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.grounds import queries as grounds
from cocreate.selection.grounds.rules import pooled
from cocreate.selection.models import CriteriaSet
from cocreate.web.charts import Chart, Interval, interval_chart
from cocreate.web.language import translate


@dataclass(frozen=True)
class Row:
    """One criterion as the members weigh it together, in shares of 1."""

    title: Translated
    share: float
    lowest: float
    highest: float
    common: tuple[float, float] | None  # what every member could live with
    whole: int  # the share as a whole weight


@dataclass(frozen=True)
class Together:
    """The members' weights together, with how far apart they are."""

    rows: tuple[Row, ...]
    is_common: bool  # some weights lie within everybody's ranges on all criteria at once
    apart: float
    members: int
    chart: Chart


def together(session: Session, criteria_set: CriteriaSet) -> Together | None:
    """What the members say together; None while nobody may know."""
    members = grounds.member_weights(session, criteria_set)
    whole = pooled(members, [criterion.key for criterion in criteria_set.criteria])
    if whole is None:
        return None
    group = weighing.pool(members)
    rows = []
    for place, criterion in enumerate(criteria_set.criteria):
        low, high = group.lowest[place], group.highest[place]
        share = min(max(group.shares[place], low), high)  # else a mean of equal shares can lie a bit beside them
        rows.append(Row(criterion.title, share, low, high, group.common[place], whole[criterion.key]))
    return Together(tuple(rows), group.is_common, group.apart, group.members, _chart(rows))


def _chart(rows: Sequence[Row]) -> Chart:
    return interval_chart(
        _("What the members say the criteria weigh: together, and between which weights"),
        [Interval(translate(row.title), row.share, row.lowest, row.highest) for row in rows],
        headers=(_("Criterion"), _("Together"), _("Lowest"), _("Highest")),
        maximum=max(0.5, *(row.highest for row in rows)),
        show=per_cent,
        ident="weights-together",
    )


def per_cent(share: float) -> str:
    """A share of 1 as per cent, with one decimal where it has one."""
    return _("%(number)s %%", number=format_decimal(round(100 * share, 1)))


def standing(session: Session, process: Process, criteria_set: CriteriaSet) -> dict[str, Any]:
    """What the organisers' page of the criteria says of rankings, weighing and versions."""
    found = grounds.weighing_of(session, criteria_set)
    return {
        "rounds": grounds.rounds_to_count(session, process),
        "crowd_round": grounds.crowd_round(session, criteria_set),
        "weighing": found,
        "fits": found is None or grounds.fits(criteria_set, found),
        "settled": grounds.settled(session, criteria_set),
        "together": together(session, criteria_set),
        "versions": grounds.versions_of(session, criteria_set),
    }


def who_is_done(session: Session, process: Process, criteria_set: CriteriaSet) -> list[tuple[str, bool]]:
    """Each member by name, and whether they gave weights; not which."""
    found = grounds.weighing_of(session, criteria_set)
    done = grounds.who_weighed(session, found) if found is not None else set()
    return [(user.name or user.email, user.id in done) for user in queries.committee(session, process)]


def titles_of(criteria_set: CriteriaSet) -> Mapping[str, Translated]:
    """The criteria's titles by key, in order."""
    return {criterion.key: criterion.title for criterion in criteria_set.criteria}
