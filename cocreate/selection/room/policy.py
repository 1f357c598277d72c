"""Who may do what in the committee's room. Who leads a single meeting is looked at in its commands, too."""

from cocreate.core.permissions import ORGANISERS, Permission, Role, define
from cocreate.process.rules import PhaseKind

SELECTION = PhaseKind.SELECTION.value
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER})

define(
    Permission(
        "selection:room:view",
        ORGANISERS | COMMITTEE | {Role.OBSERVER},
        "Enter the committee's room: meetings, motions, dossiers and threads.",
    ),
    Permission("selection:meeting:edit", ORGANISERS, "Prepare a meeting of the committee with its agenda."),
    Permission(
        "selection:meeting:chair",
        ORGANISERS | COMMITTEE,
        "Lead a meeting: members only the one that they chair.",
        during=SELECTION,
    ),
    Permission("selection:meeting:attend", COMMITTEE, "Say that one is present, and ask to speak.", during=SELECTION),
    Permission("selection:motion:propose", ORGANISERS | COMMITTEE, "Put a motion to a meeting.", during=SELECTION),
    Permission("selection:motion:vote", COMMITTEE, "Vote on a motion.", during=SELECTION),
    Permission(
        "selection:post:write",
        ORGANISERS | COMMITTEE,
        "Write in the threads about candidates, and change what one wrote.",
        during=SELECTION,
    ),
    Permission("selection:post:moderate", ORGANISERS, "Hide a post of a thread, with a reason, and show it again."),
)
