"""Who may see and shape a process."""

from cocreate.core.permissions import EVERYONE, INSIDERS, ORGANISERS, Permission, Role, define

define(
    Permission("process:list", EVERYONE, "See the list of public processes."),
    Permission("process:view", EVERYONE, "See a public process with its challenges."),
    Permission("process:create", frozenset({Role.ACCOUNT}), "Create a process and become its owner."),
    Permission("process:manage", INSIDERS, "See the organisers' overview of a process."),
    Permission("process:edit", ORGANISERS, "Change title, phases, challenges, sub-challenges and assets."),
    Permission("process:publish", ORGANISERS, "Make a process visible to everybody, or hide it again."),
    Permission("process:audit:view", ORGANISERS, "Read the audit trail of a process."),
    Permission("process:audit:export", ORGANISERS, "Take out the audit trail of a process as a file."),
)
