"""The process stage, announced to the application."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.core.stages import NavGroup, NavItem, Stage
from cocreate.process import messages as messages
from cocreate.process import policy as policy
from cocreate.process import starting as starting
from cocreate.process.evidence import context_pages as context_pages
from cocreate.process.evidence import models as evidence_models  # noqa: F401
from cocreate.process.evidence import table_pages as table_pages
from cocreate.process.evidence.pages import pages as evidence_pages
from cocreate.process.fiche.pages import pages as fiche_pages
from cocreate.process.manage import manage
from cocreate.process.matrix.pages import pages as matrix_pages
from cocreate.process.readiness import to_do
from cocreate.process.routes import pages
from cocreate.process.validation import policy as validation_policy  # noqa: F401
from cocreate.process.validation.pages import pages as validation_pages


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody."""
    return [NavItem(_l("Challenges"), "process.challenges", "process:view", group=NavGroup.ABOUT)]


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [
        NavItem(_l("Overview"), "process_manage.overview", "process:manage", is_alone=True),
        NavItem(_l("Before you open"), "process_manage.checklist", "process:manage"),
        NavItem(_l("People"), "people.index", "accounts:people:view"),
        NavItem(_l("Description"), "process_manage.edit", "process:edit"),
        NavItem(_l("Phases"), "process_manage.phases", "process:edit"),
        NavItem(_l("Evidence"), "evidence.library", "process:evidence:view"),
        NavItem(_l("Matching matrix"), "matrix.show", "process:evidence:view"),
        NavItem(_l("Challenges"), "process_manage.challenges", "process:edit"),
        NavItem(_l("Validation"), "validation.index", "process:evidence:view"),
        NavItem(_l("Audit trail"), "process_manage.audit_trail", "process:audit:view"),
    ]


STAGE = Stage(
    name="process",
    blueprints=(pages, manage, evidence_pages, matrix_pages, fiche_pages, validation_pages),
    navigation=navigation,
    manage_navigation=manage_navigation,
    to_do=to_do,
)
