"""What a camp offers to the long list: single cards, stacks, and everything under one tag."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from cocreate.camp.card_lists import CardLine, cards_of_camp
from cocreate.camp.models import Camp, Card, WorkingGroup
from cocreate.selection.rules import TITLE_LIMIT, CandidateKind

_TAG = "tag:"


class Grouping(StrEnum):
    """What becomes one candidate."""

    CARDS = "cards"  # a card, with those stacked under it
    TAGS = "tags"  # all cards with the same tag


@dataclass(frozen=True)
class Bundle:
    """Cards that can become one candidate together; the first one gives its words."""

    key: str
    title: str
    kind: CandidateKind
    cards: tuple[Card, ...]
    groups: tuple[WorkingGroup, ...]
    zones: tuple[str, ...]  # keys
    votes: int
    themes: int

    @property
    def is_tag(self) -> bool:
        """Whether a tag holds it together."""
        return self.key.startswith(_TAG)


def bundles_of(
    session: Session, camp: Camp, grouping: Grouping = Grouping.CARDS, *, zone_key: str = ""
) -> list[Bundle]:
    """What can still be harvested from a camp, most votes first; a zone's key leaves out the other zones' cards.

    Cards that stand behind a candidate already, were taken off, or went into another card are left out.
    """
    lines = [
        line
        for line in cards_of_camp(session, camp)
        if not line.card.is_promoted and not line.card.went_into and not line.card.is_private
    ]
    piles = _by_tag(lines) if grouping is Grouping.TAGS else _by_stack(lines)
    found = [_bundle(key, title, pile) for key, title, pile in piles]
    if zone_key:
        found = [bundle for bundle in found if zone_key in bundle.zones]
    return sorted(found, key=lambda bundle: (-bundle.votes, -len(bundle.cards)))


def _by_stack(lines: Sequence[CardLine]) -> list[tuple[str, str, list[CardLine]]]:
    live = {line.card.public_id for line in lines}
    under: dict[str, list[CardLine]] = {}
    for line in lines:
        if line.card.stack in live:
            under.setdefault(line.card.stack, []).append(line)
    return [
        (line.card.public_id, _first_words(line.card), [line, *under.get(line.card.public_id, ())])
        for line in lines
        if line.card.stack not in live
    ]


def _by_tag(lines: Sequence[CardLine]) -> list[tuple[str, str, list[CardLine]]]:
    tagged: dict[str, list[CardLine]] = {}
    for line in lines:
        for tag in line.card.tags:
            tagged.setdefault(tag, []).append(line)
    return [(f"{_TAG}{tag}", tag, pile) for tag, pile in sorted(tagged.items())]


def _bundle(key: str, title: str, pile: Sequence[CardLine]) -> Bundle:
    is_lever = all(line.card.kind == "lever" for line in pile)
    return Bundle(
        key=key,
        title=title[:TITLE_LIMIT],
        kind=CandidateKind.LEVER if is_lever else CandidateKind.SID,
        cards=tuple(line.card for line in pile),
        groups=tuple(dict.fromkeys(line.group for line in pile)),
        zones=tuple(dict.fromkeys(line.zone.key for line in pile)),
        votes=sum(line.votes for line in pile),
        themes=len({theme.id for line in pile for theme in line.themes}),
    )


def _first_words(card: Card) -> str:
    return card.title or card.text.strip().split("\n")[0]
