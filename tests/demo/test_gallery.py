"""The tour of every kind of question, as the demonstration loads it."""

import io
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db
from cocreate.demo.gallery import PEOPLE, find_gallery, load_gallery
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.commands import write_export
from cocreate.survey.exporting.formats import FORMATS
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.rules import QuestionKind
from tests.survey.exporting.test_formats import READ_BACK

LANGUAGES = {"nl", "fr", "en", "de"}


@pytest.fixture
def tour(session: Session) -> Consultation:
    return load_gallery()


def test_it_is_loaded_once(session: Session, tour: Consultation) -> None:
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    assert load_gallery().id == tour.id
    found = find_gallery(session)
    assert found is not None and found.is_taking_answers and found.process.is_demo
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert session.scalar(select(func.count()).select_from(Submission)) == PEOPLE
    assert audit.verify(session).is_intact


def test_every_kind_is_asked_in_four_languages(tour: Consultation) -> None:
    asked = tour.active_questions
    assert {question.kind for question in asked} == set(QuestionKind)
    for question in asked:
        assert set(question.title) == LANGUAGES, question.key
        assert set(question.help) in (LANGUAGES, set()), question.key


def test_a_visitor_sees_its_results(client: FlaskClient, tour: Consultation) -> None:
    address = f"/p/{tour.process.public_id}/consultations/{tour.public_id}/results"
    for language in sorted(LANGUAGES):
        shown = client.get(f"/{language}{address}")
        assert shown.status_code == 200
        for question in tour.active_questions:
            if question.kind not in ("page", "information", "helix"):  # the groups of the helix stand at the top
                assert question.title[language] in unescape(shown.text), question.key


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_export_holds_all_sheets(tour: Consultation, name: str) -> None:
    form = FORMATS[name]
    if not form.is_installed:
        pytest.skip(f"{name} needs the optional part “statistics”")
    target = io.BytesIO()
    made = write_export(db.engine, tour.id, Wish(format=name), target)
    assert made.sheets == PEOPLE and target.getvalue()
    if name in READ_BACK:
        assert len(READ_BACK[name](target.getvalue())) == PEOPLE
