"""Who may let programs work for them, and have other servers told what happens."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, Role, define

define(
    Permission("api:docs:view", EVERYONE, "Read how programs use this installation."),
    Permission("api:tokens:own", frozenset({Role.ACCOUNT}), "Make and end tokens for one's own programs."),
    Permission("api:webhooks:view", ORGANISERS, "See which servers are told what happens in a process, and the log."),
    Permission("api:webhooks:edit", ORGANISERS, "Have other servers told what happens in a process, or no more."),
)
