"""What becomes of an operation on one card. Pure; each function checks, then returns the change."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from cocreate.camp.board import asking
from cocreate.camp.board import operations as op
from cocreate.camp.board.asking import Around, By
from cocreate.camp.board.operations import Change
from cocreate.camp.board.reading import TEXT_LIMIT, TITLE_LIMIT
from cocreate.camp.board.sight import Card, State, cards_in, forebears, fresh_ranks, has_near
from cocreate.camp.board.state import new_card
from cocreate.camp.rules import ReferenceKind
from cocreate.errors import Conflict, Invalid, NotAllowed

# Comparing is quadratic; beyond this many words both versions are simply kept.
MOST_WORDS = 700


class Outcome(StrEnum):
    """What became of an edit."""

    REPLACED = "replaced"  # nobody else had touched the text
    MERGED = "merged"  # both changes are in it
    BOTH = "both"  # the same words were changed differently: both versions stand below each other


@dataclass(frozen=True)
class Merged:
    """The text that results, and how."""

    text: str
    outcome: Outcome


@dataclass(frozen=True)
class _Hunk:
    """Words `start` to `end` of the old text became `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def merge(was: str, theirs: str, mine: str, *, between: str = "\n\n") -> Merged:
    """What `theirs` and `mine`, both made out of `was`, make together; `between` stands between two whole versions.

    >>> merge("solar roofs", "solar roofs in Anderlecht", "cheap solar roofs").text
    'cheap solar roofs in Anderlecht'
    >>> merge("solar roofs", "green roofs", "wind turbines").outcome
    <Outcome.BOTH: 'both'>
    """
    if theirs in (was, mine):
        return Merged(mine, Outcome.REPLACED)
    if mine == was:
        return Merged(theirs, Outcome.MERGED)
    old, left, right = _split(was), _split(theirs), _split(mine)
    if max(len(old), len(left), len(right)) <= MOST_WORDS:
        words = _combine(old, _hunks(old, left), _hunks(old, right))
        if words is not None:
            return Merged("".join(words).strip(), Outcome.MERGED)
    return Merged(f"{theirs}{between}{mine}", Outcome.BOTH)


def _split(text: str) -> list[str]:
    """Words, each with the blank that follows it, so that blanks are no places to disagree about."""
    return re.findall(r"\S+\s*", text)


def _hunks(old: list[str], new: list[str]) -> list[_Hunk]:
    # Words are compared without their blanks: the last word of a text gets one as soon as another follows.
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    return [_Hunk(start, end, tuple(new[j1:j2])) for tag, start, end, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _combine(old: list[str], theirs: list[_Hunk], mine: list[_Hunk]) -> list[str] | None:
    """The old words with both sets of changes, or None where they touch the same words differently."""
    out: list[str] = []
    at = 0
    for hunk in _in_order(theirs, mine):
        if hunk is None:
            return None
        out += [_spaced(word) for word in old[at : hunk.start]]
        out += [_spaced(word) for word in hunk.words]
        at = hunk.end
    return out + [_spaced(word) for word in old[at:]]


def _in_order(theirs: list[_Hunk], mine: list[_Hunk]) -> list[_Hunk | None]:
    """Both sets of changes from front to back; [None] where they touch the same words differently."""
    merged: list[_Hunk | None] = []
    left, right = list(theirs), list(mine)
    while left and right:
        one, other = left[0], right[0]
        if one == other:  # the same change twice is one change
            merged.append(left.pop(0))
            right.pop(0)
        elif one.start == one.end == other.start == other.end:
            # Both put words at the same place without taking any away: theirs, then mine.
            merged.append(_Hunk(one.start, one.end, left.pop(0).words + right.pop(0).words))
        elif one.end <= other.start:
            merged.append(left.pop(0))
        elif other.end <= one.start:
            merged.append(right.pop(0))
        else:
            return [None]
    return merged + left + right


def _spaced(word: str) -> str:
    return word if word[-1].isspace() else word + " "


MOST_TAGS = 12
MOST_REFERENCES = 20
MOST_FILES = 10
MOST_COMMENTS = 200


def with_fresh_ranks(state: State, card: Card, change: Change) -> Change:
    """Where cards have come too close to put another between them, the zone gets fresh ranks in the same change.

    Private cards are left out: a change that all see must not tell of them, nor one that few see move what all see.
    """
    if card["is_private"] or not has_near(state, card):
        return change
    beside = [other for other in cards_in(state, card["zone"]) if not other["is_private"]]
    ranks = {other["id"]: other["rank"] for other in beside}
    fresh = fresh_ranks({**ranks, card["id"]: card["rank"]}, card["id"])
    return {**change, "ranks": fresh} if fresh else change


def _place(asked: op.AddCard | op.MoveCard) -> dict[str, Any]:
    return {"zone": asked.zone, "column": asked.column, "x": asked.x, "y": asked.y, "rank": asked.rank}


def add_card(state: State, asked: op.AddCard, by: By, around: Around) -> Change:
    """A new card; while people write in private, seen by its author only."""
    asking.check_zone(state, asked.zone, asked.column, by)
    asking.check_new(state, asked.card, around)
    if not around.themes.issuperset(asked.themes):
        raise Invalid("camp.theme.unknown")
    card = new_card(
        id=asked.card,
        **_place(asked),
        kind=asked.card_kind,
        title=asked.title,
        text=asked.text,
        colour=asked.colour,
        tags=list(asked.tags),
        author=by.seat,
        group=by.group,
        themes=list(asked.themes),
        references=[_reference(reference, around) for reference in asked.references],
        is_private=bool(state["mode"].get("is_private") and by.seat),
    )
    return with_fresh_ranks(state, card, {"kind": asked.kind, "card": card})


def edit_card(state: State, asked: op.EditCard, by: By, around: Around) -> Change:
    """Both keep their words: what others changed meanwhile is merged, or both versions stay."""
    card = asking.changeable_card(state, asked.card, by)
    text = merge(asked.was, card["text"], asked.text)
    title = Merged(card["title"], Outcome.REPLACED)
    if asked.title is not None:
        was = card["title"] if asked.title_was is None else asked.title_was
        title = merge(was, card["title"], asked.title, between=" / ")
    if len(text.text) > TEXT_LIMIT or len(title.text) > TITLE_LIMIT:
        raise Conflict("camp.card.changed_meanwhile")
    order = (Outcome.BOTH, Outcome.MERGED, Outcome.REPLACED)
    return {
        "kind": asked.kind,
        "card": card["id"],
        "title": title.text,
        "text": text.text,
        "revision": card["revision"] + 1,
        "outcome": min(text.outcome, title.outcome, key=order.index).value,
    }


def mark_card(state: State, asked: op.MarkCard, by: By, around: Around) -> Change:
    """Its kind or colour."""
    card = asking.changeable_card(state, asked.card, by)
    return {
        "kind": asked.kind,
        "card": card["id"],
        "card_kind": card["kind"] if asked.card_kind is None else asked.card_kind,
        "colour": card["colour"] if asked.colour is None else asked.colour,
    }


def tag_card(state: State, asked: op.TagCard | op.UntagCard, by: By, around: Around) -> Change:
    """A word to find it by, on or off."""
    card = asking.changeable_card(state, asked.card, by)
    if isinstance(asked, op.TagCard) and asked.tag not in card["tags"] and len(card["tags"]) >= MOST_TAGS:
        raise Invalid("camp.card.too_many", limit=MOST_TAGS)
    return {"kind": asked.kind, "card": card["id"], "tag": asked.tag}


def move_card(state: State, asked: op.MoveCard, by: By, around: Around) -> Change:
    """Elsewhere."""
    card = asking.changeable_card(state, asked.card, by)
    asking.check_zone(state, asked.zone, asked.column, by)
    change = {"kind": asked.kind, "card": card["id"], **_place(asked)}
    return with_fresh_ranks(state, {**card, **_place(asked)}, change)


def remove_card(state: State, asked: op.RemoveCard, by: By, around: Around) -> Change:
    """Off the board; the same again is nothing new."""
    card = asking.seen_card(state, asked.card, by)
    if card["went_into"]:
        raise Conflict("camp.card.went_into")
    asking.check_changeable(state, card, by)
    return {"kind": asked.kind, "card": card["id"]}


def restore_card(state: State, asked: op.RestoreCard, by: By, around: Around) -> Change:
    """Back on the board."""
    card = asking.seen_card(state, asked.card, by)
    asking.check_changeable(state, card, by)
    return {"kind": asked.kind, "card": card["id"], "parents_votes": len(seats_behind(state, card["parents"]))}


def seats_behind(state: State, parents: list[str]) -> set[str]:
    """Who voted for the cards that something was made of, and for what those were made of."""
    votes = state["secret"]["votes"]
    return {seat for card in forebears(state, {"parents": parents}) for seat in votes.get(card["id"], ())}


def cite_theme(state: State, asked: op.CiteTheme | op.UnciteTheme, by: By, around: Around) -> Change:
    """A theme that it rests on; one that is not accepted any more can still be taken off."""
    card = asking.changeable_card(state, asked.card, by)
    if isinstance(asked, op.CiteTheme) and asked.theme not in around.themes:
        raise Invalid("camp.theme.unknown")
    return {"kind": asked.kind, "card": card["id"], "theme": asked.theme}


def _reference(asked: Any, around: Around) -> dict[str, str]:
    """Assets and answers are called what they are called, whatever the browser says."""
    if asked["id"] in around.taken:
        raise Invalid("camp.card.exists")
    if asked["kind"] == ReferenceKind.LINK:
        return dict(asked)
    label = around.subjects.get(f"{asked['kind']}:{asked['subject']}")
    if label is None:
        raise Invalid("camp.reference.unknown")
    return {**asked, "label": label}


def add_reference(state: State, asked: op.AddReference, by: By, around: Around) -> Change:
    """Something else that it rests on."""
    card = asking.changeable_card(state, asked.card, by)
    if len(card["references"]) >= MOST_REFERENCES:
        raise Invalid("camp.card.too_many", limit=MOST_REFERENCES)
    return {"kind": asked.kind, "card": card["id"], "reference": _reference(asked.reference, around)}


def remove_reference(state: State, asked: op.RemoveReference, by: By, around: Around) -> Change:
    """No longer."""
    card = asking.changeable_card(state, asked.card, by)
    return {"kind": asked.kind, "card": card["id"], "reference": asked.reference}


def comment(state: State, asked: op.Comment, by: By, around: Around) -> Change:
    """Said by somebody, at a moment."""
    card = asking.shared_card(state, asked.card, by)
    if asked.comment in around.taken:
        raise Invalid("camp.card.exists")
    if len(card["comments"]) >= MOST_COMMENTS:
        raise Invalid("camp.card.too_many", limit=MOST_COMMENTS)
    said = {"id": asked.comment, "author": by.seat, "text": asked.text, "at": around.now.isoformat()}
    return {"kind": asked.kind, "card": card["id"], "comment": {**said, "is_removed": False}}


def remove_comment(state: State, asked: op.RemoveComment, by: By, around: Around) -> Change:
    """Its words go from everybody's sight; the place where they stood stays."""
    card = asking.seen_card(state, asked.card, by)
    said = next((said for said in card["comments"] if said["id"] == asked.comment), None)
    if said is None:
        raise Invalid("camp.comment.unknown")
    if not by.is_host and (not by.seat or said["author"] != by.seat):
        raise NotAllowed("camp.comment.of_others")
    return {"kind": asked.kind, "card": card["id"], "comment": asked.comment}


def react(state: State, asked: op.React | op.Unreact, by: By, around: Around) -> Change:
    """A quick sign of one seat, on or off; the same again is nothing new."""
    card = asking.shared_card(state, asked.card, by)
    if not by.seat:
        raise NotAllowed("camp.reaction.needs_seat")
    seats = [seat for seat in card["reactions"].get(asked.reaction, ()) if seat != by.seat]
    if isinstance(asked, op.React):
        seats.append(by.seat)
    return {"kind": asked.kind, "card": card["id"], "reaction": asked.reaction, "seats": seats}


def attach_file(state: State, asked: op.AttachFile, by: By, around: Around) -> Change:
    """A file that was uploaded to this board."""
    card = asking.changeable_card(state, asked.card, by)
    upload = around.uploads.get(asked.file)
    if upload is None:
        raise Invalid("camp.file.unknown")
    if len(card["files"]) >= MOST_FILES:
        raise Invalid("camp.card.too_many", limit=MOST_FILES)
    return {"kind": asked.kind, "card": card["id"], "file": dict(upload)}


def detach_file(state: State, asked: op.DetachFile, by: By, around: Around) -> Change:
    """Off the card; it can be put back."""
    card = asking.changeable_card(state, asked.card, by)
    if asked.file not in {known["id"] for known in card["files"]}:
        raise Invalid("camp.file.unknown")
    return {"kind": asked.kind, "card": card["id"], "file": asked.file}


def lock_card(state: State, asked: op.LockCard | op.UnlockCard, by: By, around: Around) -> Change:
    """Those who run the camp keep a card as it is."""
    card = asking.shared_card(state, asked.card, by)
    if not by.is_host:
        raise NotAllowed("not_allowed")
    return {"kind": asked.kind, "card": card["id"]}
