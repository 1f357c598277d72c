"""Who may see and shape a process, comment on challenges, and record what the committee decided."""

from cocreate.core.permissions import EVERYONE, INSIDERS, ORGANISERS, Permission, Role, define

# Those who prepare the challenges, and read what was said in confidence.
PREPARERS = ORGANISERS | {Role.ANALYST}
# The audit trail tells what was done and no words of people.
AUDITORS = ORGANISERS | {Role.ADMINISTRATOR}

define(
    Permission("process:list", EVERYONE, "See the list of public processes."),
    Permission("process:view", EVERYONE, "See a public process with its challenges."),
    Permission(
        "process:create",
        frozenset({Role.ACCOUNT}),
        "Create a process in one's own organisation, and own it.",
    ),
    Permission("process:manage", INSIDERS, "See the organisers' overview of a process."),
    Permission("process:edit", ORGANISERS, "Change title, phases, challenges, sub-challenges and assets."),
    Permission("process:evidence:view", INSIDERS, "See the whole library of evidence, without notes of interviews."),
    Permission("process:evidence:edit", PREPARERS, "Add to the library of evidence, and read the notes of interviews."),
    Permission("process:matrix:edit", PREPARERS, "Fill the matching matrix and make draft challenges of its cells."),
    Permission("process:publish", ORGANISERS, "Make a process visible to everybody, or hide it again."),
    Permission("process:audit:view", AUDITORS, "Read the audit trail of a process."),
    Permission("process:audit:export", AUDITORS, "Take out the audit trail of a process as a file."),
    Permission(
        "process:validation:comment",
        ORGANISERS | {Role.COMMITTEE_MEMBER, Role.ANALYST},
        "Comment on a challenge that lies before the committee.",
    ),
    Permission(
        "process:validation:decide",
        ORGANISERS,
        "Lay challenges before the committee, answer comments, record decisions and exceptions.",
    ),
)
