"""The challenges of the process in somebody's order of priority."""

from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.kinds.ranking import Ranking
from cocreate.survey.rules import QuestionKind


class RankChallenges(Ranking):
    """A place per challenge; nobody has to have an opinion on them."""

    name = QuestionKind.RANK_CHALLENGES
    needs_challenges = True
    unknown = "survey.answer.unknown_challenge"

    def allows_no_opinion(self, question: QuestionLike) -> bool:
        return True
