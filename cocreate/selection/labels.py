"""What the closed lists of the selection are called on a page."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.analysis.choice.criteria import Verdict
from cocreate.camp.labels import GRADIENT
from cocreate.selection.grounds.rules import WeighMethod
from cocreate.selection.rankings import words
from cocreate.selection.rankings.ballots import SMALL
from cocreate.selection.room.rules import ASIDE, LEVELS, Choice, Majority, MeetingState, MotionKind, MotionState
from cocreate.selection.rules import DIMENSION_TITLES, CandidateKind, Confidence, ConflictKind, ConflictRule, RoundState
from cocreate.survey.labels import MYSELF, SMALL_GROUPS, helix_name

KINDS = {
    CandidateKind.SID: _l("Innovation domain"),
    CandidateKind.LEVER: _l("Transversal lever"),
}
ROUND_STATES = {
    RoundState.DRAFT: _l("In preparation"),
    RoundState.OPEN: _l("Open"),
    RoundState.CLOSED: _l("Closed"),
}
MARKS = {
    4: _l("excellent"),
    3: _l("strong"),
    2: _l("fair"),
    1: _l("weak"),
    0: _l("none"),
}
CANNOT_JUDGE = _l("I cannot judge this")
VERDICTS = {
    Verdict.IN: _l("Proposed"),
    Verdict.OUT: _l("Not proposed"),
    Verdict.UNDECIDED: _l("Tied at the cut"),
}


def group_name(key: str) -> Any:
    """The name of a family of the quadruple helix, or of those too small to show alone."""
    return SMALL_GROUPS if key == SMALL else helix_name(key)


CONFIDENCE = {
    Confidence.HIGH: _l("high"),
    Confidence.MIDDLE: _l("middling"),
    Confidence.LOW: _l("low"),
}
CONFLICT_KINDS = {
    ConflictKind.EMPLOYED: _l("I work for, or sit on the board of, an organisation that would gain from it"),
    ConflictKind.MONEY: _l("I would gain money from it"),
    ConflictKind.FAMILY: _l("Somebody close to me would gain from it"),
    ConflictKind.MEMBER: _l("I belong to a group that stands for it in public"),
    ConflictKind.AUTHOR: _l("I proposed it, or wrote its dossier"),
    ConflictKind.OTHER: _l("Something else"),
}
# The same, of a member.
CONFLICT_SHORT = {
    ConflictKind.EMPLOYED: _l("Works for, or sits on the board of, an organisation that would gain"),
    ConflictKind.MONEY: _l("Would gain money"),
    ConflictKind.FAMILY: _l("Somebody close would gain"),
    ConflictKind.MEMBER: _l("Belongs to a group that stands for it in public"),
    ConflictKind.AUTHOR: _l("Proposed it, or wrote its dossier"),
    ConflictKind.OTHER: _l("Something else"),
}
CONFLICT_RULES = {
    ConflictRule.COUNT: _l("How many there were, without names"),
    ConflictRule.NAMES: _l("Which member had one, and with which candidate"),
}


METHODS = {
    WeighMethod.POINTS: _l("Points: each member spreads 100 points over the criteria"),
    WeighMethod.DIRECT: _l("Direct: each member gives each criterion a number from 0 to 100; proportions count"),
    WeighMethod.SWING: _l(
        "Swing: which improvement from worst to best is wanted most? It gets 100, the others as much or less"
    ),
}
HOW_TO_WEIGH = {
    WeighMethod.POINTS: _l("Spread 100 points over the criteria: more points where more should count."),
    WeighMethod.DIRECT: _l(
        "Give each criterion a number from 0 to 100. Only proportions count: 40 beside 20 means twice as much."
    ),
    WeighMethod.SWING: _l(
        "Imagine a candidate at the worst mark on every criterion. Which one would you first lift to the best mark? "
        "It gets 100. Then say what each other lift is worth beside it, from 0 to 100."
    ),
}
CHANGES = {
    "size": _l("Places on the shortlist"),
    "crowd": _l("Participants’ rankings count as a criterion"),
    "order": _l("The order of the criteria"),
    "added": _l("Criterion added, with weight"),
    "removed": _l("Criterion removed, with weight"),
    "weight": _l("Weight"),
    "title": _l("Title"),
    "description": _l("Description"),
    "evidence_expected": _l("Evidence expected"),
    "questions": _l("Question"),
    "rubric": _l("What a mark means"),
}


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
    """What the selection's templates call."""
    return {
        "kind_name": lambda kind: KINDS[CandidateKind(kind)],
        "round_state": lambda state: ROUND_STATES[RoundState(state)],
        "verdict_name": lambda verdict: VERDICTS[Verdict(verdict)],
        "dimension_title": lambda key: DIMENSION_TITLES[key],
        "mark_words": MARKS,
        "group_name": group_name,
        "myself": MYSELF,
        "confidence_name": lambda level: CONFIDENCE[Confidence(level)],
        "conflict_name": lambda kind: CONFLICT_SHORT[ConflictKind(kind)],
        "meeting_state": lambda state: MEETING_STATES[MeetingState(state)],
        "motion_state": lambda state: MOTION_STATES[MotionState(state)],
        "choice_words": CHOICE_WORDS,
        "rule_in_words": rule_in_words,
        **words.for_templates(),
    }
