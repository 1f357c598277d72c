"""Whoever stores what was found in answers, and whoever changes or erases them at that very moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.db import db
from cocreate.core.ids import digest
from cocreate.core.permissions import SYSTEM
from cocreate.settings import Settings
from cocreate.survey import tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.commands import still_said
from tests.factories.survey import make_consultation, make_sheet

SAID = ("Housing", "Water", "Trains")


def answered(session: Session) -> tuple[Consultation, dict[str, str], dict[str, str]]:
    """A consultation, the keys of its answers by their words, and the hash of what was read by key."""
    consultation = make_consultation(session)
    sheets = [make_sheet(consultation, new_challenge=text) for text in SAID]
    import_submissions(session, SYSTEM, consultation, sheets)
    session.commit()
    keys = {answer.text: answer.id for answer in session.scalars(select(Answer).where(Answer.has_text))}
    return consultation, keys, {key: digest(text) for text, key in keys.items()}


def test_only_answers_that_say_what_was_read_count(session: Session) -> None:
    _consultation, keys, read = answered(session)
    session.get_one(Answer, keys["Water"]).text = "Water, and trains"
    session.execute(delete(Answer).where(Answer.id == keys["Trains"]))
    assert still_said(session, read) == {keys["Housing"]}


@pytest.fixture
def postgres_app(tmp_path: Path, postgres_url: str) -> Iterator[Flask]:
    made = create_app(
        Settings(data_dir=tmp_path, database_url=postgres_url, secret_key="only for tests", jobs="inline", testing=True)
    )
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


def test_on_postgresql_nobody_waits_for_a_sheet_that_is_being_changed(postgres_app: Flask) -> None:
    consultation, keys, read = answered(db.session())
    with Session(db.engine) as person, Session(db.engine) as machine:
        mine = select(Submission).join(Answer).where(Answer.id == keys["Water"])
        tallies.forget(person, person.scalars(mine).one())
        assert still_said(machine, read) == {keys["Housing"], keys["Trains"]}
    with Session(db.engine) as person, Session(db.engine) as machine:
        assert still_said(machine, read) == set(read)
        with pytest.raises(OperationalError):  # would wait until the machine has stored
            person.scalars(mine.with_for_update(nowait=True, of=Submission)).one()
    with Session(db.engine) as counting, Session(db.engine) as machine:
        assert tallies.fold(counting, counting.get_one(Consultation, consultation.id)) == len(SAID)
        assert still_said(machine, read) == set(read), "counting changes no word"
