"""What an operation changes on a board as it stands, or why it cannot. Pure: the one place where that is decided."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cocreate.camp.board import asking, deciding_cards, deciding_ties
from cocreate.camp.board import operations as op
from cocreate.camp.board.asking import Around, By
from cocreate.camp.board.operations import Change, Operation
from cocreate.camp.board.sight import State, is_standing
from cocreate.camp.rules import GRADIENT_LEVELS, RoundKind
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed


def vote(state: State, asked: op.Vote | op.Unvote, by: By, around: Around) -> Change:
    """One vote per seat and card, for or back; the same again is nothing new."""
    if not by.seat:
        raise NotAllowed("camp.vote.needs_seat")
    card = asking.shared_card(state, asked.card, by)
    given = state["secret"]["votes"].get(card["id"], ())
    votes = len(given)
    if isinstance(asked, op.Unvote):
        votes -= by.seat in given
    elif by.seat not in given:
        if around.votes_elsewhere + votes_used(state, by.seat) >= around.votes_per_seat:
            raise Conflict("camp.vote.none_left", limit=around.votes_per_seat)
        votes += 1
    return {"kind": asked.kind, "card": card["id"], "votes": votes, "secret": {"seat": by.seat}}


def votes_used(state: State, seat: str) -> int:
    """Votes of a seat on cards in sight; a card out of sight gives its votes back."""
    mine = [card for card, seats in state["secret"]["votes"].items() if seat in seats]
    return sum(is_standing(state["cards"][card]) for card in mine)


def cast_ballot(state: State, asked: op.CastBallot, by: By, around: Around) -> Change:
    """A whole ballot replaces the one before; while the round hides its counts, the change tells none."""
    if not by.seat:
        raise NotAllowed("camp.vote.needs_seat")
    open_round = state["round"]
    if open_round is None or open_round["id"] != asked.round:
        raise Closed("camp.round.closed")
    check_ballot(open_round, asked.choices)
    ballots = {**state["secret"]["ballots"], by.seat: dict(asked.choices)}
    cast = [choices for choices in ballots.values() if choices]
    return {
        "kind": asked.kind,
        "round": asked.round,
        "voters": len(cast),
        "counts": {} if open_round["is_hidden"] else ballot_counts(open_round["kind"], cast),
        "secret": {"seat": by.seat, "choices": dict(asked.choices)},
    }


def check_ballot(open_round: Mapping[str, Any], choices: Mapping[str, int]) -> None:
    """Whether a ballot keeps the rules of its round, or Invalid."""
    numbers = list(choices.values())
    if not set(choices) <= set(open_round["cards"]):
        raise Invalid("camp.round.other_card")
    kind = open_round["kind"]
    most = {
        RoundKind.DOTS: open_round["most_per_card"],
        RoundKind.APPROVAL: 1,
        RoundKind.GRADIENT: GRADIENT_LEVELS,
        RoundKind.RANKING: open_round["votes_each"],
    }[RoundKind(kind)]
    if any(not 1 <= number <= most for number in numbers):
        raise Invalid("camp.round.number", limit=most)
    if kind == RoundKind.DOTS and sum(numbers) > open_round["votes_each"]:
        raise Conflict("camp.vote.none_left", limit=open_round["votes_each"])
    if kind == RoundKind.RANKING and sorted(numbers) != list(range(1, len(numbers) + 1)):
        raise Invalid("camp.round.places")


def ballot_counts(kind: str, ballots: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """What is shown beside each card while people vote in the open: dots, else how many ballots name it."""
    found: Counter[str] = Counter()
    for choices in ballots:
        found.update(choices if kind == RoundKind.DOTS else dict.fromkeys(choices, 1))
    return dict(found)


_DECIDE: dict[type[Operation], Callable[[State, Any, By, Around], Change]] = {
    op.AddCard: deciding_cards.add_card,
    op.EditCard: deciding_cards.edit_card,
    op.MarkCard: deciding_cards.mark_card,
    op.TagCard: deciding_cards.tag_card,
    op.UntagCard: deciding_cards.tag_card,
    op.MoveCard: deciding_cards.move_card,
    op.RemoveCard: deciding_cards.remove_card,
    op.RestoreCard: deciding_cards.restore_card,
    op.Vote: vote,
    op.Unvote: vote,
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
    op.CastBallot: cast_ballot,
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
