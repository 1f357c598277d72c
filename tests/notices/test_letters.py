"""An organisation words its letters itself; what could not be sent is refused, and the original is always there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts import invitations, mails
from cocreate.accounts.models import LetterWording
from cocreate.accounts.organisations import letters
from cocreate.accounts.organisations.letters import LETTERS, filled_html, missing_in, unknown_in
from cocreate.accounts.rules import MemberRole
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.settings import LANGUAGES
from tests.factories.accounts import make_colleague, sign_in
from tests.factories.process import make_organisation, make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def word(session: Session, process: Process, subject: str, text: str, version: int = 0) -> LetterWording:
    letter = LETTERS["invitation"]
    return letters.word_letter(
        session, SYSTEM, process.organisation, letter, "en", subject=subject, text=text, version=version
    )


def invite(session: Session, process: Process, email: str, language: str = "en") -> OutgoingMail:
    invitations.invite(session, SYSTEM, process, email=email, role=Role.OBSERVER, language=language)
    return session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == email)).one()


def test_own_words_are_sent_for_the_processes_of_that_organisation_only(session: Session, process: Process) -> None:
    other = make_process(session, title="Elsewhere", organisation=make_organisation(session, "elsewhere"))
    word(session, process, "Come to {process}!", "Dear reader,\n<join> us as {role}: {link}\n\nUntil {until}")
    mine = invite(session, process, "one@example.org")
    assert mine.subject == "Come to Region 2030!"
    assert "<join> us as Observer: http" in mine.text and "Follow this link to accept" not in mine.text
    assert '&lt;join&gt; us as Observer: <a href="http' in mine.html and "<p>Until" in mine.html
    assert "Agency of Testland" in mine.text  # the foot stays
    assert invite(session, other, "two@example.org").subject == "Invitation: Elsewhere"
    assert invite(session, process, "three@example.org", "nl").subject != "Come to Region 2030 (nl)!"


def test_the_original_comes_back(session: Session, process: Process) -> None:
    word(session, process, "Come!", "{link}")
    for _twice in range(2):
        letters.reset_letter(session, SYSTEM, process.organisation, LETTERS["invitation"], "en")
    assert invite(session, process, "one@example.org").subject == "Invitation: Region 2030"


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Come", "no link"), ("Come", "{lnik} {link}"), ("{name}", "{link}"), ("", "{link}"), ("Come", "{link} {")],
)
def test_words_that_could_not_be_sent_are_refused(session: Session, process: Process, subject: str, text: str) -> None:
    with pytest.raises(Invalid):
        word(session, process, subject, text)


def test_two_who_change_it_at_once_both_learn_of_it(session: Session, process: Process) -> None:
    row = word(session, process, "One", "{link}")
    with pytest.raises(Conflict):
        word(session, process, "Two", "{link}", version=0)
    assert word(session, process, "One", "{link}", version=0) is row  # the same sent twice is one
    assert word(session, process, "Two", "{link}", version=row.version).subject == "Two"


def test_every_original_has_all_it_needs_in_every_language(app: Flask, session: Session) -> None:
    """What the editing page begins with could be saved as it is: places are known, and the needed ones there."""
    for name, letter in LETTERS.items():
        for language in LANGUAGES:
            subject, text = mails.original(name, language)
            assert not unknown_in(subject + text, letter.places), (name, language)
            assert not missing_in(text, letter.needed), (name, language)


def test_a_value_is_never_read_as_a_place_or_as_html() -> None:
    said = filled_html("Dear {person}\n{link}", {"person": "<b>{link}</b>", "link": "https://example.org/?a=1&b=2"})
    assert said == (
        "<p>Dear &lt;b&gt;{link}&lt;/b&gt;<br>"
        '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a></p>'
    )


def test_the_pages_change_a_letter(client: FlaskClient, session: Session, process: Process) -> None:
    runner = make_colleague(session, process.organisation, MemberRole.ADMINISTRATOR)
    session.commit()
    sign_in(client, runner)
    page = f"/en/o/{process.organisation.short_name}/letters"
    assert "Invitation to a role" in client.get(page).text
    one = f"{page}/invitation/nl"
    assert "{link}" in client.get(one).text
    form = {"subject": "Kom naar {process}", "text": "Beste\n\n{link}", "version": "0"}
    looked = client.submit(one, form | {"look": "1"})
    assert "It is not saved yet" in looked.text and session.scalars(select(LetterWording)).all() == []
    refused = client.submit(one, form | {"text": "Beste {wie}"})
    assert refused.status_code == 422 and "{wie}" in refused.text and "Beste {wie}" in refused.text
    assert client.submit(one, form).status_code == 303
    assert "own words" in client.get(page).text and "Kom naar" in client.get(one).text
    client.submit(one, to=f"{one}/reset")
    assert session.scalars(select(LetterWording)).all() == []


def test_only_those_who_run_the_organisation_word_its_letters(
    client: FlaskClient, session: Session, process: Process
) -> None:
    colleague = make_colleague(session, process.organisation, MemberRole.MEMBER)
    session.commit()
    sign_in(client, colleague)
    assert client.get(f"/en/o/{process.organisation.short_name}/letters").status_code == 403
