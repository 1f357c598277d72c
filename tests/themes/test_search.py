"""Searching the answers: by words, and by meaning across languages."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.survey.models import Answer, Consultation
from cocreate.themes import searching
from cocreate.themes.models import AnswerSearch, TextVector
from cocreate.themes.rules import Choice
from cocreate.themes.searching import Words
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.themes import SAID, answered_consultation


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("medecins", "Pas assez de médecins", True),
        ("MÉDECIN", "pas assez de medecins", True),
        ("bus soir", "Le soir, plus de bus", True),
        ('"bus soir"', "Le soir, plus de bus", False),
        ('"plus de bus"', "Le soir, plus de  bus!", True),
        ("bus", "Een minibus", False),
        ("strasse", "In der Straße", True),
        ("bus vélo", "Plus de bus", False),
        ("…", "Plus … de bus", False),
        ("(.*)", "Plus de bus", False),
    ],
)
def test_words_are_found_whatever_their_accents(typed: str, text: str, found: bool) -> None:
    assert Words(typed).are_in(text) is found


def test_what_was_found_is_marked_in_the_text_as_it_was_written() -> None:
    assert Words("strasse uber").shown_in("Die Straße, über alles") == [
        ("Die ", False),
        ("Straße", True),
        (", ", False),
        ("über", True),
        (" alles", False),
    ]
    assert Words("bus").shown_in("") == []


def texts_of(session: Session, keys: list[str]) -> list[str]:
    said = {answer.id: answer.text for answer in session.scalars(select(Answer).where(Answer.id.in_(keys)))}
    return [said[key] for key in keys]


def test_a_search_for_words_keeps_to_the_chosen_group(session: Session) -> None:
    consultation = answered_consultation(session)
    found = searching.with_words(session, consultation, Choice(), Words("bus"))
    assert sorted(texts_of(session, found)) == sorted(text for text in SAID["buses"])
    some = searching.with_words(session, consultation, Choice(helix="research"), Words("bus"))
    assert texts_of(session, some) == [SAID["buses"][1]]


def asked_for(session: Session, consultation: Consultation, words: str) -> AnswerSearch:
    asked = searching.ask(session, SYSTEM, consultation, words)
    session.commit()
    session.expire_all()
    return asked


def test_what_means_the_same_is_found_in_every_language(session: Session) -> None:
    consultation = answered_consultation(session)
    asked = asked_for(session, consultation, "not enough general practitioners")
    near = texts_of(session, searching.near_ones(session, consultation, Choice(), asked))
    assert set(near[:6]) == set(SAID["doctors"])
    assert session.scalar(select(func.count()).select_from(TextVector)) == 18  # the next reading has them already


def test_a_search_without_words_is_refused(session: Session) -> None:
    consultation = answered_consultation(session)
    with pytest.raises(Invalid, match=r"themes\.search\.no_words"):
        searching.ask(session, SYSTEM, consultation, " ?! ")


def test_what_somebody_looked_for_is_erased_after_a_day(session: Session) -> None:
    consultation = answered_consultation(session)
    old, new = asked_for(session, consultation, "buses"), asked_for(session, consultation, "trees")
    old.at = clock.now() - timedelta(days=2)
    session.flush()
    searching.erase_old_searches(session)
    assert list(session.scalars(select(AnswerSearch.id))) == [new.id]


def test_an_analyst_searches_without_script(client: BrowserLikeClient, session: Session) -> None:
    consultation = answered_consultation(session)
    analyst = make_member(session, consultation.process, Role.ANALYST)
    session.commit()
    sign_in(client, analyst)
    page = f"/en/p/{consultation.process.public_id}/manage/themes/of/{consultation.public_id}/search"
    shown = client.get(f"{page}?q=huisarts").text
    assert "1 answer has these words" in shown and "<mark>huisarts</mark>en" in shown
    assert "Nothing found" in client.get(f"{page}?q=unicorns").text
    found = client.submit(page, {"q": "shade against the heat"}, follow_redirects=True).text
    assert found.index(SAID["trees"][2].replace("'", "&#39;")) < found.index(SAID["buses"][0])
    assert "nearest in meaning first" in found
    refused = client.submit(page, {"q": ""})
    assert refused.status_code == 422 and "Please write what you look for" in refused.text
    assert client.get(f"{page}/nothing").status_code == 404
