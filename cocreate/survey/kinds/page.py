"""Where a new page of the questionnaire begins; its title and help stand at the top of that page."""

from cocreate.survey.kinds.information import Silent
from cocreate.survey.rules import QuestionKind


class Page(Silent):
    """The break between two pages."""

    name = QuestionKind.PAGE
