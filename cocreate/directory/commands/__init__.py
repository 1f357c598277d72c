"""Writes about people, their consents, their part in a process, and groups."""

from cocreate.directory.commands.consenting import give
from cocreate.directory.commands.grouping import (
    GroupTold,
    change_group,
    delete_group,
    end_term,
    make_group,
    remove_term,
    seat,
    set_group_targets,
)
from cocreate.directory.commands.keeping import forget_unkept, set_consents
from cocreate.directory.commands.people import (
    add_person,
    change_person,
    end_links,
    erase_person,
    import_people,
    send_link,
    told_of,
)
from cocreate.directory.commands.stepping import keep_all_in_step, keep_in_step
from cocreate.directory.commands.taking_part import (
    accept_request,
    confirm_request,
    decline_request,
    forget_requests,
    invite,
    send_request,
    set_participation,
    set_setup,
    set_targets,
    take_back_request,
    told_in,
)

__all__ = [
    "GroupTold",
    "accept_request",
    "add_person",
    "change_group",
    "change_person",
    "confirm_request",
    "decline_request",
    "delete_group",
    "end_links",
    "end_term",
    "erase_person",
    "forget_requests",
    "forget_unkept",
    "give",
    "import_people",
    "invite",
    "keep_all_in_step",
    "keep_in_step",
    "make_group",
    "remove_term",
    "seat",
    "send_link",
    "send_request",
    "set_consents",
    "set_group_targets",
    "set_participation",
    "set_setup",
    "set_targets",
    "take_back_request",
    "told_in",
    "told_of",
]
