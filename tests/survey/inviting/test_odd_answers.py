"""What is odd about the sending of an answer: seen by staff, told by reasons, counted all the same."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.app import create_app
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.settings import Settings
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.inviting import oddities
from cocreate.survey.inviting.oddities import flag_duplicates, judged
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.rules import AnswerSheet, Flag
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, submit
from tests.survey.inviting.forms import address, filled, manage

CASES = json.loads((Path(__file__).parents[2] / "shared" / "work_cases.json").read_text())
LONG = "We need more trees in every street, and somebody who waters them in the summer."


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


def guarded(session: Session, consultation: Consultation) -> None:
    consultation.needs_proof_of_work = True
    session.flush()


def solution(form_token: str) -> str:
    """What a browser finds."""
    number = 0
    while not oddities.is_solution(form_token, str(number)):
        number += 1
    return str(number)


@pytest.mark.parametrize("case", CASES, ids=[case["token"][:12] for case in CASES])
def test_server_and_browser_know_the_same_solutions(case: dict[str, object]) -> None:
    token, bits, smallest = str(case["token"]), int(str(case["bits"])), int(str(case["smallest"]))
    assert oddities.prefix_of(token) == case["prefix"]
    assert oddities.is_solution(token, str(smallest), bits)
    assert not any(oddities.is_solution(token, str(number), bits) for number in range(smallest))


@given(st.text(max_size=60), st.text(max_size=30))
def test_only_a_number_of_usual_length_is_a_solution(token: str, number: str) -> None:
    is_number = number.isascii() and number.isdigit() and len(number) <= oddities.MOST_DIGITS
    assert oddities.is_solution(token, number, bits=0) == is_number


def test_a_form_with_its_proof_is_not_odd_and_one_without_counts_with_a_mark(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    guarded(session, consultation)
    page = client.get(address(consultation)).text
    assert 'data-component="proof-of-work"' in page and "<noscript" not in page.split("proof-of-work")[1][:600]
    typed = filled(page, fit="yes")
    sheet = AnswerSheet("en", ())
    assert oddities.is_solution(typed["form_token"], solution(typed["form_token"]))
    assert judged(sheet, WayIn(), is_unproven=False).flag is None
    assert judged(sheet, WayIn(), is_unproven=True).flag is Flag.UNPROVEN
    assert judged(replace(sheet, flag=Flag.FAST), WayIn(is_again=True), is_unproven=True).flag is Flag.FAST
    assert client.post(address(consultation), data=typed).status_code == 303
    assert session.scalars(select(Submission)).one()


def test_a_flood_without_proof_is_slowed_before_one_with_it(settings: Settings) -> None:
    app = create_app(replace(settings, rate_limits=True))
    app.test_client_class = BrowserLikeClient
    with app.app_context():
        from cocreate.core.db import db

        consultation = make_consultation(db.session())
        guarded(db.session(), consultation)
        db.session.commit()
        page = address(consultation)
        answers = []
        for _number in range(12):
            client = app.test_client()
            answers.append(client.post(page, data=filled(client.get(page).text, new_challenge="My words")))
        assert [answer.status_code for answer in answers] == [303] * 10 + [429] * 2
        assert "My words" in answers[-1].text
        client = app.test_client()
        typed = filled(client.get(page).text, new_challenge="A person")
        assert client.post(page, data=typed | {"work": solution(typed["form_token"])}).status_code == 303
        db.session.remove()
        db.engine.dispose()


def test_long_texts_that_are_word_for_word_the_same_are_marked_and_still_count(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    texts = (LONG, LONG, "Trees", "Trees", LONG.replace("trees", "benches"))
    for number, text in enumerate(texts):
        submit(session, consultation, form=f"form {number}", new_challenge=text)
    other = make_consultation(session, consultation.process)
    submit(session, other, form="elsewhere", new_challenge=LONG.replace("trees", "benches"))
    assert flag_duplicates(session, SYSTEM, consultation) == 2
    assert flag_duplicates(session, SYSTEM, consultation) == 0
    sign_in(client, make_member(session, consultation.process, Role.ANALYST))
    page = client.get(manage(consultation, "odd")).text
    assert page.count(LONG) == 2 and "benches" not in page
    assert client.get(manage(consultation, "odd") + "?flag=duplicate").text.count(LONG) == 2
    assert LONG not in client.get(manage(consultation, "odd") + "?flag=honeypot").text
    assert client.get(manage(consultation, "odd") + "?flag=nonsense&page=x").status_code == 200
    assert len(session.scalars(select(Submission)).all()) == 6


def test_every_hour_what_came_in_is_compared_without_anybody_asking(session: Session, process: Process) -> None:
    running, ended, past = (make_consultation(session, process) for _each in range(3))
    for consultation in (running, ended, past):
        for number in range(2):
            submit(session, consultation, form=f"{consultation.id} {number}", new_challenge=LONG)
    for consultation in (ended, past):
        close_consultation(session, SYSTEM, consultation)
    past.closed_at = clock.now() - timedelta(days=2)
    session.commit()
    for _hour in range(2):
        jobs.do_the_hourly()
    session.expire_all()
    marked = select(Submission.consultation_id).where(Submission.flag == Flag.DUPLICATE.value)
    assert Counter(session.scalars(marked)) == {running.id: 2, ended.id: 2}
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answers:compare")).all()
    assert [line.details for line in lines] == [{"flagged": 2}] * 2, "an hour without any leaves no line"


def test_staff_compare_by_a_button(client: FlaskClient, session: Session, consultation: Consultation) -> None:
    for number in range(2):
        submit(session, consultation, form=f"form {number}", new_challenge=LONG)
    sign_in(client, make_member(session, consultation.process, Role.ORGANISER))
    page = manage(consultation, "odd")
    assert "2 answers are newly marked" in client.submit(page, to=page + "/compare", follow_redirects=True).text
