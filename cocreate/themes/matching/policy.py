"""Who may see the queue of statements, have it read, and decide in it."""

from cocreate.core.permissions import INSIDERS, Permission, define
from cocreate.themes.policy import ANALYSTS

define(
    Permission("themes:match:view", INSIDERS, "See where statements belong, as the machine and as people say."),
    Permission("themes:match:start", ANALYSTS, "Have the machine say where each statement belongs."),
    Permission("themes:match:decide", ANALYSTS, "Decide where a statement belongs, and take it back."),
)
