"""A rehearsal is like the camp, is counted nowhere, and leaves nothing behind."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import commands, queries, snapshots
from cocreate.camp.before import preparing, templating
from cocreate.camp.models import Camp, Card, CardVote, Operation, Seat
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rules import BoardState
from cocreate.core import audit
from cocreate.core.permissions import Role
from cocreate.core.provenance import ProvenanceLink
from cocreate.errors import Conflict
from cocreate.public import queries as public_queries
from cocreate.selection import commands as selection
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme
from tests.factories.process import make_process


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp with a prepared card, a plenary and a plan of one step."""
    process = make_process(session)
    made = make_camp(session, process, boards="preparing", is_open=False)
    theme = make_theme(session, process, "Repair cafés")
    preparing.prefill(
        session, FACILITATOR, made.groups[0].board, zone="market", themes=[theme], assets=[], language="en"
    )
    preparing.add_plenary(session, FACILITATOR, made)
    session.add(PlanStep(camp_id=made.id, position=0, kind="discuss", title={"en": "Talk"}, minutes=5))
    session.flush()
    return made


def rehearse(session: Session, camp: Camp) -> Camp:
    """A rehearsal in which somebody wrote and voted."""
    trial = templating.begin_rehearsal(session, FACILITATOR, camp)
    commands.steer_all_boards(session, FACILITATOR, trial, BoardState.OPEN)
    ada = guest(make_seat(session, trial, "Ada")[0])
    card = make_card(session, trial.groups[0].board, "Only a trial", actor=ada)
    do(session, ada, trial.groups[0].board, "vote", card=card.public_id)
    return trial


def test_a_rehearsal_is_like_the_camp_with_a_code_of_its_own(session: Session, camp: Camp) -> None:
    trial = templating.begin_rehearsal(session, FACILITATOR, camp)
    assert templating.begin_rehearsal(session, FACILITATOR, camp) is trial
    assert trial.join_code != camp.join_code
    assert [g.title for g in trial.groups] == [g.title for g in camp.groups]
    assert [g.is_plenary for g in trial.groups] == [g.is_plenary for g in camp.groups]
    state = snapshots.board_state(session, trial.groups[0].board)
    (card,) = state["cards"].values()
    assert (card["text"], len(card["themes"])) == ("Repair cafés", 1)
    assert session.scalar(select(func.count()).where(PlanStep.camp_id == trial.id)) == 1
    with pytest.raises(Conflict):
        templating.begin_rehearsal(session, FACILITATOR, trial)


def test_nothing_of_a_rehearsal_is_counted_shown_or_promoted(session: Session, client: FlaskClient, camp: Camp) -> None:
    trial = rehearse(session, camp)
    board = trial.groups[0].board
    commands.close_board(session, FACILITATOR, board)
    session.commit()
    process = camp.process
    assert queries.camps_of(session, process) == [camp]
    (figures,) = public_queries.camp_figures(session, process)
    assert (figures.camp, figures.cards) == (camp, 1)
    assert client.get(f"/en/p/{process.public_id}/boards/{board.public_id}/cards").status_code == 404
    card = session.scalars(select(Card).where(Card.text == "Only a trial")).one()
    with pytest.raises(Conflict):
        selection.promote_card(session, FACILITATOR, process, card)


def test_clearing_leaves_nothing_behind_and_the_camp_as_it_was(session: Session, app: Flask, camp: Camp) -> None:
    tables = (Card, CardVote, Seat, Operation, PlanStep, ProvenanceLink)

    def counted() -> list[int]:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    before = counted()
    state = snapshots.board_state(session, camp.groups[0].board)
    trial = rehearse(session, camp)
    assert counted() != before
    session.commit()
    host = app.test_client()
    sign_in(host, make_member(session, camp.process, Role.FACILITATOR))
    address = f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/prepare"
    assert trial.join_code in host.get(address).text
    answer = host.submit(address, to=f"{address}/clear")  # type: ignore[attr-defined]
    assert answer.status_code == 303
    session.expire_all()
    assert templating.rehearsal_of(session, camp) is None
    assert counted() == before
    assert snapshots.board_state(session, camp.groups[0].board) == state
    assert audit.verify(session).is_intact
    again = host.submit(address, to=f"{address}/clear", follow_redirects=True)  # type: ignore[attr-defined]
    assert again.status_code in (200, 303)


def test_a_real_camp_is_never_cleared(session: Session, camp: Camp) -> None:
    with pytest.raises(Conflict):
        templating.clear_rehearsal(session, FACILITATOR, camp)
    assert session.scalar(select(func.count()).select_from(Card)) == 1
