"""What people reported in the demonstration, and what was decided about it."""

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.moderation import commands
from cocreate.moderation.models import ModerationCase, ModerationDecision
from cocreate.moderation.rules import Ground, Kind, Outcome, Verdict
from cocreate.process.models import Process
from cocreate.themes.queries import accepted_themes, public_answers_page

REPORTS = (
    (Ground.MEANINGLESS, "Is this not the same text as another one?"),
    (Ground.NOT_OWN, "I think that this comes from a leaflet."),
    (Ground.ADVERTISING, ""),
    (Ground.INSULT, "It is harsh, but is it against a person?"),
    (Ground.MEANINGLESS, ""),
    (Ground.PERSONAL, "Somebody could be recognised by this."),
)
NOTE = "The demonstration shows how this works: this text was chosen by chance, and nothing is wrong with it."


def moderate(session: Session, facilitator: Actor, organiser: Actor, process: Process) -> None:
    """Two reports wait, two contributions were left as they are, one is hidden, one was shown again after an appeal."""
    cases = []
    for (ground, note), key in zip(REPORTS, _reported(session, process), strict=False):
        told = {"reason": ground.value, "note": note}
        cases.append(commands.report(session, Actor(), process, Kind.ANSWER, key, **told).case)
    _decide(session, facilitator, process, commands.Told(Verdict.KEEP), *cases[2:4])
    hide = commands.Told(Verdict.HIDE, Ground.MEANINGLESS.value, NOTE)
    made = _decide(session, facilitator, process, hide, *cases[4:6])
    if made:
        asked = commands.appeal(session, Actor(), process, made[-1], "It means a lot to me.", by_code=True)
        commands.answer_appeal(session, organiser, process, asked, Outcome.UPHELD, "You are right. It is shown again.")


def _decide(
    session: Session, actor: Actor, process: Process, told: commands.Told, *cases: ModerationCase
) -> list[ModerationDecision]:
    wanted = [commands.Wanted(case, case.version) for case in cases]
    return commands.decide(session, actor, process, told, wanted) if wanted else []


def _reported(session: Session, process: Process) -> list[str]:
    """One answer each of the smaller accepted themes, which nobody quotes on a board."""
    themes = accepted_themes(session, process)[::-1]
    found = [public_answers_page(session, theme, page=1, size=25)[0][-1:] for theme in themes]
    return [answers[0].id for answers in found if answers][: len(REPORTS)]
