"""What the closed lists of a board are called in the visitor's language."""

from typing import Any

from flask_babel import gettext as _

from cocreate.camp.labels import CARD_KINDS, ROUND_KINDS
from cocreate.camp.rules import Colour, LinkRelation, Reaction


def card_words() -> dict[str, Any]:
    """Words for the kinds, colours, reactions and relations of cards, and for the ways to vote on them."""
    return {
        "kinds": {kind: str(label) for kind, label in CARD_KINDS.items()},
        "ways_to_vote": {kind: str(label) for kind, label in ROUND_KINDS.items()},
        "colours": {
            Colour.IDEA: _("new idea"),
            Colour.AGREED: _("agreed"),
            Colour.DOUBT: _("doubtful"),
            Colour.QUESTION: _("open question"),
            Colour.URGENT: _("urgent"),
        },
        "reactions": {
            Reaction.LIKE: _("I like it"),
            Reaction.HEART: _("I love it"),
            Reaction.IDEA: _("It gives me an idea"),
            Reaction.QUESTION: _("I have a question"),
            Reaction.CONCERN: _("I am concerned"),
        },
        "relations": {
            LinkRelation.SUPPORTS: {"there": _("supports"), "back": _("is supported by")},
            LinkRelation.NEEDS: {"there": _("needs"), "back": _("is needed by")},
            LinkRelation.CONTRADICTS: {"there": _("contradicts"), "back": _("is contradicted by")},
            LinkRelation.PART_OF: {"there": _("is part of"), "back": _("consists of")},
        },
        # Kaner's gradients of agreement, from level 1 to level 8
        "gradient": [
            _("whole-hearted agreement"),
            _("agreement with a small reservation"),
            _("support with reservations"),
            _("abstention"),
            _("more talk is needed"),
            _("I do not like it, and will go along"),
            _("serious disagreement"),
            _("I cannot go along"),
        ],
    }
