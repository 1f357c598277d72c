"""What a working group does on its board: cards, links, stacks, merges, remarks and votes, each by one of its seats."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import cycle
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp.board import RANK_STEP, Operation
from cocreate.camp.commands.batch import Asked, apply_batch
from cocreate.camp.kept import KeptBoards
from cocreate.camp.models import Board, Seat, WorkingGroup
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rules import Reaction
from cocreate.camp.seating import as_actor
from cocreate.core.ids import public_id
from cocreate.demo.story import Camp, CampCard
from cocreate.errors import DomainError
from cocreate.process.models import Challenge
from cocreate.themes.models import Theme

MOST_CITED = 2
LEAST_SHARE = 0.12  # of a theme's answers that speak of the card's topic
AT_ONCE = 4  # operations that arrive together
REACTIONS = 8  # on a board
ZONES = {"market": "market", "strengths": "strengths", "elements": "candidates"}  # the story's names -> the method's
Done = tuple[Seat, Operation]


def send(session: Session, board: Board, done: Sequence[Done]) -> None:
    """Operations as they arrive from browsers; the story asks for nothing that is refused."""
    asked = [Asked(board.public_id, as_actor(seat), operation) for seat, operation in done]
    for answer in apply_batch(session, asked, KeptBoards()):
        if isinstance(answer, DomainError):
            raise answer


class Table:
    """One group, its seats and its part of the story."""

    def __init__(
        self,
        session: Session,
        group: WorkingGroup,
        seats: Sequence[Seat],
        key: str,
        challenge: Challenge,
        story: Camp,
        themes: Sequence[Theme],
        topics: Mapping[str, Counter[str]],
        draw: random.Random,
    ) -> None:
        self.session, self.group, self.seats, self.story = session, group, seats, story
        self.challenge, self.themes, self.topics, self.draw = challenge, themes, topics, draw
        self.told = [card for card in story.cards if card.group == key]
        self.made_of = [made for made in story.merges if made.cards[0] in {card.key for card in self.told}]
        names = [card.key for card in self.told] + [made.key for made in self.made_of]
        self.ids = {name: public_id() for name in names}
        self.liked = {name: draw.paretovariate(1.3) for name in names}  # a few cards draw many, as on any board
        self.turn = cycle(seats)

    @property
    def element_ids(self) -> set[str]:
        """The cards of the third zone."""
        return {self.ids[card.key] for card in self.told if card.zone == "elements"}

    def work(self, done: Sequence[Done], begins_at: datetime, ends_at: datetime) -> None:
        """Have it done in the time of a step, a few things at once."""
        pieces = [done[start : start + AT_ONCE] for start in range(0, len(done), AT_ONCE)]
        pause = (ends_at - begins_at) / (len(pieces) + 1)
        for place, piece in enumerate(pieces, start=1):
            with clock.told((begins_at + place * pause).replace(microsecond=0)):
                send(self.session, self.group.board, piece)

    def first_cards(self) -> list[Done]:
        """Needs and strengths, which everybody writes for themselves."""
        return [self._write(card) for card in self.told if card.zone != "elements"]

    def elements(self) -> list[Done]:
        """Elements of domains, which come up in the discussion."""
        return [self._write(card) for card in self.told if card.zone == "elements"]

    def stacks(self) -> list[Done]:
        """Cards that say the same are laid under one another."""
        return [
            self._do("stack_card", card=self.ids[laid.card], onto=self.ids[laid.onto])
            for laid in self.story.stacks
            if laid.card in self.ids
        ]

    def merges(self) -> list[Done]:
        """Or made into one."""
        places = {card.key: place for place, card in enumerate(self.told, start=1)}
        zones = {card.key: ZONES[card.zone] for card in self.told}
        return [
            self._do(
                "merge_cards",
                card=self.ids[made.key],
                cards=[self.ids[card] for card in made.cards],
                zone=zones[made.cards[0]],
                rank=RANK_STEP * places[made.cards[0]],
                title=made.title,
                text=made.text,
            )
            for made in self.made_of
        ]

    def links(self) -> list[Done]:
        """What supports, needs or is part of what."""
        return [
            self._do(
                "link_cards",
                link=public_id(),
                source=self.ids[tie.source],
                target=self.ids[tie.target],
                relation=tie.relation,
            )
            for tie in self.story.links
            if tie.source in self.ids
        ]

    def remarks(self) -> list[Done]:
        """Comments, and quick signs on the cards that many like."""
        said = [
            self._do("comment", card=self.ids[remark.card], comment=public_id(), text=remark.text)
            for remark in self.story.comments
            if remark.card in self.ids
        ]
        shown = self._in_sight()
        weights = [self.liked[name] for name in shown]
        drawn = [
            (seat, self.draw.choices(shown, weights)[0], self.draw.choice([*Reaction]).value)
            for seat in self.draw.sample(list(self.seats), min(REACTIONS, len(self.seats)))
        ]
        return said + [self._do("react", seat, card=self.ids[name], reaction=sign) for seat, name, sign in drawn]

    def votes(self) -> list[Done]:
        """Standing votes: everybody gives most of theirs."""
        return [
            self._do("vote", seat, card=self.ids[name])
            for seat in self.seats
            for name in self._favourites(self._in_sight(), self.draw.choice((3, 4, 5, 5)))
        ]

    def ballots(self, vote: VotingRound) -> list[Done]:
        """Dots, one on a card."""
        names = [name for name in self._in_sight() if self.ids[name] in vote.cards]
        return [
            self._do(
                "cast_ballot",
                seat,
                round=vote.public_id,
                choices={self.ids[name]: 1 for name in self._favourites(names, vote.votes_each)},
            )
            for seat in self.seats
        ]

    def approvals(self, vote: VotingRound) -> list[Done]:
        """What everybody of this group finds good in the plenary, about half of it."""
        return [
            self._do(
                "cast_ballot",
                seat,
                round=vote.public_id,
                choices=dict.fromkeys(self.draw.sample(vote.cards, self.draw.randint(4, 8)), 1),
            )
            for seat in self.seats
        ]

    def _do(self, kind: str, seat: Seat | None = None, **parts: Any) -> Done:
        """As a browser would send it; where it does not matter, whoever is next does it."""
        payload = {"kind": kind, "op_id": f"demo-{public_id()}", **parts}
        return seat or next(self.turn), rules.parse(payload)

    def _write(self, card: CampCard) -> Done:
        place = self.told.index(card) + 1
        tags = [self.story.topics[topic].in_language(card.language) for topic in card.topics]
        return self._do(
            "add_card",
            card=self.ids[card.key],
            zone=ZONES[card.zone],
            card_kind=card.kind,
            title=card.title,
            text=card.text,
            rank=RANK_STEP * place,
            tags=tags if len(tags) > 1 else [],  # cards at a crossing
            themes=cited_themes(card, self.challenge, self.themes, self.topics),
        )

    def _in_sight(self) -> list[str]:
        """The cards that neither went into another nor lie under one."""
        gone = {card for made in self.made_of for card in made.cards} | {laid.card for laid in self.story.stacks}
        return [name for name in self.ids if name not in gone]

    def _favourites(self, names: Sequence[str], count: int) -> list[str]:
        order = sorted(names, key=lambda name: -(self.draw.random() ** (1 / self.liked[name])))
        return order[: min(count, len(names))]


def cited_themes(
    card: CampCard, challenge: Challenge, themes: Iterable[Theme], topics: Mapping[str, Counter[str]]
) -> list[str]:
    """The themes whose answers share the card's topics most; else the largest that belongs to the group's challenge."""

    def share(theme: Theme) -> float:
        found = topics.get(theme.public_id, Counter())
        total = sum(found.values())
        return sum(found[topic] for topic in card.topics) / total if total else 0.0

    near = [theme for theme in themes if share(theme) >= LEAST_SHARE]
    near.sort(key=lambda theme: (-share(theme), theme.id))
    if not near:
        near = [theme for theme in themes if theme.challenge_id == challenge.id][:1]
    return [theme.public_id for theme in near[:MOST_CITED]]
