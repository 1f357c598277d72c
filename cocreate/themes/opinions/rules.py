"""Which questions hold statements to vote on: a table whose columns are agreeing, passing and disagreeing."""

from collections.abc import Mapping
from typing import Any

from cocreate.survey.rules import QuestionKind

FEWEST_STATEMENTS = 3  # fewer make no plane
_SAYS: Mapping[str, int] = {
    "agree": 1,
    "strongly_agree": 1,
    "rather_agree": 1,
    "pass": 0,
    "neutral": 0,
    "unsure": 0,
    "no_opinion": 0,
    "rather_disagree": -1,
    "strongly_disagree": -1,
    "disagree": -1,
}


def votes_by_column(kind: str, options: Mapping[str, Any]) -> dict[str, int]:
    """Column -> vote (1 agrees, 0 passes, -1 disagrees) of such a question; empty for any other.

    >>> columns = [{"key": "agree"}, {"key": "pass"}, {"key": "disagree"}]
    >>> votes_by_column("matrix", {"columns": columns, "rows": [{"key": k} for k in "abc"]})
    {'agree': 1, 'pass': 0, 'disagree': -1}
    >>> votes_by_column("matrix", {"columns": [{"key": "good"}, {"key": "bad"}], "rows": [{"key": k} for k in "abc"]})
    {}
    """
    keys = [column["key"] for column in options.get("columns", [])]
    if kind != QuestionKind.MATRIX or options.get("multiple") or len(options.get("rows", [])) < FEWEST_STATEMENTS:
        return {}
    found = {key: _SAYS[key] for key in keys if key in _SAYS}
    return found if len(found) == len(keys) and {1, -1} <= set(found.values()) else {}
