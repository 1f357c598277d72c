"""Closed lists of the analysis: where a theme stands and belongs, and which questions hold statements to vote on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cocreate.survey.rules import QuestionKind


class ThemeState(StrEnum):
    """A theme is proposed by the machine; everything after that is a person's decision."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"  # became part of another theme


class Belonging(StrEnum):
    """Where an accepted theme belongs."""

    CHALLENGE = "challenge"
    SUB_CHALLENGE = "sub_challenge"
    TRANSVERSAL = "transversal"  # cuts across all challenges
    NEW = "new"  # no challenge speaks of it yet


class CameBy(StrEnum):
    """Who put an answer into a theme."""

    RUN = "run"  # the reading that found the theme
    JOINED = "joined"  # the machine, when the answer came after the reading
    PERSON = "person"


NOT_READ = "not_read"  # the class of answers that came after the reading and joined no theme
SAME_THEME = 0.5  # share of common answers from which a theme of a new run is the decided theme of the run before
USUAL_FAMILIES = 6  # of a question's themes, when nobody moved the slider


@dataclass(frozen=True)
class Choice:
    """The filter of the board and of the map, as its form says it; "" is everything."""

    question: str = ""
    helix: str = ""
    language: str = ""
    state: str = ""
    families: int = USUAL_FAMILIES

    @property
    def values(self) -> dict[str, str]:
        """For addresses: what differs from everything."""
        said = {name: getattr(self, name) for name in ("question", "helix", "language", "state")}
        found = {name: value for name, value in said.items() if value}
        return found | ({} if self.families == USUAL_FAMILIES else {"families": str(self.families)})

    def about(self, question: str) -> "Choice":
        """The same of one question."""
        return replace(self, question=question)

    def answers_of(self, question: str) -> dict[str, str]:
        """For the address of a list of answers to one question, of the same people."""
        found = {"question": question, "helix": self.helix, "language": self.language}
        return {name: value for name, value in found.items() if value}


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
