"""What the closed lists of a session and a board, and the events of a card, are called in the visitor's language."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.camp.rounds import SMALL
from cocreate.camp.rules import CardKind, Colour, LinkRelation, Reaction, RoundKind, StepKind
from cocreate.web.messages import say

STEP_KINDS: dict[StepKind, Any] = {
    StepKind.WELCOME: _l("Welcome"),
    StepKind.READ: _l("Reading"),
    StepKind.WRITE: _l("Private writing"),
    StepKind.REVEAL: _l("Reveal"),
    StepKind.CLUSTER: _l("Clustering"),
    StepKind.DISCUSS: _l("Discussion"),
    StepKind.VOTE: _l("Vote"),
    StepKind.HARVEST: _l("Harvest"),
    StepKind.BREAK: _l("Break"),
}
# What people can do in each kind of step, in one sentence.
STEP_MEANS: dict[StepKind, Any] = {
    StepKind.WELCOME: _l("Everybody reads, comments and can ask for help."),
    StepKind.READ: _l("Everybody reads, comments and can ask for help."),
    StepKind.WRITE: _l("People write cards that only they see, until the reveal."),
    StepKind.REVEAL: _l("The private cards become visible. Everybody changes and moves cards; nobody adds one."),
    StepKind.CLUSTER: _l("People move, stack, merge, split, tag and link cards, and comment on them."),
    StepKind.DISCUSS: _l("People can do everything."),
    StepKind.VOTE: _l("A vote opens on every board. People vote and comment; it closes when you go on."),
    StepKind.HARVEST: _l("Only those who run the camp change cards; the others comment."),
    StepKind.BREAK: _l("Everybody reads, comments and can ask for help."),
}
ROUND_KINDS: dict[RoundKind, Any] = {
    RoundKind.DOTS: _l("Dots"),
    RoundKind.APPROVAL: _l("Approval"),
    RoundKind.GRADIENT: _l("Gradient of agreement"),
    RoundKind.RANKING: _l("Ranking"),
}
CARD_KINDS: dict[CardKind, Any] = {
    CardKind.NOTE: _l("Note"),
    CardKind.ASSET: _l("Asset"),
    CardKind.NEED: _l("Need"),
    CardKind.PROJECT: _l("Project"),
    CardKind.ACTOR: _l("Actor"),
    CardKind.LEVER: _l("Lever"),
    CardKind.CANDIDATE: _l("Candidate domain"),
}
# From 1 to 8, after Kaner's gradients of agreement; the words are our own.
GRADIENT = (
    _l("I am wholly for it"),
    _l("I am for it, with a small remark"),
    _l("I am for it, with reservations"),
    _l("I have no opinion"),
    _l("I want to talk about it more"),
    _l("I do not like it, but I go along"),
    _l("I am against it and will not work on it"),
    _l("I cannot accept it"),
)


def family_name(code: str) -> str:
    """A family of the helix in a table of results; those too small to show alone have one name."""
    return str(_SMALL) if code == SMALL else say(f"helix.{code}")


_SMALL = _l("Smaller categories together")


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


EVENTS: dict[str, Any] = {
    "add_card": _l("written"),
    "edit_card": _l("changed"),
    "mark_card": _l("given another kind or colour"),
    "tag_card": _l("given a tag"),
    "untag_card": _l("a tag taken off"),
    "move_card": _l("moved"),
    "remove_card": _l("taken off the board"),
    "restore_card": _l("brought back"),
    "hide_card": _l("hidden"),
    "show_card": _l("shown again"),
    "vote": _l("got a vote"),
    "unvote": _l("a vote taken back"),
    "cite_theme": _l("a theme cited"),
    "uncite_theme": _l("a theme cited no more"),
    "add_reference": _l("a source added"),
    "remove_reference": _l("a source taken off"),
    "comment": _l("commented on"),
    "remove_comment": _l("a comment taken away"),
    "react": _l("reacted to"),
    "unreact": _l("a reaction taken back"),
    "link_cards": _l("linked with another card"),
    "stack_card": _l("stacked"),
    "unstack_card": _l("taken out of its stack"),
    "merge_cards": _l("merged"),
    "split_card": _l("split"),
    "attach_file": _l("a file attached"),
    "detach_file": _l("a file taken off"),
    "lock_card": _l("locked"),
    "unlock_card": _l("unlocked"),
    "reveal": _l("shown to everybody"),
    "promote": _l("made a candidate domain"),
}
