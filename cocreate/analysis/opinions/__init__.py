"""Opinion groups: who votes alike on statements, what unites the groups and what divides them.

The question and much of the method are those of Polis (Small et al., "Polis: Scaling deliberation by mapping high
dimensional opinion spaces", 2021).
"""

from cocreate.analysis.opinions.report import (
    GroupResult,
    OpinionReport,
    Settings,
    StatementResult,
    analyse_votes,
)
from cocreate.analysis.opinions.statements import Counts, Representative
from cocreate.analysis.opinions.votes import AGREE, DISAGREE, PASS, VoteTable

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Counts",
    "GroupResult",
    "OpinionReport",
    "Representative",
    "Settings",
    "StatementResult",
    "VoteTable",
    "analyse_votes",
]
