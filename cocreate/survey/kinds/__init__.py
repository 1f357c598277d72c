"""The kinds of question: one small class each, found by name. A new kind is a class, a template and a line here."""

from cocreate.survey.kinds.base import Ground, Kind, QuestionLike, ResultRow, Said
from cocreate.survey.kinds.complete_list import CompleteList
from cocreate.survey.kinds.consent import Consent
from cocreate.survey.kinds.date import Date
from cocreate.survey.kinds.files import Files
from cocreate.survey.kinds.helix import Helix
from cocreate.survey.kinds.information import Information
from cocreate.survey.kinds.long_text import LongText
from cocreate.survey.kinds.map_point import MapPoint
from cocreate.survey.kinds.matrix import Matrix
from cocreate.survey.kinds.multiple_choice import MultipleChoice
from cocreate.survey.kinds.number import Number
from cocreate.survey.kinds.page import Page
from cocreate.survey.kinds.points import Points
from cocreate.survey.kinds.project import Project
from cocreate.survey.kinds.rank_challenges import RankChallenges
from cocreate.survey.kinds.ranking import Ranking
from cocreate.survey.kinds.scale import Scale
from cocreate.survey.kinds.short_text import ShortText
from cocreate.survey.kinds.short_texts import ShortTexts
from cocreate.survey.kinds.single_choice import SingleChoice
from cocreate.survey.kinds.text_per_challenge import TextPerChallenge
from cocreate.survey.rules import QuestionKind

_ALL: tuple[Kind, ...] = (
    RankChallenges(),
    SingleChoice(),
    MultipleChoice(),
    Scale(),
    Matrix(),
    Ranking(),
    Points(),
    LongText(),
    TextPerChallenge(),
    Project(),
    Helix(),
    Page(),
    Information(),
    ShortText(),
    ShortTexts(),
    CompleteList(),
    Number(),
    Date(),
    Files(),
    MapPoint(),
    Consent(),
)
KINDS: dict[QuestionKind, Kind] = {kind.name: kind for kind in _ALL}


def kind_of(question: QuestionLike) -> Kind:
    """The kind of a question."""
    return KINDS[QuestionKind(question.kind)]


__all__ = ["KINDS", "Ground", "Kind", "QuestionLike", "ResultRow", "Said", "kind_of"]
