"""Words of the interface for ways of weighing and for what changes between versions."""

from flask_babel import lazy_gettext as _l

from cocreate.selection.grounds.rules import WeighMethod

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
