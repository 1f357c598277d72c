"""Words of the interface for the closed lists of the selection."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.analysis.choice.criteria import Verdict
from cocreate.selection.rankings import words
from cocreate.selection.rankings.pooling import SMALL
from cocreate.selection.rules import DIMENSION_TITLES, CandidateKind, RoundState
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
        **words.for_templates(),
    }
