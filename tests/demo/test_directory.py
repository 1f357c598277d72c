"""The directory of the demonstration: made-up people who say so, a committee with terms, somebody to ask for."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.demo.load.people import DOMAIN
from cocreate.directory import balance, equality, queries
from cocreate.directory.models import Request
from cocreate.process.models import Process


@pytest.fixture
def process(demo_session: Session) -> Process:
    return demo_session.scalars(select(Process).where(Process.is_demo)).one()


def test_everybody_is_marked_as_made_up_and_reached_by_nobody(demo_session: Session, process: Process) -> None:
    people = demo_session.scalars(queries.directory(process)).all()
    assert len(people) == 70
    assert all("(demo)" in one.name for one in people)
    assert all(one.email is None or one.email.endswith(f"@{DOMAIN}") for one in people)


def test_the_committee_sits_with_a_chair_and_the_meter_has_something_to_say(
    demo_session: Session, process: Process
) -> None:
    steering, panel = queries.groups_of(demo_session, process)
    today = clock.today()
    assert len(queries.sitting(steering, today)) == 10 and len(queries.sitting(panel, today)) == 9
    assert any(term.span.expires_soon(today) for term in steering.terms)
    assert any(dimension.short for dimension in balance.of_process(demo_session, process).dimensions)


def test_people_wait_to_be_accepted_and_sheets_are_shown(demo_session: Session, process: Process) -> None:
    waiting = demo_session.scalars(select(Request)).all()
    assert sorted(one.confirmed_at is not None for one in waiting) == [False, True, True]
    figures = equality.figures(demo_session, process)
    assert figures is not None and figures.sheets >= 40
