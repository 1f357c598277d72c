"""The ecosystem of the reference: its organisations, the assets that they are, and projects that answers propose."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.content import read_data
from cocreate.demo.story import DemoContent
from cocreate.ecosystem import commands
from cocreate.ecosystem.commands import ActorTold, joining, suggesting
from cocreate.ecosystem.commands.taking_in import by_key
from cocreate.ecosystem.models import ActorSuggestion, EcosystemActor
from cocreate.ecosystem.rules import ActorType, Part, SuggestionKind
from cocreate.ecosystem.suggesting import first_words, key_of
from cocreate.process.models import Challenge, Process
from cocreate.survey.personal.gate import quotable_answers

PROJECTS = 3  # taken from the answers for each challenge; the others wait


def map_ecosystem(
    session: Session, actor: Actor, process: Process, challenges: Mapping[str, Challenge], content: DemoContent
) -> None:
    """Put the organisations into the register, give assets their places, and sort a few of the answers' projects."""
    told = read_data("ecosystem.json")
    names = {one.key: one.name.as_dict() for one in content.organisations}
    helix = {one.key: one.helix for one in content.organisations}
    rows = {
        key: _add(session, actor, process, names[key], {"helix": helix[key], **row}, told["source"])
        for key, row in told["actors"].items()
    }
    for challenge in content.process.challenges:
        assets = challenges[challenge.key].assets
        for asset, organisation in zip(assets, challenge.assets, strict=True):
            part = Part(told["actors"][organisation.key]["part"])
            commands.place_asset(session, actor, process, asset, part, rows[organisation.key])
    for key, name in {**told["joined"], **told["alike"]}.items():
        again = _add(session, actor, process, {"en": name}, {**told["actors"][key], "helix": helix[key]}, "")
        if key in told["joined"]:
            joining.join_actors(session, actor, process, kept=rows[key], joined=again, reasons=["acronym"])
    suggesting.gather(session, actor, process)
    _take_projects(session, actor, process, challenges, content)


def _add(
    session: Session, actor: Actor, process: Process, name: dict[str, str], row: dict[str, Any], source: str
) -> EcosystemActor:
    told = ActorTold(
        name=name,
        type=ActorType(row["type"]),
        helix=row["helix"],
        municipality=row.get("municipality", ""),
        source=source,
    )
    return commands.add_actor(session, actor, process, told)


def _take_projects(
    session: Session, actor: Actor, process: Process, challenges: Mapping[str, Challenge], content: DemoContent
) -> None:
    """Some projects whose actors are all known from one challenge, in the words of the answers."""
    known = by_key(session, process)
    waiting = select(ActorSuggestion).where(
        ActorSuggestion.process_id == process.id, ActorSuggestion.kind == SuggestionKind.PROJECT.value
    )
    rows = list(session.scalars(waiting.order_by(ActorSuggestion.text)))
    public = quotable_answers(session, [row.answer_id for row in rows])
    for told in content.process.challenges:
        keys = {key_of(text) for one in told.assets for text in one.name.as_dict().values()}
        named = [row for row in rows if row.answer_id in public and _names(row) and _names(row) <= keys]
        for row in named[:PROJECTS]:
            rows.remove(row)
            answer = public[row.answer_id]
            involved = [suggesting.Involved(known[key], {}) for key in sorted(_names(row)) if key in known]
            suggesting.accept_as_project(
                session,
                actor,
                process,
                row,
                title={answer.text_language or "en": first_words(answer.text)},
                challenge=challenges[told.key],
                involved=involved,
            )


def _names(row: ActorSuggestion) -> set[str]:
    return {key_of(one["name"]) for one in row.details.get("actors", [])}
