"""Who may search: everybody, and finds what they may see."""

from cocreate.core.permissions import EVERYONE, Permission, define

define(
    Permission("search:everything", EVERYONE, "Search everything that one may see."),
    Permission("search:process", EVERYONE, "Search everything that one may see in a process."),
)
