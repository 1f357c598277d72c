"""The process itself: phases that are open now, what frames it, its challenges with sub-challenges and strengths."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.clock import ZONE
from cocreate.core.permissions import Actor
from cocreate.demo.story import Challenge as Told
from cocreate.demo.story import DemoContent, Phase, Text
from cocreate.process import commands
from cocreate.process.commands import PhaseDates
from cocreate.process.evidence import contexts
from cocreate.process.models import Asset, Challenge, Process, SubChallenge
from cocreate.process.rules import ContextKind, PhaseKind

REGION = "Brussels-Capital Region"
# Days from today; what comes after the first phase is open at once, so that every stage can be tried.
DAYS = {
    PhaseKind.CHALLENGES: (-120, -60),
    PhaseKind.CONSULTATION: (-45, 60),
    PhaseKind.CAMP: (-14, 60),
    PhaseKind.SELECTION: (-7, 60),
    PhaseKind.PLAN: (-1, 180),
}
OPEN_FOR_TRYING = Text(
    nl="In deze demonstratie staat deze fase nu open, zodat u ze kunt uitproberen; in werkelijkheid volgden de "
    "fasen elkaar op.",
    fr="Dans cette démonstration, cette phase est ouverte maintenant pour que vous puissiez l’essayer ; en réalité, "
    "les phases se sont succédé.",
    en="In this demonstration the phase is open now, so that you can try it; in reality the phases followed each "
    "other.",
    de="In dieser Demonstration ist diese Phase jetzt offen, damit Sie sie ausprobieren können; in Wirklichkeit "
    "folgten die Phasen aufeinander.",
)


def frame(
    session: Session, owner: Actor, organisation: Organisation, content: DemoContent, now: datetime
) -> tuple[Process, dict[str, Challenge]]:
    """Create and publish the process; returns its challenges by the keys of the story."""
    told = content.process
    process = commands.create_process(
        session,
        owner,
        organisation=organisation,
        title=told.title.as_dict(),
        summary=_joined(told.summary, content.attribution.process_source),
        region=REGION,
        phases=_phases(told.phases, now),
        is_demo=True,
    )
    for trend in told.megatrends:
        points = [point.as_dict() for point in trend.trends]
        contexts.add_context(
            session, owner, process, kind=ContextKind.MEGATREND, title=trend.title.as_dict(), points=points
        )
    for transition in told.transitions:
        points = [point.as_dict() for point in transition.priorities]
        contexts.add_context(
            session, owner, process, kind=ContextKind.TRANSITION, title=transition.title.as_dict(), points=points
        )
    challenges = {challenge.key: _challenge(session, owner, process, challenge) for challenge in told.challenges}
    commands.publish_process(session, owner, process, is_public=True)
    return process, challenges


def _challenge(session: Session, owner: Actor, process: Process, told: Told) -> Challenge:
    made = commands.add_challenge(
        session, owner, process, title=told.title.as_dict(), description=told.description.as_dict()
    )
    for part in told.sub_challenges:
        commands.add_part(
            session,
            owner,
            process,
            made,
            SubChallenge,
            title=part.title.as_dict(),
            description=part.description.as_dict(),
        )
    for asset in told.assets:
        commands.add_part(session, owner, process, made, Asset, title=asset.name.as_dict())
    return made


def _phases(told: tuple[Phase, ...], now: datetime) -> list[PhaseDates]:
    """The five kinds of phase with the story's words, around today."""
    midnight = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    by_key = {phase.key: phase for phase in told}
    planned = []
    for kind, (first, last) in DAYS.items():
        phase = by_key[kind.value]
        is_open = first <= 0 < last
        summary = _joined(phase.description, OPEN_FOR_TRYING) if is_open else phase.description.as_dict()
        planned.append(
            PhaseDates(
                kind=kind,
                title=phase.title.as_dict(),
                summary=summary,
                starts_at=(midnight + timedelta(days=first)).astimezone(UTC),
                ends_at=(midnight + timedelta(days=last)).astimezone(UTC),
            )
        )
    return planned


def _joined(*texts: Text) -> dict[str, str]:
    """Texts one after the other, in every language."""
    return {language: " ".join(text.in_language(language) for text in texts) for language in texts[0].as_dict()}
