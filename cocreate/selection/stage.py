"""The selection stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.permissions import Actor
from cocreate.core.stages import NavGroup, NavItem, PublishedDocument, Stage
from cocreate.selection import deciding as deciding
from cocreate.selection import harvest_pages as harvest_pages
from cocreate.selection import messages as messages
from cocreate.selection import policy as policy
from cocreate.selection import queries
from cocreate.selection import rounds as rounds
from cocreate.selection.camp_report import camp_report
from cocreate.selection.grounds import messages as grounds_messages  # noqa: F401
from cocreate.selection.grounds import pages as grounds_pages  # noqa: F401
from cocreate.selection.manage import manage
from cocreate.selection.portfolio import coverage_pages as coverage_pages
from cocreate.selection.portfolio import move_pages as move_pages
from cocreate.selection.portfolio import way_pages as way_pages
from cocreate.selection.rankings import pages as rankings_pages  # noqa: F401
from cocreate.selection.record import wiring as wiring
from cocreate.selection.record.queries import is_drawn_up_since, published_records
from cocreate.selection.room import messages as room_messages  # noqa: F401
from cocreate.selection.room import pages as room_pages  # noqa: F401
from cocreate.selection.room import policy as room_policy  # noqa: F401
from cocreate.selection.room.realtime import CommitteeNamespace
from cocreate.selection.routes import pages
from cocreate.selection.sheets import member_pages as member_pages
from cocreate.selection.sheets import steering as steering
from cocreate.selection.sureness.pages import how_sure as how_sure


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody, and for those who are asked to rank or to score now."""
    lines = []
    standing = queries.standing_of(session, process)
    if standing.has_criteria or standing.has_round:
        lines.append(NavItem(_l("Selection"), "selection.index", "selection:result:view", group=NavGroup.RESULTS))
    if standing.is_weighed:
        lines.append(NavItem(_l("My weights"), "selection.weights", "selection:weights:view", group=NavGroup.TAKE_PART))
    if standing.is_scored:
        lines.append(
            NavItem(_l("My score sheet"), "selection.scores", "selection:score:view", group=NavGroup.TAKE_PART)
        )
    lines.append(NavItem(_l("Committee room"), "selection.room", "selection:room:view", group=NavGroup.TAKE_PART))
    return lines


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [
        NavItem(_l("Long list"), "selection_manage.long_list", "selection:candidate:view"),
        NavItem(_l("Portfolio"), "selection_manage.portfolio", "selection:candidate:view"),
        NavItem(_l("Rankings"), "selection_manage.rankings", "selection:round:view"),
        NavItem(_l("Criteria and scores"), "selection_manage.criteria", "selection:criteria:view"),
        NavItem(_l("Shortlist"), "selection_manage.shortlist", "selection:proposal:view"),
    ]


def card_actions(session: Any, actor: Actor, camp: Any) -> list[NavItem]:
    """What can be made of a card of the camp's boards."""
    return [NavItem(_l("Make it a candidate"), "selection_manage.promote", "camp:card:promote")]


def camp_calls(session: Any, camp: Any) -> list[NavItem]:
    """An open ranking, to the people of the camp."""
    round_ = queries.open_round_of(session, camp)
    if round_ is None:
        return []
    ranking = {"round_id": round_.public_id}
    return [NavItem(_l("Rank the candidates now"), "selection.ranking", "selection:ballot:cast", ranking)]


def published_documents(session: Any, process: Any) -> list[PublishedDocument]:
    """The records of the decision."""
    shortlist = queries.shortlist_of(session, process)
    return [
        PublishedDocument(
            _l("Record %(number)s of the decision", number=row.number),
            "selection.record",
            row.published_at,
            {"record_id": row.public_id},
        )
        for row in (published_records(session, shortlist) if shortlist is not None else [])
        if row.published_at is not None
    ]


def rests_on_answers(session: Any, consultation: Any) -> bool:
    """A decision was drawn up or taken after people were asked."""
    return is_drawn_up_since(session, consultation.process, consultation.opened_at)


STAGE = Stage(
    rests_on_answers=rests_on_answers,
    name="selection",
    blueprints=(pages, manage),
    namespaces=(CommitteeNamespace("/committee"),),
    navigation=navigation,
    manage_navigation=manage_navigation,
    card_actions=card_actions,
    camp_calls=camp_calls,
    camp_report=camp_report,
    published_documents=published_documents,
)
