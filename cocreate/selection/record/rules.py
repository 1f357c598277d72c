"""Pure rules of the record: what a motion must show, how a record is written down and sealed, in which state it is."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from cocreate.errors import Invalid
from cocreate.selection.rules import Choice

FORMAT = "cocreate-decision-1"
RECORD, PUBLICATION = "record.json", "publication.json"  # the record itself, and what came after it was drawn up
TEXT_LIMIT = 4000


class RecordState(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"  # of an amendment: the committee still chooses
    SIGNING = "signing"  # drawn up, frozen; members sign
    PUBLISHED = "published"


@dataclass(frozen=True)
class Motion:
    """What was put to the committee and how it voted. Without words nothing was: the record says so."""

    text: str = ""
    kind: str = "vote"  # how it was asked: vote, consent, gradient
    counts: Mapping[str, int] = field(default_factory=dict)  # by answer, in the order in which they are told
    present: int = 0
    quorum: int | None = None
    minority: str = ""  # opinions of those who see it otherwise, in their own words
    language: str = ""  # in which the words were typed
    source: str = ""  # public id of the motion of the committee room that it was taken from
    voted_on: str = ""  # the day, as YYYY-MM-DD, where it is known
    aside: int = 0  # members present who did not vote: they stepped aside, or had to


def check_motion(motion: Motion) -> None:
    """Refuse a vote that cannot have been: more votes than people, fewer people than the quorum, or not carried.

    Whether a motion of the committee room was carried is known from there, by the majority that was set for it.
    """
    for text in (motion.text, motion.minority):
        if len(text) > TEXT_LIMIT:
            raise Invalid("too_long", limit=TEXT_LIMIT)
    if not motion.text.strip():
        raise Invalid("selection.record.needs_motion")
    if sum(motion.counts.values()) + motion.aside > motion.present:
        raise Invalid("selection.record.more_votes_than_present")
    if motion.quorum is not None and motion.present < motion.quorum:
        raise Invalid("selection.record.no_quorum", present=motion.present, quorum=motion.quorum)
    if not motion.source and motion.counts.get("for", 0) <= motion.counts.get("against", 0):
        raise Invalid("selection.record.not_carried")


def written(said: Any) -> str:
    """Plain data as the text that is kept, hashed and published: always the same, and readable.

    >>> written({"b": 1, "a": "é"})
    '{\\n "a": "é",\\n "b": 1\\n}\\n'
    """
    return json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def seal(text: str) -> str:
    """SHA-256 of a file's bytes, as `sha256sum` prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_data(choice: Choice) -> dict[str, Any]:
    """A choice as plain data."""
    return {**asdict(choice), "taken_up_in": list(choice.taken_up_in)}


def as_choice(said: Mapping[str, Any]) -> Choice:
    """The other way round.

    >>> as_choice(as_data(Choice("a", True, 1, taken_up_in=("b",)))) == Choice("a", True, 1, taken_up_in=("b",))
    True
    """
    return Choice(**{**said, "taken_up_in": tuple(said["taken_up_in"])})


def majority(members: int) -> int:
    """How many signatures a record needs unless the committee says otherwise: more than half.

    >>> [majority(members) for members in (0, 1, 6, 7)]
    [0, 1, 4, 4]
    """
    return members // 2 + 1 if members else 0


def missing_signatures(names: Sequence[str], needed: int) -> int:
    """How many are still to come."""
    return max(0, needed - len(names))
