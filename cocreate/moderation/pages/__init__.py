"""Pages of moderation: for everybody, for those who decide, and for those who write the list of reasons."""

from typing import Any

from flask import url_for

from cocreate.moderation import messages
from cocreate.moderation.kinds import EDITABLE, Subject
from cocreate.moderation.models import ModerationDecision
from cocreate.moderation.reasons import Reason, reason_given


def for_templates() -> dict[str, Any]:
    """What every template of these pages needs."""
    return {
        "words": messages,
        "reason_of": reason_of,
        "url_of": url_of,
        "given": reason_given,
        "editable": EDITABLE,
    }


def reason_of(decision: ModerationDecision) -> Reason | None:
    """The reason that a decision gave."""
    return reason_given(decision.reason, decision.reason_title) if decision.reason else None


def url_of(subject: Subject) -> str:
    """Where everybody reads it."""
    values: dict[str, Any] = dict(subject.values)
    return url_for(subject.endpoint, **values)
