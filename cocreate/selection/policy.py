"""Who may list, rank, score, see and decide in the selection, and act in the committee's room."""

from cocreate.camp.policy import HOSTS
from cocreate.core.permissions import EVERYONE, INSIDERS, ORGANISERS, Permission, Role, define
from cocreate.process.rules import PhaseKind

SELECTION = PhaseKind.SELECTION.value
COMMITTEE = frozenset({Role.COMMITTEE_MEMBER})

define(
    Permission("selection:result:view", EVERYONE, "See how the selection works and, once published, its decision."),
    Permission("selection:candidate:view", INSIDERS, "See the long list with where each candidate came from."),
    Permission("selection:candidate:edit", ORGANISERS, "Add, describe, merge and withdraw candidates."),
    Permission("selection:round:view", INSIDERS, "See rounds of rankings, and their results once closed."),
    Permission("selection:round:steer", HOSTS, "Prepare, open and close a round of rankings; follow it meanwhile."),
    Permission("selection:ballot:cast", frozenset({Role.PARTICIPANT}), "Rank the candidates while the round is open."),
    Permission("selection:criteria:view", INSIDERS, "See the criteria, their weights and how far scoring is."),
    Permission(
        "selection:criteria:edit", ORGANISERS, "Set criteria, weights and shortlist size until the first score."
    ),
    Permission("selection:weighing:steer", ORGANISERS, "Ask the committee what the criteria weigh, and end that."),
    Permission("selection:weights:view", COMMITTEE, "See one's own weights."),
    Permission("selection:weights:give", COMMITTEE, "Say what the criteria weigh, while members are asked."),
    Permission("selection:scoring:steer", ORGANISERS, "Open and close the scoring.", during=SELECTION),
    Permission("selection:score:view", COMMITTEE, "See one's own score sheet."),
    Permission("selection:score:give", COMMITTEE, "Score the candidates on the criteria.", during=SELECTION),
    Permission(
        "selection:conflict:view", ORGANISERS | COMMITTEE, "See who has a conflict of interest with which candidate."
    ),
    Permission(
        "selection:conflict:declare", ORGANISERS, "Declare a conflict of interest for a member.", during=SELECTION
    ),
    Permission(
        "selection:leaning:view", ORGANISERS | COMMITTEE, "See how strict and mild members are, without their names."
    ),
    Permission("selection:proposal:view", INSIDERS, "See scores and the proposed shortlist once scoring is closed."),
    Permission(
        "selection:decision:make",
        ORGANISERS | COMMITTEE,
        "Decide on the shortlist: fill in the sheet, draw up the record, take it back, amend it; the chair publishes.",
        during=SELECTION,
    ),
    Permission("selection:record:sign", COMMITTEE, "Sign the record of a decision.", during=SELECTION),
)


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
