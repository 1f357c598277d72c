"""What people read after sending, and after the close: in their language, written at any time, and part of the file."""

import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict
from cocreate.survey import files
from cocreate.survey.commands.consultations import create_from_draft, say_farewell
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.commands.questions import translate_texts
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState
from cocreate.survey.wording import missing_in, wordings_of
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_consultation
from tests.survey.inviting.forms import address, filled, manage

THANKS = {"en": "We read every word.\nThe council answers in May.", "nl": "Wij lezen elk woord."}
CLOSING = {"en": "The council decides in June."}


@pytest.fixture
def consultation(session: Session) -> Consultation:
    made = make_consultation(session)
    return say_farewell(session, SYSTEM, made, thanks=THANKS, closing=CLOSING)


def test_thanks_are_read_after_sending_in_the_language_of_the_page(
    client: BrowserLikeClient, consultation: Consultation
) -> None:
    page = client.get(address(consultation, language="nl")).text
    client.post(address(consultation, language="nl"), data=filled(page, fit="yes"))
    assert "Wij lezen elk woord." in client.get(address(consultation, "thanks", language="nl")).text
    shown = client.get(address(consultation, "thanks", language="fr")).text
    assert '<p class="prose__part" lang="en">We read every word.' in shown
    assert "The council decides" not in shown


def test_closing_words_are_read_after_the_close_and_not_before(
    client: BrowserLikeClient, session: Session, consultation: Consultation
) -> None:
    assert "The council decides in June." not in client.get(address(consultation)).text
    close_consultation(session, SYSTEM, consultation)
    shown = client.get(address(consultation)).text
    assert "The council decides in June." in shown and "no more answers are taken in" in shown


def test_the_team_writes_them_also_after_the_close(app: Flask, session: Session, consultation: Consultation) -> None:
    close_consultation(session, SYSTEM, consultation)
    client = sign_in(app.test_client(), make_member(session, consultation.process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    page = manage(consultation, "farewell")
    typed = {
        "version": str(consultation.version),
        "thanks-en": "Thanks!",
        "thanks-nl": "",
        "closing-en": "",
        "closing-de": "Im Juni wird entschieden.",
    }
    assert client.submit(page, typed).status_code == 302
    session.refresh(consultation)
    assert (consultation.thanks, consultation.closing) == ({"en": "Thanks!"}, {"de": "Im Juni wird entschieden."})
    stale = client.submit(page, typed | {"version": "1", "thanks-en": "Other"})
    assert stale.status_code == 409 and "Thanks!" in stale.text and consultation.thanks == {"en": "Thanks!"}


def test_nobody_overwrites_the_words_of_another(session: Session, consultation: Consultation) -> None:
    with pytest.raises(Conflict):
        say_farewell(session, SYSTEM, consultation, thanks={}, closing={}, version=consultation.version - 1)


def test_a_language_lacks_them_until_they_are_translated(session: Session, consultation: Consultation) -> None:
    wordings = wordings_of(consultation, [])
    assert {wording.name for wording in missing_in(wordings, "nl")} >= {"closing"}
    assert "thanks" not in {wording.name for wording in missing_in(wordings, "nl")}
    translate_texts(session, SYSTEM, consultation, "nl", {"closing": "In juni beslist de raad."}, {})
    assert consultation.closing["nl"] == "In juni beslist de raad."


def test_they_travel_in_the_file_and_a_file_without_them_stays_as_it_was(session: Session) -> None:
    plain = make_consultation(session, state=ConsultationState.DRAFT)
    text = files.to_json(plain)
    assert '"thanks"' not in text and '"closing"' not in text
    say_farewell(session, SYSTEM, plain, thanks=THANKS, closing=CLOSING)
    told = files.to_json(plain)
    assert list(json.loads(told))[2:6] == ["title", "introduction", "thanks", "closing"]
    again = create_from_draft(session, SYSTEM, plain.process, files.draft_of(told))
    assert (again.thanks, again.closing) == (plain.thanks, plain.closing)
    assert files.to_json(again) == told
    assert files.to_json(create_from_draft(session, SYSTEM, plain.process, files.draft_of(text))) == text
