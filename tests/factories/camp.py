"""Camps, seats, boards, cards and citable themes to test with."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import commands
from cocreate.camp.commands import Acknowledgement
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rules import BoardState, StepKind
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role
from cocreate.process.models import Process
from cocreate.survey.models import Consultation, Question
from cocreate.themes.models import AnalysisRun, Theme

from .process import make_process

_numbers = count(1)
FACILITATOR = Actor(
    kind=ActorKind.USER, ref="facilitator1", roles=frozenset({Role.VISITOR, Role.ACCOUNT, Role.FACILITATOR})
)


def make_camp(
    session: Session, process: Process | None = None, *, is_open: bool = True, boards: str = "open", **options: Any
) -> Camp:
    """A camp with a group per challenge; its boards are open and people may come in, unless told otherwise."""
    process = process or make_process(session)
    camp = commands.create_camp(session, SYSTEM, process, **{"title": {"en": "Innovation Camp"}, **options})
    commands.admit_people(session, SYSTEM, camp, is_open=is_open)
    commands.steer_all_boards(session, SYSTEM, camp, BoardState(boards))
    return camp


def make_seat(
    session: Session, camp: Camp, name: str = "", *, group: WorkingGroup | None = None, **options: Any
) -> tuple[Seat, str]:
    """A seat that somebody sits on, in the first group unless told otherwise, and its token."""
    name = name or f"Participant {next(_numbers)}"
    seat, token = commands.issue_seat(session, SYSTEM, camp, name=name, group=group or camp.groups[0], **options)
    commands.take_issued_seat(session, SYSTEM, token)
    return seat, token


def make_plan(session: Session, camp: Camp, *kinds: StepKind, **options: Any) -> list[PlanStep]:
    """A plan with a step of ten minutes for each kind."""
    return [
        commands.add_step(
            session,
            SYSTEM,
            camp,
            commands.StepTexts(kind, {"en": f"Step to {kind.value}"}, **{"minutes": 10, **options}),
        )
        for kind in kinds
    ]


def guest(seat: Seat) -> Actor:
    """The actor that a seat's cookie makes of a visitor."""
    roles = {Role.VISITOR, Role.PARTICIPANT} | ({Role.FACILITATOR} if seat.is_facilitator else set())
    return Actor(kind=ActorKind.SEAT, ref=seat.public_id, seat_id=seat.id, roles=frozenset(roles))


def op_id() -> str:
    """An operation's id, as a browser makes one."""
    return f"test-{public_id()}"


def do(session: Session, actor: Actor, board: Board, kind: str, **payload: Any) -> Acknowledgement:
    """Send one operation, as a browser would."""
    return commands.apply_operation(session, actor, board, rules.parse({"op_id": op_id(), "kind": kind, **payload}))


def make_card(
    session: Session,
    board: Board,
    text: str = "Shared workshops for repair",
    *,
    actor: Actor = FACILITATOR,
    zone: str = "market",
    rank: float | None = None,
    themes: tuple[str, ...] = (),
) -> Card:
    """A card on a board."""
    card = public_id()
    number = next(_numbers)
    do(
        session,
        actor,
        board,
        "add_card",
        card=card,
        zone=zone,
        text=text,
        rank=float(number * 1024) if rank is None else rank,
        themes=list(themes),
    )
    return session.query(Card).filter_by(public_id=card).one()


def make_theme(session: Session, process: Process, label: str = "Repair cafés", **columns: Any) -> Theme:
    """An accepted theme of a consultation of the process, without the answers behind it."""
    consultation = Consultation(process_id=process.id, title={"en": "Consultation"}, state="closed")
    consultation.questions = [Question(key="new_challenge", kind="text", title={"en": "Which challenge?"}, position=1)]
    session.add(consultation)
    session.flush()
    run = AnalysisRun(consultation_id=consultation.id, seed=1, started_at=clock.now(), is_current=True)
    session.add(run)
    session.flush()
    theme = Theme(
        run_id=run.id,
        question_id=consultation.questions[0].id,
        machine_labels={"en": label, "nl": f"{label} (nl)"},
        **{"size": 12, "state": "accepted", **columns},
    )
    session.add(theme)
    session.flush()
    return theme
