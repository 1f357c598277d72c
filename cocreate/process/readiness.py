"""What has to be done in a new process before people can be asked."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.queries import members, open_invitations
from cocreate.core.stages import ToDo
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.process.rules import PhaseKind
from cocreate.process.validation.queries import not_validated


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
