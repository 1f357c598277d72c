"""Two clicks on "send" that arrive at the very same time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.settings import Settings
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.rules import Receipt
from tests.factories.survey import make_consultation, make_sheet


@pytest.mark.postgres
def test_on_postgresql_they_become_one_sheet_with_one_receipt(settings: Settings, postgres_url: str) -> None:
    app = create_app(replace(settings, database_url=postgres_url))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            make_consultation(session)
    together = Barrier(4)

    def click(_number: int) -> Receipt:
        with app.app_context(), transaction() as session:
            consultation = session.scalars(select(Consultation)).one()
            sheet = make_sheet(consultation, new_challenge="Housing", fit="yes")
            together.wait()
            return submit_answers(session, Actor(), consultation, sheet, "the form")

    with ThreadPoolExecutor(4) as clicks:
        receipts = list(clicks.map(click, range(4)))
    assert len({receipt.code for receipt in receipts}) == 1
    assert sorted(receipt.is_repeat for receipt in receipts) == [False, True, True, True]
    with app.app_context():
        assert len(db.session.scalars(select(Submission)).all()) == 1
        db.session.remove()
        db.engine.dispose()
