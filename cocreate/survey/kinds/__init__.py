"""The kinds of question: one small class each, found by name. A new kind is a class, a template and a line here."""

from cocreate.survey.kinds.base import Ground, Kind, QuestionLike, ResultRow, Said
from cocreate.survey.kinds.choosing import Helix, MultipleChoice, SingleChoice
from cocreate.survey.kinds.files import Files
from cocreate.survey.kinds.lists import CompleteList, TextPerChallenge
from cocreate.survey.kinds.numbers import Date, Number
from cocreate.survey.kinds.places import MapPoint
from cocreate.survey.kinds.plain import Consent, Information, Page
from cocreate.survey.kinds.project import Project
from cocreate.survey.kinds.ranking import RankChallenges, Ranking
from cocreate.survey.kinds.scales import Matrix, Points, Scale
from cocreate.survey.kinds.texts import LongText, ShortText, ShortTexts
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
