"""Who may read notices: each person the own ones."""

from cocreate.core.permissions import EVERYONE, Permission, Role, define

define(
    Permission("notices:own", frozenset({Role.ACCOUNT}), "Read one's own notices, and choose how to hear of what."),
    Permission("notices:stop", EVERYONE, "End all mails with notices by the link that stands in each."),
    Permission("notices:calendar:view", EVERYONE, "Take the calendar of a public process, or one's own by its link."),
    Permission("notices:follow", EVERYONE, "Follow a public process or something in it, with an account or by mail."),
    Permission("notices:follow:leave", EVERYONE, "See what an address follows, and leave, by the link in each mail."),
)
