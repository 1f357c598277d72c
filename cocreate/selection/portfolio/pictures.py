"""Pictures of the portfolio with equal tables: candidates beside challenges, and how far each candidate reaches."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from cocreate.selection.portfolio.queries import Portfolio
from cocreate.web.charts import MOST_COLUMNS, Chart, heat_grid
from cocreate.web.language import spoken


def coverage_chart(portfolio: Portfolio) -> Chart | None:
    """The matrix of candidates and challenges; None where there is nothing to draw, or too much."""
    if not portfolio.sids or not 0 < len(portfolio.challenges) <= MOST_COLUMNS:
        return None
    values = [[strength or None for strength in portfolio.strengths(sid)] for sid in portfolio.sids]
    return heat_grid(
        _("Challenges that each candidate serves, from 1 (a little) to 3 (strongly)"),
        [spoken(sid.title) for sid in portfolio.sids],
        [spoken(challenge.title) for challenge in portfolio.challenges],
        values,
        corner=_("Candidate"),
        maximum=3.0,
        show=lambda value: format_decimal(round(value)),
        ident="coverage",
    )
