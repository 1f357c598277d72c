"""The action plan: four axes, their actions, the actors to mobilise, and the domains that they serve."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.demo.story import DemoContent
from cocreate.plan import commands
from cocreate.process.models import Process
from cocreate.selection.models import Sid

NAMES_IN = "en"  # the plan keeps actors as plain names


def plan(session: Session, organiser: Actor, process: Process, sids: Mapping[str, Sid], content: DemoContent) -> int:
    """Add every action of the plan; returns how many there are."""
    kept = {told.became[0]: sids[told.key] for told in content.long_list if not told.reconstructed}
    axes = {
        axis.number: commands.add_axis(
            session,
            organiser,
            process,
            number=axis.number,
            title=axis.title.as_dict(),
            description=axis.description.as_dict(),
        )
        for axis in content.axes
    }
    for action in content.actions:
        commands.add_action(
            session,
            organiser,
            process,
            axes[action.axis],
            number=action.number,
            title=action.title.as_dict(),
            description=action.description.as_dict(),
            actors=[actor.name.in_language(NAMES_IN) for actor in action.actors],
            sids=[kept[key] for key in action.sids],
        )
    return len(content.actions)
