"""A read consultation with an accepted theme, and the pieces that tests of moderation share."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.moderation import commands
from cocreate.moderation.models import ModerationCase, ModerationDecision
from cocreate.moderation.rules import Kind, Verdict
from cocreate.process.models import Process
from cocreate.survey.models import Answer
from cocreate.survey.rules import ResultsRule
from cocreate.themes import commands as themes
from cocreate.themes.models import Theme
from cocreate.themes.rules import Belonging
from tests.factories.accounts import make_member, sign_in
from tests.factories.themes import SAID, read_consultation


@dataclass
class Scene:
    """A process in which everybody reads the answers about buses."""

    session: Session
    process: Process
    theme: Theme
    answers: list[Answer]

    @property
    def base(self) -> str:
        return f"/en/p/{self.process.public_id}"

    def report(self, number: int = 0, reason: str = "insult", actor: Actor | None = None) -> ModerationCase:
        key = self.answers[number].id
        made = commands.report(self.session, actor or Actor(), self.process, Kind.ANSWER, key, reason=reason)
        self.session.flush()
        return made.case

    def decide(
        self, verdict: Verdict, *cases: ModerationCase, actor: Actor = SYSTEM, reason: str = "insult", note: str = ""
    ) -> list[ModerationDecision]:
        told = commands.Told(verdict, reason, note)
        wanted = [commands.Wanted(case, case.version) for case in cases]
        return commands.decide(self.session, actor, self.process, told, wanted)

    def come_as(self, client: FlaskClient, role: Role = Role.ORGANISER) -> None:
        user = make_member(self.session, self.process, role)
        self.session.commit()
        sign_in(client, user)


@pytest.fixture
def scene(session: Session) -> Scene:
    consultation, found = read_consultation(session)
    process = consultation.process
    answers = list(session.scalars(select(Answer).where(Answer.text.in_(SAID["buses"])).order_by(Answer.text)))
    theme = next(each for each in found if "bus" in " ".join(each.title.values()).lower())
    themes.accept_theme(session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)
    consultation.results_rule = ResultsRule.LIVE.value
    session.commit()
    return Scene(session, process, theme, answers)
