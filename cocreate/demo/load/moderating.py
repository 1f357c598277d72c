"""What people reported in the demonstration, and what was decided about it."""

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.moderation import commands
from cocreate.moderation.models import ModerationCase, ModerationDecision
from cocreate.moderation.rules import Ground, Kind, Outcome, Verdict
from cocreate.process.models import Process
from cocreate.themes.queries import accepted_themes, public_answers_page

REPORTS = (
    (Ground.NOT_OWN, "I think that this comes from a leaflet."),
    (Ground.PERSONAL, "Somebody could be recognised by this."),
    *((Ground.INSULT, "It is harsh, but is it against a person?"), (Ground.ADVERTISING, "")) * 3,
    *((Ground.MEANINGLESS, "Is this not the same text as another one?"),) * 5,
)
WAITING, KEPT = 2, 6  # so many of them wait, so many are left as they are; the others are hidden
OF_A_THEME = 2
NOTE = "The demonstration shows how this works: this text was chosen by chance, and nothing is wrong with it."


def moderate(session: Session, facilitator: Actor, organiser: Actor, process: Process) -> None:
    """Reports that wait, contributions that were left as they are or hidden, one shown again after an appeal."""
    cases = []
    for (ground, note), key in zip(REPORTS, _reported(session, process), strict=False):
        told = {"reason": ground.value, "note": note}
        cases.append(commands.report(session, Actor(), process, Kind.ANSWER, key, **told).case)
    _decide(session, facilitator, process, commands.Told(Verdict.KEEP), *cases[WAITING : WAITING + KEPT])
    hide = commands.Told(Verdict.HIDE, Ground.MEANINGLESS.value, NOTE)
    made = _decide(session, facilitator, process, hide, *cases[WAITING + KEPT :])
    if made:
        asked = commands.appeal(session, Actor(), process, made[-1], "It means a lot to me.", by_code=True)
        commands.answer_appeal(session, organiser, process, asked, Outcome.UPHELD, "You are right. It is shown again.")


def _decide(
    session: Session, actor: Actor, process: Process, told: commands.Told, *cases: ModerationCase
) -> list[ModerationDecision]:
    wanted = [commands.Wanted(case, case.version) for case in cases]
    return commands.decide(session, actor, process, told, wanted) if wanted else []


def _reported(session: Session, process: Process) -> list[str]:
    """A few answers each of the smaller accepted themes, the least typical ones."""
    themes = accepted_themes(session, process)[::-1]
    found = [public_answers_page(session, theme, page=1, size=25)[0][-OF_A_THEME:] for theme in themes]
    return [answer.id for answers in found for answer in answers][: len(REPORTS)]
