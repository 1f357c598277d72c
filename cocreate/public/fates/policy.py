"""Who may see and decide what became of contributions."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, Role, define

ANALYSTS = ORGANISERS | {Role.ANALYST}

define(
    Permission("public:fate:view", EVERYONE, "See what became of all contributions, and the chains behind it."),
    Permission("public:fate:work", ANALYSTS, "Read the contributions that are not processed yet."),
    Permission("public:fate:decide", ANALYSTS, "Reply to contributions, set them aside, take that back."),
    Permission("public:fate:watch", EVERYONE, "Ask, with a receipt code, to be told by mail that there is news."),
    Permission("public:fate:tell", ORGANISERS, "Write to those who asked to be told that there is news."),
)
