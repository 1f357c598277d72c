"""Words for the closed lists of a session: kinds of steps, ways to vote, kinds of cards, degrees of agreement."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.camp.rounds import SMALL
from cocreate.camp.rules import CardKind, RoundKind, StepKind
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
