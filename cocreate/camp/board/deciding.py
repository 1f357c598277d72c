"""What an operation changes on a board as it stands, or why it cannot. Pure: the one place where that is decided."""

from collections.abc import Callable
from typing import Any

from cocreate.camp.board import asking, deciding_cards, deciding_ties, deciding_votes
from cocreate.camp.board import operations as op
from cocreate.camp.board.asking import Around, By
from cocreate.camp.board.looking import State
from cocreate.camp.board.operations import Change, Operation

_DECIDE: dict[type[Operation], Callable[[State, Any, By, Around], Change]] = {
    op.AddCard: deciding_cards.add_card,
    op.EditCard: deciding_cards.edit_card,
    op.MarkCard: deciding_cards.mark_card,
    op.TagCard: deciding_cards.tag_card,
    op.UntagCard: deciding_cards.tag_card,
    op.MoveCard: deciding_cards.move_card,
    op.RemoveCard: deciding_cards.remove_card,
    op.RestoreCard: deciding_cards.restore_card,
    op.Vote: deciding_votes.vote,
    op.Unvote: deciding_votes.vote,
    op.CiteTheme: deciding_cards.cite_theme,
    op.UnciteTheme: deciding_cards.cite_theme,
    op.AddReference: deciding_cards.add_reference,
    op.RemoveReference: deciding_cards.remove_reference,
    op.Comment: deciding_cards.comment,
    op.RemoveComment: deciding_cards.remove_comment,
    op.React: deciding_cards.react,
    op.Unreact: deciding_cards.react,
    op.LinkCards: deciding_ties.link_cards,
    op.UnlinkCards: deciding_ties.unlink_cards,
    op.StackCard: deciding_ties.stack_card,
    op.UnstackCard: deciding_ties.unstack_card,
    op.MergeCards: deciding_ties.merge_cards,
    op.SplitCard: deciding_ties.split_card,
    op.AttachFile: deciding_cards.attach_file,
    op.DetachFile: deciding_cards.detach_file,
    op.CastBallot: deciding_votes.cast_ballot,
    op.LockCard: deciding_cards.lock_card,
    op.UnlockCard: deciding_cards.lock_card,
}


def decide(state: State, operation: Operation, by: By, camp: Around) -> Change:
    """The change that an operation makes of a whole state (one with `secret`), or a DomainError.

    Roles and phases are the caller's (`policy.require_work`); everything that the board itself knows is checked here.
    What happens to a private card is marked `only`: nobody but its author hears of it.
    """
    asking.check_board(state, operation, by)
    change = _DECIDE[type(operation)](state, operation, by, camp)
    about = change.get("card")
    card = about if isinstance(about, dict) else state["cards"].get(about)
    return {**change, "only": card["author"]} if card is not None and card["is_private"] else change
