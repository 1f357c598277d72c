"""The Innovation Camp: sixty seats in six groups, cards that cite themes, votes; and a camp to try a board in."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import board, commands
from cocreate.camp.board import RANK_STEP, AddCard, Vote
from cocreate.camp.models import Camp, Card, Seat, WorkingGroup
from cocreate.camp.rules import BoardState
from cocreate.camp.seating import as_actor
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.demo.content import largest_remainder
from cocreate.demo.sheets import HELIX
from cocreate.demo.story import CampCard, DemoContent, Text
from cocreate.process.models import Challenge, Process
from cocreate.themes.models import Theme

SEED = 2021
VOTES = 5
MOST_CITED = 2
LEAST_SHARE = 0.12  # of a theme's answers that speak of the card's topic
ZONES = {"market": "market", "strengths": "strengths", "elements": "candidates"}  # the story's names -> the method's
TRIAL_TITLE = Text(
    nl="Probeerkamp: hier mag u alles", fr="Camp d’essai : ici, tout est permis", en="Trial camp: try anything here",
    de="Probecamp: Hier dürfen Sie alles",
)  # fmt: skip
TRIAL_WORDS = Text(
    nl="Het camp van de demonstratie is afgelopen; zijn kaarten horen bij het verslag. Op dit bord kunt u zelf kaarten "
    "toevoegen, verplaatsen en erop stemmen.",
    fr="Le camp de la démonstration est terminé ; ses cartes font partie du compte rendu. Sur ce tableau, vous pouvez "
    "ajouter, déplacer et soutenir des cartes.",
    en="The camp of the demonstration is over; its cards belong to the record. On this board you can add cards, move "
    "them and vote for them.",
    de="Das Camp der Demonstration ist vorbei; seine Karten gehören zum Protokoll. Auf diesem Board können Sie Karten "
    "hinzufügen, verschieben und dafür stimmen.",
)
RECORD_WORDS = Text(
    nl="De teksten van de kaarten zijn voor deze demonstratie geschreven.",
    fr="Les textes des cartes ont été écrits pour cette démonstration.",
    en="The texts of the cards were written for this demonstration.",
    de="Die Texte der Karten wurden für diese Demonstration geschrieben.",
)


def hold_camp(
    session: Session,
    facilitator: Actor,
    process: Process,
    challenges: Mapping[str, Challenge],
    content: DemoContent,
    themes: Sequence[Theme],
    topics: Mapping[str, Counter[str]],
    now: datetime,
    progress: Callable[[float], None],
) -> Camp:
    """The whole camp, from the first seat to the closed boards."""
    told = content.camp
    camp = commands.create_camp(
        session,
        facilitator,
        process,
        title=told.title.as_dict(),
        introduction=RECORD_WORDS.as_dict(),
        votes_per_seat=VOTES,
        starts_at=now - timedelta(days=10),
        with_groups=False,
    )
    groups = {
        group.challenge: commands.add_group(
            session, facilitator, camp, title=group.title.as_dict(), challenge=challenges[group.challenge]
        )
        for group in told.groups
    }
    commands.admit_people(session, facilitator, camp, is_open=True)
    commands.steer_all_boards(session, facilitator, camp, BoardState.OPEN)
    draw = random.Random(SEED)
    seats = _sit_down(session, camp, list(groups.values()), told.participants, content, draw)
    progress(0.15)
    for number, (key, group) in enumerate(groups.items(), start=1):
        mine = [card for card in told.cards if card.group == key]
        cards = _write_cards(session, group, seats[group.id], mine, challenges[key], themes, topics)
        _vote(session, group, seats[group.id], cards, draw)
        progress(0.15 + 0.85 * number / len(groups))
    commands.steer_all_boards(session, facilitator, camp, BoardState.CLOSED)
    commands.admit_people(session, facilitator, camp, is_open=False)
    return camp


def open_trial_camp(session: Session, facilitator: Actor, process: Process) -> Camp:
    """A camp with open boards and nobody in it yet."""
    camp = commands.create_camp(
        session,
        facilitator,
        process,
        title=TRIAL_TITLE.as_dict(),
        introduction=TRIAL_WORDS.as_dict(),
        votes_per_seat=VOTES,
    )
    commands.steer_all_boards(session, facilitator, camp, BoardState.OPEN)
    commands.admit_people(session, facilitator, camp, is_open=True)
    return camp


def _sit_down(
    session: Session, camp: Camp, groups: Sequence[WorkingGroup], count: int, content: DemoContent, draw: random.Random
) -> dict[int, list[Seat]]:
    """Participant 1…60 join by the code, every family of the helix spread over the groups."""
    shares = largest_remainder(count, [part.percent for part in content.process.helix])
    helix = [HELIX[part.key].value for part, n in zip(content.process.helix, shares, strict=True) for _ in range(n)]
    draw.shuffle(helix)
    found: dict[int, list[Seat]] = defaultdict(list)
    for number in range(1, count + 1):
        group = groups[(number - 1) % len(groups)]
        seat, _token = commands.take_seat(
            session,
            Actor(),
            code=camp.join_code,
            name=f"Participant {number}",
            helix=helix[number - 1],
            group=group.public_id,
        )
        found[group.id].append(seat)
    return found


def _write_cards(
    session: Session,
    group: WorkingGroup,
    seats: Sequence[Seat],
    told: Sequence[CampCard],
    challenge: Challenge,
    themes: Sequence[Theme],
    topics: Mapping[str, Counter[str]],
) -> list[str]:
    """Every participant in turn puts a card on the board, citing the themes that it answers."""
    made = []
    for place, card in enumerate(told):
        key = public_id()
        operation = AddCard(
            op_id=f"demo-{key}",
            card=key,
            zone=ZONES[card.zone],
            text=board.read_text(card.text),
            rank=RANK_STEP * (place + 1),
            themes=tuple(cited_themes(card, challenge, themes, topics)),
        )
        commands.apply_operation(session, as_actor(seats[place % len(seats)]), group.board, operation)
        made.append(key)
    return made


def cited_themes(
    card: CampCard, challenge: Challenge, themes: Sequence[Theme], topics: Mapping[str, Counter[str]]
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


def _vote(
    session: Session, group: WorkingGroup, seats: Sequence[Seat], cards: Sequence[str], draw: random.Random
) -> None:
    """Everybody gives most of their votes; a few cards draw many, as on any board."""
    liked = {card: draw.paretovariate(1.3) for card in cards}
    for seat in seats:
        wanted = min(draw.choice((3, 4, 5, 5)), len(cards))
        for card in sorted(cards, key=lambda key: -(draw.random() ** (1 / liked[key])))[:wanted]:
            operation = Vote(op_id=f"demo-{public_id()}", card=card)
            commands.apply_operation(session, as_actor(seat), group.board, operation)


def cards_of(session: Session, camp: Camp) -> list[Card]:
    """All cards of a camp, in the order in which they were written."""
    boards = [group.board.id for group in camp.groups]
    return list(session.scalars(select(Card).where(Card.board_id.in_(boards)).order_by(Card.id)))
