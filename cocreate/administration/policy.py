"""Who may do what with the installation as a whole: its administrators, who read people's words only with a role."""

from cocreate.core.permissions import Permission, Role, define

RUNS = frozenset({Role.ADMINISTRATOR})

define(
    Permission("administration:start:view", RUNS, "See what needs attention in the installation."),
    Permission("administration:users:view", RUNS, "Find accounts, and see their state and roles."),
    Permission("administration:users:edit", RUNS, "Make, switch off, switch on and close accounts, help people in."),
    Permission("administration:organisations:view", RUNS, "See organisations with their numbers, not people's words."),
    Permission("administration:organisations:edit", RUNS, "Switch an organisation off, and on again."),
    Permission("administration:jobs:view", RUNS, "See the long tasks and the regular work of the installation."),
    Permission("administration:jobs:steer", RUNS, "Stop a long task of the installation, or start it again."),
    Permission("administration:audit:view", RUNS, "See the audit trail of the whole installation, and take it out."),
    Permission("administration:audit:check", RUNS, "Have every seal of the audit trail computed again."),
    Permission("administration:storage:view", RUNS, "See what takes how much room, and which backups there are."),
    Permission("administration:storage:edit", RUNS, "Make, download and remove backups."),
    Permission(
        "administration:maintenance:edit", RUNS, "Announce maintenance on every page, and let nothing be saved."
    ),
    Permission("administration:features:edit", RUNS, "Change settings of the installation while it runs."),
    Permission("administration:health:view", RUNS, "See what the check-up of the installation found."),
    Permission("administration:health:check", RUNS, "Have the installation checked now."),
)
