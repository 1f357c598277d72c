"""Writes of the ecosystem map."""

from cocreate.ecosystem.commands.actors import (
    ActorTold,
    add_actor,
    add_strength,
    change_actor,
    place_asset,
    remove_actor,
    remove_strength,
)

__all__ = [
    "ActorTold",
    "add_actor",
    "add_strength",
    "change_actor",
    "place_asset",
    "remove_actor",
    "remove_strength",
]
