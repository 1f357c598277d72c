"""Saving a questionnaire for another day or device: only the code opens it, and it counts for nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.app import create_app
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM
from cocreate.settings import Settings
from cocreate.survey import queries
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, Consultation, Draft, Submission
from cocreate.survey.receipts import seal, unseal
from tests.factories.questionnaires import Respondent, address, make_questionnaire
from tests.postbox import Postbox, open_postbox

CODE = re.compile(r'id="draft-code" value="(\w{4}-\w{4}-\w{4}-\w{4})"')
RECEIPT = re.compile(r'id="receipt-code" value="([^"]+)"')


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_questionnaire(session)


def saved(respondent: Respondent, consultation: Consultation, **typed: str) -> str:
    respondent.press(to=address(consultation, "save"), **typed)
    found = CODE.search(respondent.text)
    assert found, respondent.text
    return found[1]


def resumed(app: Flask, consultation: Consultation, code: str, language: str = "en") -> Respondent:
    """Somebody with another browser and the code."""
    other = Respondent(app.test_client(), consultation, language)
    page = address(consultation, "resume", language=language)
    other.shown = other.client.submit(page, {"code": code})
    return other


@given(st.binary(max_size=300), st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_only_the_same_code_opens_what_was_sealed(content: bytes, code: str, other: str) -> None:
    sealed = seal(content, code)
    assert unseal(sealed, code) == content
    assert other == code or unseal(sealed, other) is None
    assert unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), code) is None and unseal(b"", code) is None


def test_what_was_saved_goes_on_elsewhere_on_the_same_page_and_is_erased_when_sent(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation).press("next", bike="no", why_not="Rain 🌧\r\nand wind")
    code = saved(ada, consultation, ways__bus="1")
    assert session.query(Submission).count() == session.query(Answer).count() == 0
    other = resumed(client.application, consultation, code.lower().replace("-", " "), language="nl")
    assert other.asked == ["ways_page", "ways"] and re.search(r'name="q-ways-bus"[^>]* checked', other.text)
    nl = address(consultation, language="nl")
    assert "By bus" not in other.press("next", to=nl).text and "Met de bus" in other.text
    other.press("send", to=nl, idea="Trees")
    assert RECEIPT.search(other.text)
    assert session.query(Draft).count() == 0
    why_not = session.scalars(select(Answer).where(Answer.has_text, Answer.text.startswith("Rain"))).one()
    assert why_not.text == "Rain 🌧\nand wind"
    # The first device still has its form open; it is the same form, so it counts once.
    again = Respondent(client, consultation)
    assert session.query(Submission).count() == 1 and again.shown.status_code == 200


def test_both_devices_send_the_same_form_once(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation).press("next", bike="yes").press("next", km="3").press("next")
    form = ada.form.filled()
    code = saved(ada, consultation, idea="Trees")
    other = resumed(client.application, consultation, code).press("send")
    first = RECEIPT.search(other.text)
    sent = {name: values[-1] for name, values in form.items()} | {"q-idea": "Other", "go": "send"}
    late = client.post(address(consultation), data=sent, follow_redirects=True)
    assert first and RECEIPT.search(late.text)[1] == first[1] and "had already arrived" in late.text
    assert session.query(Submission).count() == 1
    too_late = client.post(address(consultation, "save"), data=sent)
    assert too_late.status_code == 409 and session.query(Draft).count() == 0
    assert "has been sent already" in too_late.text


def test_nobody_can_read_what_was_saved_and_nothing_tells_whose_it_is(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    code = saved(Respondent(client, consultation), consultation, bike="no", why_not="My secret words")
    draft = session.scalars(select(Draft)).one()
    kept = " ".join(repr(getattr(draft, column.name)) for column in Draft.__table__.columns)
    assert "secret" not in kept and code not in kept and code.replace("-", "") not in kept
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:draft:save")).one()
    assert (entry.actor_kind, entry.actor, entry.details, entry.at.hour) == ("anonymous", "", {}, 0)
    assert queries.participation(session, consultation).total == 0
    assert queries.typed_in_draft(session, consultation, code)["q-why_not"] == "My secret words"


def test_saving_again_replaces_what_was_saved_under_the_same_code(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation)
    code = saved(ada, consultation, bike="no", why_not="First")
    other = resumed(client.application, consultation, code)
    assert saved(other, consultation, why_not="Second") == code
    assert session.query(Draft).count() == 1
    assert "Second</textarea>" in resumed(client.application, consultation, code).text


@pytest.mark.parametrize("code", ["", "K7QM-2XRB-9TDW-4HJC", "\x00", "ß" * 200, "' OR 1=1 --"])
def test_a_wrong_code_opens_nothing_and_says_so(client: FlaskClient, consultation: Consultation, code: str) -> None:
    shown = client.submit(address(consultation, "resume"), {"code": code})
    assert shown.status_code == 422 and "Nothing is saved under this code here." in shown.text
    assert "<title>Error:" in shown.text and 'aria-invalid="true"' in shown.text


def test_a_code_opens_only_what_was_saved_in_its_own_consultation(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    code = saved(Respondent(client, consultation), consultation, bike="yes")
    assert client.submit(address(make_questionnaire(session), "resume"), {"code": code}).status_code == 422


def test_what_was_saved_is_erased_after_thirty_days(
    client: FlaskClient, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = saved(Respondent(client, consultation), consultation, bike="yes")
    day = clock.today()
    monkeypatch.setattr(clock, "today", lambda: day + timedelta(days=30))
    jobs.do_the_hourly()
    assert queries.typed_in_draft(session, consultation, code) is not None
    monkeypatch.setattr(clock, "today", lambda: day + timedelta(days=31))
    assert queries.typed_in_draft(session, consultation, code) is None
    jobs.do_the_hourly()
    assert session.query(Draft).count() == 0


def test_what_was_saved_is_erased_at_the_close_and_the_page_says_that_it_is_over(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation)
    saved(ada, consultation, bike="yes")
    close_consultation(session, SYSTEM, consultation)
    assert session.query(Draft).count() == 0
    assert "This consultation is closed" in client.get(address(consultation, "resume")).text
    late = Respondent(client, make_questionnaire(session))
    form = {name: values[-1] for name, values in late.form.filled(**{"q-bike": "no"}).items()}
    other = session.scalars(select(Consultation).order_by(Consultation.id.desc())).first()
    close_consultation(session, SYSTEM, other)
    back = client.post(address(other, "save"), data=form | {"q-why_not": "Typed before the close", "q-bike": "no"})
    assert back.status_code == 409 and "Typed before the close" in back.text


def test_the_code_comes_by_mail_and_the_address_stands_nowhere_else(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    code = saved(Respondent(client, consultation), consultation, bike="yes")
    page = address(consultation, "resume")
    wrong = client.submit(page, {"code": code, "email": "ada"}, to=address(consultation, "save", "letter"))
    assert wrong.status_code == 422 and code in wrong.text and 'value="ada"' in wrong.text
    sent = client.submit(page, {"code": code, "email": "Ada@example.org"}, to=address(consultation, "save", "letter"))
    assert "The letter with the code is on its way." in sent.text
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == "ada@example.org" and f"/resume#{code}" in letter.text and code in letter.html
    assert "ada@" not in repr(session.scalars(select(AuditEntry.details)).all())
    unknown = client.submit(page, {"code": "x", "email": "a@example.org"}, to=address(consultation, "save", "letter"))
    assert unknown.status_code == 422 and session.query(OutgoingMail).count() == 1


class TestWithAMailServer:
    @pytest.fixture
    def postbox(self) -> Iterator[Postbox]:
        with open_postbox() as box:
            yield box

    @pytest.fixture
    def settings(self, settings: Settings, postbox: Postbox) -> Settings:
        return replace(settings, smtp_url=postbox.url, mail_from="us@example.org")

    def test_once_the_letter_is_sent_nothing_here_knows_its_address(
        self, client: FlaskClient, session: Session, consultation: Consultation, postbox: Postbox
    ) -> None:
        code = saved(Respondent(client, consultation), consultation, bike="yes")
        page, letter = address(consultation, "resume"), address(consultation, "save", "letter")
        sent = client.submit(page, {"code": code, "email": "ada@example.org"}, to=letter)
        assert "The letter with the code is on its way." in sent.text
        (taken,) = postbox.mails
        assert "To: ada@example.org" in taken
        assert session.query(OutgoingMail).count() == 0


def test_too_many_savings_and_codes_are_stopped_and_nothing_is_lost(settings: Settings) -> None:
    app = create_app(Settings(data_dir=settings.data_dir, testing=True, jobs="inline", secret_key="x"))
    from cocreate.core.db import db
    from tests.conftest import BrowserLikeClient

    app.test_client_class = BrowserLikeClient
    with app.app_context():
        db.create_all()
        consultation = make_questionnaire(db.session())
        db.session.commit()
        ada = Respondent(app.test_client(), consultation)
        form = {name: values[-1] for name, values in ada.form.filled().items()} | {"q-bike": "no", "q-why_not": "Words"}
        answers = [ada.client.post(address(consultation, "save"), data=form) for _ in range(21)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert "Words</textarea>" in answers[-1].text
        tries = [ada.client.submit(address(consultation, "resume"), {"code": "wrong"}) for _ in range(13)]
        assert [answer.status_code for answer in tries] == [422] * 12 + [429]
