"""What is uploaded and never put on a card does not stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import commands
from cocreate.camp.models import Board, CardFile
from cocreate.core import jobs
from cocreate.core.audit import AuditEntry
from tests.factories.camp import FACILITATOR, do, make_camp, make_card


@pytest.fixture
def board(session: Session) -> Board:
    """An open board."""
    return make_camp(session).groups[0].board


def upload(session: Session, board: Board, name: str) -> CardFile:
    return commands.upload_file(session, FACILITATOR, board, name=name, content=b"%PDF-1.7")


def test_an_upload_that_is_on_no_card_after_a_day_is_deleted(
    session: Session, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(session, board, "forgotten.pdf")
    on_card, taken_off = upload(session, board, "on-card.pdf"), upload(session, board, "taken-off.pdf")
    card = make_card(session, board)
    for file in (on_card, taken_off):
        do(session, FACILITATOR, board, "attach_file", card=card.public_id, file=file.public_id)
    do(session, FACILITATOR, board, "detach_file", card=card.public_id, file=taken_off.public_id)
    session.commit()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=23))
    jobs.do_the_hourly()
    assert len(session.scalars(select(CardFile.name)).all()) == 3, "a browser without a connection may still attach it"
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=25))
    jobs.do_the_hourly()
    assert set(session.scalars(select(CardFile.name))) == {"on-card.pdf", "taken-off.pdf"}
    jobs.do_the_hourly()
    noted = session.scalars(select(AuditEntry).where(AuditEntry.verb == "camp:files:clear")).all()
    assert [entry.details for entry in noted] == [{"cleared": 1}]
    do(session, FACILITATOR, board, "attach_file", card=card.public_id, file=taken_off.public_id)
