"""Words of the portfolio: what the codes of its rules are called on a page."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from cocreate.selection.portfolio.queries import Basis
from cocreate.selection.portfolio.rules import MoveKind, Suggested
from cocreate.web.messages import register

STRENGTH_NAMES = {0: _l("not at all"), 1: _l("a little"), 2: _l("clearly"), 3: _l("strongly")}
MOVE_NAMES = {
    MoveKind.EXCLUDE: _l("Excluded"),
    MoveKind.MERGE: _l("Merged"),
    MoveKind.SPLIT: _l("Split"),
    MoveKind.TRANSVERSAL: _l("Made transversal"),
    MoveKind.THEMATIC: _l("Made a domain of its own again"),
}
PASSAGE_NAMES = {
    "kept": _l("Kept"),
    "open": _l("Still open"),
    MoveKind.EXCLUDE: _l("Excluded"),
    MoveKind.MERGE: _l("Taken up in others"),
    MoveKind.SPLIT: _l("Split"),
    MoveKind.TRANSVERSAL: _l("Kept as transversal"),
    MoveKind.THEMATIC: _l("Kept as a domain of its own"),
}
ACT_NAMES = {
    MoveKind.EXCLUDE: _l("Exclude"),
    MoveKind.MERGE: _l("Let others take it up"),
    MoveKind.SPLIT: _l("Split"),
    MoveKind.TRANSVERSAL: _l("Make it transversal"),
    MoveKind.THEMATIC: _l("Make it a domain of its own"),
}
ACT_HELP = {
    MoveKind.EXCLUDE: _l("It leaves the shortlist. It stays in the record with your reason."),
    MoveKind.MERGE: _l("It is no domain of its own: it lives on in one or several others that are kept."),
    MoveKind.SPLIT: _l("Several candidates take its place."),
    MoveKind.TRANSVERSAL: _l("It is kept, not as one more theme, but as a lever that serves all the others."),
    MoveKind.THEMATIC: _l("It stands beside the others, as a domain of its own."),
}
BASIS_WORDS = {
    Basis.LIST: _l("Nothing is proposed yet: every candidate on the list counts."),
    Basis.PROPOSAL: _l("Those on the proposed shortlist count as chosen."),
    Basis.DRAFT: _l("Those that the draft of the decision keeps count as chosen."),
    Basis.DECISION: _l("Those on the published shortlist count as chosen."),
}
register(
    selection__link__unknown=_l("Please choose one of the strengths for each challenge."),
    selection__link__incomplete=_l("Some links have no reason yet."),
    selection__link__needs_reason=_l("Please say why it serves this challenge."),
    selection__move__split_needs_two=_l("A candidate is split into two or three, each with a title."),
    selection__move__built_upon=_l("A later move rests on this one. Take that one back first."),
    selection__move__cards_since=_l("Cards were put behind what this move made, so it stays."),
    selection__move__undone_stays=_l("This candidate came from a move that was taken back, so it stays off the list."),
    selection__move__of_the_list=_l("A shortlist has been proposed since, so moves of the long list stay."),
    selection__move__not_of_the_list=_l("This move belongs to the decision; take it back there."),
    selection__move__nothing_proposed=_l("No shortlist has been proposed yet."),
    selection__move__others_live_in_it=_l("Other candidates are taken up in this one, so it stays on the shortlist."),
    selection__move__not_transversal=_l("This candidate is not transversal."),
    selection__move__choose_into=_l("Choose at least one other candidate that takes it up."),
    selection__move__into_dropped=_l("It can only be taken up in another candidate that is kept."),
)


def strength_name(strength: int) -> Any:
    """A strength in words."""
    return STRENGTH_NAMES[strength]


def move_name(kind: str) -> Any:
    """What was done, in words."""
    return MOVE_NAMES[MoveKind(kind)]


def suggestion_words(suggested: Suggested) -> str:
    """What a suggestion rests on, as a sentence that can stand as the reason."""
    cards = ngettext(
        "%(found)s of %(num)s card", "%(found)s of %(num)s cards", suggested.of.cards, found=suggested.found.cards
    )
    themes = ngettext(
        "%(found)s of %(num)s theme", "%(found)s of %(num)s themes", suggested.of.themes, found=suggested.found.themes
    )
    return _("%(cards)s and %(themes)s behind it belong to this challenge.", cards=cards, themes=themes)
