"""The ecosystem of the world: actors, a join, a project, suggestions and a correction."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.ecosystem import commands as ecosystem
from cocreate.ecosystem.commands import ActorTold, joining, own_word, suggesting
from cocreate.ecosystem.models import ActorSuggestion
from cocreate.ecosystem.rules import ActorType, Part
from cocreate.process.models import Process
from cocreate.survey.commands.opening import close_consultation
from tests.factories.ecosystem import make_actor, propose
from tests.factories.survey import make_consultation


def map_ecosystem(session: Session, process: Process) -> None:
    """Actors that serve challenges, two of them joined; a project, suggestions, and a correction that waits."""
    told = {"municipality": "Ixelles", "tags": ("repair",), "contact": "desk@example.org", "trl_from": 4, "trl_to": 6}
    row = make_actor(session, process, "Repair Works", **told)
    joined, like = make_actor(session, process, "REPAIR WORKS nv"), make_actor(session, process, "Repairworks")
    neighbours = make_actor(session, process, "Neighbours of the canal", ActorType.CITIZEN_INITIATIVE)
    title = {"en": "A workshop that everybody may use"}
    ecosystem.add_strength(session, SYSTEM, process, row, process.challenges[0], Part.INDUSTRY, title=title)
    ecosystem.add_strength(session, SYSTEM, process, like, process.challenges[1], Part.RESEARCH)
    joining.join_actors(session, SYSTEM, process, kept=row, joined=joined, reasons=["same_name"])
    own_word.ask_actor(session, SYSTEM, process, row, language="en")
    changed = ActorTold(name={"en": "Repair Works of the city"}, type=ActorType.COMPANY)
    own_word.ask_for_change(session, SYSTEM, process, row, changed, message="We have a new name")
    named = make_consultation(session, process, title={"en": "Projects"})
    for project in ("Shared cargo bikes", "Roofs for all", "A library of tools"):
        propose(session, named, project, "Repair Works", "Bus Lab")
    close_consultation(session, SYSTEM, named)
    suggesting.gather(session, SYSTEM, process)
    found = select(ActorSuggestion).where(ActorSuggestion.kind == "project").order_by(ActorSuggestion.id.desc())
    last = session.scalars(found).first()
    assert last is not None
    involved = [suggesting.Involved(row, {"en": "Lead"}), suggesting.Involved(neighbours, {})]
    suggesting.accept_as_project(
        session,
        SYSTEM,
        process,
        last,
        title={"en": "Bikes for parcels"},
        challenge=process.challenges[1],
        involved=involved,
    )
