"""The language is in the address, and everything keeps it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.web.language import address, language_of, translate
from tests.factories.process import make_process


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("nl-BE,nl;q=0.9", "nl"), ("fr-BE", "fr"), ("de-AT;q=0.8,ja", "de"), ("ja", "en"), ("", "en")],
)
def test_a_visitor_is_sent_to_the_language_of_the_browser(client: FlaskClient, accepts: str, language: str) -> None:
    answer = client.get("/about?x=1", headers={"Accept-Language": accepts})
    assert answer.headers["Location"].endswith(f"/{language}/about?x=1")


def test_the_language_chosen_last_is_remembered(client: FlaskClient) -> None:
    client.get("/de/about")
    assert client.get("/about", headers={"Accept-Language": "fr"}).headers["Location"].endswith("/de/about")


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_links_keep_the_language_and_the_page_says_which_it_is(
    session: Session, client: FlaskClient, language: str
) -> None:
    process = make_process(session)
    shown = client.get(f"/{language}/p/{process.public_id}/").text
    assert f'<html lang="{language}"' in shown
    assert f'href="/{language}/p/{process.public_id}/challenges"' in shown
    for other in {"nl", "fr", "en", "de"} - {language}:
        assert f'href="/{other}/p/{process.public_id}/"' in shown


def test_mails_link_to_pages_in_the_readers_language(app: Flask) -> None:
    with app.app_context():
        assert address("pages.privacy", language="fr") == "http://localhost/fr/privacy"


def test_content_falls_back_to_a_language_it_has_and_says_so() -> None:
    assert translate({"fr": "Eau"}, "nl") == "Eau"
    assert language_of({"fr": "Eau"}, "nl") == "fr"
    assert translate({}, "nl") == ""


def test_the_first_visitor_s_language_is_not_frozen_into_the_page(app: Flask) -> None:
    page = app.jinja_env.from_string('{{ "administrator"|role_name }}')
    said = {}
    for language in ("en", "nl"):
        with app.test_request_context("/", environ_overrides={"cocreate.language": language}):
            said[language] = page.render()
    assert said == {"en": "Administrator", "nl": "Beheerder"}
