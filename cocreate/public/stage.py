"""The public record, announced to the application."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavItem, Stage
from cocreate.public import policy as policy
from cocreate.public import trails
from cocreate.public.routes import pages
from cocreate.public.sid_sheets import downloads as downloads


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("The record"), "public.record", "public:record:view", comes_first=True, is_alone=True)]


def answer_outcome(session: Any, process: Any, answers: Sequence[Any]) -> tuple[str, dict[str, Any]] | None:
    """For somebody who looks at an own answer: what became of each text in it."""
    written = [answer for answer in answers if answer.has_text]
    if not written:
        return None
    return "public/what_became.html", {"written": written, "fates": trails.fates(session, [a.id for a in written])}


STAGE = Stage(name="public", blueprints=(pages,), navigation=navigation, answer_outcome=answer_outcome)
