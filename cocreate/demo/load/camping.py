"""The Innovation Camp: sixty seats in six groups go through the session plan, from the welcome to closed boards."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import commands, session_queries, snapshots
from cocreate.camp.before import preparing, templating
from cocreate.camp.before.board_templates import BRUSSELS
from cocreate.camp.before.templating import Plan
from cocreate.camp.board import hosting
from cocreate.camp.commands import journal
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup
from cocreate.camp.models_session import PlanStep, VotingRound
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import BoardState, RoundKind, StepKind
from cocreate.clock import ZONE
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.demo.content import largest_remainder
from cocreate.demo.load.table import Table, send
from cocreate.demo.sheets import HELIX
from cocreate.demo.story import DemoContent, Text
from cocreate.process.models import Challenge, Process
from cocreate.themes.models import Theme

SEED = 2021
VOTES = 5
DAYS_AGO = 10
BEGINS_AT = 9  # o'clock
BROUGHT = 2  # cards of each group that the plenary votes on
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
    """The whole camp, from the first seat to the closed boards, at the hours of the day on which it is said to be."""
    begins_at, draw = _morning(now), random.Random(SEED)
    with clock.told(begins_at - timedelta(minutes=15)):
        camp = _prepare(session, facilitator, process, challenges, content, begins_at)
        groups = dict(zip((told.challenge for told in content.camp.groups), camp.working_groups, strict=True))
        seats = _sit_down(session, camp, camp.working_groups, content, draw)
    tables = [
        Table(session, group, seats[group.id], key, challenges[key], content.camp, themes, topics, draw)
        for key, group in groups.items()
    ]
    progress(0.1)
    steps = session_queries.steps_of(session, camp)
    at = begins_at
    for number, step in enumerate(steps, start=1):
        with clock.told(at):
            commands.go_on(session, facilitator, camp)
        ends_at = at + timedelta(minutes=step.minutes)
        _work(session, camp, step, tables, at, ends_at)
        at = ends_at
        progress(0.1 + 0.8 * number / len(steps))
    _end(session, facilitator, camp, tables, content, at)
    return camp


def _morning(now: datetime) -> datetime:
    """Nine o'clock of a working day, ten days ago or just before."""
    day = now.astimezone(ZONE) - timedelta(days=DAYS_AGO)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day.replace(hour=BEGINS_AT, minute=0, second=0, microsecond=0).astimezone(UTC)


def _prepare(
    session: Session,
    facilitator: Actor,
    process: Process,
    challenges: Mapping[str, Challenge],
    content: DemoContent,
    begins_at: datetime,
) -> Camp:
    camp = commands.create_camp(
        session,
        facilitator,
        process,
        title=content.camp.title.as_dict(),
        introduction=RECORD_WORDS.as_dict(),
        votes_per_seat=VOTES,
        starts_at=begins_at,
        with_groups=False,
    )
    for told in content.camp.groups:
        challenge = challenges[told.challenge]
        commands.add_group(session, facilitator, camp, title=told.title.as_dict(), challenge=challenge)
    _leave_one_zone(session, facilitator, preparing.add_plenary(session, facilitator, camp).board)
    take_plan(session, facilitator, camp)
    commands.admit_people(session, facilitator, camp, is_open=True)
    commands.steer_all_boards(session, facilitator, camp, BoardState.OPEN)
    return camp


def _leave_one_zone(session: Session, facilitator: Actor, board: Board) -> None:
    """The plenary is about elements of domains only."""
    journal.lock(session, board)
    state = snapshots.board_state(session, board)
    change = hosting.set_zones(state, [{**state["zones"]["candidates"], "position": 0}])
    op_id = f"zones-{public_id()}"
    commands.change_board(session, facilitator, board, change, verb="camp:board:zones", op_id=op_id)


def take_plan(session: Session, facilitator: Actor, camp: Camp) -> None:
    """The session plan of the Brussels camp; its zones are those that a board has anyway."""
    plan = Plan(zones=(), steps=templating.plan_of(BRUSSELS).steps)
    templating.apply_template(session, facilitator, camp, plan, name=BRUSSELS.key)


def _sit_down(
    session: Session, camp: Camp, groups: Sequence[WorkingGroup], content: DemoContent, draw: random.Random
) -> dict[int, list[Seat]]:
    """Participant 1…60 join by the code, every family of the helix spread over the groups."""
    count = content.camp.participants
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


def _work(
    session: Session, camp: Camp, step: PlanStep, tables: Sequence[Table], begins_at: datetime, ends_at: datetime
) -> None:
    """What every group does in a step; the other steps are for talking."""
    rounds = {row.board_id: row for row in session_queries.open_rounds(session, camp)}
    for table in tables:
        kind = StepKind(step.kind)
        if kind is StepKind.WRITE:
            table.work(table.first_cards(), begins_at, ends_at)
        elif kind is StepKind.CLUSTER:
            table.work([*table.stacks(), *table.merges()], begins_at, ends_at)
        elif kind is StepKind.DISCUSS:
            table.work([*table.elements(), *table.links(), *table.remarks(), *table.votes()], begins_at, ends_at)
        elif kind is StepKind.VOTE:
            table.work(table.ballots(rounds[table.group.board.id]), begins_at, ends_at)


def _end(
    session: Session, facilitator: Actor, camp: Camp, tables: Sequence[Table], content: DemoContent, at: datetime
) -> None:
    """What the groups found comes to the plenary, everybody says which of it belongs on the long list, boards close."""
    with clock.told(at - timedelta(minutes=5)):
        best = [card for table in tables for card in _best(session, table)]
        preparing.bring_to_plenary(session, facilitator, camp, best, zone="candidates")
    with clock.told(at):
        commands.end_plan(session, facilitator, camp)
        plenary = preparing.plenary_of(camp)
        assert plenary is not None, "it was added"
        spec = RoundSpec(RoundKind.APPROVAL, question=content.camp.question.as_dict())
        (vote,) = commands.open_rounds(session, facilitator, [plenary.board], spec)
    for place, table in enumerate(tables):
        with clock.told(at + timedelta(minutes=1 + place)):
            send(session, plenary.board, table.approvals(vote))
    with clock.told(at + timedelta(minutes=10)):
        commands.close_round(session, facilitator, vote)
        commands.steer_all_boards(session, facilitator, camp, BoardState.CLOSED)
        commands.admit_people(session, facilitator, camp, is_open=False)


def _best(session: Session, table: Table) -> list[str]:
    """The elements of a domain that the group's vote put first."""
    vote = session.scalars(select(VotingRound).where(VotingRound.board_id == table.group.board.id)).one()
    return [card for card in vote.results["order"] if card in table.element_ids][:BROUGHT]


def cards_of(session: Session, camp: Camp) -> list[Card]:
    """All cards of a camp's groups, in the order in which they were written."""
    boards = [group.board.id for group in camp.working_groups]
    return list(session.scalars(select(Card).where(Card.board_id.in_(boards)).order_by(Card.id)))
