"""The public record, announced to the application."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavItem, Stage
from cocreate.public import policy as policy
from cocreate.public.fates import messages
from cocreate.public.fates import models as fate_models  # noqa: F401
from cocreate.public.fates import policy as fate_policy  # noqa: F401
from cocreate.public.fates.manage import manage as fates_manage
from cocreate.public.fates.own import has_news, tell
from cocreate.public.fates.routes import pages as fate_pages
from cocreate.public.routes import pages
from cocreate.public.sid_sheets import downloads as downloads


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [
        NavItem(_l("The record"), "public.record", "public:record:view", comes_first=True, is_alone=True),
        NavItem(_l("What became of it"), "fates.overview", "public:fate:view"),
    ]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("What became of it"), "fates_manage.waiting", "public:fate:work")]


def answer_outcome(session: Any, process: Any, answers: Sequence[Any]) -> tuple[str, dict[str, Any]] | None:
    """For somebody who looks at an own answer: what became of each text in it, and how to hear of news."""
    written = sorted((a for a in answers if a.has_text), key=lambda answer: (answer.question.position, answer.item))
    if not written:
        return None
    # Right after sending nothing can have happened: many send at once, and each gets this page.
    fates = tell(session, process, written).values() if has_news(session, [a.id for a in written]) else ()
    return "public/what_became.html", {"fates": list(fates), "words": messages}


STAGE = Stage(
    name="public",
    blueprints=(pages, fate_pages, fates_manage),
    navigation=navigation,
    manage_navigation=manage_navigation,
    answer_outcome=answer_outcome,
)
