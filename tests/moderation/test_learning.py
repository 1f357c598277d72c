"""Suggestions by a program: only from enough decisions, kept apart from them, and said with how far to trust them."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Conflict
from cocreate.moderation import commands, learning
from cocreate.moderation.models import ModerationCase, ModerationDecision
from cocreate.moderation.rules import Kind, Verdict
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation
from cocreate.themes.models import ThemeAnswer
from tests.factories.survey import make_sheet
from tests.moderation.conftest import Scene

SOLD, SAID = "Buy cheap {} now at shop{}.example, best price!", "Our district needs {} and safer streets, part {}."
THINGS = ("watches", "pills", "shoes", "loans", "phones")


def add(scene: Scene, texts: list[str]) -> list[str]:
    """Answers of the accepted theme, which everybody reads."""
    session: Session = scene.session
    consultation = session.scalars(select(Consultation)).one()
    sheets = [make_sheet(consultation, new_challenge=text) for text in texts]
    import_submissions(session, SYSTEM, consultation, sheets)
    keys = dict(session.execute(select(Answer.text, Answer.id).where(Answer.text.in_(texts))).all())
    for key in keys.values():
        session.add(ThemeAnswer(theme_id=scene.theme.id, answer_id=key, strength=0.5, quote_rank=None))
    session.flush()
    return [keys[text] for text in texts]


def decide(scene: Scene, verdict: Verdict, texts: list[str]) -> None:
    cases = [
        commands.report(scene.session, Actor(), scene.process, Kind.ANSWER, key, reason="advertising").case
        for key in add(scene, texts)
    ]
    scene.decide(verdict, *cases, reason="advertising")


def filled(pattern: str, number: int) -> list[str]:
    return [pattern.format(THINGS[place % 5], place) for place in range(number)]


def test_below_fifty_decisions_it_is_off(scene: Scene, client: FlaskClient) -> None:
    decide(scene, Verdict.HIDE, filled(SOLD, 10))
    with pytest.raises(Conflict):
        learning.ask_for_suggestions(scene.session, SYSTEM, scene.process)
    scene.come_as(client)
    shown = client.get(f"{scene.base}/manage/moderation/suggestions").text
    assert "10 decisions to hide" in shown and "Learn, and look" not in shown


def test_it_points_at_what_reads_alike_and_decides_nothing(scene: Scene, client: FlaskClient) -> None:
    decide(scene, Verdict.HIDE, filled(SOLD, 25))
    decide(scene, Verdict.KEEP, filled(SAID, 30))
    spam, fine = add(scene, ["Buy cheap phones now at shop99.example, best price!", "Our district needs benches."])
    waiting = commands.report(scene.session, Actor(), scene.process, Kind.ANSWER, fine, reason="insult").case
    scene.come_as(client)
    page = f"{scene.base}/manage/moderation/suggestions"
    assert client.submit(page).status_code == 303
    shown = client.get(page).text
    assert f"/moderation/report/answer/{spam}" in shown and f"/moderation/report/answer/{fine}" not in shown
    assert "55" in shown and "100 %" in shown.replace("\u202f", " ").replace("100%", "100 %")
    queue = client.get(f"{scene.base}/manage/moderation").text
    assert "A program finds it" in queue
    case = scene.session.get_one(ModerationCase, waiting.id)
    assert case.is_waiting and case.standing == "shown"
    assert scene.session.scalars(select(ModerationDecision).where(ModerationDecision.case_id == case.id)).all() == []
    assert client.get(f"{scene.base}/answers/{spam}").status_code == 200


def test_the_same_decisions_teach_the_same(scene: Scene) -> None:
    decide(scene, Verdict.HIDE, filled(SOLD, 25))
    decide(scene, Verdict.KEEP, filled(SAID, 25))
    add(scene, ["Buy cheap phones now at shop99.example, best price!"])
    told = []
    for _time in range(2):
        learning.ask_for_suggestions(scene.session, SYSTEM, scene.process)
        scene.session.commit()
        scene.session.expire_all()
        told.append(learning.scores_of(scene.session, scene.process))
    assert told[0] == told[1] and len(told[0]) == 1
