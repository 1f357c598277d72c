"""Answers that come after a reading: they join the nearest theme, and the next reading keeps what people said."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import provenance
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import allow_late, close_consultation
from cocreate.survey.models import Answer, Consultation
from cocreate.survey.rules import ConsultationState
from cocreate.themes import commands, counting, joining, queries
from cocreate.themes.joining import count_late
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.succession import succession
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_sheet
from tests.factories.themes import SAID, read_consultation

LATE = (
    "Buses should run in the evening too.",
    "Meer bussen laat op de avond.",
    "Plant trees along our streets.",
    "Des arbres dans toutes les rues.",
    "Too few family doctors accept patients.",
    "We need a swimming pool with warm water.",
    "geen mening",
)


def bring(session: Session, consultation: Consultation, *texts: str) -> None:
    sheets = [make_sheet(consultation, new_challenge=text, helix="business") for text in texts]
    import_submissions(session, SYSTEM, consultation, sheets)
    session.commit()


def run_of(session: Session, consultation: Consultation) -> AnalysisRun:
    run = queries.current_run(session, consultation)
    assert run is not None
    return run


def home_of(session: Session, text: str) -> set[str]:
    """What else is said in the theme that an answer is in."""
    mine = select(ThemeAnswer.theme_id).join(Answer).where(Answer.text == text)
    rows = select(Answer.text).join(ThemeAnswer).where(ThemeAnswer.theme_id.in_(mine))
    return set(session.scalars(rows))


def joined(session: Session) -> Consultation:
    consultation, _themes = read_consultation(session)
    bring(session, consultation, *LATE)
    joining.start_joining(session, SYSTEM, run_of(session, consultation))
    session.commit()
    session.expire_all()
    return consultation


def test_late_answers_join_the_theme_that_says_the_same_in_any_language(session: Session) -> None:
    joined(session)
    for late, subject in ((LATE[0], "buses"), (LATE[1], "buses"), (LATE[2], "trees"), (LATE[3], "trees")):
        assert set(SAID[subject]) & home_of(session, late), late
    assert home_of(session, LATE[5]) == set(), "what no theme speaks of waits for the next reading"


def test_the_counts_add_up_after_joining_and_say_who_put_the_answers_there(session: Session) -> None:
    consultation = joined(session)
    run = run_of(session, consultation)
    assert count_late(session, run) == 0
    counts = counting.tallies(session, consultation, run)
    themes = [theme for _question, found in queries.themes_by_question(session, run) for theme in found]
    assert [counts.of(theme.id).total for theme in themes] == [theme.size for theme in themes]
    told = run.coverage["new_challenge"]
    assert told["answers"] == 26 and told["placed"] + sum(told["unplaced"].values()) == 26
    rows = session.execute(select(Answer.text, UnplacedAnswer.reason).join(UnplacedAnswer))
    reasons = {row.text: row.reason for row in rows}
    assert reasons["geen mening"] == "no_opinion" and reasons[LATE[5]] == "other"
    late = session.scalars(select(ThemeAnswer).join(Answer).where(Answer.text == LATE[0])).one()
    assert late.came_by == "joined" and late.is_main and late.strength > 0
    theme = session.get_one(Theme, late.theme_id)
    assert late.answer_id in provenance.walk_back(session, theme.ref).of_type("answer")


def test_a_single_late_answer_waits_for_others_so_that_its_moment_is_nobodys_business(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    bring(session, consultation, LATE[0])
    with pytest.raises(Invalid, match=r"themes\.join\.too_few"):
        joining.start_joining(session, SYSTEM, run_of(session, consultation))


def test_every_hour_the_answers_of_an_open_consultation_join(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    bring(session, consultation, *LATE)
    run = run_of(session, consultation)
    consultation.state = ConsultationState.CLOSED.value
    session.commit()
    joining.join_late_answers(session)
    session.commit()
    assert count_late(session, run) == len(LATE)
    consultation.state = ConsultationState.OPEN.value
    joining.join_late_answers(session)
    session.commit()
    assert count_late(session, run) == 0


def test_after_the_close_what_helpers_enter_joins_until_that_is_over(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    run = run_of(session, consultation)
    allow_late(session, SYSTEM, consultation, clock.today() + timedelta(days=5))
    close_consultation(session, SYSTEM, consultation)
    bring(session, consultation, *LATE)
    joining.join_late_answers(session)
    session.commit()
    assert count_late(session, run) == 0


def test_an_analyst_lets_new_answers_join_and_sees_who_put_them_there(
    client: BrowserLikeClient, session: Session
) -> None:
    consultation, _themes = read_consultation(session)
    analyst = make_member(session, consultation.process, Role.ANALYST)
    bring(session, consultation, *LATE)
    sign_in(client, analyst)
    base = f"/en/p/{consultation.process.public_id}/manage/themes"
    board = f"{base}/of/{consultation.public_id}"
    assert "7 answers came after the reading" in client.get(board).text
    assert "are being placed" in client.submit(board, to=f"{board}/join", follow_redirects=True).text
    assert "answers came after the reading" not in client.get(board).text
    late = session.scalars(select(Answer).where(Answer.text == LATE[0])).one()
    assert "joined by the machine after the reading" in client.get(f"{base}/answers/{late.id}").text
    assert "Fewer than" in client.submit(board, to=f"{board}/join", follow_redirects=True).text


def test_many_new_answers_do_not_cost_a_theme_its_name() -> None:
    old = {"buses": [f"b{n}" for n in range(10)], "trees": [f"t{n}" for n in range(10)]}
    new = {"x": [*old["buses"], *(f"new{n}" for n in range(30))], "y": old["trees"][:8], "z": old["trees"][8:]}
    matched = succession(old, new)
    assert matched.heirs == {"buses": "x", "trees": "y"}
    assert matched.flows == {"buses": {"x": 10}, "trees": {"y": 8, "z": 2}}
    assert matched.came == {"x": 30}


def test_the_next_reading_says_what_moved(client: FlaskClient, session: Session) -> None:
    consultation, themes = read_consultation(session)
    process = consultation.process
    commands.rename_theme(
        session, SYSTEM, process, themes[0], labels={"en": "Our own words"}, version=themes[0].version
    )
    bring(session, consultation, *LATE)
    commands.start_run(session, SYSTEM, process, consultation, seed=3, subsamples=4)
    session.commit()
    session.expire_all()
    run = run_of(session, consultation)
    told = run.moved["questions"]["new_challenge"]
    went = {key: sum(flow.values()) for key, flow in told["flows"].items()}
    assert went == {theme.public_id: theme.size for theme in themes}
    assert sum(told["came"].values()) == sum(theme.size for theme in run.themes) - 18
    analyst = make_member(session, process, Role.ANALYST)
    session.commit()
    sign_in(client, analyst)
    board = f"/en/p/{process.public_id}/manage/themes/of/{consultation.public_id}"
    assert f"{board}/moved" in client.get(board).text
    page = client.get(f"{board}/moved").text
    assert "Our own words" in page and "Themes of the reading before" in page
