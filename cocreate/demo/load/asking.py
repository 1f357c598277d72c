"""The consultation: opened to everybody, with the sheets of the 615 respondents already in it."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import Actor
from cocreate.demo.sheets import make_sheets
from cocreate.demo.story import DemoContent
from cocreate.process.models import Challenge, Process
from cocreate.process.rules import PhaseKind
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.consultations import create_consultation
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import INTRODUCTION
from cocreate.survey.rules import ResultsRule


def consult(
    session: Session,
    organiser: Actor,
    process: Process,
    challenges: Mapping[str, Challenge],
    content: DemoContent,
    progress: Callable[[float], None],
) -> Consultation:
    """Put the questionnaire to the public and take in the sheets; it stays open."""
    notice = content.attribution.notice
    introduction = {language: f"{text} {notice.in_language(language)}" for language, text in INTRODUCTION.items()}
    consultation = create_consultation(session, organiser, process, introduction=introduction)
    consultation.results_rule = ResultsRule.LIVE.value  # so that the decision can set its order beside theirs
    open_consultation(session, organiser, consultation)
    opened = next(phase.starts_at for phase in process.phases if phase.kind == PhaseKind.CONSULTATION)
    consultation.opened_at = opened  # the demonstration begins in the middle: its sheets came in since then
    ids = {key: challenge.public_id for key, challenge in challenges.items()}
    sheets = make_sheets(content, ids, first_day=opened.date(), last_day=clock.today())
    import_submissions(session, organiser, consultation, sheets, progress)
    return consultation
