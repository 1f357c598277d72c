"""The public record, announced to the application."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.public import messages as messages
from cocreate.public import policy as policy
from cocreate.public.documents.manage import manage as document_manage
from cocreate.public.documents.pages import pages as document_pages
from cocreate.public.documents.pages import published_by_organisers
from cocreate.public.edition_pages import pages as edition_pages
from cocreate.public.fates import messages as fate_messages
from cocreate.public.fates.manage import manage as fates_manage
from cocreate.public.fates.own import has_news, tell
from cocreate.public.fates.routes import pages as fate_pages
from cocreate.public.figure_pages import pages as figure_pages
from cocreate.public.news.manage import manage as news_manage
from cocreate.public.news.pages import pages as news_pages
from cocreate.public.open_data import commands as commands
from cocreate.public.open_data.commands import was_released_since
from cocreate.public.open_data.manage import manage as data_manage
from cocreate.public.open_data.pages import pages as data_pages
from cocreate.public.population_pages import manage as population_manage
from cocreate.public.routes import pages

PAGES = (news_pages, document_pages, figure_pages, data_pages, edition_pages)
MANAGE = (news_manage, document_manage, population_manage, data_manage)


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    covers = tuple(blueprint.name for blueprint in PAGES)
    return [
        NavItem(
            _l("The record"), "public.record", "public:record:view", comes_first=True, is_alone=True, covers=covers
        ),
        NavItem(_l("What became of it"), "fates.overview", "public:fate:view", group=NavGroup.RESULTS),
    ]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    covers = tuple(blueprint.name for blueprint in MANAGE)
    return [
        NavItem(_l("What became of it"), "fates_manage.waiting", "public:fate:work"),
        NavItem(_l("Public record"), "news_manage.index", "public:record:edit", covers=covers),
    ]


def answer_outcome(session: Any, process: Any, answers: Sequence[Any]) -> tuple[str, dict[str, Any]] | None:
    """For somebody who looks at an own answer: what became of each text in it, and how to hear of news."""
    written = sorted((a for a in answers if a.has_text), key=lambda answer: (answer.question.position, answer.item))
    if not written:
        return None
    # Right after sending nothing can have happened: many send at once, and each gets this page.
    fates = tell(session, process, written).values() if has_news(session, [a.id for a in written]) else ()
    return "public/what_became.html", {"fates": list(fates), "words": fate_messages}


def rests_on_answers(session: Any, consultation: Any) -> bool:
    """Open data have them, or are being written: a next version beside it would tell what was entered in between."""
    if consultation.closed_at is None or consultation.awaits_late:
        return False
    return was_released_since(session, consultation.process, consultation.late_ended_at or consultation.closed_at)


STAGE = Stage(
    name="public",
    blueprints=(pages, fate_pages, fates_manage, *PAGES, *MANAGE),
    navigation=navigation,
    manage_navigation=manage_navigation,
    rests_on_answers=rests_on_answers,
    answer_outcome=answer_outcome,
    published_documents=published_by_organisers,
)
