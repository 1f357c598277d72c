"""The matching matrix. The plan tells what came of it; cells and reasons were written for the demonstration."""

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.content import read_data
from cocreate.demo.story import DemoContent
from cocreate.process.matrix.commands import fill_cell, use_cells
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import contexts_of
from cocreate.process.rules import ContextKind


def fill_matrix(
    session: Session, actor: Actor, process: Process, challenges: dict[str, Challenge], content: DemoContent
) -> None:
    """Fill the cells and note which challenge came from which."""
    found = contexts_of(session, process)
    told = content.process
    megatrends = dict(zip([row.key for row in told.megatrends], found[ContextKind.MEGATREND], strict=True))
    transitions = dict(zip([row.key for row in told.transitions], found[ContextKind.TRANSITION], strict=True))
    for row in read_data("matrix.json")["cells"]:
        priority = transitions[row["transition"]].points[row["priority"] - 1]
        cell = fill_cell(
            session,
            actor,
            process,
            megatrends[row["megatrend"]],
            priority,
            strength=row["strength"],
            reason=row["reason"],
        )
        if cell is not None and row["challenge"]:
            use_cells(session, actor, process, challenges[row["challenge"]], [cell])
