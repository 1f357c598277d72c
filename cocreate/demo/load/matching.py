"""The matching matrix. The plan tells what came of it; cells and reasons were written for the demonstration."""

from datetime import date

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.content import read_data
from cocreate.demo.story import DemoContent
from cocreate.process.fiches import link_challenges, tag_challenge
from cocreate.process.matrix import fill_cell, use_cells
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import contexts_of
from cocreate.process.rules import ContextKind, Meeting, Outcome
from cocreate.process.validations import ask_committee, decide, require_validation


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


def join_and_tag(session: Session, actor: Actor, process: Process, challenges: dict[str, Challenge]) -> None:
    """How challenges hang together, and which goals and policies they are about."""
    told = read_data("matrix.json")
    for row in told["links"]:
        one, other = challenges[row["one"]], challenges[row["other"]]
        link_challenges(session, actor, process, one, other, reason=row["reason"])
    for key, tags in told["tags"].items():
        tag_challenge(session, actor, process, challenges[key], tags)


def validate(
    session: Session, actor: Actor, process: Process, challenges: dict[str, Challenge], day: date, members: int
) -> None:
    """The committee validates all challenges; day and votes are the demonstration's, and marked so."""
    meeting, reason = Meeting(day, members, members, 0, 0), read_data("matrix.json")["decision"]
    require_validation(session, actor, process, is_needed=True)
    for challenge in challenges.values():
        asked = ask_committee(session, actor, process, challenge)
        decide(session, actor, process, asked, Outcome.VALIDATED, meeting, reason=reason)
