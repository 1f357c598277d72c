"""Versions of the record stay as they were, whatever happens to the process afterwards."""

from datetime import timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.public import editions
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.themes.commands import accept_theme
from cocreate.themes.rules import Belonging
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet
from tests.factories.themes import read_consultation


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, title="Region 2030")


def test_a_version_is_read_as_it_was_and_checked_by_its_fingerprint(
    client: FlaskClient, session: Session, process: Process
) -> None:
    first = editions.keep_edition(session, SYSTEM, process)
    process.challenges[0].title = {"en": "A warmer climate"}
    session.flush()
    second = editions.keep_edition(session, SYSTEM, process)
    session.commit()
    assert (first.number, second.number) == (1, 2) and first.hash != second.hash
    base = f"/en/p/{process.public_id}/versions/"
    old = client.get(f"{base}1").text
    assert "Climate" in old and "A warmer climate" not in old and "There is a newer version, 2" in old
    assert sha256(client.get(f"{base}1.json").data).hexdigest() == first.hash
    assert first.hash in old and "A warmer climate" in client.get(f"{base}2").text


def test_the_same_record_is_not_kept_twice(session: Session, process: Process) -> None:
    first = editions.keep_edition(session, SYSTEM, process)
    assert editions.keep_edition(session, SYSTEM, process).number == first.number


def test_a_version_a_day_is_kept_by_itself_when_something_changed(session: Session, process: Process) -> None:
    hidden = make_process(session, title="Hidden", is_public=False)
    editions.keep_editions(session)
    process.challenges[0].title = {"en": "Changed within the day"}
    session.flush()
    editions.keep_editions(session)
    assert [row.number for row in editions.editions_of(session, process)] == [1]
    with clock.told(clock.now() + timedelta(days=1)):
        editions.keep_editions(session)
        editions.keep_editions(session)
    assert [row.number for row in editions.editions_of(session, process)] == [2, 1]
    assert editions.editions_of(session, hidden) == []


def test_a_version_tells_no_small_group(session: Session, process: Process) -> None:
    consultation = make_consultation(session, process)
    helixes = ["citizen"] * 30 + ["business"] * 2
    import_submissions(
        session, SYSTEM, consultation, [make_sheet(consultation, helix=helix, fit="yes") for helix in helixes]
    )
    (told,) = editions.keep_edition(session, SYSTEM, process).content["consultations"]
    assert told["by_helix"]["business"] == "hidden" and told["answers"] == 32


@pytest.mark.parametrize("minimum", [1, 5])
def test_a_version_is_read_whether_or_not_it_may_tell_how_many_answers_a_theme_has(
    client: FlaskClient, session: Session, process: Process, minimum: int
) -> None:
    consultation, found = read_consultation(session, process)
    theme = found[0]
    accept_theme(session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)
    close_consultation(session, SYSTEM, consultation)
    process.minimum_cell = minimum
    editions.keep_edition(session, SYSTEM, process)
    session.commit()
    page = client.get(f"/en/p/{process.public_id}/versions/1")
    assert page.status_code == 200
    assert ("too few answers to show how many" in page.text) is (minimum == 5)


def test_a_kept_version_cannot_be_changed(session: Session, process: Process) -> None:
    row = editions.keep_edition(session, SYSTEM, process)
    row.content = {"title": "Other"}
    with pytest.raises(RuntimeError, match="never changes"):
        session.flush()


def test_an_organiser_keeps_a_version_now(client: FlaskClient, session: Session, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    here = f"/en/p/{process.public_id}/versions/"
    for _time in range(2):
        assert client.submit(here, to=here).status_code == 303
    assert [row.number for row in editions.editions_of(session, process)] == [1]
    assert "Version 1, " in client.get(here).text
