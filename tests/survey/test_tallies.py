"""The counts beside the answers: the same as counting everything anew, whatever happens in between."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.ranking import rank, rank_comparisons
from cocreate.core.db import db, transaction
from cocreate.core.ids import random_key
from cocreate.core.jobs import Job
from cocreate.core.permissions import SYSTEM
from cocreate.survey import queries, tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.commands.sheets import change_answers
from cocreate.survey.kinds import ResultRow, kind_of
from cocreate.survey.kinds.ranking import counted_order, summarise_orders
from cocreate.survey.models import Answer, Consultation, Submission, Tally
from cocreate.survey.protection import commands as protection
from cocreate.survey.rules import AnswerSheet, Flag
from cocreate.web import layout
from tests.conftest import BrowserLikeClient
from tests.factories.survey import make_consultation, make_sheet, submit


def stored(session: Session, consultation: Consultation) -> Counter[Any]:
    """What the table of tallies holds."""
    columns = (Tally.question_id, Tally.item, Tally.value, Tally.has_text, Tally.helix, Tally.language, Tally.count)
    rows = session.execute(select(*columns).where(Tally.consultation_id == consultation.id))
    return Counter({(q, item, repr(value and tallies.canonical(value)), *rest): n for q, item, value, *rest, n in rows})


def recounted(session: Session, consultation: Consultation) -> Counter[Any]:
    """The same, one answer after the other, without the code that keeps the tallies."""
    found: Counter[Any] = Counter()
    kinds = {question.id: kind_of(question) for question in consultation.questions}
    for sheet in session.scalars(select(Submission).where(Submission.is_counted)):
        who = (sheet.helix, sheet.language)
        found[0, sheet.flag, repr(None), False, *who] += 1
        answers = session.scalars(select(Answer).where(Answer.submission_id == sheet.id)).all()
        for question_id in {answer.question_id for answer in answers}:
            found[question_id, "*", repr(None), False, *who] += 1
        for answer in answers:
            for number, (item, value) in enumerate(kinds[answer.question_id].counted(answer)):
                kept = repr(None if value is None else tallies.canonical(value))
                found[answer.question_id, item, kept, answer.has_text and number == 0, *who] += 1
    return found


def any_sheet(chance: random.Random, consultation: Consultation) -> AnswerSheet:
    challenges = [challenge.public_id for challenge in consultation.process.challenges]
    order = chance.sample(challenges, chance.randint(0, 3))
    return make_sheet(
        consultation,
        order=[order[:2], *order[2:]] if len(order) > 2 and chance.random() < 0.5 else order,
        fit=chance.choice(["yes", "no", ""]),
        comment=chance.choice(["because", ""]),
        new_challenge=chance.choice(["water", ""]),
        assets={key: "a lab" for key in challenges if chance.random() < 0.3},
        helix=chance.choice(["business", "research", "citizen"]),
        language=chance.choice(["nl", "fr"]),
        flag=chance.choice([Flag.FAST, None, None]),
    )


def change(session: Session, chance: random.Random, sheet: Submission) -> None:
    """As a command does when somebody edits: take it out of the counts, then write anew."""
    tallies.forget(session, sheet)
    session.execute(delete(Answer).where(Answer.submission_id == sheet.id))
    question = next(q for q in session.get_one(Consultation, sheet.consultation_id).questions if q.key == "fit")
    row = {"id": random_key(), "submission_id": sheet.id, "question_id": question.id}
    session.execute(insert(Answer), [{**row, "value": {"choice": chance.choice(["yes", "partly"])}, "item": ""}])
    sheet.helix = chance.choice(["", "business"])
    session.flush()


def erase(session: Session, sheet: Submission) -> None:
    tallies.forget(session, sheet)
    session.execute(delete(Answer).where(Answer.submission_id == sheet.id))
    session.execute(delete(Submission).where(Submission.id == sheet.id))


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session)


@given(st.lists(st.sampled_from(["submit", "change", "erase", "fold"]), max_size=25), st.integers(0, 2**32))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_tallies_are_what_a_new_count_finds(
    session: Session, consultation: Consultation, steps: list[str], seed: int
) -> None:
    chance = random.Random(seed)
    for step in steps:
        sheets = session.scalars(select(Submission).order_by(Submission.id)).all()
        if step == "submit":
            some = [any_sheet(chance, consultation) for _ in range(chance.randint(1, 4))]
            import_submissions(session, SYSTEM, consultation, some)
        elif step == "fold":
            tallies.fold(session, consultation, most=chance.randint(1, 6))
        elif sheets and step == "change":
            change(session, chance, chance.choice(sheets))
        elif sheets:
            erase(session, chance.choice(sheets))
        assert stored(session, consultation) == recounted(session, consultation)
    sheets_there = session.scalar(select(func.count()).select_from(Submission))
    assert queries.participation(session, consultation).total == sheets_there
    assert queries.counts_of(session, consultation.process).get(consultation.id, 0) == sheets_there


def test_nothing_is_counted_twice_and_what_is_erased_leaves_no_trace(
    session: Session, consultation: Consultation
) -> None:
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, fit="yes") for _ in range(3)])
    assert [tallies.fold(session, consultation) for _ in range(2)] == [3, 0]
    assert tallies.waiting(session, consultation) == 0
    for sheet in session.scalars(select(Submission)).all():
        erase(session, sheet)
    assert not stored(session, consultation)


def test_a_sheet_changed_by_its_owner_is_counted_as_it_is_now(session: Session, consultation: Consultation) -> None:
    receipt = submit(session, consultation, fit="yes", helix="business")
    tallies.fold(session, consultation)
    changed = make_sheet(consultation, fit="no", helix="research")
    change_answers(session, SYSTEM, consultation, changed, receipt.code, "another form")
    tallies.fold(session, consultation)
    assert stored(session, consultation) == recounted(session, consultation)
    assert queries.counted_people(session, consultation).by_helix == {"research": 1}


def test_results_outlive_sheets_that_are_erased_on_the_promised_day_but_not_one_that_its_owner_erases(
    session: Session, consultation: Consultation
) -> None:
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, fit="yes") for _ in range(7)])
    tallies.fold(session, consultation, most=4)
    for sheet in session.scalars(select(Submission).order_by(Submission.is_counted)).all()[::6]:
        protection.erase_own_sheet(session, SYSTEM, consultation, sheet)
    assert queries.participation(session, consultation).total == 5
    tallies.fold(session, consultation)
    while protection.erase_some(session, consultation).sheets:
        pass
    assert session.scalar(select(func.count()).select_from(Submission)) == 0
    assert queries.counted_people(session, consultation).total == 5


@given(
    st.lists(
        st.tuples(
            st.permutations("abcd"), st.integers(1, 4), st.integers(0, 4), st.sampled_from(["business", "research"])
        ),
        min_size=1,
        max_size=12,
    )
)
def test_orders_kept_in_pieces_rank_as_whole_ballots_do(drawn: list[tuple[list[str], int, int, str]]) -> None:
    ballots, rows = [], []
    for names, shown, placed, helix in drawn:
        order = names[: min(placed, shown)]
        tiers = [order[:2], *order[2:]] if len(order) > 2 else list(order)
        value = {"order": tiers, "shown": names[:shown]}
        ballots.append(Ballot(tuple(tuple(t) for t in tiers), tuple(names[:shown]), group=helix))
        rows += [ResultRow(item, kept, False, helix, "en") for item, kept in counted_order(value)]
    sums = summarise_orders(rows, "abcd").sums
    assert sums is not None
    whole, pieces = rank(ballots, "abcd"), rank_comparisons(sums)
    assert (pieces.order, pieces.ballots, pieces.blank) == (whole.order, whole.ballots, whole.blank)
    assert pieces.effective_size == pytest.approx(whole.effective_size)
    for one, other in zip(pieces.rows, whole.rows, strict=True):
        assert (one.shown, one.ranked) == (other.shown, other.ranked)
        assert (one.mean_rank, one.borda, one.first_choices) == pytest.approx(
            (other.mean_rank, other.borda, other.first_choices)
        )


def test_a_page_of_results_counts_a_few_sheets_itself_and_leaves_many_to_a_worker(
    client: FlaskClient, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, fit="yes") for _ in range(9)])
    close_consultation(session, SYSTEM, consultation)
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/results"
    monkeypatch.setattr(tallies, "LITTLE", 4)
    assert "9 (100 %)" in client.get(page).text  # in tests the worker is at hand
    assert session.scalars(select(Job.kind)).all() == ["survey:count"]
    commands_before = session.scalar(select(func.count()).select_from(Job))
    assert "9 (100 %)" in client.get(page).text
    assert session.scalar(select(func.count()).select_from(Job)) == commands_before


def test_the_server_has_compiled_what_a_page_of_results_is_made_of_before_anybody_asks(
    app: Flask, client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, fit="yes") for _ in range(9)])
    close_consultation(session, SYSTEM, consultation)
    compiled = app.jinja_env.cache
    assert compiled is not None
    layout.get_ready(app)
    ready = set(compiled)
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/results"
    assert "9 (100 %)" in client.get(page).text
    assert set(compiled) == ready


@pytest.fixture
def postgres_app(tmp_path: Any, postgres_url: str) -> Iterator[Flask]:
    from cocreate.app import create_app
    from cocreate.settings import Settings

    made = create_app(
        Settings(data_dir=tmp_path, database_url=postgres_url, secret_key="only for tests", jobs="inline", testing=True)
    )
    made.test_client_class = BrowserLikeClient
    with made.app_context():
        db.create_all()
    yield made
    with made.app_context():
        db.engine.dispose()


def test_two_workers_and_somebody_who_edits_agree_on_postgresql(postgres_app: Flask) -> None:
    with postgres_app.app_context():
        with transaction() as session:
            consultation = make_consultation(session)
            chance = random.Random(7)
            sheets = [any_sheet(chance, consultation) for _ in range(300)]
            import_submissions(session, SYSTEM, consultation, sheets)
            number = consultation.id
        problems: list[BaseException] = []

        def work() -> None:
            try:
                with postgres_app.app_context():
                    while True:
                        with transaction() as own:
                            if not tallies.fold(own, own.get_one(Consultation, number), most=7):
                                return
            except BaseException as problem:
                problems.append(problem)

        def edit() -> None:
            try:
                with postgres_app.app_context():
                    for turn in range(60):
                        with transaction() as own:
                            first = select(Submission).order_by(Submission.id).offset(turn * 4).limit(1)
                            change(own, random.Random(turn), own.scalars(first).one())
            except BaseException as problem:
                problems.append(problem)

        threads = [threading.Thread(target=target) for target in (work, work, edit)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not problems
        db.session.rollback()
        work()
        with transaction() as session:
            consultation = session.get_one(Consultation, number)
            assert stored(session, consultation) == recounted(session, consultation)
            assert tallies.waiting(session, consultation) == 0
            assert queries.participation(session, consultation).total == 300


def test_adding_up_on_postgresql_keeps_values_as_they_are(postgres_app: Flask) -> None:
    with postgres_app.app_context(), transaction() as session:
        consultation = make_consultation(session)
        some = [any_sheet(random.Random(seed), consultation) for seed in range(40)]
        import_submissions(session, SYSTEM, consultation, some)
        while tallies.fold(session, consultation, most=9):
            assert stored(session, consultation) == recounted(session, consultation)
        for sheet in session.scalars(select(Submission)).all():
            erase(session, sheet)
        assert not stored(session, consultation)
