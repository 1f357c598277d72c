"""Documents that organisers offer: every version at its address, checked by its content, erased on request."""

import io
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.public.documents import commands
from cocreate.public.models import RecordDocument
from cocreate.public.news.timeline import milestones_of
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process

PDF = b"%PDF-1.7 first"


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def offer(session: Session, process: Process) -> RecordDocument:
    return commands.offer_document(session, SYSTEM, process, title={"en": "The plan"}, name="plan.pdf", content=PDF)


def test_both_versions_stay_readable_at_their_addresses(
    client: FlaskClient, session: Session, process: Process
) -> None:
    row = offer(session, process)
    told = {"name": "plan.pdf", "content": b"%PDF-1.7 second", "changes": {"en": "A new map"}}
    commands.renew_document(session, SYSTEM, process, row, **told)
    again = commands.renew_document(session, SYSTEM, process, row, **told)
    session.commit()
    assert again.number == 2, "the same file again is no version"
    base = f"/en/p/{process.public_id}/documents/{row.public_id}/"
    assert (client.get(f"{base}1").data, client.get(f"{base}2").data) == (PDF, b"%PDF-1.7 second")
    page = client.get(base).text
    assert "A new map" in page and sha256(b"%PDF-1.7 second").hexdigest() in page
    assert "attachment" in client.get(f"{base}1").headers["Content-Disposition"]
    told_by_itself = [one for one in milestones_of(session, process, clock.now()) if one.kind == "document"]
    assert len(told_by_itself) == 2


def test_an_erased_version_is_gone_and_still_named(client: FlaskClient, session: Session, process: Process) -> None:
    row = offer(session, process)
    commands.withdraw_version(session, SYSTEM, process, row, row.newest)
    session.commit()
    base = f"/en/p/{process.public_id}/documents/{row.public_id}/"
    assert client.get(f"{base}1").status_code == 404 and "withdrawn" in client.get(base).text
    session.expire_all()
    assert row.newest.content == b""


def test_a_file_that_is_not_what_it_says_is_refused(session: Session, process: Process) -> None:
    with pytest.raises(Invalid, match="not_what_it_says"):
        commands.offer_document(session, SYSTEM, process, title={}, name="plan.pdf", content=b"MZ")


def test_an_organiser_offers_renews_and_erases_in_the_browser(
    client: FlaskClient, session: Session, process: Process
) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    here = f"/en/p/{process.public_id}/manage/record/documents/"
    for _time in range(2):  # a double click
        sent = {"form_id": "abcdefghijkl", "title-en": "The plan", "file": (io.BytesIO(PDF), "plan.pdf")}
        assert client.submit(here, sent, content_type="multipart/form-data").status_code == 303
    (row,) = commands.documents_of(session, process)
    bad = {"title-en": "Other", "file": (io.BytesIO(b"MZ"), "virus.exe")}
    refused = client.submit(here, bad, content_type="multipart/form-data")
    assert refused.status_code == 422 and "Other" in refused.text
    newer = {"changes-en": "A map", "file": (io.BytesIO(PDF + b"2"), "plan.pdf")}
    assert client.submit(here + row.public_id, newer, content_type="multipart/form-data").status_code == 303
    erased = client.submit(here + row.public_id, to=f"{here}{row.public_id}/1/withdraw")
    assert erased.status_code == 303
    session.refresh(row, ["versions"])
    assert [(one.number, one.withdrawn_at is None) for one in row.versions] == [(2, True), (1, False)]
