"""Who may see the ecosystem map, and who keeps it."""

from cocreate.core.permissions import EVERYONE, INSIDERS, Permission, define
from cocreate.process.policy import PREPARERS

define(
    Permission("ecosystem:map:view", EVERYONE, "See the register, the map and the network of the ecosystem."),
    Permission("ecosystem:map:manage", INSIDERS, "See all actors of the ecosystem, shown to everybody or not."),
    Permission("ecosystem:map:edit", PREPARERS, "Add and change actors, strengths and places of assets."),
)
