"""What happens in the committee's room: meetings are held, people speak, write, put motions and vote."""

from cocreate.selection.room.commands.floor import (
    attend,
    lower_hand,
    next_speaker,
    raise_hand,
    start_item,
    turn_clock,
)
from cocreate.selection.room.commands.leading import leads
from cocreate.selection.room.commands.meetings import (
    add_item,
    close_meeting,
    create_meeting,
    describe_item,
    describe_meeting,
    move_item,
    open_meeting,
    remove_item,
)
from cocreate.selection.room.commands.motions import (
    cast_vote,
    close_motion,
    open_motion,
    propose_motion,
    withdraw_motion,
)
from cocreate.selection.room.commands.threads import change_post, hide_post, show_post, withdraw_post, write_post

__all__ = [
    "add_item",
    "attend",
    "cast_vote",
    "change_post",
    "close_meeting",
    "close_motion",
    "create_meeting",
    "describe_item",
    "describe_meeting",
    "hide_post",
    "leads",
    "lower_hand",
    "move_item",
    "next_speaker",
    "open_meeting",
    "open_motion",
    "propose_motion",
    "raise_hand",
    "remove_item",
    "show_post",
    "start_item",
    "turn_clock",
    "withdraw_motion",
    "withdraw_post",
    "write_post",
]
