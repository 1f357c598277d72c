"""The gallery of the kinds of question, in groups, each with a line that says what it is good for."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.survey.kinds import KINDS
from cocreate.survey.rules import QuestionKind as Kind

GROUPS: tuple[tuple[Any, tuple[Kind, ...]], ...] = (
    (_l("To choose"), (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.SCALE, Kind.MATRIX)),
    (_l("To weigh"), (Kind.RANKING, Kind.POINTS)),
    (_l("To write"), (Kind.LONG_TEXT, Kind.SHORT_TEXT, Kind.SHORT_TEXTS)),
    (
        _l("About the challenges of the process"),
        (Kind.RANK_CHALLENGES, Kind.TEXT_PER_CHALLENGE, Kind.COMPLETE_LIST, Kind.PROJECT),
    ),
    (_l("Facts"), (Kind.HELIX, Kind.NUMBER, Kind.DATE, Kind.MAP_POINT, Kind.FILES)),
    (_l("To structure"), (Kind.PAGE, Kind.INFORMATION, Kind.CONSENT)),
)
GOOD_FOR: Mapping[Kind, Any] = {
    Kind.SINGLE_CHOICE: _l("One answer of a list, a menu or a row of buttons; with “other” and a comment if you like."),
    Kind.MULTIPLE_CHOICE: _l("Several answers of a list, with a smallest and a largest number."),
    Kind.SCALE: _l("A number from low to high, with words at its ends: agreement, satisfaction, stars."),
    Kind.MATRIX: _l("The same answers for several things, one line each."),
    Kind.RANKING: _l("Putting your own list in order; two may share a place."),
    Kind.POINTS: _l("Dividing a number of points, to show how much more one matters than another."),
    Kind.LONG_TEXT: _l("Words of one’s own; the analysis finds the themes in them."),
    Kind.SHORT_TEXT: _l("One line: a name, an e-mail address, a postcode."),
    Kind.SHORT_TEXTS: _l("Several short lines, each with its own label."),
    Kind.RANK_CHALLENGES: _l("Which challenges matter most: choose, then order."),
    Kind.TEXT_PER_CHALLENGE: _l("A text for each challenge: who or what can help?"),
    Kind.COMPLETE_LIST: _l(
        "Shows the parts and assets of each challenge; people mark what matters and add what is missing."
    ),
    Kind.PROJECT: _l("An idea for a project, with the actors to involve."),
    Kind.HELIX: _l(
        "Business, research, public service, association or citizen: shows who is heard and who is missing."
    ),
    Kind.NUMBER: _l("A number with limits and a unit."),
    Kind.DATE: _l("A day, with the hour if you like."),
    Kind.MAP_POINT: _l("A place on a map."),
    Kind.FILES: _l("Files that people hand in."),
    Kind.PAGE: _l("Begins a new page, with a title of its own."),
    Kind.INFORMATION: _l("A text, a picture or files to read; nothing to answer."),
    Kind.CONSENT: _l("A box to tick in agreement."),
}


def gallery() -> list[tuple[Any, list[tuple[Kind, Any]]]]:
    """Groups with the kinds that this installation has, and what each is good for."""
    found = [(label, [(kind, GOOD_FOR[kind]) for kind in kinds if kind in KINDS]) for label, kinds in GROUPS]
    return [(label, kinds) for label, kinds in found if kinds]
