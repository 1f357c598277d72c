"""The challenges of the process in somebody's order of priority."""

from collections.abc import Mapping
from typing import Any

from cocreate.analysis.choice.ballots import Ballot
from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.kinds.ranking import Ranking, ballot
from cocreate.survey.rules import QuestionKind


class RankChallenges(Ranking):
    """A place per challenge; nobody has to have an opinion on them."""

    name = QuestionKind.RANK_CHALLENGES
    needs_challenges = True
    unknown = "survey.answer.unknown_challenge"

    def allows_no_opinion(self, question: QuestionLike) -> bool:
        return True


def ballot_of(value: Mapping[str, Any], ground: Ground, helix: str, count: float = 1) -> Ballot:
    """A stored ranking of challenges as the analysis reads it."""
    return ballot(value, ground.titles(), helix, count)
