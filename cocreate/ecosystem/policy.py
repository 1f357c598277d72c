"""Who may see the ecosystem map, and who keeps it."""

from cocreate.core.permissions import EVERYONE, INSIDERS, Permission, define
from cocreate.process.policy import PREPARERS

define(
    Permission("ecosystem:map:view", EVERYONE, "See the register, the map and the network of the ecosystem."),
    Permission("ecosystem:map:manage", INSIDERS, "See all actors of the ecosystem, shown to everybody or not."),
    Permission("ecosystem:map:edit", PREPARERS, "Add and change actors, strengths and places of assets."),
)
define(
    Permission("ecosystem:own:view", EVERYONE, "See an actor's entry by its own link."),
    Permission("ecosystem:own:correct", EVERYONE, "Ask for corrections of an actor's entry by its own link."),
    Permission("ecosystem:actor:ask", PREPARERS, "Send an actor the link to its own entry."),
    Permission("ecosystem:change:decide", PREPARERS, "Decide about what actors ask for."),
    Permission("ecosystem:actor:join", PREPARERS, "Join entries that stand for one organisation, or part them."),
    Permission("ecosystem:suggestion:decide", PREPARERS, "See what answers suggest, and decide about it."),
)
