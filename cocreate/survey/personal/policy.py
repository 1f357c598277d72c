"""Who sees and decides about personal data in answers."""

from cocreate.core.permissions import ORGANISERS, Permission, Role, define

READERS = ORGANISERS | {Role.ANALYST}

define(
    Permission("survey:flag:view", READERS, "See answers in which something seems to tell who somebody is."),
    Permission("survey:flag:decide", READERS, "Decide what is published of such answers, and have them looked for."),
)
