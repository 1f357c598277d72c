"""Translations as files: out, translated, and in again; nothing outdated and nothing half is taken over."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cocreate.core.permissions import Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.survey import translating
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import QuestionKind
from cocreate.survey.translating import Unit, judge
from cocreate.survey.wording import Wording
from tests.factories.accounts import make_member, sign_in
from tests.factories.imports import workbook
from tests.factories.process import make_process
from tests.factories.survey import make_consultation

WORDINGS = [
    Wording("title", "", "title", {"en": "Your say", "nl": "Uw mening"}),
    Wording("q.fit.title", "fit", "title", {"en": "Does {{name}} fit?"}),
    Wording("q.fit.choices.yes", "fit", "choices", {"en": "Yes", "nl": "Ja"}),
]
QUESTIONS = (
    QuestionDraft("name", QuestionKind.LONG_TEXT, {"en": "Your name?"}),
    QuestionDraft(
        "fit",
        QuestionKind.SINGLE_CHOICE,
        {"en": "Does {{name}} fit?"},
        options={"choices": [{"key": "yes", "label": {"en": "Yes"}}, {"key": "no", "label": {"en": "No"}}]},
    ),
)


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def made(session: Session, process: Process) -> Consultation:
    found = make_consultation(
        session, process, title={"en": "Your say"}, introduction={}, questions=QUESTIONS, state="draft"
    )
    session.commit()
    return found


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def page(made: Consultation) -> str:
    return f"/en/p/{made.process.public_id}/manage/consultations/{made.public_id}/translations"


def bring(browser: FlaskClient, made: Consultation, name: str, content: bytes) -> Any:
    return browser.submit(page(made), {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(TEXT.filter(bool), TEXT), min_size=1))
def test_every_text_survives_the_way_through_xliff(texts: dict[str, tuple[str, str]]) -> None:
    wordings = [Wording(f"q.{key}.title", key, "title", {"en": en, "nl": nl}) for key, (en, nl) in texts.items()]
    source, units = translating.read_xliff(translating.write_xliff(wordings, "about", "en", "nl"))
    assert source == "en"
    assert units == [Unit(f"q.{key}.title", en, nl, "nl") for key, (en, nl) in texts.items()]


def test_every_text_survives_the_way_through_a_workbook() -> None:
    odd = Wording("q.odd.title", "odd", "title", {"en": "=1+1", "nl": "007\n{{name}} 🦀", "fr": "https://x"})
    source, units = translating.read_workbook(translating.write_workbook([*WORDINGS, odd], "en"))
    assert source == "en" and len(units) == 12
    assert Unit("q.odd.title", "=1+1", "007\n{{name}} 🦀", "nl") in units
    assert Unit("q.odd.title", "=1+1", "https://x", "fr") in units


def test_a_file_of_the_newer_version_is_read() -> None:
    content = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr-BE"><file id="f">'
        '<unit id="title"><segment><source>Your say. </source><target>Votre <pc id="1">avis</pc>. </target></segment>'
        "<segment><source>Now.</source><target>Ici.</target></segment></unit></file></xliff>"
    )
    assert translating.read_xliff(content.encode()) == (
        "en",
        [Unit("title", "Your say. Now.", "Votre avis. Ici.", "fr")],
    )


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (Unit("q.gone.title", "Yes", "Ja", "nl"), "unknown"),
        (Unit("q.fit.choices.yes", "Yes!", "Jawel", "nl"), "changed"),
        (Unit("q.fit.title", "Does {{name}} fit?", "Past het?", "nl"), "placeholder"),
        (Unit("q.fit.title", "Does {{name}} fit?", "Past {{naam}}?", "nl"), "placeholder"),
        (Unit("title", "Your say", "x" * 301, "fr"), "too_long"),
    ],
)
def test_what_cannot_be_taken_over_is_listed(unit: Unit, code: str) -> None:
    judged = judge([unit], WORDINGS, "en")
    assert [each.code for each in judged.notes] == [f"survey.translation.note.{code}"] and judged.count == 0


def test_new_texts_are_told_from_those_that_are_as_before_or_empty() -> None:
    units = [
        Unit("title", "Your say", "Uw mening", "nl"),
        Unit("q.fit.title", "Does {{name}} fit?", "", "nl"),
        Unit("q.fit.choices.yes", "Yes", "Oui", "fr"),
    ]
    judged = judge(units, WORDINGS, "en")
    assert (judged.texts, judged.same, judged.empty, judged.notes) == ({"fr": {"q.fit.choices.yes": "Oui"}}, 1, 1, [])


def test_translations_go_out_and_come_in_as_xliff(organiser: FlaskClient, session: Session, made: Consultation) -> None:
    content = organiser.get(f"{page(made)}.xlf?source=en&target=fr").text
    for english, french in (("Your say", "Votre avis"), ("Yes", "Oui"), ("Does {{name}} fit?", "{{name}} convient ?")):
        filled = f'<source>{english}</source>\n        <target state="translated">{french}</target>'
        content = re.sub(rf"<source>{re.escape(english)}</source>\s*<target[^>]*/>", filled, content)
    shown = bring(organiser, made, "back.xlf", content.encode())
    assert "3 texts were taken over." in shown.text and "Not translated: 2." in shown.text
    session.expire_all()
    assert made.title == {"en": "Your say", "fr": "Votre avis"}
    fit = made.questions[1]
    assert fit.title["fr"] == "{{name}} convient ?"
    assert [each["label"].get("fr") for each in fit.options["choices"]] == ["Oui", None]


def test_translations_come_in_from_a_spreadsheet_and_outdated_ones_are_named(
    organiser: FlaskClient, session: Session, made: Consultation
) -> None:
    assert organiser.get(f"{page(made)}.xlsx?source=en").data.startswith(b"PK")
    table = workbook(
        ["name", "part", "en (translated from)", "nl", "de"],
        ["title", "title", "Your say", "Uw mening", "Ihre Meinung"],
        ["q.name.title", "title", "Who are you?", "Wie bent u?", ""],
    )
    shown = bring(organiser, made, "back.xlsx", table)
    assert "2 texts were taken over." in shown.text and "has changed since" in shown.text
    session.expire_all()
    assert made.title == {"en": "Your say", "nl": "Uw mening", "de": "Ihre Meinung"}
    assert made.questions[0].title == {"en": "Your name?"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html/>", "no XLIFF"),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "from which language"),
        (b"<xliff>", "no valid XML"),
        (b"a;b\n1;2", "headings"),
        (b"", "empty"),
    ],
)
def test_a_file_without_translations_is_refused_in_words(
    organiser: FlaskClient, made: Consultation, content: bytes, sentence: str
) -> None:
    shown = bring(organiser, made, "file", content)
    assert shown.status_code == 422 and sentence in shown.text


def test_an_unknown_language_is_no_address(organiser: FlaskClient, made: Consultation) -> None:
    assert organiser.get(f"{page(made)}.xlf?source=tlh").status_code == 404
    with pytest.raises(Invalid):
        translating.read_xliff(b"<?xml version='1.0'?><!DOCTYPE a><a/>")
