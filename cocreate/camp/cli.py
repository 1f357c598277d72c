"""`cocreate camp`: what whoever runs a camp's server does from the command line."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.organisations.commands import ensure_organisation
from cocreate.camp import board as rules
from cocreate.camp import commands, snapshots
from cocreate.camp.models import Board, Camp, Operation
from cocreate.camp.rules import BoardState
from cocreate.camp.simulated import Measured, Participant
from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM
from cocreate.process.commands import PhaseDates, create_process
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind


@click.group()
def camp() -> None:
    """Innovation Camps: try out what the server carries."""


@camp.command("simulate")
@click.option("--participants", type=click.IntRange(1, 1000), default=60, show_default=True)
@click.option("--groups", type=click.IntRange(1, 100), default=6, show_default=True)
@click.option("--minutes", type=click.FloatRange(0.05, 600), default=3.0, show_default=True)
@click.option("--think", type=click.FloatRange(0.1, 600), default=6.0, show_default=True, help="Seconds between deeds.")
@click.option("--url", help="The server to work on; it must use the same database. By default COCREATE_BASE_URL.")
@click.option("--keep", is_flag=True, help="Leave the simulated camp in the database.")
@with_appcontext
def simulate_camp(participants: int, groups: int, minutes: float, think: float, url: str | None, keep: bool) -> None:
    """Let programs work on boards as people do, and check that everybody sees the same in the end.

    They sit in a hidden process of their own, think, write, vote, comment, lose their connection and come back.
    Prints how long things took, and fails when anybody's board differs from the database.
    """

    address = (url or current_app.extensions["cocreate_settings"].base_url).rstrip("/")
    process, places = furnish(db.session(), participants=participants, groups=groups)
    db.session.commit()
    try:
        people, measured = simulate(places, address, seconds=60 * minutes, think=think, tell=click.echo)
        report = compare(db.session(), people, measured)
        for line in report.lines():
            click.echo(line)
    finally:
        db.session.rollback()
        if not keep:
            db.session.execute(delete(Process).where(Process.id == process.id))
            db.session.commit()
    if report.faults:
        raise SystemExit(1)


THINK = 6.0  # seconds between two things that somebody does, on average
PATIENCE = 60.0  # seconds until everybody has sent what they did


@dataclass
class Report:
    """What came of it."""

    measured: Measured
    operations: int
    faults: list[str] = field(default_factory=list)

    def lines(self) -> Iterable[str]:
        """For people."""
        measured = self.measured
        yield f"operations   {self.operations} committed, {measured.reconnections} lost connections"
        yield f"join         {percentiles(measured.joined)}"
        yield f"acknowledged {percentiles(measured.acknowledged)}"
        yield f"delivered    {percentiles(measured.delivered)}"
        for code, count in sorted(measured.refused.items()):
            yield f"refused      {count} x {code}"
        yield from (f"WRONG        {fault}" for fault in self.faults)
        yield "agreement    " + ("no" if self.faults else "all participants and the database agree; nothing is lost")


def percentiles(milliseconds: list[float]) -> str:
    """Of one kind of waiting."""
    if len(milliseconds) < 2:
        return "nothing measured"
    cuts = statistics.quantiles(milliseconds, n=100)
    return f"p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, p99 {cuts[98]:.0f} ms ({len(milliseconds)} measured)"


@dataclass(frozen=True)
class Place:
    """A seat's token and the board that it is at."""

    token: str
    board: str


def furnish(session: Session, *, participants: int, groups: int) -> tuple[Process, list[Place]]:
    """A hidden process with a rehearsed camp: boards are open, seats are dealt out."""
    now = clock.now()
    week = timedelta(days=7)
    phase = PhaseDates(PhaseKind.CAMP, {"en": "Simulation"}, now - week, now + week)
    title = {"en": "Simulation"}
    organisation = ensure_organisation(session, SYSTEM, short_name="simulation", title=title)
    process = create_process(
        session, SYSTEM, organisation=organisation, title=title, summary={}, region="Simulation", phases=[phase]
    )
    camp: Camp = commands.create_camp(session, SYSTEM, process, title={"en": "Simulation"}, with_groups=False)
    camp.is_rehearsal = True
    made = [commands.add_group(session, SYSTEM, camp, title={"en": f"Group {n + 1}"}) for n in range(groups)]
    session.flush()
    session.refresh(camp)
    commands.steer_all_boards(session, SYSTEM, camp, BoardState.OPEN)
    places = []
    for number in range(participants):
        group = made[number % groups]
        _, token = commands.issue_seat(session, SYSTEM, camp, name=f"Participant {number + 1}", group=group)
        places.append(Place(token, group.board.public_id))
    return process, places


def simulate(
    places: list[Place], url: str, *, seconds: float, think: float = THINK, tell: Callable[[str], None] = print
) -> tuple[list[Participant], Measured]:
    """Let everybody work; returns when all is sent."""
    measured = Measured()
    people = [Participant(url, at.token, at.board, measured, seed, think) for seed, at in enumerate(places)]
    for person in people:
        person.start()
        time.sleep(0.02)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 15))
        tell(f"{len(measured.acknowledged)} operations, {max(0, round(end - time.monotonic()))} seconds to go")
    for person in people:
        person.over.set()
    until = time.monotonic() + PATIENCE
    for person in people:
        person.join(max(0.1, until - time.monotonic()))
    time.sleep(1)  # what is on the way arrives
    return people, measured


def compare(session: Session, people: list[Participant], measured: Measured) -> Report:
    """Whether all that was acknowledged is stored once, and everybody sees what the database holds."""
    faults = [f"{person.name}: {person.fault}" for person in people if person.fault]
    operations = 0
    for public_id in sorted({person.board for person in people}):
        board = session.scalars(select(Board).where(Board.public_id == public_id)).one()
        stored: dict[str, int] = {
            row[0]: row[1]
            for row in session.execute(select(Operation.op_id, Operation.number).where(Operation.board_id == board.id))
        }
        operations += sum(op_id.startswith("sim-") for op_id in stored)
        state = snapshots.board_state(session, board)
        for person in (person for person in people if person.board == public_id):
            faults += _differences(person, state, stored, is_anonymous=board.group.camp.is_anonymous)
    return Report(measured, operations, faults)


def _differences(
    person: Participant, state: dict[str, Any], stored: dict[str, int], *, is_anonymous: bool
) -> Iterable[str]:
    if person.is_alive() or person.pending:
        yield f"{person.name} could not send {len(person.pending)} operations"
    lost = [op_id for op_id, number in person.done.items() if stored.get(op_id) != number]
    if lost:
        yield f"{person.name}: {len(lost)} acknowledged operations are not in the database"
    if person.state != rules.seen_state(state, person.seat, is_anonymous=is_anonymous):
        yield f"{person.name} sees another board than the database holds"
