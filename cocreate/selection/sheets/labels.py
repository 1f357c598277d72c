"""Words of the interface for the closed lists of the score sheets."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.selection.sheets.rules import Confidence, ConflictKind, ConflictRule

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


def for_templates() -> dict[str, Any]:
    """What the templates of the score sheets call."""
    return {
        "confidence_name": lambda level: CONFIDENCE[Confidence(level)],
        "conflict_name": lambda kind: CONFLICT_SHORT[ConflictKind(kind)],
    }
