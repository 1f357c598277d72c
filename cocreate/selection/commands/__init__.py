"""What happens in a selection: candidates are listed, ranked, scored, proposed and decided on."""

from cocreate.selection.commands.candidates import (
    add_candidate,
    describe_candidate,
    merge_candidates,
    move_candidate,
    promote_card,
    promote_cards,
    restore_candidate,
    withdraw_candidate,
)
from cocreate.selection.commands.criteria import keep_version, set_weights, start_criteria
from cocreate.selection.commands.decisions import DecisionRefused, save_draft
from cocreate.selection.commands.marks import give_score, give_scores, save_scores
from cocreate.selection.commands.publishing import amend, decide, publish
from cocreate.selection.commands.rankings import (
    cast_ballot,
    cast_ballots,
    close_round,
    create_round,
    discard_round,
    open_round,
    rank_long_list,
    send_ranking,
)
from cocreate.selection.commands.records import draw_up, sign, take_back
from cocreate.selection.commands.scoring import close_scoring, open_again, open_scoring

__all__ = [
    "DecisionRefused",
    "add_candidate",
    "amend",
    "cast_ballot",
    "cast_ballots",
    "close_round",
    "close_scoring",
    "create_round",
    "decide",
    "describe_candidate",
    "discard_round",
    "draw_up",
    "give_score",
    "give_scores",
    "keep_version",
    "merge_candidates",
    "move_candidate",
    "open_again",
    "open_round",
    "open_scoring",
    "promote_card",
    "promote_cards",
    "publish",
    "rank_long_list",
    "restore_candidate",
    "save_draft",
    "save_scores",
    "send_ranking",
    "set_weights",
    "sign",
    "start_criteria",
    "take_back",
    "withdraw_candidate",
]
