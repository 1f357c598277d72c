"""What happens in a camp: it is prepared, people take seats, boards are opened, cards written and harvested."""

from cocreate.camp.commands.boards import (
    BoardChanged,
    close_board,
    lock_board,
    mark_promoted,
    open_board,
    set_board_state,
    steer_all_boards,
)
from cocreate.camp.commands.camps import (
    add_group,
    admit_people,
    create_camp,
    edit_camp,
    remove_group,
    rename_group,
    renew_join_code,
)
from cocreate.camp.commands.operations import Acknowledgement, apply_operation, change_board
from cocreate.camp.commands.planning import StepTexts, add_step, edit_step, move_step, remove_step
from cocreate.camp.commands.presence import arrive, depart, forget_the_dead, keep_alive
from cocreate.camp.commands.running import PlanChanged, end_plan, extend, go_on, pause, resume, start_step
from cocreate.camp.commands.seats import (
    SeatEnded,
    end_seat,
    issue_seat,
    issue_seats,
    renew_seat,
    seat_in_group,
    take_issued_seat,
    take_seat,
)
from cocreate.camp.commands.talking import HelpChanged, MessageSent, ask_for_help, end_help, send_message

__all__ = [
    "Acknowledgement",
    "BoardChanged",
    "HelpChanged",
    "MessageSent",
    "PlanChanged",
    "SeatEnded",
    "StepTexts",
    "add_group",
    "add_step",
    "admit_people",
    "apply_operation",
    "arrive",
    "ask_for_help",
    "change_board",
    "close_board",
    "create_camp",
    "depart",
    "edit_camp",
    "edit_step",
    "end_help",
    "end_plan",
    "end_seat",
    "extend",
    "forget_the_dead",
    "go_on",
    "issue_seat",
    "issue_seats",
    "keep_alive",
    "lock_board",
    "mark_promoted",
    "move_step",
    "open_board",
    "pause",
    "remove_group",
    "remove_step",
    "rename_group",
    "renew_join_code",
    "renew_seat",
    "resume",
    "seat_in_group",
    "send_message",
    "set_board_state",
    "start_step",
    "steer_all_boards",
    "take_issued_seat",
    "take_seat",
]
