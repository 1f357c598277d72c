"""Which way the database takes where a million sheets lie: pages of every day must not read each of them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from cocreate.core.ids import random_key
from cocreate.survey import queries, tallies
from cocreate.survey.models import Consultation, Submission
from tests.conftest import BrowserLikeClient
from tests.factories.survey import make_consultation

SMALL = "USING COVERING INDEX ix_submission_uncounted"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """With many sheets that the tallies know, and figures about them for the planner."""
    made = make_consultation(session)
    rows = [
        {
            "consultation_id": made.id,
            "day": made.opened_at.date() if made.opened_at else None,
            "language": "nl",
            "receipt_hash": random_key(),
            "form_hash": random_key(),
            "is_counted": True,
        }
        for _ in range(2000)
    ]
    session.execute(insert(Submission), rows)
    session.execute(text("ANALYZE"))
    session.commit()
    return made


def statements(session: Session, ask: Callable[[], object]) -> list[tuple[str, Any]]:
    """What the database is asked, with the values."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


def ways(session: Session, ask: Callable[[], object]) -> list[str]:
    """How SQLite reaches the sheets, step by step, in each statement."""
    asked = statements(session, ask)
    connection = session.connection()
    steps = [
        row[3]
        for statement, values in asked
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    return [step for step in steps if " submission " in f"{step} "]


@pytest.mark.parametrize(
    "ask",
    [
        lambda session, made: queries.counts_of(session, made.process),
        queries.participation,
        tallies.waiting,
    ],
    ids=["list", "live count", "waiting"],
)
def test_counting_reads_only_sheets_that_the_tallies_do_not_know(
    session: Session, consultation: Consultation, ask: Callable[[Session, Consultation], object]
) -> None:
    steps = ways(session, lambda: ask(session, consultation))
    assert any(SMALL in step for step in steps)
    assert all(SMALL in step or "PRIMARY KEY (id=?)" in step for step in steps), steps


def test_sheets_that_are_left_out_are_found_without_reading_the_others(
    session: Session, consultation: Consultation
) -> None:
    steps = ways(session, lambda: queries.sheets_page(session, consultation, left_out=True))
    assert steps and all("USING INDEX ix_submission_left_out" in step for step in steps), steps


def test_a_questionnaire_is_shown_with_at_most_twelve_statements(session: Session, client: BrowserLikeClient) -> None:
    consultation = make_consultation(session)
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}"
    session.commit()
    client.get(page)
    # What holds for the whole installation is kept for two seconds by a server, and in tests by nobody.
    beside = ("BEGIN", "SELECT installation_setting", "SELECT maintenance")
    asked = [line for line, _values in statements(session, lambda: client.get(page)) if not line.startswith(beside)]
    assert len(asked) <= 11
