"""Moderation, announced to the application."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavItem, Stage
from cocreate.moderation import messages as messages
from cocreate.moderation import policy as policy
from cocreate.moderation import queries
from cocreate.moderation.commands import may_appeal
from cocreate.moderation.manage import lists, manage
from cocreate.moderation.routes import for_templates, pages
from cocreate.moderation.rules import Kind


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who decide."""
    return [NavItem(_l("Moderation"), "moderation_manage.queue", "moderation:queue:view")]


def answer_outcome(session: Any, process: Any, answers: Sequence[Any]) -> tuple[str, dict[str, Any]] | None:
    """For somebody who looks at an own sheet: what of it is not published, why, and how to ask for a second look."""
    decided = queries.decisions_about(session, process, Kind.ANSWER, [each.id for each in answers if each.has_text])
    if not decided:
        return None
    return "moderation/own_sheet.html", {"decided": decided, "may_appeal": may_appeal, **for_templates()}


STAGE = Stage(
    name="moderation",
    blueprints=(pages, manage, lists),
    manage_navigation=manage_navigation,
    answer_outcome=answer_outcome,
)
