"""What the process stage says when it refuses something, and its words for cells, outcomes and remarks."""

from flask_babel import lazy_gettext as _l

from cocreate.process.rules import Answered, CommentKind, Outcome
from cocreate.web.messages import register

register(
    process__phase__order=_l("A phase must end after it starts."),
    process__minimum_cell__promised=_l(
        "People have answered on the promise of this smallest published group. It can grow now, but not shrink."
    ),
    process__minimum_cell__range=_l("The smallest published group is a number from 1 to 50."),
    process__challenge__consulted=_l("People have already been asked about this challenge, so it stays."),
)
register(
    evidence__context__used=_l("A challenge came from a cell of the matching matrix here. Take that back first."),
    matrix__strength=_l("A strength is a number from 0 to %(most)s."),
    matrix__reason=_l("Please say why the two have to do with each other."),
    matrix__used=_l("A challenge came from this cell. Take that back first."),
    matrix__no_cells=_l("Please tick at least one cell."),
    matrix__no_title=_l("A new draft challenge needs a title, in at least one language."),
    fiche__link__itself=_l("A challenge cannot be linked with itself."),
    fiche__link__reason=_l("Please say why the two hang together."),
    validation__votes=_l("%(votes)s votes do not fit %(present)s members present."),
    validation__text=_l("Please write something, in at most %(limit)s characters."),
    validation__answer=_l("Please say why it is not taken up."),
    validation__outcome=_l("This is no decision that the committee can take."),
    validation__reason=_l("Please give a reason, in at least one language."),
    validation__listed=_l("Everybody sees this challenge already. Hide the process before it is set aside."),
    validation__over=_l("This was decided already."),
    validation__missing=_l(
        "%(count)s challenges are neither validated by the committee nor opened by an exception: see Validation."
    ),
    evidence__url=_l("An address on the web begins with https:// or http://."),
    evidence__quotes=_l("At most %(most)s quotes, each of at most %(longest)s characters."),
    evidence__typed__line=_l("Values, line %(line)s: “%(said)s” is not of the form territory; year; value."),
    evidence__table__nothing=_l("Please choose a file, or paste a table."),
    evidence__table__no_indicator=_l(
        "This table has no column with the name of the indicator. Call it “indicator”, or bring SDMX-CSV."
    ),
    evidence__table__no_values=_l("This table has no values: it needs columns “year” and “value”, or a column a year."),
    evidence__table__too_many=_l("These are more than %(limit)s values. Please bring a smaller table."),
    evidence__line__no_name=_l("has no name of an indicator"),
    evidence__line__period=_l("has a period that is none"),
    evidence__line__value=_l("has a value that is no number"),
)

# The families of the quadruple helix, as codes `helix.<category>`; "" is somebody who did not say.
register(
    helix__business=_l("Businesses"),
    helix__research=_l("Researchers and academics"),
    helix__public_sector=_l("Public bodies"),
    helix__civil_society=_l("Associations"),
    helix__citizen=_l("Citizens"),
    helix__other=_l("Other"),
    helix__=_l("Not said"),
)


STRENGTHS = {0: _l("Nothing"), 1: _l("A little"), 2: _l("Clearly"), 3: _l("Strongly")}


def dots(strength: int) -> str:
    """A strength as three dots, as many filled.

    >>> dots(2)
    '●●○'
    """
    return "●" * strength + "○" * (3 - strength)


OUTCOMES = {
    Outcome.ASKED: _l("Before the committee"),
    Outcome.VALIDATED: _l("Validated"),
    Outcome.CHANGES: _l("Sent back to be worked on"),
    Outcome.SET_ASIDE: _l("Set aside"),
    Outcome.EXCEPTION: _l("Opened by exception, not validated"),
}
REMARK_KINDS = {CommentKind.COMMENT: _l("A remark"), CommentKind.CHANGE: _l("A proposed change")}
ANSWERED = {Answered.TAKEN_UP: _l("Taken up"), Answered.NOT_TAKEN_UP: _l("Not taken up")}
