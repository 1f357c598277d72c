"""A session runs through its plan: one clock for all, on the server, whoever presses what and whatever restarts."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import commands, session_queries
from cocreate.camp.models import Camp
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rules import StepKind
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import Role
from cocreate.errors import Conflict
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, make_camp, make_plan


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp whose plan has three steps: writing, reveal, vote."""
    made = make_camp(session)
    make_plan(session, made, StepKind.WRITE, StepKind.REVEAL, StepKind.VOTE)
    return made


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The present moment; a test sets it forward."""
    moments = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: moments[0])
    return moments


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    session.commit()
    return client


def plan_of(session: Session, camp: Camp) -> dict[str, Any]:
    session.expire_all()
    return session_queries.plan_message(session, camp)


def manage(camp: Camp, rest: str) -> str:
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/{rest}"


def test_a_session_goes_through_its_steps_and_ends(session: Session, camp: Camp) -> None:
    kinds = []
    for _ in range(3):
        commands.go_on(session, FACILITATOR, camp)
        kinds.append(plan_of(session, camp)["kind"])
    assert kinds == ["write", "reveal", "vote"]
    commands.go_on(session, FACILITATOR, camp)
    assert plan_of(session, camp)["step"] == ""
    steps = session_queries.steps_of(session, camp)
    assert all(step.started_at and step.ended_at for step in steps)
    said = list(session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.startswith("camp:plan:"))))
    assert said.count("camp:plan:start") == 3
    assert said.count("camp:plan:end") == 1


def test_two_hosts_who_both_press_next_go_on_by_one_step(session: Session, camp: Camp) -> None:
    commands.go_on(session, FACILITATOR, camp, seen="")
    with pytest.raises(Conflict, match=r"camp\.plan\.moved_on"):
        commands.go_on(session, FACILITATOR, camp, seen="")
    assert plan_of(session, camp)["kind"] == "write"


def test_one_can_go_back_and_jump(session: Session, camp: Camp) -> None:
    steps = session_queries.steps_of(session, camp)
    commands.start_step(session, FACILITATOR, camp, steps[2])
    commands.go_on(session, FACILITATOR, camp, back=True)
    assert plan_of(session, camp)["position"] == 2
    assert steps[2].ended_at is not None
    commands.go_on(session, FACILITATOR, camp, back=True)
    commands.go_on(session, FACILITATOR, camp, back=True)
    assert plan_of(session, camp)["position"] == 1, "before the first there is nothing"


def test_the_clock_is_the_servers_through_a_pause_and_more_time(
    session: Session, camp: Camp, now: list[datetime]
) -> None:
    began = now[0]
    commands.go_on(session, FACILITATOR, camp)
    assert plan_of(session, camp)["ends_at"] == (began + timedelta(minutes=10)).isoformat()
    now[0] = began + timedelta(minutes=4)
    commands.pause(session, FACILITATOR, camp)
    assert (plan_of(session, camp)["ends_at"], plan_of(session, camp)["left"]) == (None, 360)
    now[0] = began + timedelta(minutes=30)
    commands.resume(session, FACILITATOR, camp)
    commands.extend(session, FACILITATOR, camp, 5)
    told = plan_of(session, camp)
    assert (told["left"], told["ends_at"]) == (None, (began + timedelta(minutes=41)).isoformat())
    assert told["server_time"] == now[0].isoformat()


def test_a_step_that_starts_makes_no_form_about_the_camp_stale(session: Session, camp: Camp) -> None:
    session.commit()
    before = camp.version
    commands.go_on(session, FACILITATOR, camp)
    commands.pause(session, FACILITATOR, camp)
    session.commit()
    session.expire_all()
    assert camp.version == before


def test_without_a_running_step_there_is_nothing_to_pause(session: Session, camp: Camp) -> None:
    for command in (commands.pause, commands.resume):
        with pytest.raises(Conflict, match=r"camp\.plan\.nothing_runs"):
            command(session, FACILITATOR, camp)
    with pytest.raises(Conflict, match=r"camp\.plan\.empty"):
        commands.go_on(session, FACILITATOR, make_camp(session))


def test_the_running_step_can_be_reworded_but_neither_removed_nor_made_another_kind(
    session: Session, camp: Camp
) -> None:
    commands.go_on(session, FACILITATOR, camp)
    step = session_queries.steps_of(session, camp)[0]
    commands.edit_step(
        session, FACILITATOR, camp, step, commands.StepTexts(StepKind.WRITE, {"en": "Write alone"}, minutes=7)
    )
    assert plan_of(session, camp)["title"] == {"en": "Write alone"}
    with pytest.raises(Conflict, match=r"camp\.plan\.step_runs"):
        commands.edit_step(session, FACILITATOR, camp, step, commands.StepTexts(StepKind.READ, {"en": "R"}, minutes=7))
    with pytest.raises(Conflict, match=r"camp\.plan\.step_runs"):
        commands.remove_step(session, FACILITATOR, camp, step)


def test_a_plan_is_written_put_in_order_and_run_on_its_page(session: Session, host: FlaskClient, camp: Camp) -> None:
    page = manage(camp, "plan")
    told = {"kind": "vote", "title-en": "Vote", "minutes": "5", "round_kind": "approval", "votes_each": "3"}
    for _ in range(2):
        answer = host.submit(page, {**told, "most_per_card": "1", "zones": "market"})  # type: ignore[attr-defined]
        assert answer.status_code == 303, answer.text
    steps = session_queries.steps_of(session, camp)
    assert len(steps) == 5, "each page brought a form of its own"
    assert steps[3].settings["zones"] == ["market"]
    assert (steps[3].settings["kind"], steps[3].settings["is_hidden"]) == ("approval", False)
    first = steps[0].public_id
    host.submit(page, {"up": "no"}, to=manage(camp, f"plan/{first}/move"))  # type: ignore[attr-defined]
    session.expire_all()
    assert [step.public_id for step in session_queries.steps_of(session, camp)][1] == first
    shown = host.get(manage(camp, f"plan/{steps[3].public_id}")).text
    assert re.search(r'<input[^>]*checked[^>]*value="approval"', shown), "the page shows what was kept"
    host.submit(page, {"do": "next", "seen": "", "back": "plan"}, to=manage(camp, "session"))  # type: ignore[attr-defined]
    assert "Step 1 of 5" in host.get(page).text
    late = host.submit(page, {"do": "next", "seen": "", "back": "plan"}, to=manage(camp, "session"))  # type: ignore[attr-defined]
    assert late.status_code == 303
    assert "already gone on" in host.get(page).text
    assert session.scalars(select(PlanStep).where(PlanStep.started_at.is_not(None))).all() != []


def test_a_step_without_a_title_or_with_an_impossible_time_is_explained(host: FlaskClient, camp: Camp) -> None:
    told = {"kind": "read", "title-en": "", "minutes": "9999", "votes_each": "1", "most_per_card": "1"}
    answer = host.submit(manage(camp, "plan"), told)  # type: ignore[attr-defined]
    assert answer.status_code == 422
    assert "in at least one language" in answer.text
    assert "A number from 1 to 240" in answer.text
