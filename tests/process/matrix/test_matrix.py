"""The matrix: cells with reasons become draft challenges that keep their origins and that nobody outside sees."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import origins
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process import matrix
from cocreate.process.evidence import contexts
from cocreate.process.matrix import matrix_of
from cocreate.process.models import Challenge, Context, MatrixCell, Process
from cocreate.process.queries import challenges_of
from cocreate.process.rules import ChallengeState, ContextKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    made = make_process(session)
    for kind, title, points in (
        (ContextKind.MEGATREND, "Climate", ("Warming",)),
        (ContextKind.MEGATREND, "Demography", ("Ageing",)),
        (ContextKind.TRANSITION, "Ecological transition", ("Green mobility", "Renewable energy")),
    ):
        lines = [{"en": point} for point in points]
        contexts.add_context(session, SYSTEM, made, kind=kind, title={"en": title}, points=lines)
    session.commit()
    return made


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def named(session: Session, title: str) -> Context:
    return next(row for row in session.scalars(select(Context)) if row.title["en"] == title)


def fill(
    session: Session, process: Process, megatrend: str = "Climate", place: int = 0, strength: int = 3
) -> MatrixCell:
    point = named(session, "Ecological transition").points[place]
    made = matrix.fill_cell(
        session,
        SYSTEM,
        process,
        named(session, megatrend),
        point,
        strength=strength,
        reason={"en": f"{megatrend} asks for it"},
    )
    assert made is not None
    return made


def test_a_cell_needs_a_reason_and_a_strength_there_is(session: Session, process: Process) -> None:
    point = named(session, "Ecological transition").points[0]
    for strength, reason, code in ((2, {}, "matrix.reason"), (4, {"en": "Why"}, "matrix.strength")):
        with pytest.raises(Invalid) as refused:
            matrix.fill_cell(
                session, SYSTEM, process, named(session, "Climate"), point, strength=strength, reason=reason
            )
        assert refused.value.code == code


def test_a_trend_is_no_priority_and_a_transition_no_megatrend(session: Session, process: Process) -> None:
    climate, ecological = named(session, "Climate"), named(session, "Ecological transition")
    for megatrend, point in ((climate, climate.points[0]), (ecological, ecological.points[0])):
        with pytest.raises(NotFound):
            matrix.fill_cell(session, SYSTEM, process, megatrend, point, strength=1, reason={"en": "No"})


def test_two_people_who_fill_the_same_cell_lose_nothing(session: Session, process: Process) -> None:
    cell = fill(session, process)
    with pytest.raises(Conflict):
        fill(session, process, strength=1)
    assert cell.strength == 3


def test_cells_become_a_draft_that_keeps_where_it_came_from(session: Session, process: Process) -> None:
    cells = [fill(session, process), fill(session, process, "Demography", 1, 2)]
    draft = matrix.draft_challenge(
        session, SYSTEM, process, cells, title={"en": "Heat"}, description={}, form_token="t"
    )
    again = matrix.draft_challenge(
        session, SYSTEM, process, cells, title={"en": "Heat"}, description={}, form_token="t"
    )
    assert again is draft
    assert {link.source for link in origins(session, draft.ref)} == {cell.ref for cell in cells}
    assert [cell.strength for cell in matrix_of(session, process).behind(draft)] == [3, 2]
    assert [row.id for row in challenges_of(session, process, ChallengeState.DRAFT)] == [draft.id]
    assert draft.id not in {row.id for row in challenges_of(session, process)}


def test_a_cell_in_use_is_not_emptied_before_that_is_taken_back(session: Session, process: Process) -> None:
    cell = fill(session, process)
    challenge = process.challenges[0]
    matrix.use_cells(session, SYSTEM, process, challenge, [cell])
    climate, point = cell.megatrend, cell.priority
    with pytest.raises(Conflict, match="used"):
        matrix.fill_cell(session, SYSTEM, process, climate, point, strength=0, reason={}, version=cell.version)
    for take in (
        lambda: contexts.remove_context(session, SYSTEM, process, climate),
        lambda: contexts.remove_point(session, SYSTEM, process, named(session, "Ecological transition"), point),
    ):
        with pytest.raises(Conflict, match="used"):
            take()
    matrix.release_cell(session, SYSTEM, process, challenge, cell)
    assert origins(session, challenge.ref) == []
    matrix.fill_cell(session, SYSTEM, process, climate, point, strength=0, reason={}, version=cell.version)
    assert matrix_of(session, process).cells == {}


def test_an_organiser_fills_a_cell_and_drafts_a_challenge_on_the_pages(
    session: Session, organiser: FlaskClient, process: Process, client: FlaskClient
) -> None:
    base = f"/en/p/{process.public_id}/manage/matrix"
    climate, point = named(session, "Climate"), named(session, "Ecological transition").points[1]
    page = f"{base}/{climate.public_id}/{point.public_id}"
    refused = organiser.submit(page, {"version": "0", "strength": "3"})
    assert refused.status_code == 422 and "say why" in refused.text
    organiser.submit(page, {"version": "0", "strength": "3", "reason-en": "It <b>warms</b>"})
    shown = organiser.get(base).text
    assert "It &lt;b&gt;warms&lt;/b&gt;" in shown
    (cell,) = session.scalars(select(MatrixCell)).all()
    nothing = organiser.submit(base, {"into": "", "title-en": "Kept title"})
    assert nothing.status_code == 422 and "tick at least one" in nothing.text and "Kept title" in nothing.text
    token = re.search(r'name="token"[^>]*value="([^"]+)"', shown)
    assert token
    form = {"token": token[1], "cells": [cell.public_id], "into": "", "title-en": "Cooler city"}
    made = organiser.submit(base, form)
    organiser.submit(base, form)  # a double click
    assert session.scalar(select(func.count()).where(Challenge.state == "draft")) == 1
    assert "Cooler city" in organiser.get(made.headers["Location"]).text
    visitor = client.application.test_client()
    assert "Cooler city" not in visitor.get(f"/en/p/{process.public_id}/challenges").text
    public = visitor.get(f"/en/p/{process.public_id}/challenges/matrix").text
    assert "It &lt;b&gt;warms" in public and "Cooler city" not in public


def test_cells_of_another_process_are_not_used(session: Session, organiser: FlaskClient, process: Process) -> None:
    cell = fill(session, process)
    elsewhere = make_process(session, title="Elsewhere")
    assert matrix.find_cells(session, elsewhere, [cell.public_id]) == []
