"""Moderation in the world: a report that waits, an answer that is hidden with an appeal, an own reason."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Actor
from cocreate.moderation import commands
from cocreate.moderation.reasons import set_reason
from cocreate.moderation.rules import Kind, Verdict
from cocreate.process.models import Process
from cocreate.themes.models import Theme, ThemeAnswer


def moderate(session: Session, process: Process) -> None:
    """Somebody reported an answer of the first accepted theme; one of the second is hidden, and its writer objects."""
    first, second = session.scalars(select(Theme).where(Theme.state == "accepted").order_by(Theme.id).limit(2))
    reported, hidden = (
        session.scalars(
            select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id == theme.id).order_by(ThemeAnswer.answer_id)
        ).first()
        for theme in (first, second)
    )
    assert reported is not None and hidden is not None
    told = {"title": {"en": "It is about something else"}, "help": {"en": "Not about this city"}, "is_listed": True}
    set_reason(session, SYSTEM, process.organisation, "", **told)
    note = "Please look at the second half"
    commands.report(session, Actor(), process, Kind.ANSWER, reported, reason="advertising", note=note)
    case = commands.report(session, Actor(), process, Kind.ANSWER, hidden, reason="insult").case
    wanted = [commands.Wanted(case, case.version)]
    (decision,) = commands.decide(session, SYSTEM, process, commands.Told(Verdict.HIDE, "insult"), wanted)
    commands.appeal(session, Actor(), process, decision, "I meant nobody in particular", by_code=True)
