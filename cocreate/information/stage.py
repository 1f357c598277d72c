"""The information stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from cocreate.core.provenance import Relation, outcomes
from cocreate.core.stages import NavGroup, NavItem, PublishedDocument, Stage
from cocreate.information import messages as messages
from cocreate.information import policy as policy
from cocreate.information import queries
from cocreate.information.manage import manage
from cocreate.information.models import InformationSheet
from cocreate.information.routes import pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody, once there is a sheet to read."""
    if not queries.has_published(session, process):
        return []
    return [NavItem(_l("Information sheets"), "information.index", "information:sheet:view", group=NavGroup.ABOUT)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Information sheets"), "information_manage.index", "information:draft:view")]


def theme_uses(session: Any, process: Any, theme: Any) -> tuple[str, dict[str, Any]] | None:
    """For the page of a theme: the published sheets that tell of it."""
    steps = [step for step in outcomes(session, theme.ref) if step.relation == Relation.CITES]
    ids = [step.target_id for step in steps if step.target_type == InformationSheet.ref_type]
    if not ids:
        return None
    rows = session.scalars(select(InformationSheet).where(InformationSheet.public_id.in_(ids))).all()
    return "information/uses_of_theme.html", {"sheets": rows}


def published_documents(session: Any, process: Any) -> list[PublishedDocument]:
    """The newest version of each sheet that everybody may read."""
    return [
        PublishedDocument(
            row.sheet.challenge.title,
            "information.version",
            row.published_at,
            {"information_sheet_id": row.sheet.public_id, "sheet_number": row.number},
            _l("Information sheet:"),
        )
        for row in queries.published_sheets(session, process)
        if row.published_at is not None
    ]


STAGE = Stage(
    name="information",
    blueprints=(pages, manage),
    navigation=navigation,
    manage_navigation=manage_navigation,
    theme_uses=theme_uses,
    published_documents=published_documents,
)
