"""Who may see and write the action plan."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, define

define(
    Permission("plan:view", EVERYONE, "See the action plan."),
    Permission("plan:edit", ORGANISERS, "Add axes and actions, and change them."),
)
