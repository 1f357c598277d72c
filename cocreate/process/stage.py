"""The process stage, announced to the application, and what it says has to be done before people can be asked."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.queries import members, open_invitations
from cocreate.core.stages import NavGroup, NavItem, Stage, ToDo
from cocreate.process import messages as messages
from cocreate.process import policy as policy
from cocreate.process.evidence import context_pages as context_pages
from cocreate.process.evidence.pages import pages as evidence_pages
from cocreate.process.fiche_pages import pages as fiche_pages
from cocreate.process.manage import manage
from cocreate.process.matrix_pages import pages as matrix_pages
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.process.routes import pages
from cocreate.process.rules import PhaseKind
from cocreate.process.validation_pages import pages as validation_pages
from cocreate.process.validations import not_validated


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


def to_do(session: Session, process: Process) -> list[ToDo]:
    """Words, phases, challenges and people of the process; that it is public comes last."""
    return [
        ToDo(
            _l("Say what it is about"),
            _l("A few plain sentences that everybody reads first."),
            any(process.summary.values()),
            "process_manage.edit",
        ),
        ToDo(
            _l("Look at the phases"),
            _l("The consultation has to end in the future."),
            any(p.kind == PhaseKind.CONSULTATION and p.ends_at > clock.now() for p in process.phases),
            "process_manage.phases",
        ),
        *_challenges(session, process),
        ToDo(
            _l("Invite your colleagues"),
            _l("Those who prepare, analyse and decide with you."),
            len(members(session, process.id)) > 1 or bool(open_invitations(session, process.id)),
            "people.index",
        ),
        ToDo(
            _l("Publish the process"),
            _l("Until then only the team sees it. The button is on the overview."),
            process.is_public,
            "process_manage.overview",
            comes_last=True,
        ),
    ]


def _challenges(session: Session, process: Process) -> list[ToDo]:
    if not any(phase.kind == PhaseKind.CHALLENGES for phase in process.phases):
        return []
    written = challenges_of(session, process)
    lines = [
        ToDo(
            _l("Write the challenges"),
            _l("People are asked which of them fit, and what is missing. Four to seven are read well."),
            bool(written),
            "process_manage.challenges",
        )
    ]
    if process.needs_validation:
        lines.append(
            ToDo(
                _l("Let the committee validate them"),
                _l("Each challenge is validated, or opened by an exception that is recorded."),
                bool(written) and not not_validated(session, process),
                "validation.index",
            )
        )
    return lines


STAGE = Stage(
    name="process",
    blueprints=(pages, manage, evidence_pages, matrix_pages, fiche_pages, validation_pages),
    navigation=navigation,
    manage_navigation=manage_navigation,
    to_do=to_do,
)
