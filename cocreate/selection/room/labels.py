"""Words of the interface for the closed lists of the committee's room."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.camp.labels import GRADIENT
from cocreate.selection.room.rules import ASIDE, LEVELS, Choice, Majority, MeetingState, MotionKind, MotionState

MEETING_STATES = {
    MeetingState.PLANNED: _l("In preparation"),
    MeetingState.OPEN: _l("Open now"),
    MeetingState.CLOSED: _l("Over"),
}
MOTION_STATES = {
    MotionState.DRAFT: _l("Not open yet"),
    MotionState.OPEN: _l("Open now"),
    MotionState.CLOSED: _l("Closed"),
    MotionState.WITHDRAWN: _l("Taken back"),
}
MOTION_KINDS = {
    MotionKind.VOTE: _l("Vote: yes, no, abstain"),
    MotionKind.CONSENT: _l("Consent: carried unless somebody blocks it"),
    MotionKind.GRADIENT: _l("Gradient of agreement in eight levels"),
    MotionKind.HANDS: _l("Show of hands, which binds nobody"),
}
MAJORITIES = {
    Majority.HALF: _l("More than half"),
    Majority.TWO_THIRDS: _l("At least two thirds"),
}
CHOICE_WORDS: dict[str, Any] = {
    Choice.YES: _l("Yes"),
    Choice.NO: _l("No"),
    Choice.ABSTAIN: _l("I abstain"),
    Choice.AGREE: _l("I agree"),
    Choice.DISAGREE: _l("I disagree, but do not stand in the way"),
    Choice.BLOCK: _l("I block it"),
    ASIDE: _l("I step aside and take no part"),
    **{
        level: _l("%(mark)s – %(words)s", mark=level, words=words)
        for level, words in zip(LEVELS, GRADIENT, strict=True)
    },
}
RULES_IN_WORDS = {
    MotionKind.VOTE: {
        Majority.HALF: _l("Carried when more than half of those for and against are for it; abstentions do not count."),
        Majority.TWO_THIRDS: _l(
            "Carried when at least two thirds of those for and against are for it; abstentions do not count."
        ),
    },
    MotionKind.HANDS: dict.fromkeys(Majority, _l("A show of hands binds nobody.")),
    MotionKind.CONSENT: dict.fromkeys(Majority, _l("By consent: carried when somebody agrees and nobody blocks.")),
    MotionKind.GRADIENT: {
        Majority.HALF: _l("Carried when more than half of the votes are at levels 1 to 3 and none is at level 8."),
        Majority.TWO_THIRDS: _l(
            "Carried when at least two thirds of the votes are at levels 1 to 3 and none is at level 8."
        ),
    },
}


def rule_in_words(kind: str, majority: str) -> Any:
    """When a motion is carried, in one sentence."""
    return RULES_IN_WORDS[MotionKind(kind)][Majority(majority)]


def for_templates() -> dict[str, Any]:
    """What the room's templates call."""
    return {
        "meeting_state": lambda state: MEETING_STATES[MeetingState(state)],
        "motion_state": lambda state: MOTION_STATES[MotionState(state)],
        "choice_words": CHOICE_WORDS,
        "rule_in_words": rule_in_words,
    }
